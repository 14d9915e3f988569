/**
 * A window that dies comes back by itself within two seconds and shows what the till knows (rule S7): its own process is
 * crashed for real, at the worst moments, and the payment goes on as if nothing had been.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Page } from 'playwright-core';
import { isAttemptNumber, readableNumber, type AttemptNumber } from '../../shared/attempt/number.ts';
import type { WindowName } from '../../shared/contract/contract.ts';
import { focusAt, windowAt, wordsOf, type LaunchedTill } from '../support/electron-app.ts';
import { leavePaid, readsWord, scanUntilTaken, seesScreen, startSale, tap } from '../support/hands.ts';
import { logged, openShop, type Shop } from '../support/shop.ts';

/** As long as the whole till took to open on this machine at this hour, where that was longer. */
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

/** Ends the window's process as a bug in it would; the page that comes back shows this screen. */
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

/** The sale that was started last, by the number the gateway has heard. */
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

it.each(['cashier', 'customer'] as const)('%s: back where it was, between two sales', async (name) => {
  const before = await placeOf(name);
  expect(await crash(name, name === 'cashier' ? 'keypad' : 'idle')).toBeLessThan(backWithinMs);
  await expect.poll(() => placeOf(name)).toEqual(before);
  expect(logged(folder, 'window.gone')).toBe(name === 'cashier' ? 1 : 2);
});

describe('while a QR is up', () => {
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

  it('a payment that comes while both are dead is there when they are back', async () => {
    await startSale(page('cashier'), words, '65.43', 'mpm');
    await seesScreen(page('customer'), 'qr');
    shop.simulator.books.payNow(number());
    await Promise.all([crash('cashier', 'attempt'), crash('customer', 'paid')]);
    await leavePaid(page('cashier'), words);
  });
});

it('a scanner is heard in the new window, and its label not typed into it', async () => {
  // The window dies with the focus in a text field, which is the worst it can leave behind.
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

it("leaves the keyboard, which may be a scanner, with the cashier when the customer's window comes back or is touched", async () => {
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

it('survives one crash after the other', async () => {
  for (let round = 0; round < 3; round += 1) await crash('customer', 'idle');
  await startSale(page('cashier'), words, '67.11', 'mpm');
  await seesScreen(page('customer'), 'paid');
});

it('sent one request for each sale, whatever died meanwhile', () => {
  const orders = shop.simulator.books.orders();
  expect(orders.map(({ chargedCents }) => chargedCents)).toEqual([6443, 6543, 6600, 6800, 6711]);
  expect(Object.values(shop.simulator.books.allRequestsReceived())).toEqual([1, 1, 1, 1, 1]);
});
