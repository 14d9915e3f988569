/**
 * The history: for whatever is wanted, its pages together are the attempts that match, newest first, each once; and no
 * question reads more than a bounded part of the ledger, by an index.
 */
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ROWS_LOOKED_AT_MAX } from '../../electron/ledger/history.ts';
import type { OpenLedger } from '../../electron/ledger/ledger.ts';
import type { WritableDb } from '../../electron/ledger/file/open.ts';
import {
  FIRST_PAGE,
  HISTORY_STATES,
  NO_FILTER,
  type HistoryPart,
  type HistoryPlace,
  type HistoryState,
  type HistoryWanted,
} from '../../shared/attempt/history.ts';
import { isFinal, madeAt, type Attempt, type AttemptStatus } from '../../shared/attempt/record.ts';
import { cashierStatus } from '../../shared/attempt/word.ts';
import { cents } from '../../shared/money.ts';
import { newLedgerPlace, openOne, type LedgerPlace } from '../support/ledger-files.ts';
import { EVENING, payMe } from '../support/samples.ts';

const ALL: HistoryWanted = { ...NO_FILTER, amount: null, from: 0, to: Number.MAX_SAFE_INTEGER };

let place: LedgerPlace;
let ledger: OpenLedger;

beforeEach(() => {
  place = newLedgerPlace();
  ledger = place.ledger();
});
afterEach(() => {
  place.remove();
});

/** Every page of what is wanted. @throws Error when the pages never end */
function pagesOf(wanted: HistoryWanted, most: number): readonly (readonly Attempt[])[] {
  const pages: (readonly Attempt[])[] = [];
  let after: HistoryPlace | null = null;
  for (let count = 0; count < 1_000; count += 1) {
    const { attempts, next } = ledger.history(wanted, { after, until: null }, most);
    pages.push(attempts);
    if (next === null) return pages;
    after = next;
  }
  throw new Error('no end');
}

const PAYMENT_ENDS: readonly AttemptStatus[] = [
  'sending',
  'pending',
  'unknown',
  'paid',
  'failed',
  'expired',
  'late-paid',
];
const REFUND_ENDS: readonly AttemptStatus[] = ['sending', 'refunded', 'refused'];

/** One payment, and a refund of it if it was paid, with these facts. */
type Sold = {
  readonly status: AttemptStatus;
  readonly refund: AttemptStatus | null;
  readonly at: number;
  readonly gatewayAt: number | null;
  readonly cents: number;
  readonly mode: 'mpm' | 'cpm';
  readonly by: string | null;
};
function sell({ status, refund, at, gatewayAt, cents: amount, mode, by }: Sold): void {
  const facts = { createdAt: EVENING + at, gatewayAt, amount: cents(amount), tender: payMe(mode), by };
  const { number } = openOne(ledger, facts);
  if (status !== 'sending') ledger.record(number, 1, { status }, EVENING);
  if (refund === null || (status !== 'paid' && status !== 'late-paid')) return;
  const back = openOne(ledger, { ...facts, kind: 'refund', refundOf: number }).number;
  if (refund !== 'sending') ledger.record(back, 1, { status: refund }, EVENING);
}

/** Few values of each, so that many attempts match, and many were made in the same millisecond. */
const sold = fc.record<Sold>({
  status: fc.constantFrom(...PAYMENT_ENDS),
  refund: fc.option(fc.constantFrom(...REFUND_ENDS)),
  at: fc.integer({ min: 0, max: 5 }),
  gatewayAt: fc.option(fc.integer({ min: EVENING, max: EVENING + 5 })),
  cents: fc.integer({ min: 1, max: 3 }),
  mode: fc.constantFrom('mpm', 'cpm'),
  by: fc.option(fc.constantFrom('Ah Ming', 'Mei Ling')),
});
const wanted = fc.record<HistoryWanted>({
  state: fc.option(fc.constantFrom(...HISTORY_STATES)),
  mode: fc.option(fc.constantFrom('mpm', 'cpm')),
  wallet: fc.option(fc.constant('payme')),
  by: fc.option(fc.constantFrom('Ah Ming', 'Nobody')),
  amount: fc.option(fc.integer({ min: 1, max: 3 }).map(cents)),
  from: fc.constantFrom(0, EVENING + 1, EVENING + 3),
  to: fc.constantFrom(Number.MAX_SAFE_INTEGER, EVENING + 3, EVENING + 5),
});

/** What a person would say, from the words that they read. */
function isWanted(attempt: Attempt, { state, mode, wallet, by, amount, from, to }: HistoryWanted): boolean {
  const isOf = (each: HistoryState): boolean =>
    each === 'refund' ? attempt.kind === 'refund' : cashierStatus(attempt, 'background') === each;
  return (
    (state === null || isOf(state)) &&
    (mode === null || attempt.tender.mode === mode) &&
    (wallet === null || attempt.tender.wallet === wallet) &&
    (by === null || attempt.by === by) &&
    (amount === null || attempt.amount === amount) &&
    madeAt(attempt) >= from &&
    madeAt(attempt) < to
  );
}

/** Both in the order of the history: rows that were made in one millisecond stand as they were written. */
const expected = (what: HistoryWanted): readonly string[] => {
  const rows = place.raw().prepare('SELECT number FROM attempts ORDER BY rowid DESC').all() as { number: string }[];
  const written = rows.map(({ number }) => number);
  return ledger
    .between(0, Number.MAX_SAFE_INTEGER)
    .filter((attempt) => isWanted(attempt, what))
    .toSorted((a, b) => madeAt(b) - madeAt(a) || written.indexOf(a.number) - written.indexOf(b.number))
    .map(({ number }) => number);
};
const numbersIn = (pages: readonly (readonly Attempt[])[]): readonly string[] =>
  pages.flat().map(({ number }) => number);

it('whatever is wanted, the pages hold every attempt that matches, once and in order', () => {
  fc.assert(
    fc.property(fc.array(sold, { maxLength: 12 }), fc.array(wanted, { minLength: 1, maxLength: 8 }), (all, wants) => {
      place.remove();
      place = newLedgerPlace();
      ledger = place.ledger();
      for (const one of all) sell(one);
      for (const what of wants) {
        for (const most of [1, 2, 100]) expect(numbersIn(pagesOf(what, most))).toEqual(expected(what));
      }
    }),
    { numRuns: 40 },
  );
});

it('every word that a cashier reads is a state to search for, except of the sale on the screen', () => {
  for (const status of PAYMENT_ENDS) sell({ ...PLAIN, status });
  for (const refund of REFUND_ENDS) sell({ ...PLAIN, status: 'paid', refund });
  const words = ledger
    .between(0, Number.MAX_SAFE_INTEGER)
    .map((attempt) => cashierStatus(attempt, isFinal(attempt.status) ? 'live' : 'background'));
  for (const word of new Set(words)) expect(HISTORY_STATES).toContain(word);
});
const PLAIN: Sold = { status: 'paid', refund: null, at: 0, gatewayAt: null, cents: 100, mode: 'mpm', by: null };

it('a part that was read before is read again from its first place to its last, with what came into it', () => {
  for (let at = 0; at < 10; at += 1) sell({ ...PLAIN, at: at * 10 });
  const first = ledger.history(ALL, FIRST_PAGE, 4);
  const second = ledger.history(ALL, { after: first.next, until: null }, 4);
  sell({ ...PLAIN, at: 1_000 });
  sell({ ...PLAIN, at: 45 });
  const part = (after: HistoryPlace | null, until: HistoryPlace | null): HistoryPart => ({ after, until });
  expect(ledger.history(ALL, part(null, first.next), 9)).toEqual({
    attempts: [expect.objectContaining({ createdAt: EVENING + 1_000 }), ...first.attempts],
    next: first.next,
  });
  const again = ledger.history(ALL, part(first.next, second.next), 9);
  expect(again.attempts.map(({ createdAt }) => createdAt - EVENING)).toEqual([50, 45, 40, 30, 20]);
  expect(again.next).toEqual(second.next);
  // If more came into it than fits, its end is told.
  expect(ledger.history(ALL, part(first.next, second.next), 2).next).toEqual({
    madeAt: EVENING + 45,
    number: again.attempts[1]?.number,
  });
});

describe('in a ledger of many rows', () => {
  beforeEach(() => {
    const { number } = openOne(ledger, { by: 'Ah Ming', createdAt: EVENING });
    ledger.record(number, 1, { status: 'paid' }, EVENING);
    const db = place.raw();
    const columns = (db.prepare("SELECT name FROM pragma_table_info('attempts')").all() as { name: string }[])
      .map(({ name }) => `"${name}"`)
      .filter((name) => !['"number"', '"sale_id"', '"created_at"', '"by"', '"syssn"'].includes(name))
      .join(', ');
    db.exec(`INSERT INTO attempts (number, sale_id, created_at, "by", syssn, ${columns})
      WITH RECURSIVE counted (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM counted WHERE n < ${2 * ROWS_LOOKED_AT_MAX})
      SELECT 'X' || n, 'x' || n, created_at + n, 'Mei Ling', NULL, ${columns} FROM attempts, counted`);
  });

  it('what is rare is found in short pages, each of which looks at a bounded number of rows', () => {
    // The rows in between are no attempts of the till, and none of them may be read for a page.
    const pages = [];
    let after: HistoryPlace | null = null;
    for (let next: HistoryPlace | null | undefined; next !== null; after = next) {
      const page: ReturnType<OpenLedger['history']> = ledger.history(
        { ...ALL, by: 'Ah Ming' },
        { after, until: null },
        100,
      );
      pages.push(page.attempts.length);
      ({ next } = page);
    }
    expect(pages).toEqual([0, 0, 1]);
  });
});

it('every search uses the index of what is rarest, and sorts nothing but what is unfinished', () => {
  const raw = place.raw();
  const prepare = vi.spyOn(Object.getPrototypeOf(raw) as WritableDb, 'prepare');
  const planOf = (what: Partial<HistoryWanted>): string => {
    const fresh = place.ledger();
    prepare.mockClear();
    fresh.history({ ...ALL, ...what }, { after: { madeAt: 9, number: NUMBER }, until: null }, 10);
    const asked = prepare.mock.calls.map(([sql]) => sql);
    return asked
      .flatMap((sql) => raw.prepare(`EXPLAIN QUERY PLAN ${sql}`).all(...(sql.match(/\?/g) ?? []).map(() => null)))
      .map((row) => (row as { detail: string }).detail)
      .join('; ');
  };
  const { number: NUMBER } = openOne(ledger);
  const byNumber = 'SEARCH attempts USING COVERING INDEX sqlite_autoindex_attempts_1 (number=?)';
  const page = (search: string) => `${byNumber}; CO-ROUTINE (subquery-1); ${search}; SCAN (subquery-1); ${search}`;
  const byTime = (index: string) => `SEARCH attempts USING INDEX ${index} (<expr>>? AND <expr><?)`;
  expect(planOf({})).toBe(page(byTime('attempts_by_time')));
  expect(planOf({ state: 'paid', by: 'Ah Ming', mode: 'cpm' })).toBe(page(byTime('attempts_by_time')));
  expect(planOf({ state: 'not-paid' })).toBe(page(byTime('not_paid_by_time')));
  expect(planOf({ state: 'paid-late', amount: cents(1) })).toBe(page(byTime('paid_late_by_time')));
  for (const state of ['refund', 'refunded', 'not-refunded', 'refund-checking'] as const)
    expect(planOf({ state }), state).toBe(page(byTime('refunds_by_time')));
  expect(planOf({ state: 'checking' })).toMatch(/SCAN attempts USING INDEX one_live_payment_per_sale; USE TEMP B-TREE/);
  const byAmount = 'SEARCH attempts USING INDEX attempts_by_amount (amount_cents=? AND <expr>>? AND <expr><?)';
  expect(planOf({ amount: cents(1) })).toBe(page(byAmount));
  prepare.mockRestore();
});
