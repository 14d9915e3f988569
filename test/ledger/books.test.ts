/**
 * The journal has rows of several kinds of subjects. Attempts and acts have a book (a table) each. Rows of a kind that
 * this program does not know are kept unchanged; they are no damage and stop nothing.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { BOOKS, bookOf, unknownKinds } from '../../electron/ledger/books/books.ts';
import { backUp } from '../../electron/ledger/care/backup.ts';
import { backupFolderOf } from '../../electron/ledger/care/backup-list.ts';
import { lookThrough } from '../../electron/ledger/care/inspect.ts';
import { restore } from '../../electron/ledger/care/restore.ts';
import { differences, verify } from '../../electron/ledger/care/verify.ts';
import { append } from '../../electron/ledger/file/journal.ts';
import { openDatabase, type WritableDb } from '../../electron/ledger/file/open.ts';
import type { OpenLedger } from '../../electron/ledger/ledger.ts';
import { explainDifference } from '../../electron/ledger/tool/explain.ts';
import { rebuildInto } from '../../electron/ledger/tool/rebuild-file.ts';
import type { Act } from '../../shared/act.ts';
import {
  contents,
  newLedgerPlace,
  olderLedger,
  openOne,
  someHistory,
  tamper,
  type LedgerPlace,
} from '../support/ledger-files.ts';
import { EVENING, numberOf } from '../support/samples.ts';

let place: LedgerPlace;
let ledger: OpenLedger;
let db: WritableDb;

beforeEach(() => {
  place = newLedgerPlace();
  ledger = place.ledger();
  db = place.raw();
});
afterEach(() => {
  place.remove();
});

const anAct = (more: Partial<Act> = {}): Act => ({
  role: 'owner',
  by: 'owner',
  what: 'went-live',
  about: null,
  facts: { environment: 'production' },
  ...more,
});
const actsIn = (file: WritableDb): readonly unknown[] => file.prepare('SELECT * FROM acts ORDER BY subject').all();
/** Appends a row as a later program with day closing would write it. */
const closeDay = (file: WritableDb): void =>
  append(file, { at: EVENING, number: 'day:000001', version: 1, entry: { takings: 2468 } });
const dayIn = (file: WritableDb): unknown =>
  file.prepare("SELECT position, number, entry FROM journal WHERE number = 'day:000001'").get();

describe('a subject', () => {
  it.each([
    [numberOf(1), 'attempts'],
    ['ZZZZZZZZZZZZZZZZ', 'attempts'],
    ['act:000000001', 'acts'],
    ['act;', undefined],
    ['acts:1', undefined],
    ['day:000001', undefined],
  ])('%s is of %s', (subject, table) => {
    expect(bookOf(subject)?.table).toBe(table);
  });

  it('belongs to at most one book', () => {
    const bounds = BOOKS.flatMap(({ from, before }) => [from, before]);
    expect(bounds.toSorted()).toEqual(bounds);
  });
});

describe('a row of a kind that this program does not know, in a sound chain', () => {
  beforeEach(() => {
    someHistory(ledger);
    closeDay(db);
  });

  it.each(['whole', 'tail', 'since-verified'] as const)('is no damage (%s), and is counted', (scope) => {
    expect(verify(db, scope)).toBeNull();
    expect([...unknownKinds(db)]).toEqual([['day', 1]]);
  });

  it('stops nothing: the ledger sells, closes, reopens and sells', () => {
    openOne(ledger);
    ledger.close();
    expect(lookThrough(place.path, 'whole').fault).toBeNull();
    const again = place.ledger();
    const { number } = openOne(again);
    expect(again.find(number)?.status).toBe('sending');
    expect(verify(db, 'whole')).toBeNull();
  });

  it('is found when somebody changes it, like every other row', () => {
    db.exec("DROP TRIGGER journal_keeps_text; UPDATE journal SET entry = '{}' WHERE number = 'day:000001'");
    expect(verify(db, 'whole')).toEqual({ kind: 'chain', position: 9 });
  });

  it('is copied to a rebuilt ledger, with the rows after it', () => {
    openOne(ledger);
    const target = join(place.folder, 'rebuilt.db');
    expect(rebuildInto(db, target, () => undefined)).toMatchObject({ rows: 10, leftOut: 0, why: null, unknown: 1 });
    const rebuilt = openDatabase(target);
    expect(dayIn(rebuilt)).toEqual(dayIn(db));
    expect(contents(rebuilt).attempts).toEqual(contents(db).attempts);
    expect(verify(rebuilt, 'whole')).toBeNull();
    rebuilt.close();
  });

  it('is restored from a whole backup, from a later backup of rows, and from the damaged file', () => {
    const folder = backupFolderOf(place.path);
    backUp(place.path, folder, EVENING, { isEnd: false });
    append(db, { at: EVENING, number: 'day:000002', version: 1, entry: { takings: 1 } });
    backUp(place.path, folder, EVENING + 1, { isEnd: false });
    append(db, { at: EVENING, number: 'day:000003', version: 1, entry: { takings: 2 } });
    const last = openOne(ledger).number;
    ledger.close();
    db.exec('UPDATE attempts SET amount_cents = amount_cents + 1 WHERE rowid = 1');
    db.close();
    expect(lookThrough(place.path, 'whole').fault).toMatchObject({ kind: 'projection', table: 'attempts' });
    restore({ path: place.path, reason: 'damaged', at: EVENING + 2 });
    const restored = place.raw();
    expect([...unknownKinds(restored)]).toEqual([['day', 3]]);
    expect(verify(restored, 'whole')).toBeNull();
    expect(place.ledger().find(last)?.status).toBe('sending');
  });
});

describe('an act', () => {
  it('is a row of the journal and of its book, and is never changed', () => {
    someHistory(ledger);
    ledger.noteAct(anAct(), EVENING);
    ledger.noteAct(
      anAct({ role: 'manager', by: 'Ah Ming', what: 'decided', about: numberOf(1), facts: {} }),
      EVENING + 1,
    );
    expect(actsIn(db)).toEqual([
      {
        subject: 'act:000000001',
        version: 1,
        at: EVENING,
        role: 'owner',
        by: 'owner',
        what: 'went-live',
        about: null,
        facts: '{"environment":"production"}',
      },
      expect.objectContaining({ subject: 'act:000000002', by: 'Ah Ming', about: numberOf(1), facts: '{}' }),
    ]);
    expect(verify(db, 'whole')).toBeNull();
    expect(() => db.exec("UPDATE acts SET by = 'nobody'")).toThrow('never changes');
    expect(() => db.exec('DELETE FROM acts')).toThrow('never changes');
  });

  it.each([
    ['changed', `UPDATE acts SET "by" = 'nobody'`, 'values'],
    ['taken out', 'DELETE FROM acts', 'no-row'],
    ['put in', "INSERT INTO acts SELECT 'act:000000000', 1, 0, role, by, what, about, facts FROM acts", 'no-entries'],
  ] as const)('that was %s only in its book is found', (_how, sql, what) => {
    someHistory(ledger);
    ledger.noteAct(anAct(), EVENING);
    db.exec('DROP TRIGGER acts_stay; DROP TRIGGER acts_stay_as_they_are');
    db.exec(sql);
    expect(verify(db, 'whole')).toMatchObject({ kind: 'projection', table: 'acts', what });
    const [first] = differences(db);
    expect(first === undefined ? [] : explainDifference(first)[0]).toMatch(/^Act act:/);
  });

  it('is in a rebuilt ledger and in a restored one', () => {
    someHistory(ledger);
    ledger.noteAct(anAct(), EVENING);
    backUp(place.path, backupFolderOf(place.path), EVENING, { isEnd: false });
    ledger.noteAct(anAct({ what: 'decided' }), EVENING + 1);
    const before = actsIn(db);
    const target = join(place.folder, 'rebuilt.db');
    expect(rebuildInto(db, target, () => undefined).differences).toEqual([]);
    const rebuilt = openDatabase(target);
    expect(actsIn(rebuilt)).toEqual(before);
    rebuilt.close();
    ledger.close();
    db.exec('UPDATE attempts SET amount_cents = amount_cents + 1');
    db.close();
    restore({ path: place.path, reason: 'damaged', at: EVENING + 2 });
    expect(actsIn(place.raw())).toEqual(before);
    expect(place.ledger().restored()?.rowsLeftOut).toEqual({});
  });

  it('after a break of the chain is left out of a restore, which tells how many were left out', () => {
    someHistory(ledger);
    ledger.noteAct(anAct(), EVENING);
    backUp(place.path, backupFolderOf(place.path), EVENING, { isEnd: false });
    const lost = openOne(ledger).number;
    ledger.noteAct(anAct({ what: 'decided' }), EVENING + 1);
    closeDay(db);
    ledger.noteAct(anAct({ what: 'settings-changed' }), EVENING + 2);
    ledger.close();
    const before = actsIn(db);
    // Break the first row after the backup, so that no later row is proven either.
    tamper(db, 'UPDATE journal SET at = at + 1 WHERE position = 10');
    db.close();
    restore({ path: place.path, reason: 'damaged', at: EVENING + 2 });
    const restored = place.ledger();
    expect(restored.restored()).toMatchObject({ attemptsInDoubt: 1, rowsLeftOut: { act: 2, day: 1 } });
    expect(restored.find(lost)?.status).toBe('unknown');
    expect(actsIn(place.raw())).toEqual(before.slice(0, 1));
    expect(verify(place.raw(), 'whole')).toBeNull();
  });

  it('that is only in its book counts as left out too, but a restored act does not', () => {
    ledger.noteAct(anAct(), EVENING);
    backUp(place.path, backupFolderOf(place.path), EVENING, { isEnd: false });
    ledger.noteAct(anAct({ what: 'decided' }), EVENING + 1);
    ledger.close();
    tamper(db, 'DELETE FROM journal WHERE position > 1');
    db.close();
    restore({ path: place.path, reason: 'damaged', at: EVENING + 2 });
    expect(place.ledger().restored()?.rowsLeftOut).toEqual({ act: 1 });
  });

  it('with an unknown role is refused, and nothing is written', () => {
    const before = contents(db);
    expect(() => {
      ledger.noteAct(anAct({ role: 'nobody' as Act['role'] }), EVENING);
    }).toThrow();
    expect(contents(db)).toEqual(before);
  });
});

it('a ledger of the version before opens with all its rows, and a copy of the old file is kept', () => {
  someHistory(ledger);
  const path = join(place.folder, 'old.db');
  const old = olderLedger(path, 8, place.path);
  const before = contents(old);
  expect(verify(old, 'whole')).toBeNull();
  old.close();
  const migrated = openDatabase(path);
  expect(contents(migrated)).toMatchObject(before);
  expect(verify(migrated, 'whole')).toBeNull();
  expect(existsSync(`${path}.version-8`)).toBe(true);
  migrated.close();
});
