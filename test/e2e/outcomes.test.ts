/**
 * How a sale ends, by hand: amounts and codes entered with clicks, each word read in both windows, and the ledger's
 * rows compared with the customers' charges. test/till/outcomes.test.ts tests every outcome of the simulator without
 * windows; this file has one outcome for each text that a person may read.
 */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import Sqlite from 'better-sqlite3';
import { join } from 'node:path';
import { OUTCOMES, type OutcomeId } from '../../electron/simulator/scenarios.ts';
import type { CashierStatus } from '../../shared/attempt/word.ts';
import type { WindowApi } from '../../shared/contract/contract.ts';
import type { AttemptStatus } from '../../shared/attempt/record.ts';
import { wordsOf, type LaunchedTill } from '../support/electron-app.ts';
import { ask } from '../support/hands.ts';
import { openShop, type Shop } from '../support/shop.ts';
import type { Presentment } from '../../shared/wallet.ts';

const MODES: readonly Presentment[] = ['mpm', 'cpm'];

type Expected = {
  /** The final word in both windows while the sale is on the screen. */
  readonly word: CashierStatus;
  /** The row's final status, and whether the customer was charged the requested amount. */
  readonly status: AttemptStatus;
  readonly charged: boolean;
  /** The simulator's outcome, if the test itself does the rest. */
  readonly plays?: OutcomeId;
};

const EXPECTED = {
  ordinary: { word: 'paid', status: 'paid', charged: true },
  declined: { word: 'not-paid', status: 'failed', charged: false },
  'never-paid': { word: 'waiting', status: 'pending', charged: false },
  'no-answer': { word: 'checking', status: 'failed', charged: false },
  'paid-no-answer': { word: 'paid', status: 'paid', charged: true },
  // The answer claims a success for another amount, so the till never shows it as paid.
  'wrong-amount': { word: 'checking', status: 'unknown', charged: false },
  // The test expires and pays the order itself, because the simulator would do both within a second or two.
  'paid-late': { word: 'not-paid', status: 'late-paid', charged: true, plays: 'never-paid' },
} as const satisfies Partial<Record<OutcomeId | 'ordinary', Expected>>;
type Id = keyof typeof EXPECTED;

const IDS = Object.keys(EXPECTED) as Id[];
const expectedOf = (id: Id): Expected => EXPECTED[id];
/** The cents that choose the simulator's outcome. */
const centsOf = (id: Id): string =>
  OUTCOMES.find((played) => played.id === (expectedOf(id).plays ?? id))?.cents ?? '00';

type Row = {
  readonly number: string;
  readonly status: AttemptStatus;
  readonly amount_cents: number;
  readonly syssn: string;
};

const SOON = { timeout: 20_000, interval: 500 };

const words = wordsOf('en');
const sold = new Map<string, Id>();
let shop: Shop;
let folder: string;
let till: LaunchedTill;

beforeAll(async () => {
  shop = await openShop({ timesAsFast: 4, simulator: { answerDelayMs: 50 } });
  folder = shop.newFolder();
  till = await shop.launch({ folder, simulator: shop.simulator });
});
afterAll(() => shop.close());

// A sale of a failed test must not disturb the next test.
beforeEach(async () => {
  const { saleId, stage } = await till.state();
  if (stage.kind === 'keypad') return;
  await till.cashier.evaluate(
    async (given) => {
      const api = (globalThis as unknown as { till: Pick<WindowApi<'cashier'>, 'cancel' | 'next'> }).till;
      await api.cancel(given);
      await api.next(given);
    },
    { saleId },
  );
  await till.cashier.locator('main[data-screen=keypad]').waitFor();
});

const ledger = (): readonly Row[] => {
  const db = new Sqlite(join(folder, 'ledger-test-gateway.db'), { readonly: true });
  try {
    return db.prepare('SELECT number, status, amount_cents, syssn FROM attempts').all() as Row[];
  } finally {
    db.close();
  }
};

const typeByHand = async (code: string): Promise<void> => {
  await till.cashier.getByRole('button', { name: words('armed.typeOpen') }).click();
  await till.cashier.getByLabel(words('armed.typeLabel')).fill(code);
  await till.cashier.getByRole('button', { name: words('armed.typeSend') }).click();
};

const sell = async (mode: Presentment, amount: string): Promise<void> => {
  for (const key of amount) {
    const name = key === '.' ? words('keypad.point') : key;
    await till.cashier.getByRole('button', { name, exact: true }).click();
  }
  await till.cashier.getByRole('button', { name: words(`way.${mode}`) }).click();
  if (mode === 'mpm') return;
  await expect.poll(() => till.customer.locator('main').innerText()).toContain(words('customer.show-code'));
  // Type by hand: a scanner is detected by its speed, and this till's clock runs faster than the scanner.
  await typeByHand(`PAYME${amount.replace('.', '')}X${Date.now()}`);
};

/** Clicks until the keypad is there: the green screen accepts no touch at first, so that nobody dismisses it unseen. */
const touchUntilGone = async (): Promise<void> => {
  const keypad = till.cashier.locator('main[data-screen=keypad]');
  while (!(await keypad.isVisible())) {
    await till.cashier.mouse.click(640, 400);
    await keypad.waitFor({ timeout: 300 }).catch(() => undefined);
  }
};

const backToKeypad = async (word: CashierStatus, mode: Presentment): Promise<void> => {
  const press = (key: string) => till.cashier.getByRole('button', { name: words(key) }).click();
  if (word === 'waiting') {
    await press(mode === 'mpm' ? 'attempt.takeAway' : 'attempt.stopWaiting');
    await till.cashier.locator('main[data-word=checking]').waitFor();
    await expect.poll(() => till.customer.locator('main').innerText()).toContain(words('customer.given-up'));
  }
  if (word === 'paid') await touchUntilGone();
  else if (word === 'not-paid') await press('attempt.newSale');
  else await press('attempt.nextCustomer');
  await till.cashier.locator('main[data-screen=keypad]').waitFor();
  await till.customer.locator('main[data-screen=idle]').waitFor();
};

const books = () => shop.simulator.books;

const attemptOnScreen = async (): Promise<string> => {
  await till.cashier.locator('main[data-screen=attempt]').waitFor();
  const { stage } = await till.state();
  if (stage.kind !== 'attempt') throw new Error(`No attempt on the screen but ${stage.kind}`);
  return stage.attempt.number;
};

/**
 * Pays late and keeps the payment here, because the alarm opens by itself and would cover the screen in a later test.
 */
const payLateAndKeep = async (number: string): Promise<void> => {
  expect(books().payNow(number)).toBe(true);
  const alarm = till.cashier.getByRole('alertdialog');
  await expect
    .poll(async () => {
      await ask(till.cashier, 'enquire', { number });
      return alarm.isVisible();
    }, SOON)
    .toBe(true);
  expect(await alarm.innerText()).toContain(words('word.paid-late'));
  await alarm.getByRole('button', { name: words('late.keep') }).click();
  await alarm.waitFor({ state: 'detached' });
};

const readsOnBothWindows = async (word: CashierStatus, mode: Presentment, shown: string): Promise<void> => {
  await till.cashier.locator(`main[data-word=${word}]`).waitFor({ timeout: 20_000 });
  // The simulator's money is not real, so the word is the practice form of "paid".
  const cashierKey = word === 'paid' ? 'practice.paid' : `word.${word}`;
  expect(await till.cashier.locator('main').innerText()).toContain(words(cashierKey));
  const waitingKey = mode === 'mpm' ? 'customer.qr' : 'customer.wait';
  const customerKey = word === 'waiting' ? waitingKey : word === 'paid' ? cashierKey : `customer.${word}`;
  await expect.poll(() => till.customer.locator('main').innerText()).toContain(words(customerKey));
  expect(await till.customer.locator('main').innerText()).toContain(shown);
};

describe.each(MODES)('%s', (mode) => {
  it.each(IDS)('%s', async (id) => {
    const { word, status } = expectedOf(id);
    const amount = `23.${centsOf(id)}`;
    await sell(mode, amount);
    const number = await attemptOnScreen();
    sold.set(number, id);
    if (id === 'paid-late') await expect.poll(() => books().expire(number)).toBe(true);
    await readsOnBothWindows(word, mode, amount);
    if (word === 'paid') expect(ledger()).toContainEqual(expect.objectContaining({ number, status: 'paid' }));
    await backToKeypad(word, mode);
    if (status === 'late-paid') await payLateAndKeep(number);
  });
});

it('books and ledger agree once every checked payment has ended', async () => {
  expect(sold.size).toBe(IDS.length * MODES.length);
  const unlike = (): readonly string[] =>
    ledger()
      .filter(({ number, status }) => status !== EXPECTED[sold.get(number) ?? 'ordinary'].status)
      .map(({ number, status }) => `${sold.get(number)}: ${status}`);
  await expect.poll(unlike, { timeout: 90_000, interval: 1_000 }).toEqual([]);
  for (const { number, amount_cents: amount, syssn } of ledger()) {
    const id = sold.get(number) ?? 'ordinary';
    const order = books().order(number);
    expect(books().requestsReceived(number), id).toBe(1);
    if (EXPECTED[id].charged) expect(order, id).toMatchObject({ syssn, chargedCents: amount, currency: 'HKD' });
  }
  expect(ledger()).toHaveLength(sold.size);
});
