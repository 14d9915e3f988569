/**
 * The door between the windows and the till (rule S4): messages that break the contract are refused and logged, whoever
 * sends them, and the window that sent them goes on working.
 */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { windowAt, wordsOf, type LaunchedTill } from '../support/electron-app.ts';
import { ask, leavePaid, seesScreen, startSale } from '../support/hands.ts';
import { logged, openShop, ROOT, type Shop } from '../support/shop.ts';

const words = wordsOf('en');

let shop: Shop;
let till: LaunchedTill;
let folder: string;
let refusedBefore: number;

beforeAll(async () => {
  shop = await openShop();
  folder = shop.newFolder();
  till = await shop.launch({ folder, simulator: shop.simulator });
});
afterAll(() => shop.close());

const refused = (): number => logged(folder, 'door.refused');
beforeEach(() => {
  refusedBefore = refused();
});

/**
 * Runs `make` in the page and sends its value, because a test cannot pass every value to a page; returns the answer.
 */
const send = (command: string, make: (saleId: string) => unknown, saleId = ''): Promise<string> =>
  till.cashier.evaluate(
    ([name, source, sale]) => {
      const { till: api } = globalThis as unknown as { till: Record<string, (argument: unknown) => Promise<unknown>> };
      // eslint-disable-next-line no-eval
      const made = (globalThis.eval(`(${source})`) as (id: string) => unknown)(sale);
      const call = api[name];
      if (call === undefined) return 'no such command';
      return call(made).then(
        (answer) => JSON.stringify(answer),
        (error: unknown) => (error instanceof Error ? error.message : 'refused'),
      );
    },
    [command, String(make), saleId] as const,
  );

const sale = { saleId: 'x', amount: 100, tender: { wallet: 'payme', mode: 'mpm' } };

describe('refuses and logs', () => {
  it.each<[string, string, (saleId: string) => unknown]>([
    ['nothing', 'start', () => undefined],
    ['null', 'start', () => null],
    ['a text', 'start', () => 'start'],
    ['a list', 'start', () => []],
    ['an empty object', 'start', () => ({})],
    ['a missing key', 'start', () => ({ saleId: 'x', amount: 100 })],
    [
      'an extra key',
      'start',
      () => ({ saleId: 'x', amount: 100, tender: { wallet: 'payme', mode: 'mpm' }, host: 'http://127.0.0.1' }),
    ],
    ['an amount as text', 'start', () => ({ saleId: 'x', amount: '100', tender: { wallet: 'payme', mode: 'mpm' } })],
    ['half a cent', 'start', () => ({ saleId: 'x', amount: 0.5, tender: { wallet: 'payme', mode: 'mpm' } })],
    ['an amount of nothing', 'start', () => ({ saleId: 'x', amount: 0, tender: { wallet: 'payme', mode: 'mpm' } })],
    ['a negative amount', 'start', () => ({ saleId: 'x', amount: -100, tender: { wallet: 'payme', mode: 'mpm' } })],
    [
      'an amount that is no number',
      'start',
      () => ({ saleId: 'x', amount: Number.NaN, tender: { wallet: 'payme', mode: 'mpm' } }),
    ],
    ['an endless amount', 'start', () => ({ saleId: 'x', amount: Infinity, tender: { wallet: 'payme', mode: 'mpm' } })],
    [
      'an amount beyond whole numbers',
      'start',
      () => ({ saleId: 'x', amount: 2 ** 60, tender: { wallet: 'payme', mode: 'mpm' } }),
    ],
    ['a mode that is none', 'start', () => ({ saleId: 'x', amount: 100, tender: { wallet: 'payme', mode: 'cash' } })],
    ['a wallet that is none', 'start', () => ({ saleId: 'x', amount: 100, tender: { wallet: 'cash', mode: 'mpm' } })],
    ['a sale without a name', 'start', () => ({ saleId: '', amount: 100, tender: { wallet: 'payme', mode: 'mpm' } })],
    [
      'an endless name',
      'start',
      () => ({ saleId: 'x'.repeat(65), amount: 100, tender: { wallet: 'payme', mode: 'mpm' } }),
    ],
    ['20 MB of code', 'enterCode', () => ({ saleId: 'x', code: '1'.repeat(20_000_000) })],
    ['20 MB of settings', 'saveSettings', () => ({ settings: { udid: 'x'.repeat(20_000_000) } })],
    [
      'settings that end in themselves',
      'saveSettings',
      () => {
        const settings: Record<string, unknown> = {};
        settings['settings'] = settings;
        return { settings };
      },
    ],
    ['a number that JSON has not', 'saveSettings', () => ({ settings: { limit: 1n } })],
    ['settings that are text', 'saveSettings', () => ({ settings: '{}' })],
    ['a number that is none of ours', 'enquire', () => ({ number: '../../etc/passwd' })],
    ['a day that is none', 'day', () => ({ day: '2026-02-31' })],
    ['a path for a day', 'exportDay', () => ({ day: '../../../tmp/x' })],
    [
      'going live into training',
      'goLive',
      () => ({ environment: 'training', appCode: '', clientKey: '', mchid: '', passphrase: '' }),
    ],
    ['an argument where there is none', 'settings', () => ({})],
    ['a yes for true', 'typing', () => ({ on: 'yes' })],
    ['a notice that is none', 'dismissNotice', () => ({ kind: 'everything' })],
    ['a prototype of its own', 'cancel', () => JSON.parse('{"__proto__":{"saleId":"x"}}') as unknown],
  ])('%s', async (_what, command, make) => {
    expect(await send(command, make)).toBe(
      `Error invoking remote method 'cashier:${command}': Error: ${command} refused`,
    );
    expect(refused()).toBe(refusedBefore + 1);
  });

  it('without internal details', async () => {
    expect(await send('start', () => ({}))).not.toMatch(/zod|expected|\.ts|\.cjs|at /);
  });
});

it('lets no value out that cannot be cloned', async () => {
  expect(
    await send('start', () => ({ saleId: () => 'x', amount: 100, tender: { wallet: 'payme', mode: 'mpm' } })),
  ).toContain('could not be cloned');
});

describe('answers, and does nothing, to', () => {
  it('an unknown sale', async () => {
    expect(
      await send('start', () => ({ saleId: 'unknown', amount: 100, tender: { wallet: 'payme', mode: 'mpm' } })),
    ).toBe('"busy"');
    expect(await send('enterCode', () => ({ saleId: 'unknown', code: '1' }))).toBe('"not-armed"');
    expect(await send('next', () => ({ saleId: 'unknown' }))).toBeUndefined();
  });

  it('an amount over the limit, for a known sale', async () => {
    const { saleId, limit } = await till.state();
    expect(
      await ask(till.cashier, 'start', { saleId, amount: limit + 1, tender: { wallet: 'payme', mode: 'mpm' } }),
    ).toBe('amount');
  });

  it('invalid settings, and names the fields', async () => {
    const { settings } = await ask(till.cashier, 'settings', null);
    const wrong = { ...settings, tillId: 'far too long', limit: -1 as typeof settings.limit };
    expect(await ask(till.cashier, 'saveSettings', { settings: wrong })).toEqual({
      kind: 'refused',
      fields: ['tillId', 'limit'],
    });
    expect((await ask(till.cashier, 'settings', null)).settings).toEqual(settings);
  });

  it('an unknown attempt number', async () => {
    expect(await send('enquire', () => ({ number: '01AAAAAA00000110' }))).toBe('"unanswered"');
  });
});

describe('refuses others', () => {
  /** A preload that exposes the bare IPC channel to its page, as to a page that broke out of its isolated world. */
  const bare = (): string => {
    const path = join(folder, 'bare-preload.cjs');
    const source = `const { contextBridge, ipcRenderer } = require('electron');
      contextBridge.exposeInMainWorld('bare', (channel, ...sent) => ipcRenderer.invoke(channel, ...sent).then(JSON.stringify, String));`;
    writeFileSync(path, source);
    return path;
  };
  const from = (page: Page, channel: string, ...sent: readonly unknown[]): Promise<string> =>
    page.evaluate(
      ([name, values]) => {
        const { bare: call } = globalThis as unknown as { bare(channel: string, ...sent: unknown[]): Promise<string> };
        return call(name, ...values);
      },
      [channel, sent] as const,
    );

  it("a second window with the cashier's own page and preload", async () => {
    const preload = join(ROOT, 'out', 'preload', 'cashier.cjs');
    await till.app.evaluate(({ BrowserWindow }, path) => {
      const window = new BrowserWindow({ show: false, webPreferences: { preload: path } });
      void window.loadURL('app://cashier/cashier/index.html');
    }, preload);
    const other = await windowAt(till.app, 'app://cashier/', till.cashier);
    await other.locator('main').waitFor();
    const { saleId } = await till.state();
    await expect(
      ask(other, 'start', { saleId, amount: 100, tender: { wallet: 'payme', mode: 'mpm' } }),
    ).rejects.toThrow('start refused');
    await expect(ask(other, 'settings', null)).rejects.toThrow('settings refused');
    expect(refused()).toBeGreaterThanOrEqual(refusedBefore + 2);
    await other.close();
  });

  it("a page at another page's origin, also in the customer's own window, and more or fewer arguments than one", async () => {
    const preload = bare();
    await till.app.evaluate(({ session }, path) => {
      const own = session.defaultSession;
      // Electron before 35 has the second call.
      if (typeof own.registerPreloadScript === 'function') own.registerPreloadScript({ type: 'frame', filePath: path });
      else own.setPreloads([path]);
    }, preload);
    await till.customer.reload();
    await till.cashier.reload();
    await seesScreen(till.customer, 'idle');
    await seesScreen(till.cashier, 'keypad');
    const { saleId } = await till.state();
    const start = { ...sale, saleId };
    expect(await from(till.customer, 'cashier:start', start)).toContain('start refused');
    expect(await from(till.customer, 'cashier:settings', null)).toContain('settings refused');
    expect(await from(till.customer, 'customer:state', null)).toContain('No handler');
    expect(await from(till.cashier, 'cashier:start')).toContain('start refused');
    expect(await from(till.cashier, 'cashier:start', start, start)).toContain('start refused');
    expect(await from(till.cashier, 'cashier:unknown', null)).toContain('No handler');
    expect(refused()).toBe(refusedBefore + 4);
    // The same channel and sender with one valid argument work, so the calls above were refused for the right reason.
    expect(await from(till.cashier, 'cashier:settings', null)).toContain('"tillId"');
  });
});

it('makes a payment in the same window afterwards, and it is the only one', async () => {
  expect(shop.simulator.books.allRequestsReceived()).toEqual({});
  await startSale(till.cashier, words, '12.11', 'mpm');
  await leavePaid(till.cashier, words);
  expect(shop.simulator.books.orders()).toHaveLength(1);
});
