/**
 * The power fails while a file is written for the very first time, before it is in WAL mode: SQLite has left a journal
 * that takes the write back, and a connection that may not write cannot even read such a file.
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

/** Leaves the ledger's file as a crash in the middle of a write in rollback mode does. */
function leaveCutOff(version: number): void {
  const path = `${place.path}.live`;
  const db = new Sqlite(path);
  db.pragma('journal_mode = DELETE');
  db.pragma(`user_version = ${version}`);
  // With next to no cache the write reaches the file before it is committed.
  db.pragma('cache_size = 1');
  db.exec('BEGIN; CREATE TABLE half (text TEXT); INSERT INTO half SELECT hex(randomblob(9000));');
  db.exec('INSERT INTO half SELECT text FROM half; INSERT INTO half SELECT text FROM half;');
  copyFileSync(path, place.path);
  copyFileSync(`${path}-journal`, `${place.path}-journal`);
  db.close();
}

it('is taken back, and the file opens as a new one', () => {
  leaveCutOff(0);
  const probe = new Sqlite(place.path, { readonly: true });
  expect(() => probe.pragma('user_version')).toThrow('readonly');
  probe.close();
  const ledger = place.ledger();
  expect(ledger.find(openOne(ledger).number)).toMatchObject({ status: 'sending' });
});

it('is still refused when a newer program had begun it', () => {
  leaveCutOff(99);
  expect(() => place.ledger()).toThrow('newer');
  const probe = new Sqlite(place.path, { readonly: true });
  expect(probe.pragma('journal_mode', { simple: true })).toBe('delete');
  probe.close();
});
