/** Migration 7 on a ledger of the version before: rows do not change, and the ledger knows all its own epochs. */
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { insertRow } from '../../electron/ledger/books/attempts.ts';
import type { ColumnValues } from '../../electron/ledger/books/book.ts';
import { knownEpochs } from '../../electron/ledger/file/epoch.ts';
import { append } from '../../electron/ledger/file/journal.ts';
import { openLedger } from '../../electron/ledger/ledger.ts';
import { MIGRATIONS, openDatabase } from '../../electron/ledger/file/open.ts';
import { verify } from '../../electron/ledger/care/verify.ts';
import { attemptNumber, epochOf } from '../../shared/attempt/number.ts';
import { newFolder } from '../support/folders.ts';
import { contents, openOne } from '../support/ledger-files.ts';

let place: ReturnType<typeof newFolder>;
let path: string;

beforeEach(() => {
  place = newFolder();
  path = join(place.folder, 'ledger.db');
});
afterEach(() => {
  place.remove();
});

/** A ledger of version 6 with one attempt under each of two epochs and none yet under a third. */
function sixthLedger() {
  const db = openDatabase(path, MIGRATIONS.slice(0, 6));
  for (const [index, epoch] of ['BBBBBB', 'AAAAAA'].entries()) {
    const number = attemptNumber({ tillId: '01', epoch, sequence: 1, attempt: 1 });
    const row: ColumnValues = {
      number,
      kind: 'payment',
      refund_of: null,
      sale_id: `earlier-${index}`,
      way: 'mpm',
      pay_type: '805801',
      amount_cents: 1234,
      currency: 'HKD',
      merchant: null,
      host: 'host',
      txdtm: '',
      created_at: 100 - index,
      life_ms: 1,
      code_hash: null,
      code_tail: null,
      body_hash: 'body',
      status: 'sending',
      version: 1,
      syssn: null,
      last_said: null,
      given_up: 0,
      dealt_with: 0,
    };
    append(db, { at: index, number, version: 1, entry: row });
    insertRow(db, row);
  }
  db.exec("UPDATE ledger SET epoch = 'CCCCCC'");
  return db;
}

it('keeps every row and hash, knows every epoch, and goes on under another one', () => {
  const old = sixthLedger();
  const before = contents(old);
  old.close();
  const db = openDatabase(path);
  expect(contents(db)).toMatchObject(before);
  expect(verify(db, 'whole')).toBeNull();
  expect(knownEpochs(db)).toEqual(['BBBBBB', 'AAAAAA', 'CCCCCC']);
  db.close();
  const ledger = openLedger(path);
  expect(ledger.between(99, 101).map(({ createdAt, gatewayAt }) => [createdAt, gatewayAt])).toEqual([
    [100, null],
    [99, null],
  ]);
  expect(['AAAAAA', 'BBBBBB', 'CCCCCC']).not.toContain(epochOf(openOne(ledger, { saleId: 'another' }).number));
  ledger.close();
});

it('accepts only the known reasons for a restore', () => {
  const db = openDatabase(path);
  expect(() =>
    db.exec("INSERT INTO restores VALUES (1, 0, '', NULL, NULL, '', 0, 0, 0, 0, NULL, NULL, 'why', '{}')"),
  ).toThrow(/CHECK/);
  db.close();
});
