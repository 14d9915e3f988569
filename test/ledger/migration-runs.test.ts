/** Migration 3 on a ledger of the version before: rows do not change, and the next start verifies the whole ledger. */
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { bornColumns, insertRow } from '../../electron/ledger/books/attempts.ts';
import { append, insertJournalRow, journalHead } from '../../electron/ledger/file/journal.ts';
import { openLedger } from '../../electron/ledger/ledger.ts';
import { MIGRATIONS, openDatabase } from '../../electron/ledger/file/open.ts';
import { lastRestore, wasClosed } from '../../electron/ledger/file/runs.ts';
import { newFolder } from '../support/folders.ts';
import { contents, fillTail } from '../support/ledger-files.ts';
import { anAttempt, numberOf } from '../support/samples.ts';

let place: ReturnType<typeof newFolder>;
let path: string;

beforeEach(() => {
  place = newFolder();
  path = join(place.folder, 'ledger.db');
});
afterEach(() => {
  place.remove();
});

/** A ledger of version 2 with one attempt. */
function secondLedger({ isWhole = true } = {}) {
  const db = openDatabase(path, MIGRATIONS.slice(0, 2));
  const number = numberOf(1);
  const row = { ...bornColumns(anAttempt({ number })), body_hash: 'body' };
  append(db, { at: 1, number, version: 1, entry: row });
  // The hash of this row does not match its facts.
  if (!isWhole) {
    const head = journalHead(db);
    if (head === null) throw new Error('no row was written');
    insertJournalRow(db, { ...head, position: 2, version: 2, entry: '{}' });
  }
  insertRow(db, row);
  return db;
}

it('keeps every row, and notes neither a clean shutdown nor a restore', () => {
  const old = secondLedger();
  expect(wasClosed(old)).toBe(false);
  const before = contents(old);
  old.close();
  const db = openDatabase(path, MIGRATIONS.slice(0, 3));
  expect(contents(db)).toEqual(before);
  expect(wasClosed(db)).toBe(false);
  expect(lastRestore(db)).toBeNull();
  expect(() => db.exec('UPDATE run SET closed = 2')).toThrow(/CHECK/);
  expect(() => db.exec('INSERT INTO run (id, closed) VALUES (2, 1)')).toThrow(/CHECK/);
  db.close();
});

it.each([
  ['a whole one opens', true, null],
  ['one that is broken far from its end does not', false, 'Ledger: damaged'],
])('a ledger of the version before is verified as a whole: %s', (_what, isWhole, refusal) => {
  const old = secondLedger({ isWhole });
  fillTail(old);
  old.close();
  const open = () => openLedger(path).close();
  if (refusal === null) expect(open).not.toThrow();
  else expect(open).toThrow(refusal);
});
