/**
 * The customer's screen: plugged in and unplugged, chosen and remembered, with PayMe's QR readable for a phone's
 * camera.
 */
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { create } from 'qrcode';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { API_NAME, type WindowApi } from '../../shared/contract/contract.ts';
import type { Settings } from '../../shared/settings.ts';
import { focusAt, windowAt, wordsOf, type LaunchedTill } from '../support/electron-app.ts';
import { ask, seesScreen, startSale, tap } from '../support/hands.ts';
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

/** Allows a pixel less: without a window manager Chromium keeps a window a pixel smaller than its screen. */
const fills = (place: Place, screen: Omit<Place, 'fullscreen'>): boolean =>
  place.fullscreen &&
  place.x === screen.x &&
  place.y === screen.y &&
  Math.abs(place.width - screen.width) <= 1 &&
  Math.abs(place.height - screen.height) <= 1;

const filled = async (till: LaunchedTill, screen: Omit<Place, 'fullscreen'>): Promise<void> => {
  await expect.poll(async () => fills(await placeOf(till, 'customer'), screen)).toBe(true);
};

const secondAt = (mode: (typeof MODES)[number]): Omit<Place, 'fullscreen'> => {
  const [width = 0, height = 0] = mode.split('x').map(Number);
  return { x: 1280, y: 0, width, height };
};

const xrandr = (...args: readonly string[]): void => {
  execFileSync('xrandr', ['--display', shop.screens.display, ...args]);
  // The dummy driver detects connected screens only when it is queried.
  execFileSync('xrandr', ['--display', shop.screens.display, '--query']);
};

const qrText = (till: LaunchedTill): Promise<string> =>
  till.customer.evaluate(
    (api) =>
      new Promise<string>((tell) => {
        const own = globalThis as unknown as Record<string, WindowApi<'customer'>>;
        own[api]?.state(({ groups }) => tell(groups.sale?.screen.kind === 'qr' ? groups.sale.screen.qr : ''));
      }),
    API_NAME,
  );

const urls = (till: LaunchedTill): Promise<readonly string[]> =>
  till.app.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows().map((each) => each.webContents.getURL().split('/').slice(0, 3).join('/')),
  );

/** Expects that the QR in this window is large, sharp and whole, has its quiet zone, and contains this text. */
const expectPainted = async (till: LaunchedTill, page: Page, text: string): Promise<void> => {
  const drawn = create(text, { errorCorrectionLevel: 'M' }).modules;
  // The page draws the QR again after it learns its new size.
  await expect
    .poll(() =>
      readPaintedQr(till.app, page).then(
        (qr) => qr.blurred,
        () => -1,
      ),
    )
    .toBe(0);
  const qr = await readPaintedQr(till.app, page);
  expect(qr.ofShortSide).toBeGreaterThanOrEqual(0.4);
  expect(Number.isInteger(qr.modulePx), `${qr.modulePx} pixels a module`).toBe(true);
  expect(qr.modulePx).toBeGreaterThanOrEqual(6);
  expect(qr.quiet).toBeGreaterThanOrEqual(4);
  expect(qr.modules).toBe(drawn.size);
  expect(qr.dark).toEqual([...drawn.data].map((module) => module === 1));
};

describe('on two screens', () => {
  let till: LaunchedTill;
  beforeAll(async () => {
    till = await shop.launch({ folder: shop.newFolder(), simulator: shop.simulator });
  });
  afterAll(() => till.close());

  it("the customer's window fills the second one", async () => {
    await filled(till, secondAt('800x1280'));
    expect(fills(await placeOf(till, 'cashier'), { x: 0, y: 0, width: 1280, height: 800 })).toBe(true);
  });

  it('each shows its number for a moment', async () => {
    // Main records the numbers, because on a busy machine they may be gone before the test looks.
    await till.app.evaluate(({ app }) => {
      const numbers: { number: string; at: number[] }[] = [];
      Object.assign(globalThis, { numbers });
      app.on('browser-window-created', (_event, window) => {
        window.webContents.once('did-finish-load', () => {
          if (!window.webContents.getURL().startsWith('app://identify/')) return;
          const { x, y, width, height } = window.getBounds();
          const at = [x + width / 2, y + height / 2];
          void window.webContents
            .executeJavaScript('document.body.innerText')
            .then((number: string) => numbers.push({ number, at }));
        });
      });
    });
    const numbers = () =>
      till.app.evaluate(() => (globalThis as unknown as { numbers: { number: string; at: number[] }[] }).numbers);
    await tap(till.cashier, words('keypad.settings'));
    await tap(till.cashier, words('displays.identify'));
    // A second command meanwhile opens no more of them.
    await ask(till.cashier, 'identifyDisplays', null);
    await ask(till.cashier, 'identifyDisplays', null);
    await expect.poll(async () => (await numbers()).length, { timeout: 30_000 }).toBeGreaterThanOrEqual(2);
    await expect.poll(() => till.app.windows().length, { timeout: 30_000 }).toBe(2);
    expect((await numbers()).toSorted((a, b) => Number(a.number) - Number(b.number))).toEqual([
      { number: '1', at: [640, 400] },
      { number: '2', at: [1280 + 400, 640] },
    ]);
    await tap(till.cashier, words('common.back'));
  });

  it('a screen that is unplugged during a sale moves the QR to the cashier, and gets it back', async () => {
    await startSale(till.cashier, words, '88.43', 'mpm');
    await seesScreen(till.customer, 'qr');
    const text = await qrText(till);
    await till.cashier.getByText(words('attempt.explainWaitingQr')).waitFor();

    await shop.screens.second.unplug();
    await till.cashier.getByText(words('attempt.turn')).waitFor();
    await till.cashier.getByText(words('customerScreen.gone')).waitFor();
    expect(await urls(till)).toEqual(['app://cashier']);
    await expectPainted(till, till.cashier, text);

    await shop.screens.second.plug();
    await windowAt(till.app, 'app://customer/');
    await seesScreen(till.customer, 'qr');
    await filled(till, secondAt('800x1280'));
    expect(await qrText(till)).toBe(text);
    await till.cashier.getByText(words('attempt.explainWaitingQr')).waitFor();
    expect(await till.cashier.locator('canvas').count()).toBe(0);
    expect(await till.cashier.getByText(words('customerScreen.gone')).count()).toBe(0);
  });

  it('shows nothing while main does not answer, and the same again afterwards', async () => {
    await till.customer.evaluate(() => {
      const seen: string[] = [];
      Object.assign(globalThis, { seen });
      setInterval(() => seen.push(document.querySelector('main')?.dataset['screen'] ?? ''), 50);
    });
    await till.app.evaluate(() => {
      const end = Date.now() + 3_500;
      while (Date.now() < end);
    });
    const seen = () => till.customer.evaluate(() => (globalThis as unknown as { seen: string[] }).seen);
    await expect.poll(async () => (await seen()).at(-1)).toBe('qr');
    expect(new Set(await seen())).toEqual(new Set(['qr', 'silent']));
  });

  it('a screen event that changes nothing moves no window', async () => {
    await till.app.evaluate(({ BrowserWindow }) => {
      const moves: string[] = [];
      Object.assign(globalThis, { moves });
      for (const window of BrowserWindow.getAllWindows())
        for (const name of ['setFullScreen', 'setBounds', 'hide', 'destroy'] as const)
          window[name] = () => void moves.push(name);
    });
    // A third, unused screen comes and goes; and a screen reports a change without any change.
    xrandr('--addmode', 'DUMMY2', '1024x600');
    xrandr('--output', 'DUMMY2', '--mode', '1024x600', '--pos', '2560x0');
    await expect.poll(() => till.app.evaluate(({ screen }) => screen.getAllDisplays().length)).toBe(3);
    xrandr('--output', 'DUMMY2', '--off');
    await expect.poll(() => till.app.evaluate(({ screen }) => screen.getAllDisplays().length)).toBe(2);
    const moves = await till.app.evaluate(({ screen }) => {
      screen.emit('display-metrics-changed', {}, screen.getPrimaryDisplay(), ['workArea']);
      return (globalThis as unknown as { moves: string[] }).moves;
    });
    expect(moves).toEqual([]);
    await till.app.evaluate(({ BrowserWindow }) => {
      for (const window of BrowserWindow.getAllWindows())
        for (const name of ['setFullScreen', 'setBounds', 'hide', 'destroy'] as const)
          Reflect.deleteProperty(window, name);
    });
  });

  it.each(MODES)('the QR on %s is large, sharp, whole and has its quiet zone', async (mode) => {
    await shop.screens.second.plug(mode);
    await filled(till, secondAt(mode));
    await expectPainted(till, till.customer, await qrText(till));
  });
});

it('on a screen with a fractional scale each module of the QR is a whole number of pixels', async () => {
  await shop.screens.second.plug('1280x800');
  const extraArgs = ['--force-device-scale-factor=1.25'];
  const till = await shop.launch({ folder: shop.newFolder(), simulator: shop.simulator, extraArgs });
  await startSale(till.cashier, words, '89.43', 'mpm');
  await seesScreen(till.customer, 'qr');
  expect(await till.customer.evaluate(() => window.devicePixelRatio)).toBe(1.25);
  await expectPainted(till, till.customer, await qrText(till));
  await till.close();
});

describe('of three screens', () => {
  const third = { x: 2560, y: 0, width: 1024, height: 600 };
  const plugThird = (): void => xrandr('--output', 'DUMMY2', '--mode', '1024x600', '--pos', '2560x0');
  const stored = (folder: string): Settings =>
    JSON.parse(readFileSync(join(folder, 'settings.json'), 'utf8')) as Settings;

  it('the chosen one is remembered by its label and place, after a restart and while it is unplugged', async () => {
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

describe('without a separate screen for the customer', () => {
  let till: LaunchedTill;
  afterEach(() => till.close());

  it.each([
    ['one screen only', 'none', () => shop.screens.second.unplug()],
    [
      'two screens that show the same',
      'mirrored',
      async () => {
        await shop.screens.second.plug('1280x800');
        xrandr('--output', 'DUMMY1', '--mode', '1280x800', '--same-as', 'DUMMY0');
      },
    ],
    [
      'two screens of which one shows a part of the other',
      'mirrored',
      async () => {
        await shop.screens.second.plug('1024x600');
        xrandr('--output', 'DUMMY1', '--mode', '1024x600', '--same-as', 'DUMMY0');
      },
    ],
  ] as const)('%s: no window covers the keys, and the cashier shows the QR', async (_what, lamp, arrange) => {
    await arrange();
    till = await shop.launch({ folder: shop.newFolder(), simulator: shop.simulator, withoutCustomer: true });
    await seesScreen(till.cashier, 'keypad');
    expect((await till.state()).customerScreen).toBe(lamp);
    expect(await till.cashier.getByText(words('customerScreen.mirrored')).count()).toBe(lamp === 'mirrored' ? 1 : 0);
    await startSale(till.cashier, words, '90.43', 'mpm');
    await till.cashier.getByText(words('attempt.turn')).waitFor();
    const { turned } = await till.state();
    await expectPainted(till, till.cashier, turned?.screen.kind === 'qr' ? turned.screen.qr : '');
    expect(await urls(till)).toEqual(['app://cashier']);
    await tap(till.cashier, words('attempt.takeAway'));
    await tap(till.cashier, words('attempt.nextCustomer'));
    await tap(till.cashier, words('keypad.settings'));
    await till.cashier.getByText(words(`customerScreen.${lamp}Help`)).waitFor();
  });
});

describe("the cashier's window", () => {
  let till: LaunchedTill;
  const cashierIs = (screen: Omit<Place, 'fullscreen'>, fullscreen: boolean) =>
    expect
      .poll(async () => {
        const place = await placeOf(till, 'cashier');
        return place.fullscreen === fullscreen && fills({ ...place, fullscreen: true }, screen);
      })
      .toBe(true);

  beforeAll(async () => {
    xrandr('--output', 'DUMMY0', '--off', '--output', 'DUMMY1', '--mode', '1920x1080', '--pos', '0x0');
    till = await shop.launch({ folder: shop.newFolder(), simulator: shop.simulator, withoutCustomer: true });
  });
  afterAll(() => till.close());

  it('fills the first screen, even if that is connected late, shrinks, grows again or moves', async () => {
    await cashierIs({ x: 0, y: 0, width: 1920, height: 1080 }, true);

    xrandr('--output', 'DUMMY0', '--mode', '1280x800', '--pos', '1920x0', '--primary');
    await cashierIs({ x: 1920, y: 0, width: 1280, height: 800 }, true);
    await filled(till, { x: 0, y: 0, width: 1920, height: 1080 });

    xrandr('--addmode', 'DUMMY0', '1024x600');
    xrandr('--output', 'DUMMY0', '--mode', '1024x600');
    await cashierIs({ x: 1920, y: 0, width: 1024, height: 600 }, true);
    xrandr('--output', 'DUMMY0', '--mode', '1280x800');
    await cashierIs({ x: 1920, y: 0, width: 1280, height: 800 }, true);

    xrandr('--output', 'DUMMY0', '--pos', '0x0', '--output', 'DUMMY1', '--pos', '1280x0');
    await cashierIs({ x: 0, y: 0, width: 1280, height: 800 }, true);
    await filled(till, { x: 1280, y: 0, width: 1920, height: 1080 });
  });

  it('leaves full screen with F11, and still fills the screen after that was small for a while', async () => {
    await focusAt(shop.screens.display, 400, 120);
    await till.press('F11');
    await cashierIs({ x: 0, y: 0, width: 1280, height: 800 }, false);
    xrandr('--output', 'DUMMY0', '--mode', '1024x600');
    await cashierIs({ x: 0, y: 0, width: 1024, height: 600 }, false);
    xrandr('--output', 'DUMMY0', '--mode', '1280x800');
    await cashierIs({ x: 0, y: 0, width: 1280, height: 800 }, false);
  });

  it('stays where a person puts it on this screen, until it must fill the screen again', async () => {
    await till.app.evaluate(({ BrowserWindow }) => {
      const window = BrowserWindow.getAllWindows().find((each) =>
        each.webContents.getURL().startsWith('app://cashier/'),
      );
      window?.setBounds({ x: 100, y: 50, width: 800, height: 500 });
    });
    xrandr('--output', 'DUMMY1', '--mode', '1280x800');
    await filled(till, { x: 1280, y: 0, width: 1280, height: 800 });
    expect(await placeOf(till, 'cashier')).toMatchObject({ x: 100, y: 50, width: 800, height: 500, fullscreen: false });

    await tap(till.cashier, words('keypad.settings'));
    const box = till.cashier.getByLabel(words('field.fullScreen'));
    await box.uncheck();
    await tap(till.cashier, words('settings.save'));
    await till.cashier.getByText(words('settings.saved')).waitFor();
    await box.check();
    await tap(till.cashier, words('settings.save'));
    await cashierIs({ x: 0, y: 0, width: 1280, height: 800 }, true);
  });
});
