/** P1, P2, P3 and L2 in the file itself: numbers, commits, which changes a row allows, and queries. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { OpenLedger } from '../../electron/ledger/ledger.ts';
import { firstBreak } from '../../electron/ledger/file/journal.ts';
import type { WritableDb } from '../../electron/ledger/file/open.ts';
import { verify } from '../../electron/ledger/care/verify.ts';
import { epochOf, isAttemptNumber, type AttemptNumber } from '../../shared/attempt/number.ts';
import type { AttemptStatus } from '../../shared/attempt/record.ts';
import { cents } from '../../shared/money.ts';
import { contents, newLedgerPlace, openOne, prepared, type LedgerPlace } from '../support/ledger-files.ts';
import { aDraft, EVENING } from '../support/samples.ts';

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

const sequenceOf = (number: AttemptNumber): number => Number(number.slice(8, 14));
const settle = (number: AttemptNumber, status: AttemptStatus, version = 1) =>
  ledger.record(number, version, { status, lastResponse: '0000' }, EVENING);

const YEAR = 365 * 24 * 3_600_000;

describe('opening an attempt', () => {
  it('commits all of it before it returns: another connection sees it', () => {
    const draft = aDraft({
      tender: { wallet: 'payme', mode: 'cpm' },
      payType: '805808',
      merchantId: 'm',
      codeTail: '0042',
      codeHash: 'hash',
    });
    const { attempt, request } = ledger.open(draft, prepared);
    expect(attempt).toMatchObject({
      status: 'sending',
      version: 1,
      gatewayRef: null,
      lastResponse: null,
      abandoned: false,
    });
    expect(request.number).toBe(attempt.number);
    expect(place.ledger().find(attempt.number)).toEqual(attempt);
    const row = { number: attempt.number, code_hash: 'hash', code_tail: '0042', body_hash: request.bodyHash };
    expect(raw.prepare('SELECT * FROM attempts').all()).toMatchObject([row]);
    expect(raw.prepare('SELECT number, version FROM journal').all()).toEqual([{ number: attempt.number, version: 1 }]);
  });

  it('returns each field unchanged', () => {
    const amount = cents(Number.MAX_SAFE_INTEGER);
    const { attempt } = ledger.open(
      aDraft({ amount, currency: 'JPY', gatewayHost: "a'b", requestedAtText: '中' }),
      prepared,
    );
    expect(ledger.find(attempt.number)).toMatchObject({
      amount,
      currency: 'JPY',
      gatewayHost: "a'b",
      requestedAtText: '中',
    });
  });

  it('draws each number once, in order, also for two alternating connections', () => {
    const other = place.ledger();
    const numbers = [ledger, other, other, ledger, other].map((one) => openOne(one).number);
    expect(numbers.map(sequenceOf)).toEqual([1, 2, 3, 4, 5]);
    expect(numbers.every(isAttemptNumber)).toBe(true);
    expect(new Set(numbers.map((number) => number.slice(0, 8))).size).toBe(1);
  });

  it('changes nothing, not even the next number, when the request cannot be prepared', () => {
    openOne(ledger);
    const before = contents(raw);
    const seen: AttemptNumber[] = [];
    expect(() =>
      ledger.open(aDraft(), (number) => {
        seen.push(number);
        throw new Error('cannot prepare');
      }),
    ).toThrow('cannot prepare');
    expect(contents(raw)).toEqual(before);
    expect(openOne(ledger).number).toBe(seen[0]);
  });

  it('changes nothing when the file refuses the attempt', () => {
    openOne(ledger, { saleId: 'one' });
    const before = contents(raw);
    expect(() => openOne(ledger, { saleId: 'one' })).toThrow(/UNIQUE/);
    expect(() => openOne(ledger, { amount: cents(0) })).toThrow(/CHECK/);
    expect(() => openOne(ledger, { tillId: 'x' })).toThrow(RangeError);
    expect(contents(raw)).toEqual(before);
  });

  it('goes on under a new epoch after the last sequence number, and never restarts the old epoch', () => {
    raw.exec('UPDATE ledger SET next_sequence = 999999');
    const [last, first, second] = [openOne(ledger).number, openOne(ledger).number, openOne(ledger).number];
    expect([last, first, second].map(sequenceOf)).toEqual([999_999, 1, 2]);
    expect(epochOf(first)).not.toBe(epochOf(last));
    expect(epochOf(second)).toBe(epochOf(first));
  });
});

describe('one live attempt for a sale', () => {
  it.each(['sending', 'pending', 'unknown'] as const)(
    'a second one is refused by the file while the first is %s',
    (status) => {
      const { number } = openOne(ledger, { saleId: 'one' });
      if (status !== 'sending') settle(number, status);
      expect(() => openOne(ledger, { saleId: 'one' })).toThrow(/UNIQUE/);
    },
  );

  it.each(['failed', 'expired', 'paid', 'late-paid'] as const)('a second one is taken after the first %s', (status) => {
    settle(openOne(ledger, { saleId: 'one' }).number, status);
    expect(openOne(ledger, { saleId: 'one' }).status).toBe('sending');
  });
});

describe('recording a change', () => {
  it('changes row and journal together', () => {
    const { number } = openOne(ledger);
    const change = { status: 'pending', gatewayRef: 'S1', lastResponse: '1143', abandoned: true } as const;
    expect(ledger.record(number, 1, change, 99)).toBe(true);
    expect(ledger.find(number)).toMatchObject({ ...change, version: 2 });
    expect(raw.prepare('SELECT at, number, version, entry FROM journal WHERE position = 2').get()).toEqual({
      at: 99,
      number,
      version: 2,
      entry: '{"given_up":1,"last_said":"1143","status":"pending","syssn":"S1"}',
    });
  });

  it.each([
    ['stale', 1],
    ['ahead', 3],
  ])('does nothing to row or journal when the version is %s', (_how, version) => {
    const { number } = openOne(ledger);
    settle(number, 'pending');
    const before = contents(raw);
    expect(settle(number, 'failed', version)).toBe(false);
    expect(contents(raw)).toEqual(before);
  });

  it('does nothing for an unknown number', () => {
    const before = contents(raw);
    expect(settle('01K7QF3M0001231T' as AttemptNumber, 'paid')).toBe(false);
    expect(contents(raw)).toEqual(before);
  });

  it('accepts only the first of two changes to the same version', () => {
    const other = place.ledger();
    const { number } = openOne(ledger);
    expect(other.record(number, 1, { status: 'paid', gatewayRef: 'S1' }, 5)).toBe(true);
    expect(ledger.record(number, 1, { status: 'failed' }, 6)).toBe(false);
    expect(ledger.find(number)).toMatchObject({ status: 'paid', gatewayRef: 'S1', version: 2 });
  });

  it('commits several changes together, each for its version, all or none', () => {
    const [one, other] = [openOne(ledger).number, openOne(ledger).number];
    settle(other, 'pending');
    const unknown = (number: AttemptNumber, version: number) =>
      ({ number, version, change: { status: 'unknown' } }) as const;
    const before = contents(raw);
    expect(() => ledger.recordAll([unknown(one, 1), unknown(other, 1)], 5)).toThrow(other);
    expect(contents(raw)).toEqual(before);
    ledger.recordAll([unknown(one, 1), unknown(other, 2)], 5);
    expect([ledger.find(one), ledger.find(other)]).toMatchObject([
      { status: 'unknown', version: 2 },
      { status: 'unknown', version: 3 },
    ]);
    expect(verify(raw, 'whole')).toBeNull();
  });

  it.each(['paid', 'late-paid'] as const)('never overwrites an attempt that is %s, with any version', (status) => {
    const { number } = openOne(ledger);
    settle(number, status);
    const before = contents(raw);
    for (const version of [1, 2, 3]) {
      for (const next of ['pending', 'unknown', 'failed', 'expired', 'paid', 'late-paid'] as const) {
        expect(settle(number, next, version)).toBe(false);
      }
    }
    expect(contents(raw)).toEqual(before);
  });

  it.each(['failed', 'expired'] as const)('turns %s into paid late', (status) => {
    const { number } = openOne(ledger);
    settle(number, status);
    expect(settle(number, 'late-paid', 2)).toBe(true);
    expect(ledger.find(number)?.status).toBe('late-paid');
  });

  it('gives a syssn to only one attempt', () => {
    const [one, other] = [openOne(ledger).number, openOne(ledger).number];
    ledger.record(one, 1, { gatewayRef: 'S1' }, 5);
    const before = contents(raw);
    expect(() => ledger.record(other, 1, { status: 'paid', gatewayRef: 'S1' }, 5)).toThrow(/UNIQUE/);
    expect(contents(raw)).toEqual(before);
    expect([ledger.holderOf('S1'), ledger.holderOf('S2')]).toEqual([one, null]);
    expect(firstBreak(raw)).toBeNull();
  });
});

describe('the queries', () => {
  const opened = (status: AttemptStatus, createdAt: number, gatewayAt: number | null = null) => {
    const { number } = openOne(ledger, { createdAt, gatewayAt });
    if (status !== 'sending') settle(number, status);
    return number;
  };

  it('unfinished: attempts that are not final, oldest first; lost: attempts that ended unpaid, in order of insertion', () => {
    const statuses = ['unknown', 'paid', 'sending', 'failed', 'pending', 'expired', 'late-paid'] as const;
    const numbers = statuses.map((status, index) => opened(status, EVENING - index));
    expect(ledger.unfinished().map(({ number }) => number)).toEqual([numbers[4], numbers[2], numbers[0]]);
    expect(ledger.endedUnpaid(0).map(({ number }) => number)).toEqual([numbers[3], numbers[5]]);
  });

  it("lost: back to a time by the gateway's clock, whatever the machine's clock said", () => {
    const [old, youngest, lastMs] = [EVENING - 1_001, EVENING, 1_000];
    const failed = [
      opened('failed', EVENING + YEAR),
      opened('failed', EVENING, old),
      opened('failed', EVENING - YEAR),
      opened('failed', EVENING - YEAR, EVENING - 1_000),
      opened('failed', EVENING + YEAR, EVENING - 999),
      opened('failed', EVENING - YEAR, youngest),
      opened('failed', EVENING - YEAR),
    ];
    expect(ledger.endedUnpaid(lastMs).map(({ number }) => number)).toEqual(failed.slice(2));
    expect(ledger.endedUnpaid(2_000).map(({ number }) => number)).toEqual(failed);
  });

  it('between: newest first, including the first moment and excluding the last', () => {
    const [before, first, last, after] = [-1, 0, 9, 10].map((offset) => opened('sending', EVENING + offset));
    const found = ledger.between(EVENING, EVENING + 10).map(({ number }) => number);
    expect(found).toEqual([last, first]);
    expect(found).not.toContain(before);
    expect(found).not.toContain(after);
  });

  it('a used code: the same hash since that time, unless the request was not sent', () => {
    const { number } = openOne(ledger, { codeHash: 'h1', createdAt: EVENING });
    openOne(ledger, { codeHash: null, createdAt: EVENING });
    expect(ledger.codeUsed('h1', EVENING)).toBe(true);
    expect(ledger.codeUsed('h1', EVENING + 1)).toBe(false);
    expect(ledger.codeUsed('h2', 0)).toBe(false);
    ledger.record(number, 1, { status: 'failed', lastResponse: 'not-sent' }, 5);
    expect(ledger.codeUsed('h1', 0)).toBe(false);
    openOne(ledger, { codeHash: 'h1', createdAt: EVENING });
    expect(ledger.codeUsed('h1', 0)).toBe(true);
  });

  it('a used code, by the gateway’s clock, whatever the machine’s clock said', () => {
    const year = 365 * 24 * 3_600_000;
    openOne(ledger, { codeHash: 'h1', gatewayAt: EVENING, createdAt: EVENING - year });
    openOne(ledger, { codeHash: 'h2', gatewayAt: EVENING, createdAt: EVENING + year });
    expect(['h1', 'h2'].map((hash) => ledger.codeUsed(hash, EVENING))).toEqual([true, true]);
    expect(['h1', 'h2'].map((hash) => ledger.codeUsed(hash, EVENING + 1))).toEqual([false, false]);
  });
});

it('every query and every change uses its index', () => {
  const prepare = vi.spyOn(Object.getPrototypeOf(raw) as WritableDb, 'prepare');
  const plansOf = (work: (fresh: OpenLedger) => unknown): string => {
    // Use a new ledger, because one that has run a query does not prepare it again.
    const fresh = place.ledger();
    prepare.mockClear();
    work(fresh);
    const asked = prepare.mock.calls
      .map(([sql]) => sql)
      .filter((sql) => sql.includes(' attempts ') && !sql.startsWith('INSERT'));
    return asked
      .flatMap((sql) => raw.prepare(`EXPLAIN QUERY PLAN ${sql}`).all(...(sql.match(/\?/g) ?? []).map(() => null)))
      .map((row) => (row as { detail: string }).detail)
      .join('; ');
  };
  const { number } = openOne(ledger);
  const byNumber = /^SEARCH attempts USING INDEX sqlite_autoindex_attempts_1 \(number=\?\)$/;
  expect(plansOf((fresh) => fresh.find(number))).toMatch(byNumber);
  expect(plansOf((fresh) => fresh.holderOf('S1'))).toMatch(/^SEARCH attempts USING INDEX sqlite_autoindex_attempts_2/);
  expect(plansOf((fresh) => fresh.unfinished())).toMatch(
    /^SCAN attempts USING INDEX one_live_payment_per_sale; SCAN attempts USING INDEX live_refunds$/,
  );
  // Only the newest rows are searched for one dated by the gateway's clock: an older program's ledger has none.
  expect(plansOf((fresh) => fresh.endedUnpaid(0))).toMatch(
    /^SEARCH attempts USING INTEGER PRIMARY KEY \(rowid>\?\); SCALAR SUBQUERY 1; SEARCH attempts; SEARCH attempts USING INDEX attempts_lost \(status=/,
  );
  expect(plansOf((fresh) => fresh.between(0, 1))).toMatch(/^SEARCH attempts USING INDEX attempts_by_time \(<expr>>/);
  expect(plansOf((fresh) => fresh.codeUsed('h1', 0))).toMatch(
    /^SEARCH attempts USING INDEX attempts_by_code \(code_hash=/,
  );
  expect(plansOf((fresh) => fresh.record(number, 1, { status: 'paid' }, EVENING))).toMatch(
    /^SEARCH attempts USING INDEX sqlite_autoindex_attempts_1/,
  );
  prepare.mockRestore();
});
