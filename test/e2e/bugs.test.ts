/** Errors in the program itself: shown, logged, and without stopping the till. */
import { execFileSync } from 'node:child_process';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { windowAt, wordsOf, type LaunchedTill } from '../support/electron-app.ts';
import { leavePaid, readNotices, seesScreen, startSale } from '../support/hands.ts';
import { logged, logOf, openShop, type Shop } from '../support/shop.ts';

const words = wordsOf('en');

let shop: Shop;
let till: LaunchedTill;
let folder: string;

beforeAll(async () => {
  shop = await openShop();
  folder = shop.newFolder();
  till = await shop.launch({ folder, simulator: shop.simulator });
});
afterAll(() => shop.close());

const windowsOnScreen = (): string =>
  execFileSync('xdotool', ['search', '--onlyvisible', '--name', '.'], {
    env: { ...process.env, DISPLAY: shop.screens.display },
    encoding: 'utf8',
  });

it('logs and shows an uncaught error without a dialog box, and the till goes on selling', async () => {
  const before = windowsOnScreen();
  await till.app.evaluate(() => {
    setTimeout(() => {
      throw new Error('nobody caught this one');
    });
    void Promise.reject(new Error('nor that one'));
  });
  await till.cashier.getByText(words('notice.bug')).waitFor();
  await expect.poll(() => logged(folder, 'bug')).toBe(2);
  expect(logOf(folder)).toMatch(/nobody caught this one[^\n]*at /);
  expect(logOf(folder)).toContain('nor that one');
  expect(windowsOnScreen()).toBe(before);
  await readNotices(till.cashier, words);
  await startSale(till.cashier, words, '81.11', 'mpm');
  await leavePaid(till.cashier, words);
});

it('reloads a page that crashes on loading, at longer and longer intervals, until it loads', async () => {
  await till.app.evaluate(({ app, BrowserWindow }) => {
    const die = (
      _event: unknown,
      contents: { once(event: 'did-start-loading', call: () => void): void; forcefullyCrashRenderer(): void },
    ): void => {
      contents.once('did-start-loading', () => {
        contents.forcefullyCrashRenderer();
      });
    };
    app.on('web-contents-created', die);
    (globalThis as unknown as { live: () => void }).live = () => app.off('web-contents-created', die);
    const cashier = BrowserWindow.getAllWindows().find((each) => each.webContents.getURL().startsWith('app://cashier'));
    cashier?.webContents.forcefullyCrashRenderer();
  });
  await expect.poll(() => logged(folder, 'window.gone'), { timeout: 30_000 }).toBeGreaterThanOrEqual(5);
  const times = logOf(folder)
    .split('\n')
    .filter((line) => line.includes(' window.gone '))
    .map((line) => Date.parse(line.split(' ')[0] ?? ''));
  const waits = times.slice(1).map((at, index) => at - (times[index] ?? at));
  // 0.2 s, doubled each time: the fourth wait is at least 1.6 s.
  expect(waits[3]).toBeGreaterThan(1_500);
  await till.app.evaluate(() => {
    (globalThis as unknown as { live: () => void }).live();
  });
  await till.renewed();
  await startSale(till.cashier, words, '82.11', 'mpm');
  await leavePaid(till.cashier, words);
});

it('reloads a page whose file cannot be read, perhaps because of an antivirus, until it loads', async () => {
  await till.app.evaluate(({ BrowserWindow }) => {
    const fs = process.getBuiltinModule('fs');
    const { readFileSync } = fs;
    fs.readFileSync = ((path: string | number, ...rest: never[]) => {
      if (String(path).endsWith('.html')) throw Object.assign(new Error('EBUSY: resource busy'), { code: 'EBUSY' });
      return readFileSync(path, ...rest);
    }) as typeof readFileSync;
    (globalThis as unknown as { letGo: () => void }).letGo = () => (fs.readFileSync = readFileSync);
    const cashier = BrowserWindow.getAllWindows().find((each) => each.webContents.getURL().startsWith('app://cashier'));
    cashier?.webContents.forcefullyCrashRenderer();
  });
  await expect.poll(() => logged(folder, 'window.not-loaded'), { timeout: 30_000 }).toBeGreaterThanOrEqual(3);
  await till.app.evaluate(() => {
    (globalThis as unknown as { letGo: () => void }).letGo();
  });
  await till.renewed();
  await startSale(till.cashier, words, '83.11', 'mpm');
  await leavePaid(till.cashier, words);
});

it.each([
  ['cashier', 'keypad'],
  ['customer', 'idle'],
] as const)('reloads a %s page that navigates itself to an empty page', async (name, screen) => {
  let page = till[name];
  for (const lead of ["location.assign('about:blank')", "open('about:blank#x', '_self')"]) {
    const before = logged(folder, 'window.led-away');
    await till.app.evaluate(
      ({ webContents }, [url, script]) => {
        const contents = webContents.getAllWebContents().find((each) => each.getURL().startsWith(url));
        void contents?.executeJavaScript(script).catch(() => undefined);
      },
      [`app://${name}/`, lead] as const,
    );
    await expect.poll(() => logged(folder, 'window.led-away'), { timeout: 10_000 }).toBe(before + 1);
    page = await windowAt(till.app, `app://${name}/`, page);
    await seesScreen(page, screen);
  }
});
