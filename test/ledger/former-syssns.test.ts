/**
 * An attempt keeps every number of QFPay's it ever had: a customer who was declined and paid all the same is under another
 * one, and what is told of the first one is still told of that attempt.
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

/** One more attempt that was told these numbers, one after the other. */
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

/** A ledger that holds the same, as the version before would have left it; its open connection is closed with the place. */
function asOfVersion4(): { readonly path: string; readonly old: WritableDb } {
  const path = join(place.folder, 'version-4.db');
  return { path, old: keep(olderLedger(path, 4, place.path)) };
}

it('is held by the attempt that holds it, else by the one that did, and by nobody else', () => {
  const paidAgain = told('S1', 'S2', 'S3');
  const other = told('S4');
  const holders = ['S1', 'S2', 'S3', 'S4', 'S5'].map((gatewayRef) => ledger.holderOf(gatewayRef));
  expect(holders).toEqual([paidAgain, paidAgain, paidAgain, other, null]);
  expect(kept(db)).toEqual([
    [paidAgain, 'S1'],
    [paidAgain, 'S2'],
  ]);
});

it('is held by the attempt that holds it now, whoever did before', () => {
  told('S1', 'S2');
  const now = told('S1');
  expect(ledger.holderOf('S1')).toBe(now);
});

it('is kept once, however often it comes and goes', () => {
  const number = told('S1', 'S2', 'S1', 'S2', 'S1');
  expect(kept(db)).toEqual([
    [number, 'S1'],
    [number, 'S2'],
  ]);
  expect(verify(db, 'whole')).toBeNull();
});

it('is found by an index', () => {
  const sql = 'EXPLAIN QUERY PLAN SELECT number FROM former_syssns WHERE syssn = ? LIMIT 1';
  expect(db.prepare(sql).get('S1')).toMatchObject({
    detail: expect.stringMatching(/^SEARCH .*\(syssn=\?\)/) as string,
  });
});

describe('what is kept is compared with the journal', () => {
  it.each([
    ['one that was taken out', "DELETE FROM former_syssns WHERE syssn = 'S1'", ['S1', 'S2'], ['S2']],
    ['one that was changed', "UPDATE former_syssns SET syssn = 'S9' WHERE syssn = 'S1'", ['S1', 'S2'], ['S9', 'S2']],
    [
      'one that was put in',
      "INSERT INTO former_syssns (number, syssn) SELECT number, 'S9' FROM attempts",
      ['S1', 'S2'],
      ['S1', 'S2', 'S9'],
    ],
  ])('%s shows', (_what, sql, journal, row) => {
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

  it('but not where an older program kept none', () => {
    told('S1', 'S2');
    expect(verify(asOfVersion4().old, 'whole')).toBeNull();
  });
});

describe('a ledger of the version before', () => {
  it('gets what its journal tells, in the order in which it came', () => {
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

  it('goes on from there', () => {
    const number = told('S1', 'S2');
    const { path } = asOfVersion4();
    const migrated = keep(openLedger(path));
    migrated.record(number, 3, { gatewayRef: 'S3' }, EVENING);
    expect(kept(keep(openDatabase(path)))).toEqual([
      [number, 'S1'],
      [number, 'S2'],
    ]);
  });

  it('is not held up by an entry that cannot be read: to look through it comes later', () => {
    const number = told('S1', 'S2');
    const { path, old } = asOfVersion4();
    old.exec(`PRAGMA ignore_check_constraints = ON;
      INSERT INTO journal SELECT position + 1, at, number, version + 1, '{', hash FROM journal WHERE position = 3`);
    const migrated = keep(openDatabase(path));
    expect(kept(migrated)).toEqual([[number, 'S1']]);
    expect(verify(migrated, 'whole')).not.toBeNull();
  });
});

it('is written anew with the rest, out of the journal alone', () => {
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

it('comes back from a backup, and from what was written after it', () => {
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

it('half a character in it is the same in the row and in the journal, so that it is no damage', () => {
  const number = told('S\ud8001', 'S\ud8002');
  expect(kept(db)).toEqual([[number, 'S\ufffd1']]);
  expect(ledger.find(number)?.gatewayRef).toBe('S\ufffd2');
  expect(verify(db, 'whole')).toBeNull();
});
