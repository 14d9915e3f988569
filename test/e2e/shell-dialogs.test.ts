/**
 * More things that no script in a page can do: open the system's dialogs, stop the till from closing, or send data out
 * by a DNS look-up. Each test tries it in the real window and checks from outside.
 */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { LaunchedTill } from '../support/electron-app.ts';
import { logged, openShop, type Shop } from '../support/shop.ts';

let shop: Shop;
let till: LaunchedTill;
let folder: string;
let netLog: string;

beforeAll(async () => {
  shop = await openShop();
  folder = shop.newFolder();
  netLog = join(folder, 'net-log.json');
  till = await shop.launch({ folder, simulator: shop.simulator, extraArgs: [`--log-net-log=${netLog}`] });
});
afterAll(() => shop.close());

/** The ids of all visible windows on the screens. */
const windowsOnScreen = (): readonly string[] => {
  const env = { ...process.env, DISPLAY: shop.screens.display };
  return execFileSync('xdotool', ['search', '--onlyvisible', '--name', '.'], { env, encoding: 'utf8' })
    .split('\n')
    .filter((id) => id !== '')
    .toSorted();
};

/** Puts a button over the page and clicks it, because a real click gives the page the right to open dialogs. */
const clickOn = async (how: string): Promise<void> => {
  await till.cashier.evaluate((way) => {
    const ways: Record<string, () => unknown> = {
      'an input of files': () => Object.assign(document.createElement('input'), { type: 'file' }).click(),
      'an input of folders': () =>
        Object.assign(document.createElement('input'), { type: 'file', webkitdirectory: true }).click(),
      "an input's own picker": () => {
        const input = Object.assign(document.createElement('input'), { type: 'file', hidden: true });
        document.body.append(input);
        input.showPicker();
      },
      showOpenFilePicker: () => (globalThis as unknown as { showOpenFilePicker(): unknown }).showOpenFilePicker(),
      showSaveFilePicker: () => (globalThis as unknown as { showSaveFilePicker(): unknown }).showSaveFilePicker(),
      showDirectoryPicker: () => (globalThis as unknown as { showDirectoryPicker(): unknown }).showDirectoryPicker(),
      'the print dialog': () => globalThis.print(),
      alert: () => globalThis.alert('x'),
    };
    const button = document.createElement('button');
    button.style.cssText = 'position:fixed;inset:0;z-index:99999';
    button.id = 'hostile';
    button.addEventListener('click', () => {
      button.remove();
      try {
        void Promise.resolve(ways[way]?.()).catch(() => undefined);
      } catch {
        // The call is refused at once.
      }
    });
    document.body.append(button);
  }, how);
  await till.cashier.locator('#hostile').click();
};

/** Chromium refuses these itself, the last three because the page has no own origin, so main learns of none. */
const UNTOLD: ReadonlySet<string> = new Set([
  'the print dialog',
  'alert',
  'showOpenFilePicker',
  'showSaveFilePicker',
  'showDirectoryPicker',
]);

describe('a page opens no dialog of the system:', () => {
  beforeAll(async () => {
    // A frame that cannot load makes Electron reconnect the debugger that stops pickers.
    const add = till.cashier.evaluate(() => {
      document.body.append(
        Object.assign(document.createElement('iframe'), { src: 'http://127.0.0.1:9/', hidden: true }),
      );
    });
    await add.catch(() => undefined);
    await till.cashier.locator('iframe').waitFor({ state: 'attached' });
  });

  it.each([
    'an input of files',
    'an input of folders',
    "an input's own picker",
    'showOpenFilePicker',
    'showSaveFilePicker',
    'showDirectoryPicker',
    'the print dialog',
    'alert',
  ])('%s', async (how) => {
    const before = windowsOnScreen();
    const refused = logged(folder, 'security.picker-refused');
    await clickOn(how);
    if (UNTOLD.has(how)) {
      // No event shows that no dialog comes, so wait; then the page still answers, and no dialog is there.
      await till.cashier.evaluate(() => new Promise((soon) => setTimeout(soon, 1_500)));
    } else {
      await expect.poll(() => logged(folder, 'security.picker-refused')).toBe(refused + 1);
    }
    expect(windowsOnScreen()).toEqual(before);
    expect(await till.cashier.evaluate(() => 1 + 1)).toBe(2);
  });
});

it.each(['customer', 'cashier'] as const)(
  'a page that closes its own window comes back, and the till goes on: %s',
  async (name) => {
    const old = till[name];
    await old.evaluate(() => {
      setTimeout(() => globalThis.close(), 10);
    });
    await expect.poll(() => old.isClosed()).toBe(true);
    if (name === 'cashier') await till.renewed();
    else
      await expect.poll(() => till.app.windows().some((page) => page.url().startsWith('app://customer/'))).toBe(true);
    await till[name].locator('main:not([data-screen=starting])').waitFor();
    expect(logged(folder, 'window.closed-itself')).toBe(name === 'customer' ? 1 : 2);
    expect(logged(folder, 'till.stopped')).toBe(0);
  },
);

it('a page cannot send data out by DNS: no name is looked up', async () => {
  for (const page of [till.cashier, till.customer]) {
    await page.evaluate(() => {
      for (const rel of ['dns-prefetch', 'preconnect', 'prefetch']) {
        const href = `//${rel}.takings-of-today.example/`;
        document.head.append(Object.assign(document.createElement('link'), { rel, href }));
      }
    });
  }
  await till.cashier.evaluate(() => new Promise((soon) => setTimeout(soon, 1_500)));
  const found = await till.app.evaluate(({ session }) =>
    session.defaultSession.resolveHost('resolved.takings-of-today.example').then(
      () => 'found',
      (error: Error) => error.message,
    ),
  );
  expect(found).toMatch(/ERR_NAME_NOT_RESOLVED/);
});

it('downloads no spelling dictionary', async () => {
  const on = await till.app.evaluate(({ session }) => {
    const all = ['', 'gateway-pay', 'gateway-ask', 'gateway-trial', 'made-later'].map((name) =>
      name === '' ? session.defaultSession : session.fromPartition(name),
    );
    return all.filter((each) => each.isSpellCheckerEnabled() || each.getSpellCheckerLanguages().length > 0).length;
  });
  expect(on).toBe(0);
});

it('a page with a beforeunload handler does not stop the till from closing', async () => {
  for (const page of [till.cashier, till.customer]) {
    await page.evaluate(() => {
      globalThis.addEventListener('beforeunload', (event) => event.preventDefault());
    });
    // Chromium honours beforeunload only in a page that a person has clicked.
    await page.locator('main').click({ position: { x: 2, y: 2 } });
  }
  const ended = new Promise((end) => till.app.process().once('exit', end));
  till.app.process().kill('SIGTERM');
  await ended;
  // Chromium completes its log when it ends. A job is a look-up that left the program.
  const log = readFileSync(netLog, 'utf8');
  expect(log).toContain('HOST_RESOLVER');
  const types = /"HOST_RESOLVER_MANAGER_JOB":(\d+)/.exec(log)?.[1] ?? 'none';
  const jobs = log.split('\n').filter((line) => line.includes(`"type":${types}`) && line.includes('takings-of-today'));
  expect(jobs).toEqual([]);
  expect(log).not.toMatch(/gvt1|google/);
});
