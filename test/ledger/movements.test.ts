/**
 * Movements: after any history, the sum of movements between two rows of the journal equals the difference of the
 * takings of the attempts at these rows. Movements derive from the journal: verify compares them, and they can be
 * rebuilt from it.
 */
import fc from 'fast-check';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { backUp } from '../../electron/ledger/care/backup.ts';
import { fillDerived } from '../../electron/ledger/care/derived.ts';
import { lookThrough } from '../../electron/ledger/care/inspect.ts';
import { restore } from '../../electron/ledger/care/restore.ts';
import { verify } from '../../electron/ledger/care/verify.ts';
import { openDatabase, type WritableDb } from '../../electron/ledger/file/open.ts';
import { openLedger, type OpenLedger } from '../../electron/ledger/ledger.ts';
import { rebuildInto } from '../../electron/ledger/tool/rebuild-file.ts';
import { explainDifference } from '../../electron/ledger/tool/explain.ts';
import type { AttemptChange } from '../../shared/attempt/record.ts';
import type { AttemptNumber } from '../../shared/attempt/number.ts';
import { cents } from '../../shared/money.ts';
import { newLedgerPlace, olderLedger, openOne, someHistory, type LedgerPlace } from '../support/ledger-files.ts';
import { EVENING, numberOf } from '../support/samples.ts';
import { movementFaults } from '../support/takings-oracle.ts';

let place: LedgerPlace;
let ledger: OpenLedger;
let db: WritableDb;

beforeEach(() => {
  place = newLedgerPlace();
  ledger = place.ledger();
  db = place.raw();
});
afterEach(() => {
  place.remove();
});

const record = (number: AttemptNumber, change: AttemptChange, at = EVENING): boolean =>
  ledger.record(number, ledger.find(number)?.version ?? 0, change, at);
const paid = (change: AttemptChange = { status: 'paid' }): AttemptNumber => {
  const { number } = openOne(ledger, { amount: cents(1000), by: 'Ah Ming' });
  record(number, { gatewayRef: `S${number}`, ...change });
  return number;
};
const refund = (refundOf: AttemptNumber, amount: number, change: AttemptChange): AttemptNumber => {
  const { number } = openOne(ledger, { kind: 'refund', refundOf, amount: cents(amount), by: '美玲' });
  record(number, change);
  return number;
};
const decidedBy = (name: string) => ({ decidedBy: name, decidedWhy: 'portal', decidedAt: EVENING });
const movementsIn = (file: WritableDb): readonly unknown[] =>
  file.prepare('SELECT * FROM movements ORDER BY position').all();
const moved = (): readonly unknown[] => {
  fillDerived(db);
  return db.prepare('SELECT subject, cents, "by" FROM movements ORDER BY position').raw().all();
};

describe('money moved', () => {
  it('when a payment is paid and when a refund succeeds, with person, time and journal row', () => {
    const payment = paid();
    const back = refund(payment, 300, { status: 'refunded' });
    fillDerived(db);
    expect(movementsIn(db)).toEqual([
      { position: 2, subject: payment, at: EVENING, cents: 1000, wallet: 'payme', way: 'mpm', by: 'Ah Ming' },
      { position: 4, subject: back, at: EVENING, cents: -300, wallet: 'payme', way: 'mpm', by: '美玲' },
    ]);
  });

  it('when a payment is paid late', () => {
    const number = paid({ status: 'failed' });
    record(number, { status: 'late-paid' });
    record(number, { resolved: true });
    expect(moved()).toEqual([[number, 1000, 'Ah Ming']]);
  });

  it("by a person's decision about another amount than requested, in that person's name", () => {
    const number = paid({ status: 'unknown' });
    record(number, { status: 'late-paid', decided: 'paid', movedAmount: cents(7), ...decidedBy('KC') });
    const back = refund(number, 5, {
      status: 'refunded',
      decided: 'refunded',
      movedAmount: cents(2),
      ...decidedBy('Siu'),
    });
    expect(moved()).toEqual([
      [number, 7, 'KC'],
      [back, -2, 'Siu'],
    ]);
  });

  it('when a part was returned elsewhere, and again when the exact amount is known', () => {
    const number = paid();
    record(number, { returnedElsewhere: cents(400) });
    record(number, { returnedElsewhere: null });
    record(number, { returnedElsewhere: cents(150), decided: 'returned', ...decidedBy('KC') });
    expect(moved()).toEqual([
      [number, 1000, 'Ah Ming'],
      [number, -400, 'Ah Ming'],
      [number, 400, 'Ah Ming'],
      [number, -150, 'KC'],
    ]);
  });

  it('by the remaining amount, if a part was returned before the payment was known as paid', () => {
    const number = paid({ status: 'paid', returnedElsewhere: cents(400) });
    expect(moved()).toEqual([[number, 600, 'Ah Ming']]);
  });

  it('not for attempts that were refused, failed, or are unfinished', () => {
    const payment = paid();
    refund(payment, 300, { status: 'refused' });
    refund(payment, 300, { status: 'unknown' });
    paid({ status: 'failed' });
    paid({ status: 'pending' });
    expect(moved()).toEqual([[payment, 1000, 'Ah Ming']]);
  });

  it('is not written in the commit, but when the ledger is closed or opened the next time', () => {
    const payment = paid();
    expect(movementsIn(db)).toEqual([]);
    expect(verify(db, 'whole')).toBeNull();
    place.ledger();
    expect(movementsIn(db)).toMatchObject([{ subject: payment }]);
    paid();
    expect(movementsIn(db)).toHaveLength(1);
    ledger.close();
    expect(movementsIn(db)).toHaveLength(2);
    expect(verify(db, 'whole')).toBeNull();
  });
});

const ENDS = {
  payment: ['pending', 'unknown', 'paid', 'paid', 'late-paid', 'failed', 'expired'],
  refund: ['pending', 'unknown', 'refunded', 'refunded', 'refused'],
} as const;
const amount = fc.integer({ min: 1, max: 1000 }).map(cents);
const someStep = fc.record({
  kind: fc.constantFrom(
    'sell',
    'sell',
    'refund',
    'refund',
    'status',
    'status',
    'status',
    'elsewhere',
    'fill',
    'reopen',
  ),
  /** Which of the attempts so far. */
  which: fc.nat(),
  end: fc.nat(),
  amount,
  /** The amount that a person says has moved, or that was returned elsewhere. */
  other: fc.oneof(fc.constant(null), amount),
});
type Step = typeof someStep extends fc.Arbitrary<infer Value> ? Value : never;

/** Ignores a step that the file's own rules refuse. */
function unlessRefused(work: () => void): void {
  try {
    work();
  } catch (error) {
    if (!/CHECK|a refund is/.test(String(error))) throw error;
  }
}

function live(own: LedgerPlace, steps: readonly Step[]): void {
  let open = own.ledger();
  const numbers: AttemptNumber[] = [];
  for (const { kind, which, end, amount: sum, other } of steps) {
    const attempt = open.find(numbers[which % Math.max(1, numbers.length)] ?? numberOf(1));
    unlessRefused(() => {
      if (kind === 'sell') numbers.push(openOne(open, { amount: sum }).number);
      else if (kind === 'fill') fillDerived(own.raw());
      else if (kind === 'reopen') open = own.ledger();
      else if (attempt === null) return;
      else if (kind === 'refund')
        numbers.push(openOne(open, { kind, refundOf: attempt.number, amount: cents(Math.ceil(sum / 4)) }).number);
      else {
        const ends = ENDS[attempt.kind];
        const status = ends[end % ends.length] ?? 'unknown';
        const change = kind === 'elsewhere' ? { returnedElsewhere: other } : { status, movedAmount: other };
        open.record(attempt.number, attempt.version, change, EVENING);
      }
    });
  }
}

it('after any history, the movements of each part equal the difference of the takings at its two ends', () => {
  fc.assert(
    fc.property(fc.array(someStep, { minLength: 30, maxLength: 60 }), (steps) => {
      const own = newLedgerPlace();
      try {
        live(own, steps);
        const file = own.raw();
        for (let filled = 0; filled < 2; filled += 1) {
          expect(movementFaults(file)).toEqual([]);
          expect(verify(file, 'whole')).toBeNull();
          fillDerived(file);
        }
      } finally {
        own.remove();
      }
    }),
    // Do not shrink failures, because each try makes files. The report names the seed that draws the failure again.
    { numRuns: 40, endOnFailure: true },
  );
});

describe('verify finds a movement that does not follow from the journal:', () => {
  beforeEach(() => {
    paid();
    paid();
    fillDerived(db);
  });

  it.each([
    ['changed', 'UPDATE movements SET cents = cents + 1 WHERE position = 2', 'values'],
    ['by another', `UPDATE movements SET "by" = 'nobody' WHERE position = 2`, 'values'],
    ['taken out', 'DELETE FROM movements WHERE position = 4', 'values'],
    [
      'told twice',
      'INSERT INTO movements SELECT 3, subject, at, cents, wallet, way, "by" FROM movements WHERE position = 2',
      'values',
    ],
    ['of nothing', `INSERT INTO movements VALUES (1, 'ZZ', 0, 5, 'payme', 'mpm', NULL)`, 'no-entries'],
    [
      'of nothing before all others',
      `INSERT INTO movements VALUES (9, '00', 0, 5, 'payme', 'mpm', NULL)`,
      'no-entries',
    ],
  ] as const)('%s', (_how, sql, what) => {
    db.exec(sql);
    for (const scope of ['whole', 'tail'] as const) {
      expect(verify(db, scope)).toMatchObject({ kind: 'projection', table: 'movements', what });
    }
    expect(lookThrough(place.path, 'whole').fault).not.toBeNull();
  });

  it('after the last one that was filled in', () => {
    const later = paid();
    db.exec(`INSERT INTO movements VALUES (6, '${later}', 0, 1000, 'payme', 'mpm', NULL)`);
    expect(verify(db, 'whole')).toMatchObject({ table: 'movements', number: later });
    fillDerived(db);
    expect(verify(db, 'whole')).toBeNull();
  });

  it('in words', () => {
    db.exec('UPDATE movements SET cents = 1 WHERE position = 2');
    const fault = verify(db, 'whole');
    expect(fault?.kind === 'projection' ? explainDifference(fault)[0] : '').toMatch(
      /^What the movements say of [0-9A-Z]+ is not what its journal entries add up to:$/,
    );
  });

  it('of another journal; then all movements are made again', () => {
    db.exec(`UPDATE cursors SET hash = '${'ab'.repeat(32)}'; UPDATE movements SET cents = 1`);
    expect(verify(db, 'whole')).toMatchObject({ table: 'movements' });
    fillDerived(db);
    expect(verify(db, 'whole')).toBeNull();
    expect(movementFaults(db)).toEqual([]);
  });
});

it('movements are the same in a rebuilt ledger and in a restored one', () => {
  const payment = paid();
  backUp(place.path, join(place.folder, 'backups'), EVENING);
  refund(payment, 300, { status: 'refunded' });
  fillDerived(db);
  const before = movementsIn(db);
  expect(before).toHaveLength(2);
  const target = join(place.folder, 'rebuilt.db');
  expect(rebuildInto(db, target, () => undefined).differences).toEqual([]);
  const rebuilt = openDatabase(target);
  expect(movementsIn(rebuilt)).toEqual(before);
  rebuilt.close();
  ledger.close();
  db.exec('UPDATE movements SET cents = cents + 1');
  db.close();
  restore({ path: place.path, reason: 'damaged', at: EVENING });
  const restored = place.raw();
  expect(movementsIn(restored)).toEqual(before);
  expect(verify(restored, 'whole')).toBeNull();
});

it('a ledger of the version before gets the movements of its whole history, and nothing else changes', () => {
  const numbers = someHistory(ledger);
  const path = join(place.folder, 'old.db');
  const old = olderLedger(path, 11, place.path);
  old.close();
  openLedger(path).close();
  const migrated = openDatabase(path);
  expect(movementsIn(migrated)).toMatchObject([
    { position: 3, subject: numbers[0], at: 20, cents: 1234, by: null },
    { position: 6, subject: numbers[1], at: 20, cents: 1234, by: null },
  ]);
  expect(verify(migrated, 'whole')).toBeNull();
  expect(movementFaults(migrated)).toEqual([]);
  migrated.close();
});

it('an unreadable entry makes no movement and stops nothing', () => {
  const path = join(place.folder, 'old.db');
  const number = paid();
  const old = olderLedger(path, 11, place.path);
  old.exec(`PRAGMA ignore_check_constraints = ON;
    INSERT INTO journal SELECT position + 1, at, number, version + 1, '{', hash FROM journal WHERE position = 2`);
  old.close();
  const opened = openLedger(path, { looked: true });
  expect(opened.find(number)?.status).toBe('paid');
  opened.close();
});
