/**
 * Closing time, by hand in a real Electron: the exported file, the totals on the screen, the ledger and QFPay's books
 * agree to the cent. If the file cannot be written, the till says so and leaves no partial file.
 */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { csvRows } from '../support/csv.ts';
import { wordsOf, type LaunchedTill } from '../support/electron-app.ts';
import { keyAmount, leavePaid, readsWord, seesScreen, startSale, tap } from '../support/hands.ts';
import { rowsOf } from '../support/ledger-rows.ts';
import { chooseRefund, confirmRefund, leaveDay, openFromDay, readsRefund } from '../support/refund-hands.ts';
import { openShop, type Shop } from '../support/shop.ts';

const words = wordsOf('en');
/** A user whose folder has a name with characters that are in none of the till's own texts. */
const PERSON = '鱻龘茶檔';

let shop: Shop;
let folder: string;
let till: LaunchedTill;

beforeAll(async () => {
  shop = await openShop({ timesAsFast: 3 });
  folder = shop.newFolder();
  const home = join(folder, PERSON);
  mkdirSync(home);
  till = await shop.launch({ folder, simulator: shop.simulator, env: { HOME: home } });
});
afterAll(() => shop.close());

/** The path that the screen names. */
const written = async (page = till.cashier): Promise<string> => {
  await tap(page, words('today.export'));
  const [before = ''] = words('today.written').split('{{path}}');
  const message = page.getByText(before).last();
  return (await message.innerText()).replace(before, '').trim();
};
const centsOf = (amount: string | undefined): number => Math.round(Number(amount) * 100);
const sum = (all: readonly number[]): number => all.reduce((total, each) => total + each, 0);

it('agrees with the screen, the disk and the gateway to the cent', async () => {
  const { cashier } = till;
  await startSale(cashier, words, '45.11', 'mpm');
  await leavePaid(cashier, words);
  await startSale(cashier, words, '0.19', 'mpm');
  await leavePaid(cashier, words);
  await startSale(cashier, words, '1003.01', 'mpm');
  await readsWord(cashier, 'not-paid');
  await tap(cashier, words('attempt.newSale'));
  await openFromDay(cashier, words, 'HK$45.11');
  await chooseRefund(cashier, words, '12.34');
  await confirmRefund(cashier, words, 'HK$12.34');
  await readsRefund(cashier, 'refunded', 'HK$12.34');
  await leaveDay(cashier, words);

  await tap(cashier, words('keypad.today'));
  await seesScreen(cashier, 'today');
  const path = await written();
  expect(path).toContain(PERSON);
  const csv = readFileSync(path, 'utf8');
  expect(csv.startsWith('\uFEFF')).toBe(true);
  const rows = csvRows(csv);

  const inFile = rows.map(({ out_trade_no: number, kind, status, amount }) => [
    number?.trim(),
    kind,
    status,
    centsOf(amount),
  ]);
  const onDisk = rowsOf(folder).map(({ number, kind, status, amount_cents: amount }) => [number, kind, status, amount]);
  expect(inFile).toEqual(onDisk);
  expect(onDisk.map(([, kind, status]) => `${kind} ${status}`)).toEqual([
    'payment paid',
    'payment paid',
    'payment failed',
    'refund refunded',
  ]);

  const amounts = (state: string): readonly number[] =>
    rows.filter(({ status }) => status === state).map(({ amount }) => centsOf(amount));
  const orders = shop.simulator.books.orders();
  expect(sum(amounts('paid'))).toBe(sum(orders.map(({ chargedCents }) => chargedCents)));
  expect(sum(amounts('refunded'))).toBe(sum(orders.map(({ refundedCents }) => refundedCents)));
  expect(await cashier.locator('[data-net]').innerText()).toContain('HK$32.96');
  expect(sum(amounts('paid')) - sum(amounts('refunded'))).toBe(3_296);
});

it('shows the folder path with glyphs that exist, in any language', async () => {
  const loaded = await till.cashier.evaluate(async () => {
    await document.fonts.ready;
    return [...document.fonts].filter(({ status, family }) => status === 'loaded' && family.includes('Noto')).length;
  });
  expect(loaded).toBeGreaterThan(0);
});

it('is overwritten as a whole, and reports a folder where no file can be written, without loss', async () => {
  const first = await written();
  const before = readFileSync(first, 'utf8');
  await tap(till.cashier, words('common.back'));
  await keyAmount(till.cashier, words, '2.11');
  await tap(till.cashier, words('way.mpm'));
  await leavePaid(till.cashier, words);
  await tap(till.cashier, words('keypad.today'));
  expect(await written()).toBe(first);
  const after = readFileSync(first, 'utf8');
  expect(after.startsWith(before)).toBe(true);
  expect(csvRows(after)).toHaveLength(5);
  expect(readdirSync(dirname(first)), 'nothing half-written stays').toHaveLength(1);

  // Put a file in place of the folder.
  rmSync(dirname(first), { recursive: true });
  writeFileSync(dirname(first), '');
  await tap(till.cashier, words('today.export'));
  await till.cashier.getByText(words('today.exportDisk').split('{{path}}').at(-1) ?? '').waitFor();
});

it("goes into the till's own folder if the system has no Documents folder", async () => {
  const other = shop.newFolder();
  const second = await shop.launch({ folder: other, simulator: shop.simulator });
  // As on Windows after a cloud drive was unlinked; other systems always have the Documents folder.
  await second.app.evaluate(({ app }) => {
    const { getPath } = app;
    app.getPath = (name) => {
      if (name === 'documents') throw new Error("Failed to get 'documents' path");
      return getPath.call(app, name);
    };
  });
  await startSale(second.cashier, words, '1.11', 'mpm');
  await leavePaid(second.cashier, words);
  await tap(second.cashier, words('keypad.today'));
  const path = await written(second.cashier);
  expect(dirname(path)).toBe(join(other, 'exports', 'Training'));
  expect(csvRows(readFileSync(path, 'utf8'))).toHaveLength(1);
  await second.close();
});
