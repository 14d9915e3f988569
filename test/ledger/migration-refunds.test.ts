/** Migration 2 adds refunds, and keeps every row of version 1 byte for byte. */
import { afterEach, beforeEach, expect, it } from 'vitest';
import Sqlite from 'better-sqlite3';
import { join } from 'node:path';
import { MIGRATION_1 } from '../../electron/ledger/file/migrations/001-attempts.ts';
import { MIGRATION_2 } from '../../electron/ledger/file/migrations/002-refunds.ts';
import { append } from '../../electron/ledger/file/journal.ts';
import { openLedger } from '../../electron/ledger/ledger.ts';
import { openDatabase, type WritableDb } from '../../electron/ledger/file/open.ts';
import { cents } from '../../shared/money.ts';
import { openOne } from '../support/ledger-files.ts';
import { numberOf } from '../support/samples.ts';
import { newFolder } from '../support/folders.ts';

const COLUMNS = `number, sale_id, way, pay_type, amount_cents, currency, merchant, host, txdtm, created_at, life_ms,
  code_hash, code_tail, body_hash, status, version, syssn, last_said, given_up`;
const STATUSES = ['sending', 'pending', 'unknown', 'paid', 'failed', 'expired', 'late-paid'];

let place: ReturnType<typeof newFolder>;
let path: string;

beforeEach(() => {
  place = newFolder();
  path = join(place.folder, 'ledger.db');
});
afterEach(() => {
  place.remove();
});

/** Each value in SQL notation, which distinguishes text, numbers and null. */
function quoted(db: WritableDb, table: string, columns: string): readonly unknown[] {
  const parts = columns.split(',').map((name) => `quote(${name.trim()})`);
  return db.prepare(`SELECT ${parts.join(" || ',' || ")} AS row FROM ${table} ORDER BY rowid`).all();
}

function everything(db: WritableDb): unknown {
  return {
    attempts: quoted(db, 'attempts', COLUMNS),
    journal: quoted(db, 'journal', 'position, at, number, version, entry, hash'),
    ledger: quoted(db, 'ledger', 'id, epoch, next_sequence'),
  };
}

/** A ledger of version 1 with an attempt of each status; every second one has all optional fields. */
function firstLedger(): WritableDb {
  const db = openDatabase(path, [MIGRATION_1]);
  const places = COLUMNS.split(',').map(() => '?');
  const insert = db.prepare(`INSERT INTO attempts (${COLUMNS}) VALUES (${places.join(', ')})`);
  STATUSES.forEach((status, index) => {
    const number = numberOf(index + 1);
    const full = index % 2 === 0;
    const own = (text: string) => (full ? `${text} 中'"${index}` : null);
    const amount = full ? Number.MAX_SAFE_INTEGER : 1;
    const asked = [number, `sale ${index}`, full ? 'cpm' : 'mpm', '805801', amount, 'HKD', own('merchant'), 'host'];
    const sent = ['time', index, 1_800_000, own('hash'), own('tail'), 'body'];
    const row = [...asked, ...sent, status, 1, own('syssn'), own('said'), index % 2];
    insert.run(...row);
    const entry = Object.fromEntries(COLUMNS.split(',').map((name, column) => [name.trim(), row[column]]));
    append(db, { at: index, number, version: 1, entry });
  });
  return db;
}

it('keeps every row unchanged, as a payment that nobody has dealt with', () => {
  const first = firstLedger();
  const before = everything(first);
  first.close();
  const second = openDatabase(path, [MIGRATION_1, MIGRATION_2]);
  expect(everything(second)).toEqual(before);
  expect(second.pragma('user_version', { simple: true })).toBe(2);
  expect(second.prepare('SELECT DISTINCT kind, refund_of, dealt_with FROM attempts').all()).toEqual([
    { kind: 'payment', refund_of: null, dealt_with: 0 },
  ]);
  second.close();
  const backup = new Sqlite(`${path}.version-1`, { readonly: true });
  expect(everything(backup)).toEqual(before);
  expect(backup.pragma('user_version', { simple: true })).toBe(1);
  backup.close();
});

it('makes the same tables as in a new ledger', () => {
  firstLedger().close();
  const other = join(place.folder, 'other.db');
  const schemas = [path, other].map((file) => {
    const db = openDatabase(file, [MIGRATION_1, MIGRATION_2]);
    const schema = db.prepare('SELECT type, name, tbl_name, sql FROM sqlite_schema ORDER BY name').all();
    db.close();
    return schema;
  });
  expect(schemas[0]).toEqual(schemas[1]);
  expect(schemas[0]?.length).toBeGreaterThan(10);
});

it('continues the numbers, and accepts refunds of older payments', () => {
  firstLedger().close();
  const ledger = openLedger(path);
  expect(ledger.unfinished().map(({ status }) => status)).toEqual(['sending', 'pending', 'unknown']);
  expect(ledger.awaitingDecision().map(({ number }) => number)).toEqual([numberOf(7)]);
  expect(ledger.find(numberOf(4))).toMatchObject({ kind: 'payment', refundOf: null, resolved: false, status: 'paid' });
  const refund = { kind: 'refund', refundOf: numberOf(4), amount: cents(1) } as const;
  expect(openOne(ledger, refund)).toMatchObject({ ...refund, status: 'sending' });
  ledger.close();
});
