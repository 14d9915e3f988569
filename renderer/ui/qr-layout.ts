/**
 * How large a QR is drawn. A phone reads it best when every module is the same whole number of device pixels and the
 * quiet zone of four modules is there, whatever stands around it.
 */
export const QUIET_MODULES = 4;
/** How much of a QR may be unreadable. The gateway's answers are held to what a QR of this level takes. */
export const QR_LEVEL = 'M';

export type QrLayout = {
  /** Device pixels per module. */
  readonly modulePx: number;
  /** Side of the whole picture with its quiet zone, in device pixels. */
  readonly sidePx: number;
  /** The same side in CSS pixels. */
  readonly sideCss: number;
};

/**
 * @param modules modules along one side, without the quiet zone @param boxCss side of the free square in CSS pixels
 * @param ratio device pixels per CSS pixel
 */
export function layOutQr(modules: number, boxCss: number, ratio: number): QrLayout {
  const across = modules + 2 * QUIET_MODULES;
  const modulePx = Math.max(1, Math.floor((boxCss * ratio) / across));
  const sidePx = modulePx * across;
  return { modulePx, sidePx, sideCss: sidePx / ratio };
}
