/** Migration 3 on a ledger of the version before: nothing of it changes, and the next start looks through all of it. */
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { openLedger } from '../../electron/ledger/ledger.ts';
import { MIGRATIONS, openDatabase } from '../../electron/ledger/open.ts';
import { lastRestore, wasClosed } from '../../electron/ledger/runs.ts';
import { contents, fillTail, newLedgerPlace, openOne, tamper } from '../support/ledger-files.ts';

it('keeps every row, knows of no orderly stop and of no restore', () => {
  const place = newLedgerPlace();
  const path = join(place.folder, 'old.db');
  const old = openDatabase(path, MIGRATIONS.slice(0, 2));
  openOne(place.ledger());
  const row = place.raw().prepare('SELECT * FROM attempts').get() as Readonly<Record<string, string>>;
  old
    .prepare(
      `INSERT INTO attempts VALUES (${Object.keys(row)
        .map(() => '?')
        .join(', ')})`,
    )
    .run(...Object.values(row));
  expect(wasClosed(old)).toBe(false);
  const before = contents(old);
  old.close();
  const db = openDatabase(path);
  expect(contents(db)).toEqual(before);
  expect(wasClosed(db)).toBe(false);
  expect(lastRestore(db)).toBeNull();
  expect(() => db.exec('UPDATE run SET closed = 2')).toThrow(/CHECK/);
  expect(() => db.exec('INSERT INTO run VALUES (2, 1)')).toThrow(/CHECK/);
  db.close();
  place.remove();
});

it('a ledger of the version before is looked through whole', () => {
  const place = newLedgerPlace();
  const ledger = openLedger(place.path);
  openOne(ledger);
  ledger.close();
  const db = place.raw();
  fillTail(db);
  tamper(db, 'UPDATE journal SET at = at + 1 WHERE position = 1');
  db.exec('DROP TABLE run; DROP TABLE restores; PRAGMA user_version = 2');
  expect(() => openLedger(place.path)).toThrow('Ledger: damaged');
  place.remove();
});
