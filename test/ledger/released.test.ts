/**
 * One ledger file of each version that a shop may have, made by the program of that version. It opens, its rows do not
 * change, and they can be rebuilt from its journal. test/ledger/released/make.ts makes the file of a new version.
 */
import { copyFileSync, existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { lastShutdown, lookThrough } from '../../electron/ledger/care/inspect.ts';
import { restore } from '../../electron/ledger/care/restore.ts';
import { verify } from '../../electron/ledger/care/verify.ts';
import { append } from '../../electron/ledger/file/journal.ts';
import { LEDGER_VERSION, openDatabase, openReadonly, userVersion } from '../../electron/ledger/file/open.ts';
import type { ReadableDb } from '../../electron/ledger/file/open.ts';
import { openLedger, type OpenLedger } from '../../electron/ledger/ledger.ts';
import { rebuildInto } from '../../electron/ledger/tool/rebuild-file.ts';
import type { AttemptStatus } from '../../shared/attempt/record.ts';
import { newFolder } from '../support/folders.ts';
import { openOne } from '../support/ledger-files.ts';
import { EVENING } from '../support/samples.ts';
import { movementFaults } from '../support/takings-oracle.ts';

const FOLDER = join(import.meta.dirname, 'released');
/** No program ever left a file of these versions, because the next version was released with them. */
const NEVER_LEFT = [12];
const VERSIONS = Array.from({ length: LEDGER_VERSION }, (_, index) => index + 1).filter(
  (version) => !NEVER_LEFT.includes(version),
);
const fileOf = (version: number): string => `version-${version}.db`;

let place: ReturnType<typeof newFolder>;
let path: string;
const opened: { close(): unknown }[] = [];
const keep = <One extends { close(): unknown }>(one: One): One => {
  opened.push(one);
  return one;
};

beforeEach(() => {
  place = newFolder();
  path = join(place.folder, 'ledger.db');
});
afterEach(() => {
  for (const one of opened.splice(0)) one.close();
  place.remove();
});

const BOOKS_OF_FILE = ['attempts', 'acts', 'people', 'movements', 'former_syssns'];
/** The rows of those tables that the file has. */
function rowsIn(db: ReadableDb, tables: readonly string[] = ['journal', ...BOOKS_OF_FILE]) {
  const there = db.prepare("SELECT name FROM sqlite_schema WHERE type = 'table'").all() as { readonly name: string }[];
  const own = tables.filter((table) => there.some(({ name }) => name === table));
  return Object.fromEntries(own.map((table) => [table, db.prepare(`SELECT * FROM ${table} ORDER BY 1`).all()]));
}
const statuses = (ledger: OpenLedger): ReadonlySet<AttemptStatus> =>
  new Set(ledger.between(0, EVENING * 2).map(({ status }) => status));
const numbersOf = (db: ReadableDb): readonly string[] =>
  (db.prepare('SELECT number FROM attempts').all() as { readonly number: string }[]).map(({ number }) => number);

it('has a file of each version', () => {
  const files = readdirSync(FOLDER).filter((name) => name.endsWith('.db'));
  expect(files.toSorted()).toEqual(VERSIONS.map(fileOf).toSorted());
});

describe.each(VERSIONS)('a ledger of version %i', (version) => {
  beforeEach(() => {
    copyFileSync(join(FOLDER, fileOf(version)), path);
  });

  it('is sound, opens with all its rows, and sells', () => {
    const old = openReadonly(path);
    expect(userVersion(old)).toBe(version);
    expect(verify(old, 'whole')).toBeNull();
    const before = rowsIn(old);
    expect(before['journal']?.length).toBeGreaterThan(20);
    old.close();

    const ledger = keep(openLedger(path));
    const db = keep(openDatabase(path));
    expect(rowsIn(db)).toMatchObject(before);
    expect(rowsIn(db)['journal']).toEqual(before['journal']);
    expect(existsSync(`${path}.version-${version}`)).toBe(version < LEDGER_VERSION);
    expect(verify(db, 'whole')).toBeNull();
    expect(movementFaults(db)).toEqual([]);
    expect(rowsIn(db)['movements']?.length).toBeGreaterThan(3);
    const wanted: readonly AttemptStatus[] = [
      'sending',
      'pending',
      'unknown',
      'paid',
      'failed',
      'expired',
      'late-paid',
    ];
    const ofRefunds: readonly AttemptStatus[] = version === 1 ? [] : ['refunded', 'refused'];
    expect(statuses(ledger)).toEqual(new Set([...wanted, ...ofRefunds]));

    const { number } = openOne(ledger, { saleId: 'the next one' });
    expect(ledger.record(number, 1, { status: 'paid', gatewayRef: 'S-next' }, EVENING)).toBe(true);
    ledger.close();
    expect(lastShutdown(path)).toBe('in-order');
    expect(lookThrough(path, 'whole').fault).toBeNull();
    expect(movementFaults(db)).toEqual([]);
  });

  it('can be rebuilt from its journal alone', () => {
    const source = openReadonly(path);
    const target = join(place.folder, 'rebuilt.db');
    const rebuilt = rebuildInto(source, target, () => undefined);
    expect(rebuilt).toMatchObject({ leftOut: 0, why: null, unknown: 0, differences: [] });
    source.close();
    openLedger(path).close();
    const [migrated, again] = [keep(openDatabase(path)), keep(openDatabase(target))];
    expect(rowsIn(again)).toEqual(rowsIn(migrated));
    expect(verify(again, 'whole')).toBeNull();
  });

  it('is restored from the copy that the migration kept, if the migrated ledger is damaged', () => {
    openLedger(path).close();
    const db = openDatabase(path);
    const wanted = rowsIn(db);
    const numbers = numbersOf(db);
    db.exec('UPDATE attempts SET amount_cents = amount_cents + 1');
    db.close();
    expect(lookThrough(path, 'whole').fault).not.toBeNull();
    restore({ path, reason: 'damaged', at: EVENING * 2 });
    const restored = keep(openLedger(path));
    expect(rowsIn(keep(openDatabase(path)))).toEqual(wanted);
    expect(restored.restored()).toMatchObject({ attemptsKept: numbers.length, attemptsInDoubt: 0, rowsLeftOut: {} });
  });

  it('with a row of an unknown kind opens, sells, closes cleanly, and is sound', () => {
    openLedger(path).close();
    const db = keep(openDatabase(path));
    append(db, { at: EVENING, number: 'day:000001', version: 1, entry: { takings: 2468 } });
    const ledger = keep(openLedger(path));
    const { number } = openOne(ledger, { saleId: 'the next one' });
    ledger.record(number, 1, { status: 'paid', gatewayRef: 'S-next' }, EVENING);
    ledger.close();
    expect(lastShutdown(path)).toBe('in-order');
    expect(lookThrough(path, 'whole').fault).toBeNull();
    expect(keep(openLedger(path)).find(number)?.status).toBe('paid');
    expect(rowsIn(db)['journal']).toContainEqual(expect.objectContaining({ number: 'day:000001' }));
  });
});
