/**
 * Reads a QR from the painted pixels of a window: the size of its modules, the white around them, and which modules are
 * dark. It does not use the till's code that draws the QR.
 */
import type { ElectronApplication, Page } from 'playwright-core';

export type PaintedQr = {
  /** Device pixels of one module; not a whole number when the modules are not all alike. */
  readonly modulePx: number;
  /** Modules along one side, without the quiet zone. */
  readonly modules: number;
  /** White modules around it, on the narrowest side. */
  readonly quiet: number;
  /** Share of the window's short side that the QR takes, without the quiet zone. */
  readonly ofShortSide: number;
  /** Pixels that are neither black nor white, or not of their module's colour. */
  readonly blurred: number;
  /** Row by row: whether a module is dark. */
  readonly dark: readonly boolean[];
};

type Bitmap = { readonly width: number; readonly height: number; readonly bytes: Buffer };
type Box = { readonly left: number; readonly top: number; readonly right: number; readonly bottom: number };

/** @param page the customer's window with a QR @throws Error when no QR can be read */
export async function readPaintedQr(app: ElectronApplication, page: Page): Promise<PaintedQr> {
  const near = await page.evaluate(() => {
    const box = document.querySelector('canvas')?.getBoundingClientRect();
    const ratio = window.devicePixelRatio;
    return box === undefined ? null : [box.left * ratio, box.top * ratio, box.right * ratio, box.bottom * ratio];
  });
  if (near === null) throw new Error('There is no canvas');
  const bitmap = await capture(app, page.url());
  const isDark = (x: number, y: number): boolean => brightness(bitmap, x, y) < 128;

  const [nearLeft = 0, nearTop = 0, nearRight = 0, nearBottom = 0] = near.map(Math.round);
  const columns = range(nearLeft, nearRight);
  const rows = range(nearTop, nearBottom);
  const left = columns.find((x) => rows.some((y) => isDark(x, y))) ?? 0;
  const right = columns.findLast((x) => rows.some((y) => isDark(x, y))) ?? 0;
  const top = rows.find((y) => columns.some((x) => isDark(x, y))) ?? 0;
  const bottom = rows.findLast((y) => columns.some((x) => isDark(x, y))) ?? 0;
  const side = right - left + 1;
  if (side < 21 || side !== bottom - top + 1) throw new Error(`There is no square: ${side} by ${bottom - top + 1}`);

  // The finder in the corner is seven modules wide, and white follows it.
  const finder = range(left, right).findIndex((x) => !isDark(x, top));
  const modules = Math.round(side / (finder / 7));
  const modulePx = side / modules;
  const cells = range(0, modules).flatMap((row) => range(0, modules).map((column) => ({ row, column })));
  const colours = cells.map(({ row, column }) => {
    const inside = range(0, Math.floor(modulePx)).flatMap((dy) =>
      range(0, Math.floor(modulePx)).map((dx) =>
        brightness(bitmap, left + Math.round(column * modulePx) + dx, top + Math.round(row * modulePx) + dy),
      ),
    );
    return { dark: (inside[0] ?? 255) < 128, inside };
  });
  return {
    modulePx,
    modules,
    quiet: whiteAround(bitmap, { left, top, right, bottom }) / modulePx,
    ofShortSide: side / Math.min(bitmap.width, bitmap.height),
    blurred: sum(colours.map(({ dark, inside }) => inside.filter((value) => value !== (dark ? 0 : 255)).length)),
    dark: colours.map(({ dark }) => dark),
  };
}

/** How many rings of pure white there are around a box. */
function whiteAround(bitmap: Bitmap, { left, top, right, bottom }: Box): number {
  for (let ring = 1; ; ring += 1) {
    const across = range(left - ring, right + ring + 1).flatMap((x) => [
      [x, top - ring] as const,
      [x, bottom + ring] as const,
    ]);
    const down = range(top - ring, bottom + ring + 1).flatMap((y) => [
      [left - ring, y] as const,
      [right + ring, y] as const,
    ]);
    if ([...across, ...down].some(([x, y]) => brightness(bitmap, x, y) !== 255)) return ring - 1;
  }
}

const range = (from: number, to: number): readonly number[] =>
  Array.from({ length: Math.max(0, to - from) }, (_, at) => from + at);
const sum = (numbers: readonly number[]): number => numbers.reduce((total, each) => total + each, 0);

/** The compositor's picture for the screen: four bytes for each real pixel. */
async function capture(app: ElectronApplication, url: string): Promise<Bitmap> {
  const { base64, ...size } = await app.evaluate(async ({ BrowserWindow }, wanted) => {
    const window = BrowserWindow.getAllWindows().find((each) => each.webContents.getURL() === wanted);
    const image = await window?.webContents.capturePage();
    if (image === undefined) throw new Error(`No window at ${wanted}`);
    return { ...image.getSize(), base64: image.toBitmap().toString('base64') };
  }, url);
  const bytes = Buffer.from(base64, 'base64');
  if (bytes.length !== size.width * size.height * 4) throw new Error('The picture is not in real pixels');
  return { ...size, bytes };
}

/** The mean of a pixel's blue, green and red; -1 outside the picture, which does not count as white. */
function brightness({ width, height, bytes }: Bitmap, x: number, y: number): number {
  if (x < 0 || y < 0 || x >= width || y >= height) return -1;
  const at = (y * width + x) * 4;
  return ((bytes[at] ?? 0) + (bytes[at + 1] ?? 0) + (bytes[at + 2] ?? 0)) / 3;
}
