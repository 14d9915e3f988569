/**
 * An attempt keeps every `syssn` that it ever had. A declined customer who then pays gets another `syssn`, and rows
 * with the first `syssn` still belong to the same attempt.
 */
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { backUp } from '../../electron/ledger/care/backup.ts';
import { openLedger, type OpenLedger } from '../../electron/ledger/ledger.ts';
import { openDatabase, type WritableDb } from '../../electron/ledger/file/open.ts';
import { rebuildInto } from '../../electron/ledger/tool/rebuild-file.ts';
import { restore } from '../../electron/ledger/care/restore.ts';
import { verify } from '../../electron/ledger/care/verify.ts';
import type { AttemptNumber } from '../../shared/attempt/number.ts';
import { newLedgerPlace, olderLedger, openOne, type LedgerPlace } from '../support/ledger-files.ts';
import { EVENING } from '../support/samples.ts';

let place: LedgerPlace;
let ledger: OpenLedger;
let db: WritableDb;
const opened: { close(): unknown }[] = [];
const keep = <One extends { close(): unknown }>(one: One): One => {
  opened.push(one);
  return one;
};

beforeEach(() => {
  place = newLedgerPlace();
  ledger = place.ledger();
  db = place.raw();
});
afterEach(() => {
  for (const one of opened.splice(0)) one.close();
  place.remove();
});

/** Opens an attempt and gives it these `syssn`s, one after another. */
function told(...gatewayRefs: readonly string[]): AttemptNumber {
  const { number } = openOne(ledger);
  for (const [index, gatewayRef] of gatewayRefs.entries()) {
    ledger.record(number, index + 1, { status: 'pending', gatewayRef }, EVENING + index);
  }
  return number;
}

const kept = (file: WritableDb): unknown =>
  file
    .prepare('SELECT * FROM former_syssns ORDER BY id')
    .all()
    .map((row) => Object.values(row as object).slice(1));

/** A copy of the ledger as version 4 would have left it; `old` is closed after the test. */
function asOfVersion4(): { readonly path: string; readonly old: WritableDb } {
  const path = join(place.folder, 'version-4.db');
  return { path, old: keep(olderLedger(path, 4, place.path)) };
}

it('the holder of a syssn is the attempt that has it, else the one that had it, else nobody', () => {
  const paidAgain = told('S1', 'S2', 'S3');
  const other = told('S4');
  const holders = ['S1', 'S2', 'S3', 'S4', 'S5'].map((gatewayRef) => ledger.holderOf(gatewayRef));
  expect(holders).toEqual([paidAgain, paidAgain, paidAgain, other, null]);
  expect(kept(db)).toEqual([
    [paidAgain, 'S1'],
    [paidAgain, 'S2'],
  ]);
});

it('the holder of a syssn is the attempt that has it now, even if another had it before', () => {
  told('S1', 'S2');
  const now = told('S1');
  expect(ledger.holderOf('S1')).toBe(now);
});

it('keeps a former syssn once, however often it changes', () => {
  const number = told('S1', 'S2', 'S1', 'S2', 'S1');
  expect(kept(db)).toEqual([
    [number, 'S1'],
    [number, 'S2'],
  ]);
  expect(verify(db, 'whole')).toBeNull();
});

it('finds a former syssn by an index', () => {
  const sql = 'EXPLAIN QUERY PLAN SELECT number FROM former_syssns WHERE syssn = ? LIMIT 1';
  expect(db.prepare(sql).get('S1')).toMatchObject({
    detail: expect.stringMatching(/^SEARCH .*\(syssn=\?\)/) as string,
  });
});

describe('verify compares the former syssns with the journal', () => {
  it.each([
    ['one that was taken out', "DELETE FROM former_syssns WHERE syssn = 'S1'", ['S1', 'S2'], ['S2']],
    ['one that was changed', "UPDATE former_syssns SET syssn = 'S9' WHERE syssn = 'S1'", ['S1', 'S2'], ['S9', 'S2']],
    [
      'one that was put in',
      "INSERT INTO former_syssns (number, syssn) SELECT number, 'S9' FROM attempts",
      ['S1', 'S2'],
      ['S1', 'S2', 'S9'],
    ],
  ])('and finds %s', (_what, sql, journal, row) => {
    const number = told('S1', 'S2', 'S3');
    expect(verify(db, 'whole')).toBeNull();
    db.exec(sql);
    const fault = {
      kind: 'projection',
      table: 'attempts',
      number,
      what: 'values',
      values: [{ column: 'former_syssns', journal, row }],
    };
    expect(verify(db, 'whole')).toEqual(fault);
    expect(verify(db, 'tail')).toEqual(fault);
  });

  it('but not in a ledger of an older program, which kept none', () => {
    told('S1', 'S2');
    expect(verify(asOfVersion4().old, 'whole')).toBeNull();
  });
});

describe('a ledger of the version before', () => {
  it('gets the former syssns from its journal, in order', () => {
    const [twice, , back] = [told('S1', 'S2', 'S3'), told('S4'), told('S5', 'S6', 'S5')];
    openOne(ledger);
    const wanted = kept(db);
    expect(wanted).toEqual([
      [twice, 'S1'],
      [twice, 'S2'],
      [back, 'S5'],
      [back, 'S6'],
    ]);
    const { path } = asOfVersion4();
    const migrated = keep(openDatabase(path));
    expect(kept(migrated)).toEqual(wanted);
    expect(verify(migrated, 'whole')).toBeNull();
    expect(keep(openLedger(path)).holderOf('S5')).toBe(back);
  });

  it('keeps further former syssns after the migration', () => {
    const number = told('S1', 'S2');
    const { path } = asOfVersion4();
    const migrated = keep(openLedger(path));
    migrated.record(number, 3, { gatewayRef: 'S3' }, EVENING);
    expect(kept(keep(openDatabase(path)))).toEqual([
      [number, 'S1'],
      [number, 'S2'],
    ]);
  });

  it('is migrated despite an unreadable entry; verify finds it later', () => {
    const number = told('S1', 'S2');
    const { path, old } = asOfVersion4();
    old.exec(`PRAGMA ignore_check_constraints = ON;
      INSERT INTO journal SELECT position + 1, at, number, version + 1, '{', hash FROM journal WHERE position = 3`);
    const migrated = keep(openDatabase(path));
    expect(kept(migrated)).toEqual([[number, 'S1']]);
    expect(verify(migrated, 'whole')).not.toBeNull();
  });
});

it('rebuilds the former syssns from the journal alone', () => {
  const number = told('S1', 'S2', 'S3');
  const target = join(place.folder, 'rebuilt.db');
  expect(rebuildInto(db, target, () => undefined).differences).toEqual([]);
  const rebuilt = openDatabase(target);
  expect(kept(rebuilt)).toEqual([
    [number, 'S1'],
    [number, 'S2'],
  ]);
  expect(verify(rebuilt, 'whole')).toBeNull();
  rebuilt.close();
});

it('restores the former syssns from a backup and from the rows after it', () => {
  const backupFolder = join(place.folder, 'backups');
  const [inBackup, later] = [told('S1', 'S2'), told('S3')];
  backUp(place.path, backupFolder, EVENING);
  ledger.record(later, 2, { gatewayRef: 'S4' }, EVENING);
  ledger.close();
  restore({ path: place.path, reason: 'damaged', at: EVENING });
  const restored = place.ledger();
  expect(['S1', 'S2', 'S3', 'S4'].map((gatewayRef) => restored.holderOf(gatewayRef))).toEqual([
    inBackup,
    inBackup,
    later,
    later,
  ]);
});

it('stores half a character in a syssn the same way in row and journal, so that it is no damage', () => {
  const number = told('S\ud8001', 'S\ud8002');
  expect(kept(db)).toEqual([[number, 'S\ufffd1']]);
  expect(ledger.find(number)?.gatewayRef).toBe('S\ufffd2');
  expect(verify(db, 'whole')).toBeNull();
});
