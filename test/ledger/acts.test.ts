/** The list of acts, by page and search; and the acts about one attempt. */
import { afterEach, beforeEach, expect, it } from 'vitest';
import { ACTS_LOOKED_AT_MAX } from '../../electron/ledger/books/acts.ts';
import type { OpenLedger } from '../../electron/ledger/ledger.ts';
import { verify } from '../../electron/ledger/care/verify.ts';
import type { ActsWanted } from '../../electron/till/ports/ledger.ts';
import type { Act } from '../../shared/act.ts';
import { newLedgerPlace, openOne, troubleOf, type LedgerPlace } from '../support/ledger-files.ts';
import { EVENING } from '../support/samples.ts';

const ALL: ActsWanted = { what: null, by: null, about: null, time: null, text: null };
const FIRST = { after: null, until: null };
const AN_ACT: Act = { role: 'manager', by: 'Wai Ling', what: 'settings-changed', about: null, facts: {} };

let place: LedgerPlace;
let ledger: OpenLedger;

beforeEach(() => {
  place = newLedgerPlace();
  ledger = place.ledger();
});
afterEach(() => {
  place.remove();
});

const note = (act: Partial<Act>, at = EVENING): void => ledger.noteAct({ ...AN_ACT, ...act }, at);
const found = (wanted: Partial<ActsWanted>): readonly string[] =>
  ledger.acts({ ...ALL, ...wanted }, FIRST, 100).acts.map(({ what }) => what);

it('is read newest first, each with its place in the journal, and page by page', () => {
  for (let count = 0; count < 5; count += 1) note({ what: `act-${count}` }, EVENING + count);
  const first = ledger.acts(ALL, FIRST, 2);
  expect(first.acts).toMatchObject([
    { ...AN_ACT, what: 'act-4', at: EVENING + 4, position: 5 },
    { what: 'act-3', position: 4 },
  ]);
  const second = ledger.acts(ALL, { after: first.next, until: null }, 2);
  const third = ledger.acts(ALL, { after: second.next, until: null }, 2);
  expect([second, third].map(({ acts }) => acts.map(({ what }) => what))).toEqual([['act-2', 'act-1'], ['act-0']]);
  expect(third.next).toBeNull();
  expect(ledger.acts(ALL, { after: first.next, until: second.next }, 9)).toEqual(second);
});

it('is searched by act, person, subject, time, and any text in it', () => {
  const { number } = openOne(ledger);
  note({ what: 'refund-started', about: number, facts: { amount: 511, approvedFor: 'Ah Ming' } });
  note({ what: 'person-added', by: '陳美玲', about: 'person:02', facts: { name: 'Ah Ming' } }, EVENING + 1);
  note({ what: 'settings-changed', facts: { changes: 'limit' } }, EVENING + 2);
  expect(found({})).toEqual(['settings-changed', 'person-added', 'refund-started']);
  expect(found({ what: 'person-added' })).toEqual(['person-added']);
  expect(found({ by: '陳美玲' })).toEqual(['person-added']);
  expect(found({ about: number })).toEqual(['refund-started']);
  expect(found({ time: { from: EVENING + 1, to: EVENING + 2 } })).toEqual(['person-added']);
  expect(found({ text: 'ah ming' })).toEqual(['person-added', 'refund-started']);
  expect(found({ text: '美玲' })).toEqual(['person-added']);
  expect(found({ text: 'person:02' })).toEqual(['person-added']);
  expect(found({ text: '%' })).toEqual([]);
  expect(found({ by: 'Wai Ling', text: 'limit' })).toEqual(['settings-changed']);
  expect(ledger.actsAbout(number)).toMatchObject([{ what: 'refund-started', position: 2 }]);
});

it('a question looks at a bounded number of acts, and the next one goes on', () => {
  note({ what: 'the-first' });
  const db = place.raw();
  db.exec(`INSERT INTO acts
    WITH RECURSIVE counted (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM counted WHERE n < ${ACTS_LOOKED_AT_MAX})
    SELECT 'act:x' || n, version, at, role, "by", 'another', about, facts FROM acts, counted`);
  const first = ledger.acts({ ...ALL, what: 'the-first' }, FIRST, 10);
  expect(first.acts).toEqual([]);
  expect(ledger.acts({ ...ALL, what: 'the-first' }, { after: first.next, until: null }, 10).acts).toHaveLength(1);
});

it('every question about acts reads an index or the rows in their order, and none sorts', () => {
  const db = place.raw();
  const plan = (sql: string): string =>
    (db.prepare(`EXPLAIN QUERY PLAN ${sql}`).all() as { detail: string }[]).map(({ detail }) => detail).join('; ');
  expect(plan("SELECT * FROM acts WHERE about = '01K7QF3M0001231X'")).toBe(
    'SEARCH acts USING INDEX acts_by_subject (about=?)',
  );
  expect(plan('SELECT rowid FROM acts WHERE rowid < 9 ORDER BY rowid DESC')).toBe(
    'SEARCH acts USING INTEGER PRIMARY KEY (rowid<?)',
  );
});

it('a file in which an act cannot be read is called damaged', () => {
  note({});
  const db = place.raw();
  expect(verify(db, 'whole')).toBeNull();
  db.exec("PRAGMA ignore_check_constraints = ON; DROP TRIGGER acts_stay_as_they_are; UPDATE acts SET facts = '{'");
  expect(troubleOf(() => ledger.acts(ALL, FIRST, 9))).toBe('damaged');
});
