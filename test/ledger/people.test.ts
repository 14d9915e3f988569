/** People in the journal: added, changed, switched off, never deleted; and found again by whatever reads the journal. */
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { backUp } from '../../electron/ledger/care/backup.ts';
import { backupFolderOf } from '../../electron/ledger/care/backup-list.ts';
import { restore } from '../../electron/ledger/care/restore.ts';
import { differences, verify } from '../../electron/ledger/care/verify.ts';
import { openDatabase, type WritableDb } from '../../electron/ledger/file/open.ts';
import type { OpenLedger } from '../../electron/ledger/ledger.ts';
import { explainDifference } from '../../electron/ledger/tool/explain.ts';
import { rebuildInto } from '../../electron/ledger/tool/rebuild-file.ts';
import type { Person } from '../../shared/person.ts';
import { newLedgerPlace, openOne, someHistory, tamper, type LedgerPlace } from '../support/ledger-files.ts';
import { EVENING } from '../support/samples.ts';

let place: LedgerPlace;
let ledger: OpenLedger;
let db: WritableDb;
let owner: Person;
let cashier: Person;

beforeEach(() => {
  place = newLedgerPlace();
  ledger = place.ledger();
  db = place.raw();
  someHistory(ledger);
  owner = ledger.addPerson({ name: '陳美玲', role: 'owner' }, EVENING);
  cashier = ledger.addPerson({ name: 'Ah Ming', role: 'cashier' }, EVENING + 1);
});
afterEach(() => {
  place.remove();
});

const switchOff = (person: Person): boolean => ledger.changePerson(person, { ...person, isActive: false }, EVENING + 2);
const rowsIn = (file: WritableDb): readonly unknown[] => file.prepare('SELECT * FROM people ORDER BY subject').all();

it('a person is read as they were added and changed, in that order', () => {
  expect(ledger.people()).toEqual([
    { id: 'person:01', version: 1, name: '陳美玲', role: 'owner', isActive: true },
    { id: 'person:02', version: 1, name: 'Ah Ming', role: 'cashier', isActive: true },
  ]);
  expect(switchOff(cashier)).toBe(true);
  expect(ledger.people()[1]).toMatchObject({ version: 2, isActive: false });
  expect(db.prepare("SELECT version, entry FROM journal WHERE number = 'person:02'").all()).toEqual([
    { version: 1, entry: expect.stringContaining('"is_active":1') as string },
    { version: 2, entry: '{"is_active":0,"name":"Ah Ming","role":"cashier"}' },
  ]);
  expect(verify(db, 'whole')).toBeNull();
});

it('a change of what somebody else has changed meanwhile is not written', () => {
  switchOff(cashier);
  const before = db.prepare('SELECT count(*) AS rows FROM journal').get();
  expect(ledger.changePerson(cashier, { ...cashier, role: 'owner' }, EVENING)).toBe(false);
  expect(db.prepare('SELECT count(*) AS rows FROM journal').get()).toEqual(before);
});

it('a person is never deleted, and a role that is none is refused', () => {
  expect(() => db.exec('DELETE FROM people')).toThrow('never deleted');
  expect(() => ledger.addPerson({ name: 'x', role: 'boss' as Person['role'] }, EVENING)).toThrow();
  expect(ledger.people()).toHaveLength(2);
  expect(verify(db, 'whole')).toBeNull();
});

it('a role that was changed in the book alone shows', () => {
  db.exec("UPDATE people SET role = 'owner' WHERE subject = 'person:02'");
  expect(verify(db, 'whole')).toMatchObject({ kind: 'projection', table: 'people', what: 'values' });
  const [first] = differences(db);
  expect(first === undefined ? [] : explainDifference(first)[0]).toMatch(/^Person person:02/);
});

it('people are in a rebuilt ledger, and in one restored from a backup and the rows behind it', () => {
  backUp(place.path, backupFolderOf(place.path), EVENING, { isEnd: false });
  switchOff(cashier);
  ledger.changePerson(owner, { ...owner, name: '陳太' }, EVENING + 3);
  const before = rowsIn(db);
  const target = join(place.folder, 'rebuilt.db');
  expect(rebuildInto(db, target, () => undefined).differences).toEqual([]);
  const rebuilt = openDatabase(target);
  expect(rowsIn(rebuilt)).toEqual(before);
  rebuilt.close();
  ledger.close();
  db.exec('UPDATE attempts SET amount_cents = amount_cents + 1');
  db.close();
  restore({ path: place.path, reason: 'damaged', at: EVENING + 4 });
  expect(rowsIn(place.raw())).toEqual(before);
  expect(place.ledger().restored()?.rowsLeftOut).toEqual({});
});

it('a change behind a break of the chain is left out of a restore, which says so', () => {
  backUp(place.path, backupFolderOf(place.path), EVENING, { isEnd: false });
  const { count } = db.prepare('SELECT count(*) AS count FROM journal').get() as { count: number };
  openOne(ledger);
  switchOff(cashier);
  ledger.close();
  tamper(db, `UPDATE journal SET at = at + 1 WHERE position = ${count + 1}`);
  db.close();
  restore({ path: place.path, reason: 'damaged', at: EVENING + 4 });
  const restored = place.ledger();
  expect(restored.restored()?.rowsLeftOut).toEqual({ person: 1 });
  expect(restored.people()[1]).toMatchObject({ isActive: true });
});
