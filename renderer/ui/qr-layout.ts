/**
 * Calculates the size of a QR. Phones read it best when every module is the same whole number of device pixels and a
 * quiet zone of four modules surrounds it.
 */
export const QUIET_MODULES = 4;
/** Error correction level. The length limit of a QR from the gateway is what this level can hold. */
export const QR_LEVEL = 'M';

export type QrLayout = {
  readonly modulePx: number;
  /** Side of the picture with its quiet zone, in device pixels. */
  readonly sidePx: number;
  /** The same side in CSS pixels. */
  readonly sideCss: number;
};

/**
 * @param modules modules along one side, without the quiet zone
 * @param boxCss side of the available square in CSS pixels
 * @param ratio device pixels per CSS pixel
 */
export function layOutQr(modules: number, boxCss: number, ratio: number): QrLayout {
  const across = modules + 2 * QUIET_MODULES;
  const modulePx = Math.max(1, Math.floor((boxCss * ratio) / across));
  const sidePx = modulePx * across;
  return { modulePx, sidePx, sideCss: sidePx / ratio };
}
