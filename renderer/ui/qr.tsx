/**
 * A QR, black on white, as large as its container allows. It is drawn again when the container or the screen changes.
 */
import { create } from 'qrcode';
import { useLayoutEffect, useRef } from 'react';
import { layOutQr, QR_LEVEL, QUIET_MODULES } from './qr-layout.ts';
import styles from './qr.module.css';

type Props = { readonly text: string; readonly label: string };

export function Qr({ text, label }: Props) {
  const place = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);

  useLayoutEffect(() => {
    const drawNow = (): void => {
      if (place.current && canvas.current) draw(place.current, canvas.current, text);
    };
    drawNow();
    const observer = new ResizeObserver(drawNow);
    if (place.current) observer.observe(place.current);
    // A move to another screen may change the pixel ratio but not the size of the container.
    window.addEventListener('resize', drawNow);
    return () => {
      observer.disconnect();
      window.removeEventListener('resize', drawNow);
    };
  }, [text]);

  return (
    <div ref={place} className={styles['place']}>
      <canvas ref={canvas} className={styles['qr']} role="img" aria-label={label} />
    </div>
  );
}

function draw(place: HTMLElement, canvas: HTMLCanvasElement, text: string): void {
  const { modules } = create(text, { errorCorrectionLevel: QR_LEVEL });
  const box = Math.min(place.clientWidth, place.clientHeight);
  const { modulePx, sidePx, sideCss } = layOutQr(modules.size, box, window.devicePixelRatio);
  canvas.width = sidePx;
  canvas.height = sidePx;
  canvas.style.width = `${sideCss}px`;
  canvas.style.height = `${sideCss}px`;
  canvas.dataset['modulePx'] = String(modulePx);
  const pen = canvas.getContext('2d');
  if (!pen) throw new Error('This window cannot draw');
  pen.fillStyle = '#fff';
  pen.fillRect(0, 0, sidePx, sidePx);
  pen.fillStyle = '#000';
  for (let row = 0; row < modules.size; row += 1) {
    for (let column = 0; column < modules.size; column += 1) {
      if (modules.get(row, column) === 0) continue;
      pen.fillRect((column + QUIET_MODULES) * modulePx, (row + QUIET_MODULES) * modulePx, modulePx, modulePx);
    }
  }
}
