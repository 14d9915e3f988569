/**
 * Every outcome the simulator can play, by hand: amounts and codes keyed with clicks, the words read in both windows, and
 * afterwards the rows on the disk held against what the customers were charged.
 */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import Sqlite from 'better-sqlite3';
import { join } from 'node:path';
import { startTwoScreens } from '../../build/displays.mjs';
import { OUTCOMES, type OutcomeId } from '../../electron/simulator/scenarios.ts';
import { startSimulator, type Simulator } from '../../electron/simulator/server.ts';
import type { CashierWord } from '../../shared/cashier-word.ts';
import type { WindowApi } from '../../shared/contract.ts';
import type { AttemptStatus, Way } from '../../shared/attempt-record.ts';
import { cents, formatAmount } from '../../shared/money.ts';
import { newFolder } from '../support/counter-till.ts';
import { launchTill, wordsOf, type LaunchedTill } from '../support/electron-app.ts';
import { fastClock } from '../support/fast-clock.ts';
import { ask } from '../support/hands.ts';

/** Four of the shop's seconds in one of ours, so that forty sales fit into a test run. */
const clock = fastClock(4);
const LANGUAGE = 'en';
const WAYS: readonly Way[] = ['mpm', 'cpm'];

type Id = OutcomeId | 'ordinary';
type Expected = {
  /** What both windows come to while the sale is on the screen. */
  readonly word: CashierWord;
  /** Where the row stands in the end, and whether the customer was charged what was asked. */
  readonly status: AttemptStatus;
  readonly charged: boolean;
};
const PAID: Expected = { word: 'paid', status: 'paid', charged: true };
const NOT_PAID: Expected = { word: 'not-paid', status: 'failed', charged: false };
/** The answer claims a success that is not ours: never shown as paid. */
const CONTRADICTED: Expected = { word: 'checking', status: 'unknown', charged: false };

const EXPECTED: Readonly<Record<Id, Expected>> = {
  ordinary: PAID,
  declined: NOT_PAID,
  'wrong-code': NOT_PAID,
  'paid-at-once': PAID,
  'paid-after-wait': PAID,
  'never-paid': { word: 'waiting', status: 'pending', charged: false },
  'processing-then-paid': PAID,
  'no-answer': { word: 'checking', status: 'failed', charged: false },
  'paid-no-answer': PAID,
  'connection-dropped': PAID,
  'cut-json': PAID,
  'http-500': { word: 'checking', status: 'failed', charged: false },
  'html-page': PAID,
  'wrong-amount': CONTRADICTED,
  'wrong-currency': CONTRADICTED,
  'paid-late': { word: 'not-paid', status: 'late-paid', charged: true },
  'slow-then-paid': PAID,
};
const IDS: readonly { readonly cents: string; readonly id: Id }[] = [{ cents: '00', id: 'ordinary' }, ...OUTCOMES];

type Row = {
  readonly number: string;
  readonly status: AttemptStatus;
  readonly amount_cents: number;
  readonly syssn: string;
};

/** When "paid-late" is expired and not yet paid. */
const EXPIRED_MS = 8_000;
const SOON = { timeout: 20_000, interval: 500 };

const place = newFolder();
const words = wordsOf(LANGUAGE);
const sold = new Map<string, Id>();
let screens: Awaited<ReturnType<typeof startTwoScreens>>;
let simulator: Simulator;
let till: LaunchedTill;
/** The gateway's time while it stands still: what lasts a second and a half here, a busy machine may not see. */
let standing: number | null = null;

beforeAll(async () => {
  screens = await startTwoScreens({ primary: '1280x800', second: '1280x800' });
  simulator = await startSimulator({ answerDelayMs: 50, now: () => standing ?? clock.now() });
  till = await launchTill({
    display: screens.display,
    folder: place.folder,
    simulator,
    settings: { cashierLanguage: LANGUAGE, customerLanguage: LANGUAGE },
    ...clock.launch,
  });
});

afterAll(async () => {
  await till.close();
  await simulator.close();
  await screens.stop();
  place.remove();
});

// A sale that went wrong must not stand in the way of the next test.
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
  const db = new Sqlite(join(place.folder, 'ledger-test-gateway.db'), { readonly: true });
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

const sell = async (way: Way, amount: string): Promise<void> => {
  for (const key of amount) {
    const name = key === '.' ? words('keypad.point') : key;
    await till.cashier.getByRole('button', { name, exact: true }).click();
  }
  await till.cashier.getByRole('button', { name: words(`way.${way}`) }).click();
  if (way === 'mpm') return;
  await expect.poll(() => till.customer.locator('main').innerText()).toContain(words('customer.show-code'));
  // By hand: a scanner is told by its speed, and this till's clock is not the scanner's.
  await typeByHand(`PAYME${amount.replace('.', '')}X${Date.now()}`);
};

/** The green screen takes no touch in its first moment, so that nobody wipes it away unseen. */
const touchUntilGone = async (): Promise<void> => {
  const keypad = till.cashier.locator('main[data-screen=keypad]');
  while (!(await keypad.isVisible())) {
    await till.cashier.mouse.click(640, 400);
    await keypad.waitFor({ timeout: 300 }).catch(() => undefined);
  }
};

const backToKeypad = async (word: CashierWord, way: Way): Promise<void> => {
  const press = (key: string) => till.cashier.getByRole('button', { name: words(key) }).click();
  if (word === 'waiting') {
    await press(way === 'mpm' ? 'attempt.takeAway' : 'attempt.stopWaiting');
    await till.cashier.locator('main[data-word=checking]').waitFor();
    await expect.poll(() => till.customer.locator('main').innerText()).toContain(words('customer.given-up'));
  }
  if (word === 'paid') await touchUntilGone();
  else if (word === 'not-paid') await press('attempt.newSale');
  else await press('attempt.nextCustomer');
  await till.cashier.locator('main[data-screen=keypad]').waitFor();
  await till.customer.locator('main[data-screen=idle]').waitFor();
};

const orderOf = (number: string) => simulator.books.order(number);

const attemptOnScreen = async (): Promise<string> => {
  await till.cashier.locator('main[data-screen=attempt]').waitFor();
  const { stage } = await till.state();
  if (stage.kind !== 'attempt') throw new Error(`No attempt on the screen but ${stage.kind}`);
  return stage.attempt.number;
};

/** Decided here and not by a later test: the alarm comes by itself, and would stand over whatever is keyed then. */
const keepLate = async (number: string): Promise<void> => {
  const alarm = till.cashier.getByRole('alertdialog');
  await expect
    .poll(async () => {
      await ask(till.cashier, 'enquire', { number });
      return alarm.isVisible();
    }, SOON)
    .toBe(true);
  expect(await alarm.innerText()).toContain(words('word.paid-late'));
  expect(orderOf(number)?.chargedCents).toBe(2_381);
  await alarm.getByRole('button', { name: words('late.keep') }).click();
  await alarm.waitFor({ state: 'detached' });
};

const readsOnBothWindows = async (word: CashierWord, way: Way, shown: string): Promise<void> => {
  await till.cashier.locator(`main[data-word=${word}]`).waitFor({ timeout: 20_000 });
  // The simulator's money is not real, and "paid" says so.
  const cashierKey = word === 'paid' ? 'practice.paid' : `word.${word}`;
  expect(await till.cashier.locator('main').innerText()).toContain(words(cashierKey));
  const waitingKey = way === 'mpm' ? 'customer.qr' : 'customer.wait';
  const customerKey = word === 'waiting' ? waitingKey : word === 'paid' ? cashierKey : `customer.${word}`;
  await expect.poll(() => till.customer.locator('main').innerText()).toContain(words(customerKey));
  expect(await till.customer.locator('main').innerText()).toContain(shown);
};

describe.each(WAYS)('%s', (way) => {
  it.each(IDS)('$id', async ({ cents: ending, id }) => {
    const { word, status } = EXPECTED[id];
    if (id === 'paid-late') standing = clock.now();
    await sell(way, `23.${ending}`);
    const number = await attemptOnScreen();
    sold.set(number, id);
    if (standing !== null) {
      await expect.poll(() => orderOf(number)).toBeDefined();
      standing += EXPIRED_MS;
    }
    await readsOnBothWindows(word, way, formatAmount(cents(Number(`23${ending}`)), 'HKD'));
    if (word === 'paid') expect(ledger()).toContainEqual(expect.objectContaining({ number, status: 'paid' }));
    await backToKeypad(word, way);
    standing = null;
    if (status === 'late-paid') await keepLate(number);
  });
});

it('agrees with the books and the disk once everything that was checked behind has ended', async () => {
  expect(sold.size).toBe(IDS.length * WAYS.length);
  const unlike = (): readonly string[] =>
    ledger()
      .filter(({ number, status }) => status !== EXPECTED[sold.get(number) ?? 'ordinary'].status)
      .map(({ number, status }) => `${sold.get(number)}: ${status}`);
  await expect.poll(unlike, { timeout: 90_000, interval: 1_000 }).toEqual([]);
  for (const { number, amount_cents: amount, syssn } of ledger()) {
    const id = sold.get(number) ?? 'ordinary';
    const order = simulator.books.order(number);
    expect(simulator.books.requestsReceived(number), id).toBe(1);
    if (EXPECTED[id].charged) expect(order, id).toMatchObject({ syssn, chargedCents: amount, currency: 'HKD' });
  }
  expect(ledger()).toHaveLength(sold.size);
});
