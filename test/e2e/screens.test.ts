/** The customer's screen: plugged in and out, chosen and kept, and PayMe's QR on it as a phone's camera sees it. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { create } from 'qrcode';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { API_NAME } from '../../shared/contract.ts';
import type { CustomerState } from '../../shared/views.ts';
import type { Settings } from '../../shared/settings.ts';
import { windowAt, wordsOf, type LaunchedTill } from '../support/electron-app.ts';
import { seesScreen, startSale, tap } from '../support/hands.ts';
import { readPaintedQr } from '../support/qr-pixels.ts';
import { openShop, type Shop } from '../support/shop.ts';

const words = wordsOf('en');
const MODES = ['800x1280', '1280x800', '1024x600', '1920x1080'] as const;

type Place = { x: number; y: number; width: number; height: number; fullscreen: boolean };

let shop: Shop;

beforeAll(async () => {
  shop = await openShop({ primary: '1280x800', second: '800x1280' });
});
afterAll(() => shop.close());

const placeOf = (till: LaunchedTill, name: 'cashier' | 'customer'): Promise<Place> =>
  till.app.evaluate(({ BrowserWindow }, url) => {
    const window = BrowserWindow.getAllWindows().find((each) => each.webContents.getURL().startsWith(url));
    if (window === undefined) throw new Error(`No window at ${url}`);
    return { ...window.getBounds(), fullscreen: window.isFullScreen() };
  }, `app://${name}/`);

/** Without a window manager Chromium keeps a window a pixel smaller than its screen. */
const fills = (place: Place, screen: Omit<Place, 'fullscreen'>): boolean =>
  place.fullscreen &&
  place.x === screen.x &&
  place.y === screen.y &&
  Math.abs(place.width - screen.width) <= 1 &&
  Math.abs(place.height - screen.height) <= 1;

const filled = async (till: LaunchedTill, screen: Omit<Place, 'fullscreen'>): Promise<void> => {
  await expect.poll(async () => fills(await placeOf(till, 'customer'), screen), { timeout: 5_000 }).toBe(true);
};

const secondAt = (mode: (typeof MODES)[number]): Omit<Place, 'fullscreen'> => {
  const [width = 0, height = 0] = mode.split('x').map(Number);
  return { x: 1280, y: 0, width, height };
};

const qrText = (till: LaunchedTill): Promise<string> =>
  till.customer.evaluate(
    (api) =>
      new Promise<string>((tell) => {
        const own = globalThis as unknown as Record<
          string,
          { state(listener: (state: CustomerState) => void): () => void }
        >;
        own[api]?.state(({ screen }) => tell(screen.kind === 'qr' ? screen.qr : ''));
      }),
    API_NAME,
  );

describe('on two screens', () => {
  let till: LaunchedTill;
  beforeAll(async () => {
    till = await shop.launch({ folder: shop.newFolder(), simulator: shop.simulator });
  });
  afterAll(() => till.close());

  it("the customer's window fills the second one", async () => {
    await filled(till, secondAt('800x1280'));
    expect(await placeOf(till, 'cashier')).toMatchObject({ x: 0, y: 0, fullscreen: false });
  });

  it('each gets its number for a moment', async () => {
    await tap(till.cashier, words('keypad.settings'));
    await tap(till.cashier, words('displays.identify'));
    const first = await windowAt(till.app, 'app://identify/identify/index.html#1');
    const second = await windowAt(till.app, 'app://identify/identify/index.html#2');
    expect([await first.locator('body').innerText(), await second.locator('body').innerText()]).toEqual(['1', '2']);
    const places = await till.app.evaluate(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows()
        .filter((each) => each.webContents.getURL().startsWith('app://identify/'))
        .map((each) => each.getBounds())
        .map(({ x, y, width, height }) => [x + width / 2, y + height / 2])
        .toSorted(([a = 0], [b = 0]) => a - b),
    );
    expect(places).toEqual([
      [640, 400],
      [1280 + 400, 640],
    ]);
    await expect.poll(() => till.app.windows().length, { timeout: 8_000 }).toBe(2);
    await tap(till.cashier, words('common.back'));
  });

  it('a screen that goes in the middle of a sale gives its window to the first, and gets it back', async () => {
    await startSale(till.cashier, words, '88.43', 'mpm');
    await seesScreen(till.customer, 'qr');
    const text = await qrText(till);
    await shop.screens.second.unplug();
    await expect.poll(async () => (await placeOf(till, 'customer')).fullscreen, { timeout: 5_000 }).toBe(false);
    await expect
      .poll(async () => {
        const { x, y, width, height } = await placeOf(till, 'customer');
        return x >= 0 && y >= 0 && x + width <= 1280 && y + height <= 800 && width >= 600 && height >= 400;
      })
      .toBe(true);
    expect(await qrText(till)).toBe(text);
    const small = await readPaintedQr(till.app, till.customer);
    expect(small.blurred).toBe(0);
    await shop.screens.second.plug();
    await filled(till, secondAt('800x1280'));
    expect(await qrText(till)).toBe(text);
  });

  it.each(MODES)('the QR on %s is large, sharp, whole and has its quiet zone', async (mode) => {
    await shop.screens.second.plug(mode);
    await filled(till, secondAt(mode));
    const drawn = create(await qrText(till), { errorCorrectionLevel: 'M' }).modules;
    // The page draws it anew once it knows its new size.
    await expect
      .poll(() =>
        readPaintedQr(till.app, till.customer).then(
          (qr) => qr.blurred,
          () => -1,
        ),
      )
      .toBe(0);
    const qr = await readPaintedQr(till.app, till.customer);
    expect(qr.ofShortSide).toBeGreaterThanOrEqual(0.4);
    expect(Number.isInteger(qr.modulePx), `${qr.modulePx} pixels a module`).toBe(true);
    expect(qr.modulePx).toBeGreaterThanOrEqual(6);
    expect(qr.quiet).toBeGreaterThanOrEqual(4);
    expect(qr.modules).toBe(drawn.size);
    expect(qr.dark).toEqual([...drawn.data].map((module) => module === 1));
  });
});

it('on a screen with uneven pixels each module still is a whole number of them', async () => {
  await shop.screens.second.plug('1280x800');
  const extraArgs = ['--force-device-scale-factor=1.25'];
  const till = await shop.launch({ folder: shop.newFolder(), simulator: shop.simulator, extraArgs });
  await startSale(till.cashier, words, '89.43', 'mpm');
  await seesScreen(till.customer, 'qr');
  expect(await till.customer.evaluate(() => window.devicePixelRatio)).toBe(1.25);
  const qr = await readPaintedQr(till.app, till.customer);
  expect(qr).toMatchObject({ blurred: 0 });
  expect(Number.isInteger(qr.modulePx), `${qr.modulePx} pixels a module`).toBe(true);
  expect(qr.quiet).toBeGreaterThanOrEqual(4);
  expect(qr.dark).toEqual(
    [...create(await qrText(till), { errorCorrectionLevel: 'M' }).modules.data].map((one) => one === 1),
  );
  await till.close();
});

const xrandr = (...args: readonly string[]): void => {
  execFileSync('xrandr', ['--display', shop.screens.display, ...args]);
  // The dummy driver notices what is connected only when it is asked.
  execFileSync('xrandr', ['--display', shop.screens.display, '--query']);
};

describe('of three screens', () => {
  const third = { x: 2560, y: 0, width: 1024, height: 600 };
  const plugThird = (): void => xrandr('--output', 'DUMMY2', '--mode', '1024x600', '--pos', '2560x0');
  const stored = (folder: string): Settings =>
    JSON.parse(readFileSync(join(folder, 'settings.json'), 'utf8')) as Settings;

  it('the one that was chosen is kept by its label and place, over a restart and while it is away', async () => {
    await shop.screens.second.plug('1280x800');
    xrandr('--addmode', 'DUMMY2', '1024x600');
    plugThird();
    const folder = shop.newFolder();
    let till = await shop.launch({ folder, simulator: shop.simulator });
    await filled(till, secondAt('1280x800'));
    await tap(till.cashier, words('keypad.settings'));
    await till.cashier.getByRole('radio', { name: '1024 × 600' }).check();
    await tap(till.cashier, words('settings.save'));
    await filled(till, third);
    expect(stored(folder).customerDisplay).toEqual({ label: expect.any(String) as string, ...third });

    await till.close();
    till = await shop.launch({ folder, simulator: shop.simulator });
    await filled(till, third);
    xrandr('--output', 'DUMMY2', '--off');
    await filled(till, secondAt('1280x800'));
    expect(stored(folder).customerDisplay).toMatchObject(third);
    plugThird();
    await filled(till, third);
    await till.close();
    xrandr('--output', 'DUMMY2', '--off');
  });
});

it("with one screen only the customer's window is a normal window, and the settings say so", async () => {
  await shop.screens.second.unplug();
  const till = await shop.launch({ folder: shop.newFolder(), simulator: shop.simulator });
  const place = await placeOf(till, 'customer');
  expect(place.fullscreen).toBe(false);
  expect(place.width).toBeLessThan(1280);
  await tap(till.cashier, words('keypad.settings'));
  await till.cashier.getByText(words('displays.one')).waitFor();
  await till.close();
});

it("the cashier's window follows the first screen when it comes late, shrinks or moves", async () => {
  const cashierOn = (screen: Omit<Place, 'fullscreen'>) =>
    expect
      .poll(async () => {
        const { x, y, width, height } = await placeOf(till, 'cashier');
        const isWhole = width <= screen.width && height <= screen.height;
        return isWhole && width > screen.width / 2 && [x, y].join() === [screen.x, screen.y].join();
      })
      .toBe(true);
  xrandr('--output', 'DUMMY0', '--off', '--output', 'DUMMY1', '--mode', '1920x1080', '--pos', '0x0');
  const till = await shop.launch({ folder: shop.newFolder(), simulator: shop.simulator });
  await cashierOn({ x: 0, y: 0, width: 1920, height: 1080 });

  xrandr('--output', 'DUMMY0', '--mode', '1280x800', '--pos', '1920x0', '--primary');
  await cashierOn({ x: 1920, y: 0, width: 1280, height: 800 });
  await filled(till, { x: 0, y: 0, width: 1920, height: 1080 });

  xrandr('--addmode', 'DUMMY0', '1024x600');
  xrandr('--output', 'DUMMY0', '--mode', '1024x600');
  await cashierOn({ x: 1920, y: 0, width: 1024, height: 600 });

  xrandr('--output', 'DUMMY0', '--pos', '0x0', '--output', 'DUMMY1', '--pos', '1024x0');
  await cashierOn({ x: 0, y: 0, width: 1024, height: 600 });
  await filled(till, { x: 1024, y: 0, width: 1920, height: 1080 });

  // Where a person has put it on this screen it stays.
  await till.app.evaluate(({ BrowserWindow }) => {
    const window = BrowserWindow.getAllWindows().find((each) => each.webContents.getURL().startsWith('app://cashier/'));
    window?.setBounds({ x: 100, y: 50, width: 800, height: 500 });
  });
  xrandr('--output', 'DUMMY1', '--mode', '1280x800');
  await filled(till, { x: 1024, y: 0, width: 1280, height: 800 });
  expect(await placeOf(till, 'cashier')).toMatchObject({ x: 100, y: 50, width: 800, height: 500 });
  await till.close();
});
