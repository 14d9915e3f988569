/** For every outcome of the simulator, by QR and by code, the till, the row on disk and the books must agree. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { CashierStatus } from '../../shared/attempt/word.ts';
import { isAttemptNumber } from '../../shared/attempt/number.ts';
import { OUTCOMES, type OutcomeId } from '../../electron/simulator/scenarios.ts';
import type { Simulator } from '../../electron/simulator/server.ts';
import type { TillState } from '../../electron/till/till.ts';
import { newFolder, quickSimulator, startTestTill, type TestTill } from '../support/counter-till.ts';
import { aLabel, payMe } from '../support/samples.ts';
import type { Presentment } from '../../shared/wallet.ts';

const SPEED = 20;

/** The status that each outcome must reach, and whether the customer must have been charged by then. */
type Expected = { readonly word: CashierStatus; readonly charged: 'yes' | 'no' | 'wrong' };
const paid: Expected = { word: 'paid', charged: 'yes' };
const notPaid: Expected = { word: 'not-paid', charged: 'no' };
const checking: Expected = { word: 'checking', charged: 'no' };
const wrong: Expected = { word: 'checking', charged: 'wrong' };

const EXPECTED: Readonly<Record<OutcomeId | 'ordinary', Expected>> = {
  ordinary: paid,
  declined: notPaid,
  'wrong-code': notPaid,
  'paid-at-once': paid,
  'paid-after-wait': paid,
  'never-paid': checking,
  'processing-then-paid': paid,
  'no-answer': notPaid,
  'paid-no-answer': paid,
  'connection-dropped': paid,
  'cut-json': paid,
  'http-500': notPaid,
  'html-page': paid,
  'wrong-amount': wrong,
  'wrong-currency': wrong,
  'paid-late': { word: 'not-paid', charged: 'no' },
  'slow-then-paid': paid,
};

let place: ReturnType<typeof newFolder>;
let simulator: Simulator;
let counter: TestTill;

beforeEach(async () => {
  place = newFolder();
  simulator = await quickSimulator(SPEED);
  counter = startTestTill({ folder: place.folder, simulator, speed: SPEED });
});

afterEach(async () => {
  counter.cut();
  await simulator.close();
  place.remove();
});

export function wordOf({ stage }: TillState): CashierStatus | null {
  return stage.kind === 'attempt' ? stage.attempt.word : null;
}

function sell(amount: number, mode: Presentment): void {
  const { saleId } = counter.till.state();
  expect(counter.till.start({ saleId, amount, tender: payMe(mode) })).toBe('started');
  if (mode === 'cpm') expect(counter.till.code(aLabel(`PAYME${amount}CODE${Date.now()}`))).toBe('accepted');
}

const CASES = [{ cents: '00', id: 'ordinary' as const }, ...OUTCOMES.map(({ cents, id }) => ({ cents, id }))];

describe.each(['mpm', 'cpm'] as const)('%s', (mode) => {
  it.each(CASES)('$id', async ({ cents, id }) => {
    const expected = EXPECTED[id];
    const amount = Number(`12${cents}`);
    sell(amount, mode);
    const state = await counter.until((now) => {
      if (wordOf(now) !== expected.word) return false;
      // "Checking" also comes before other statuses; here it must be the status when the 120 s end.
      return expected.word !== 'checking' || (now.stage.kind === 'attempt' && now.stage.leftMs === 0);
    });
    if (state.stage.kind !== 'attempt' || !isAttemptNumber(state.stage.attempt.number)) throw new Error('no attempt');
    const { number } = state.stage.attempt;
    const onDisk = counter.ledger.find(number);
    const order = simulator.books.order(number);
    const charged = order?.chargedCents ?? 0;
    expect(simulator.books.requestsReceived(number)).toBe(1);
    switch (expected.charged) {
      case 'yes':
        expect(charged).toBe(amount);
        expect(onDisk).toMatchObject({ status: 'paid', amount, gatewayRef: order?.syssn });
        break;
      case 'no':
        expect(charged).toBe(0);
        expect(onDisk?.status).not.toBe('paid');
        break;
      case 'wrong':
        expect(onDisk?.status).toBe('unknown');
        expect(state.stage.attempt.advice).toBe('mismatch');
        break;
    }
  });
});

it('finds a payment that comes after "not paid" and calls it late', async () => {
  sell(1281, 'mpm');
  const state = await counter.until((now) => wordOf(now) === 'not-paid');
  if (state.stage.kind !== 'attempt') throw new Error('no attempt');
  const { number } = state.stage.attempt;
  counter.till.next(state.saleId);
  await new Promise((resolve) => setTimeout(resolve, 8_000 / SPEED));
  void counter.till.enquire(number);
  const late = await counter.until(({ news }) => news.some((attempt) => attempt.word === 'paid-late'));
  expect(late.news).toMatchObject([{ number, word: 'paid-late' }]);
  expect(simulator.books.order(number)?.chargedCents).toBe(1281);
});
