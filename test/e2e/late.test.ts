/**
 * The customer pays after the cashier gave the sale up (rule P11), because PayMe cannot be cancelled. The alarm sounds
 * until somebody decides. The payment is refunded after a question, or kept for its sale; a restart neither forgets nor
 * repeats it.
 */
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { wordsOf, type LaunchedTill } from '../support/electron-app.ts';
import { leavePaid, readsWord, seesScreen, startSale, tap } from '../support/hands.ts';
import { rowsOf, type LedgerRow } from '../support/ledger-rows.ts';
import { confirmRefund, dialogOf, openFromDay, readsRefund } from '../support/refund-hands.ts';
import { openShop, type Shop } from '../support/shop.ts';
import { answer } from '../support/tell-window.ts';

const words = wordsOf('en');
/** Tones of one alarm. */
const ALARM_TONES = 5;

let shop: Shop;
let folder: string;
let till: LaunchedTill;

beforeAll(async () => {
  shop = await openShop({ timesAsFast: 3 });
});
afterAll(() => shop.close());
beforeEach(async () => {
  await till?.close();
  folder = shop.newFolder();
  till = await shop.launch({ folder, simulator: shop.simulator });
});

const alarm = () => till.cashier.getByRole('alertdialog');
const orderOf = (number: string) => {
  const order = shop.simulator.books.order(number);
  if (order === undefined) throw new Error(`No order ${number}`);
  return order;
};
const rowOf = (number: string): LedgerRow | undefined => rowsOf(folder).find((row) => row.number === number);
/** Refunds from the alarm, and confirms the question. @param amount "HK$12.00" */
const refund = async (amount: string): Promise<void> => {
  await tap(alarm(), words('late.refund').replace('{{amount}}', amount));
  await confirmRefund(till.cashier, words, amount);
};

/** Shows a QR, removes it, and goes on to the next customer. Returns the attempt number. */
const giveUp = async (amount: string): Promise<string> => {
  await startSale(till.cashier, words, amount, 'mpm');
  await seesScreen(till.customer, 'qr');
  await tap(till.cashier, words('attempt.takeAway'));
  await readsWord(till.cashier, 'checking');
  await tap(till.cashier, words('attempt.nextCustomer'));
  await seesScreen(till.cashier, 'keypad');
  return shop.simulator.books.orders().at(-1)?.number ?? '';
};

/** Counts the tones that the window plays from now on. */
const listen = (): Promise<void> =>
  till.cashier.evaluate(() => {
    const own = AudioContext.prototype.createOscillator;
    Object.assign(globalThis, { tones: 0 });
    AudioContext.prototype.createOscillator = function count(this: AudioContext) {
      (globalThis as unknown as { tones: number }).tones += 1;
      return own.call(this);
    };
  });
const tones = (): Promise<number> => till.cashier.evaluate(() => (globalThis as unknown as { tones: number }).tones);

it('refunded: charged minus refunded is zero, and the cashier reads the result', async () => {
  const number = await giveUp('31.43');
  await listen();
  shop.simulator.books.payNow(number);
  await alarm().waitFor();
  await expect.poll(tones).toBeGreaterThanOrEqual(ALARM_TONES);
  expect(await alarm().innerText()).toContain('31.43');
  expect(await alarm().innerText()).toContain(words('word.paid-late'));
  await refund('HK$31.43');
  await readsRefund(till.cashier, 'refunded', 'HK$31.43');
  await tap(dialogOf(till.cashier), words('common.close'));
  await seesScreen(till.cashier, 'keypad');

  const { chargedCents, refundedCents } = orderOf(number);
  expect(chargedCents).toBe(3_143);
  expect(chargedCents - refundedCents).toBe(0);
  expect(rowOf(number)).toMatchObject({ status: 'late-paid', dealt_with: 1 });
  expect(rowsOf(folder).filter((row) => row.refund_of === number)).toMatchObject([
    { status: 'refunded', amount_cents: 3_143 },
  ]);
  expect((await till.state()).news).toEqual([]);
});

it('kept for its sale: not asked again, here or after a restart, and it can still be refunded from the list', async () => {
  const number = await giveUp('32.43');
  shop.simulator.books.payNow(number);
  await alarm().waitFor();
  await tap(till.cashier, words('late.keep'));
  await alarm().waitFor({ state: 'detached' });
  expect(rowOf(number)).toMatchObject({ status: 'late-paid', dealt_with: 1 });
  await till.close();
  till = await shop.launch({ folder, simulator: shop.simulator });
  await seesScreen(till.cashier, 'keypad');
  expect((await till.state()).news).toEqual([]);
  const dialog = await openFromDay(till.cashier, words, 'HK$32.43');
  await dialog.getByRole('button', { name: words('refund.open') }).waitFor();
  expect(orderOf(number)).toMatchObject({ chargedCents: 3_243, refundedCents: 0 });
});

it('undecided at a power cut: asks again after the start, one after another, and no key or scan ends it', async () => {
  const numbers = [await giveUp('33.43'), await giveUp('34.43')];
  for (const number of numbers) shop.simulator.books.payNow(number);
  await alarm().waitFor();
  await expect.poll(async () => (await till.state()).news.length).toBe(2);
  await till.kill();

  till = await shop.launch({ folder, simulator: shop.simulator });
  await alarm().getByText('33.43').first().waitFor();
  await till.cashier.keyboard.press('Escape');
  await till.cashier.keyboard.press('Enter');
  expect(await alarm().getByText('33.43').first().isVisible()).toBe(true);
  await tap(till.cashier, words('late.keep'));
  await alarm().getByText('34.43').first().waitFor();
  await refund('HK$34.43');
  await readsRefund(till.cashier, 'refunded', 'HK$34.43');
  await tap(dialogOf(till.cashier), words('common.close'));
  // No alarm blocks the next customer.
  await startSale(till.cashier, words, '35.11', 'mpm');
  await leavePaid(till.cashier, words);
  const [kept, refunded] = numbers.map(orderOf);
  expect(kept).toMatchObject({ chargedCents: 3_343, refundedCents: 0 });
  expect(refunded).toMatchObject({ chargedCents: 3_443, refundedCents: 3_443 });
});

it('shows why a refund could not start, and keeps the question', async () => {
  const number = await giveUp('36.43');
  await answer(till.app, 'refund', 'cannot-record');
  shop.simulator.books.payNow(number);
  await alarm().waitFor();
  await refund('HK$36.43');
  await dialogOf(till.cashier).getByText(words('refundAnswer.cannot-record')).waitFor();
  await tap(dialogOf(till.cashier), words('common.back'));
  await tap(till.cashier, words('late.keep'));
  await alarm().waitFor({ state: 'detached' });
  expect(orderOf(number).refundedCents).toBe(0);
});
