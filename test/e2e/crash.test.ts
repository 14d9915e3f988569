/**
 * A window that crashes comes back by itself within two seconds and shows the till's state (rule S7). The tests crash
 * its real process at the worst moments, and the payment goes on.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Page } from 'playwright-core';
import { isAttemptNumber, readableNumber, type AttemptNumber } from '../../shared/attempt/number.ts';
import type { WindowName } from '../../shared/contract/contract.ts';
import { focusAt, windowAt, wordsOf, type LaunchedTill } from '../support/electron-app.ts';
import { leavePaid, readsWord, scanUntilTaken, seesScreen, startSale, tap } from '../support/hands.ts';
import { logged, openShop, type Shop } from '../support/shop.ts';

/** Two seconds, or longer if the whole till took longer to open on this machine. */
let backWithinMs = 2_000;
const words = wordsOf('en');

let shop: Shop;
let till: LaunchedTill;
let folder: string;
const pages: Record<WindowName, Page | null> = { cashier: null, customer: null };

beforeAll(async () => {
  shop = await openShop();
  folder = shop.newFolder();
  const opening = performance.now();
  till = await shop.launch({ folder, simulator: shop.simulator });
  backWithinMs = Math.max(backWithinMs, performance.now() - opening);
  pages.cashier = till.cashier;
  pages.customer = till.customer;
});
afterAll(() => shop.close());

const page = (name: WindowName): Page => {
  const found = pages[name];
  if (found === null) throw new Error(`No ${name} window`);
  return found;
};

/** Crashes the window's process; waits until the new page shows this screen. Returns the milliseconds. */
const crash = async (name: WindowName, screen: string): Promise<number> => {
  const dead = page(name);
  const since = performance.now();
  await till.app.evaluate(({ webContents }, url) => {
    for (const contents of webContents.getAllWebContents()) {
      if (contents.getURL().startsWith(url)) contents.forcefullyCrashRenderer();
    }
  }, `app://${name}/`);
  const reborn = await windowAt(till.app, `app://${name}/`, dead);
  await seesScreen(reborn, screen);
  pages[name] = reborn;
  return performance.now() - since;
};

const qrPixels = (): Promise<string> =>
  page('customer').evaluate(() => document.querySelector('canvas')?.toDataURL() ?? 'no QR');

/** The attempt number of the newest order at the gateway. */
const number = (): AttemptNumber => {
  const text = shop.simulator.books.orders().at(-1)?.number ?? '';
  if (!isAttemptNumber(text)) throw new Error('The gateway has no order');
  return text;
};

const placeOf = (name: WindowName) =>
  till.app.evaluate(({ BrowserWindow }, url) => {
    const window = BrowserWindow.getAllWindows().find((each) => each.webContents.getURL().startsWith(url));
    const { x, y } = window?.getBounds() ?? {};
    return { x, y, fullscreen: window?.isFullScreen(), visible: window?.isVisible() };
  }, `app://${name}/`);

it.each(['cashier', 'customer'] as const)('%s: comes back at its place, between two sales', async (name) => {
  const before = await placeOf(name);
  expect(await crash(name, name === 'cashier' ? 'keypad' : 'idle')).toBeLessThan(backWithinMs);
  await expect.poll(() => placeOf(name)).toEqual(before);
  expect(logged(folder, 'window.gone')).toBe(name === 'cashier' ? 1 : 2);
});

describe('while a QR is shown', () => {
  it('both windows come back with the same attempt and the same QR, and the payment goes on', async () => {
    await startSale(page('cashier'), words, '64.43', 'mpm');
    await seesScreen(page('customer'), 'qr');
    const qr = await qrPixels();
    expect(await page('cashier').locator('main').innerText()).toContain(readableNumber(number()));

    expect(await crash('customer', 'qr')).toBeLessThan(backWithinMs);
    await expect.poll(qrPixels).toBe(qr);
    expect(await crash('cashier', 'attempt')).toBeLessThan(backWithinMs);
    await readsWord(page('cashier'), 'waiting');
    expect(await page('cashier').locator('main').innerText()).toContain(readableNumber(number()));

    shop.simulator.books.payNow(number());
    await seesScreen(page('customer'), 'paid');
    await leavePaid(page('cashier'), words);
  });

  it('both windows show a payment that came while they were down', async () => {
    await startSale(page('cashier'), words, '65.43', 'mpm');
    await seesScreen(page('customer'), 'qr');
    shop.simulator.books.payNow(number());
    await Promise.all([crash('cashier', 'attempt'), crash('customer', 'paid')]);
    await leavePaid(page('cashier'), words);
  });
});

it('a scanner works in the new window, and its label is not typed into the page', async () => {
  // The window crashes with the focus in a text field, which is the worst case.
  await tap(page('cashier'), words('keypad.settings'));
  await page('cashier').getByLabel(words('field.udid')).click();
  await crash('cashier', 'keypad');
  await startSale(page('cashier'), words, '66', 'cpm');
  expect(await crash('cashier', 'armed')).toBeLessThan(backWithinMs);
  await focusAt(shop.screens.display, 640, 60);
  await scanUntilTaken(page('cashier'), () => till.scan(`PAYME${Date.now()}`));
  await seesScreen(page('customer'), 'paid');
  await leavePaid(page('cashier'), words);
  expect(
    await page('cashier')
      .getByRole('status', { name: words('common.amount') })
      .innerText(),
  ).toContain(words('keypad.empty'));
});

it("keeps the keyboard focus, which a scanner needs, in the cashier's window when the customer's comes back or is touched", async () => {
  const hasKeyboard = (name: WindowName) =>
    till.app.evaluate(({ BrowserWindow }, url) => {
      const window = BrowserWindow.getAllWindows().find((each) => each.webContents.getURL().startsWith(url));
      return window?.isFocused() ?? false;
    }, `app://${name}/`);
  await startSale(page('cashier'), words, '68', 'cpm');
  await crash('customer', 'show-code');
  await focusAt(shop.screens.display, 1280 + 640, 400);
  await expect.poll(() => hasKeyboard('cashier')).toBe(true);
  await scanUntilTaken(page('cashier'), () => till.scan(`PAYME${Date.now()}`));
  await seesScreen(page('customer'), 'paid');
  await leavePaid(page('cashier'), words);
});

it('survives several crashes one after another', async () => {
  for (let round = 0; round < 3; round += 1) await crash('customer', 'idle');
  await startSale(page('cashier'), words, '67.11', 'mpm');
  await seesScreen(page('customer'), 'paid');
});

it('sent one request for each sale, despite the crashes', () => {
  const orders = shop.simulator.books.orders();
  expect(orders.map(({ chargedCents }) => chargedCents)).toEqual([6443, 6543, 6600, 6800, 6711]);
  expect(Object.values(shop.simulator.books.allRequestsReceived())).toEqual([1, 1, 1, 1, 1]);
});
