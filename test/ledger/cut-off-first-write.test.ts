/**
 * The power fails during the very first write to a file, before WAL mode is on. SQLite leaves a rollback journal, and a
 * read-only connection cannot read such a file.
 */
import Sqlite from 'better-sqlite3';
import { copyFileSync } from 'node:fs';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { newLedgerPlace, openOne, type LedgerPlace } from '../support/ledger-files.ts';

let place: LedgerPlace;

beforeEach(() => {
  place = newLedgerPlace();
});
afterEach(() => {
  place.remove();
});

/** Leaves the ledger's file as after a crash in the middle of a write in rollback mode. */
function leaveCutOff(version: number): void {
  const path = `${place.path}.live`;
  const db = new Sqlite(path);
  db.pragma('journal_mode = DELETE');
  db.pragma(`user_version = ${version}`);
  // With almost no cache SQLite writes to the file before the commit.
  db.pragma('cache_size = 1');
  db.exec('BEGIN; CREATE TABLE half (text TEXT); INSERT INTO half SELECT hex(randomblob(9000));');
  db.exec('INSERT INTO half SELECT text FROM half; INSERT INTO half SELECT text FROM half;');
  copyFileSync(path, place.path);
  copyFileSync(`${path}-journal`, `${place.path}-journal`);
  db.close();
}

it('rolls the write back and opens the file as a new ledger', () => {
  leaveCutOff(0);
  const probe = new Sqlite(place.path, { readonly: true });
  expect(() => probe.pragma('user_version')).toThrow('readonly');
  probe.close();
  const ledger = place.ledger();
  expect(ledger.find(openOne(ledger).number)).toMatchObject({ status: 'sending' });
});

it('still refuses the file if a newer program made it', () => {
  leaveCutOff(99);
  expect(() => place.ledger()).toThrow('newer');
  const probe = new Sqlite(place.path, { readonly: true });
  expect(probe.pragma('journal_mode', { simple: true })).toBe('delete');
  probe.close();
});
