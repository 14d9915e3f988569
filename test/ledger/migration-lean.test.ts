/** Migration 4 on a ledger of the version before: rows do not change, and queries by status use the new indexes. */
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { bornColumns, insertRow } from '../../electron/ledger/books/attempts.ts';
import { append } from '../../electron/ledger/file/journal.ts';
import { openLedger } from '../../electron/ledger/ledger.ts';
import { MIGRATIONS, openDatabase } from '../../electron/ledger/file/open.ts';
import { newFolder } from '../support/folders.ts';
import { contents } from '../support/ledger-files.ts';
import { anAttempt, numberOf } from '../support/samples.ts';

const STATUSES = ['paid', 'sending', 'failed', 'pending', 'expired', 'unknown', 'late-paid'] as const;
let place: ReturnType<typeof newFolder>;
let path: string;

beforeEach(() => {
  place = newFolder();
  path = join(place.folder, 'ledger.db');
});
afterEach(() => {
  place.remove();
});

/** A ledger of version 3 with a payment of each status, a refused refund and an unfinished one. */
function thirdLedger() {
  const db = openDatabase(path, MIGRATIONS.slice(0, 3));
  const paid = { kind: 'refund', refundOf: numberOf(1), amount: anAttempt().amount } as const;
  const attempts = [
    ...STATUSES.map((status) => anAttempt({ status })),
    anAttempt({ ...paid, status: 'refused' }),
    anAttempt({ ...paid, status: 'unknown' }),
  ];
  for (const [index, attempt] of attempts.entries()) {
    const number = numberOf(index + 1);
    const row = {
      ...bornColumns({ ...attempt, number, saleId: `sale-${index}`, createdAt: index }),
      body_hash: 'body',
    };
    append(db, { at: index, number, version: 1, entry: row });
    insertRow(db, row);
  }
  return db;
}

it('keeps every row, and finds the unfinished and the lost ones, oldest first', () => {
  const old = thirdLedger();
  const before = contents(old);
  old.close();
  const migrated = openDatabase(path, MIGRATIONS.slice(0, 4));
  expect(contents(migrated)).toEqual(before);
  migrated.close();
  const ledger = openLedger(path);
  expect(ledger.unfinished().map(({ number }) => number)).toEqual([2, 4, 6, 9].map(numberOf));
  expect(ledger.endedUnpaid(0).map(({ number }) => number)).toEqual([3, 5, 8].map(numberOf));
  ledger.close();
});
