/** P15 in the file itself: whatever the program does, refunds never exceed the payment, and start one at a time. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { firstBreak } from '../../electron/ledger/file/journal.ts';
import type { OpenLedger } from '../../electron/ledger/ledger.ts';
import type { WritableDb } from '../../electron/ledger/file/open.ts';
import type { AttemptNumber } from '../../shared/attempt/number.ts';
import { needsDecision, type AttemptChange, type AttemptStatus } from '../../shared/attempt/record.ts';
import { cents } from '../../shared/money.ts';
import type { Draft } from '../../electron/till/ports/ledger.ts';
import { contents, newLedgerPlace, openOne, type LedgerPlace } from '../support/ledger-files.ts';
import { EVENING, NUMBER } from '../support/samples.ts';

let place: LedgerPlace;
let ledger: OpenLedger;
let raw: WritableDb;

beforeEach(() => {
  place = newLedgerPlace();
  ledger = place.ledger();
  raw = place.raw();
});
afterEach(() => {
  place.remove();
});

const open: readonly AttemptStatus[] = ['sending', 'pending', 'unknown'];
const ends = {
  payment: ['paid', 'failed', 'expired', 'late-paid'],
  refund: ['refunded', 'refused'],
} as const;

const to = (number: AttemptNumber, status: AttemptStatus) => {
  const version = ledger.find(number)?.version ?? 0;
  return ledger.record(number, version, { status }, EVENING);
};
const payment = (status: AttemptStatus = 'paid', amount = 1000): AttemptNumber => {
  const { number } = openOne(ledger, { amount: cents(amount) });
  if (status !== 'sending') to(number, status);
  return number;
};
const refund = (refundOf: AttemptNumber | null, amount: number, more: Partial<Draft> = {}) =>
  openOne(ledger, { kind: 'refund', refundOf, amount: cents(amount), ...more }).number;
const refused = (work: () => unknown, why: RegExp) => {
  const before = contents(raw);
  expect(work).toThrow(why);
  expect(contents(raw)).toEqual(before);
};
const NO_MORE = /a refund is of a payment that was paid, in its currency, and of no more than was paid/;
const ONE_AT_A_TIME = /a refund is begun when no other one of its payment is under way/;

describe('a refund', () => {
  it.each(['paid', 'late-paid'] as const)('is accepted for a payment that is %s, up to its whole amount', (status) => {
    const whole = payment(status);
    const number = refund(whole, 1000);
    expect(ledger.find(number)).toMatchObject({ kind: 'refund', refundOf: whole, amount: 1000, status: 'sending' });
    expect(ledger.find(whole)).toMatchObject({ kind: 'payment', refundOf: null, status });
    expect(firstBreak(raw)).toBeNull();
  });

  it.each(['sending', 'pending', 'unknown', 'failed', 'expired'] as const)(
    'is refused for one that is %s',
    (status) => {
      const number = payment(status);
      refused(() => refund(number, 1), NO_MORE);
    },
  );

  it('is refused if it exceeds what was paid, alone or with earlier ones', () => {
    const number = payment();
    refused(() => refund(number, 1001), NO_MORE);
    to(refund(number, 600), 'refunded');
    refused(() => refund(number, 401), NO_MORE);
    to(refund(number, 400), 'refunded');
    refused(() => refund(number, 1), NO_MORE);
    expect(ledger.refundsOf(number).map(({ amount }) => amount)).toEqual([600, 400]);
  });

  it('that the gateway refused does not count', () => {
    const number = payment();
    to(refund(number, 1000), 'refused');
    to(refund(number, 1000), 'refunded');
    refused(() => refund(number, 1), NO_MORE);
  });

  it('of one payment does not affect another', () => {
    const [one, other] = [payment(), payment()];
    refund(one, 1000);
    refund(other, 1000);
    expect(ledger.refundsOf(one)).toHaveLength(1);
  });

  it('is refused in another currency, for a refund, and for a missing payment', () => {
    const number = payment();
    refused(() => refund(number, 1, { currency: 'CNY' }), NO_MORE);
    refused(() => refund(NUMBER, 1), NO_MORE);
    refused(() => refund(null, 1), NO_MORE);
    const back = refund(number, 500);
    to(back, 'refunded');
    refused(() => refund(back, 1), NO_MORE);
  });

  it('is never a payment: a payment cannot name another payment that it refunds', () => {
    const number = payment();
    refused(() => openOne(ledger, { refundOf: number }), /CHECK/);
  });

  it.each(['sending', 'pending', 'unknown'] as const)('is refused while an earlier one is %s', (status) => {
    const number = payment();
    const first = refund(number, 1);
    if (status !== 'sending') to(first, status);
    refused(() => refund(number, 1), ONE_AT_A_TIME);
    to(first, 'refused');
    refund(number, 1);
  });

  it('does not stop a new payment for its sale, and the payment does not stop it', () => {
    const first = openOne(ledger, { saleId: 'one', amount: cents(1000) }).number;
    to(first, 'paid');
    refund(first, 1, { saleId: 'one' });
    openOne(ledger, { saleId: 'one' });
    expect(ledger.unfinished()).toHaveLength(2);
  });
});

describe('how a status may change', () => {
  const born = (kind: 'payment' | 'refund') => (kind === 'payment' ? payment('sending') : refund(payment(), 1));

  const kinds = ['payment', 'refund'] as const;
  const ways = kinds.flatMap((kind) =>
    [...open, ...ends[kind]].flatMap((from) => [...open, ...ends[kind]].map((next) => [kind, from, next] as const)),
  );
  it.each(ways)('a %s, %s to %s', (kind, from, next) => {
    const number = born(kind);
    if (from !== 'sending') to(number, from);
    const allowed =
      open.includes(from) ||
      // Called not paid, and then paid late, or in progress after all.
      (['failed', 'expired'].includes(from) && ['late-paid', 'pending', 'unknown'].includes(next)) ||
      (from === 'refused' && ['refunded', 'pending', 'unknown'].includes(next));
    const before = contents(raw);
    expect(to(number, next)).toBe(allowed);
    if (allowed) expect(ledger.find(number)?.status).toBe(next);
    else expect(contents(raw)).toEqual(before);
  });

  it('a payment is never refunded and a refund never paid', () => {
    const [one, other] = [born('payment'), born('refund')];
    for (const status of ends.refund) refused(() => to(one, status), /CHECK/);
    for (const status of ends.payment) refused(() => to(other, status), /CHECK/);
  });

  it('and a change by hand in the file follows the same rules', () => {
    const number = payment('paid');
    raw.prepare("UPDATE attempts SET status = 'failed', last_said = 'x' WHERE number = ?").run(number);
    expect(ledger.find(number)).toMatchObject({ status: 'paid', lastResponse: null });
  });
});

describe('the queries', () => {
  it('find the refunds of a payment, oldest first', () => {
    const number = payment();
    const young = refund(number, 1, { createdAt: EVENING + 2 });
    to(young, 'refused');
    const old = refund(number, 2, { createdAt: EVENING + 1 });
    expect(ledger.refundsOf(number).map((attempt) => attempt.number)).toEqual([old, young]);
    expect(ledger.refundsOf(NUMBER)).toEqual([]);
  });

  it('find the attempts that wait for a person until dealt with: the same as needsDecision', () => {
    for (const status of [...open, ...ends.payment]) payment(status);
    for (const status of [...open, ...ends.refund]) to(refund(payment(), 1), status);
    const attempts = () => ledger.between(0, EVENING + 86_400_000);
    const waiting = attempts().filter(needsDecision);
    expect(waiting.map(({ status }) => status).toSorted()).toEqual(['late-paid', 'refused']);
    expect(ledger.awaitingDecision()).toEqual(waiting.toReversed());
    for (const { number, version } of waiting) {
      ledger.record(number, version, { resolved: true }, EVENING);
      expect(ledger.find(number)).toMatchObject({ resolved: true, version: version + 1 });
      expect(ledger.awaitingDecision()).toEqual(attempts().filter(needsDecision));
    }
    expect(ledger.awaitingDecision()).toEqual([]);
  });

  it('find the attempts that need a look in the portal: the same as needsDecision', () => {
    const record = (number: AttemptNumber, change: AttemptChange) =>
      ledger.record(number, ledger.find(number)?.version ?? 0, change, EVENING);
    const told = (number: AttemptNumber, change: AttemptChange) => {
      record(number, change);
      return number;
    };
    for (const lastResponse of ['mismatch-amount', '1201', 'mismatch', 'mismatch.']) {
      for (const status of ['failed', 'expired', 'unknown'] as const) told(payment(status), { lastResponse });
      told(payment('failed'), { lastResponse, resolved: true });
      const back = refund(payment(), 1);
      told(back, { status: 'refused', lastResponse });
    }
    for (const status of ends.payment) told(payment(status), { returnedElsewhere: cents(1000) });
    for (const status of ['paid', 'late-paid'] as const) {
      told(payment(status), { returnedElsewhere: null });
      told(payment(status), { returnedElsewhere: null, resolved: true });
    }
    const all = ledger.between(0, EVENING + 86_400_000);
    const waiting = all.filter(needsDecision);
    expect(waiting).toHaveLength(2 + 4 + 1 + 4);
    expect(ledger.awaitingDecision()).toEqual(waiting.toReversed());
  });

  it('find a refused refund among the lost attempts, because it may have succeeded', () => {
    const back = refund(payment(), 1);
    to(back, 'refused');
    expect(ledger.endedUnpaid(0).map(({ number }) => number)).toEqual([back]);
  });
});
