/**
 * L2 and L3: the journal only grows, each of its rows is chained to the row before, and replaying it gives the
 * attempts.
 */
import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { append, firstBreak, journalHead, type JournalRow } from '../../electron/ledger/file/journal.ts';
import type { OpenLedger } from '../../electron/ledger/ledger.ts';
import type { WritableDb } from '../../electron/ledger/file/open.ts';
import { ATTEMPTS } from '../../electron/ledger/books/attempts.ts';
import { columnDefaults } from '../../electron/ledger/books/book.ts';
import type { AttemptChange } from '../../shared/attempt/record.ts';
import { contents, newLedgerPlace, openOne, type LedgerPlace } from '../support/ledger-files.ts';
import { payMe } from '../support/samples.ts';

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

const journal = () => db.prepare('SELECT * FROM journal ORDER BY position').all() as JournalRow[];

/** Three attempts with some changes: eight rows in the journal. */
function someHistory(): void {
  for (const gatewayRef of ['S1', 'S2', 'S3']) {
    const { number } = openOne(ledger);
    ledger.record(number, 1, { status: 'pending', gatewayRef, lastResponse: '0000' }, 10);
    if (gatewayRef !== 'S3') ledger.record(number, 2, { status: 'paid' }, 20);
  }
}

describe('the journal refuses to be changed', () => {
  it.each([
    'UPDATE journal SET at = 0',
    "UPDATE journal SET entry = '{}' WHERE position = 1",
    'UPDATE journal SET position = position + 100',
    'DELETE FROM journal',
    'DELETE FROM journal WHERE position = 8',
    "INSERT OR REPLACE INTO journal SELECT position, 0, number, version, '{}', hash FROM journal WHERE position = 1",
    "UPDATE OR REPLACE journal SET number = 'x' WHERE position = 1",
  ])('%s', (sql) => {
    someHistory();
    db.pragma('recursive_triggers = ON');
    const before = contents(db);
    expect(() => db.exec(sql)).toThrow('the journal only grows');
    expect(contents(db)).toEqual(before);
    expect(contents(place.raw())).toEqual(before);
  });

  it('and accepts each version of a number only once', () => {
    someHistory();
    const [first] = journal();
    const again = { at: 0, number: first?.number ?? '', version: 1, entry: {} };
    expect(() => {
      append(db, again);
    }).toThrow(/UNIQUE/);
  });
});

describe('the chain', () => {
  it('of an empty journal holds, and has no head', () => {
    expect(firstBreak(db)).toBeNull();
    expect(journalHead(db)).toBeNull();
  });

  it('of rows that the ledger wrote holds, with one row for each change', () => {
    someHistory();
    expect(firstBreak(db)).toBeNull();
    expect(journal().map(({ position }) => position)).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
    expect(journalHead(db)).toEqual(journal().at(-1));
  });

  it('stores the same facts as the same bytes, whatever the order of the keys', () => {
    append(db, { at: 1, number: 'A', version: 1, entry: { b: 2, a: 'x', c: null } });
    expect(journal()[0]?.entry).toBe('{"a":"x","b":2,"c":null}');
  });
});

/** Changes the file as a person with SQLite could: the triggers only protect against mistakes. */
function tampered(sql: string): number | null {
  db.exec('DROP TRIGGER journal_keeps_rows; DROP TRIGGER journal_keeps_text;');
  db.exec(sql);
  return firstBreak(db);
}

describe('the chain breaks at a row that was changed', () => {
  it.each([
    ['its time', 'UPDATE journal SET at = at + 1 WHERE position = 4'],
    ['its number', "UPDATE journal SET number = 'x' WHERE position = 4"],
    ['its version', 'UPDATE journal SET version = 9 WHERE position = 4'],
    ['an amount in it', "UPDATE journal SET entry = replace(entry, '1234', '1235') WHERE position = 4"],
    ['a space in it', "UPDATE journal SET entry = ' ' || entry WHERE position = 4"],
    ['its hash', 'UPDATE journal SET hash = zeroblob(32) WHERE position = 4'],
  ])('%s', (_what, sql) => {
    someHistory();
    expect(tampered(sql)).toBe(4);
  });
});

it('a changed row with a matching hash of its own breaks the chain at the next row', () => {
  someHistory();
  const [third, fourth] = [journal()[2], journal()[3]];
  if (third === undefined || fourth === undefined) throw new Error('no rows');
  const { position, number, version, entry } = fourth;
  const facts = JSON.stringify({ at: 11, entry, number, position, version });
  const hash = createHash('sha256').update(third.hash).update(facts).digest('hex');
  expect(tampered(`UPDATE journal SET at = 11, hash = x'${hash}' WHERE position = 4`)).toBe(5);
});

describe('the chain breaks where a row was taken out, put in or moved', () => {
  it.each([
    ['the first taken out', 'DELETE FROM journal WHERE position = 1', 2],
    ['one taken out', 'DELETE FROM journal WHERE position = 4', 5],
    [
      'one taken out and the gap closed',
      'DELETE FROM journal WHERE position = 4; UPDATE journal SET position = position - 1 WHERE position > 4',
      4,
    ],
    [
      'one put in',
      "UPDATE journal SET position = -position - 1 WHERE position > 3; UPDATE journal SET position = -position WHERE position < 0; INSERT INTO journal SELECT 4, at, 'x', 1, entry, hash FROM journal WHERE position = 3",
      4,
    ],
    ['one put at the end', "INSERT INTO journal SELECT 9, at, 'x', 1, entry, hash FROM journal WHERE position = 8", 9],
    [
      'one put before the first',
      "INSERT INTO journal SELECT 0, at, 'x', 1, entry, hash FROM journal WHERE position = 1",
      0,
    ],
    [
      'two swapped',
      'UPDATE journal SET position = -4 WHERE position = 4; UPDATE journal SET position = 4 WHERE position = 5; UPDATE journal SET position = 5 WHERE position = -4',
      4,
    ],
  ])('%s', (_what, sql, position) => {
    someHistory();
    expect(tampered(sql)).toBe(position);
  });

  it('the last row taken out changes the head, which is also noted outside the file', () => {
    someHistory();
    const head = journalHead(db);
    tampered('DELETE FROM journal WHERE position = 8');
    expect(journalHead(db)?.hash).not.toEqual(head?.hash);
  });
});

describe('the rows that screens read', () => {
  /** Replays the journal's entries in the simplest way. */
  function replayed(): unknown[] {
    const rows = new Map<string, object>();
    for (const { number, version, entry } of journal()) {
      rows.set(number, {
        ...(rows.get(number) ?? columnDefaults(db, ATTEMPTS)),
        ...(JSON.parse(entry) as object),
        version,
      });
    }
    return [...rows.entries()].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => row);
  }

  it('can be rebuilt from the journal after any history', () => {
    const change: fc.Arbitrary<AttemptChange> = fc.record(
      {
        status: fc.constantFrom('pending', 'unknown', 'paid', 'failed', 'expired', 'late-paid'),
        lastResponse: fc.constantFrom(null, '0000', '1143', 'not-found', '"quoted"'),
        abandoned: fc.boolean(),
        gatewayAt: fc.nat(),
      },
      { requiredKeys: ['status'] },
    );
    const act = fc.oneof(
      fc.record({
        kind: fc.constant('open' as const),
        way: fc.constantFrom('mpm', 'cpm'),
        tail: fc.constantFrom(null, '0042'),
      }),
      fc.record({
        kind: fc.constant('record' as const),
        which: fc.nat(),
        version: fc.integer({ min: 1, max: 4 }),
        change,
      }),
    );
    fc.assert(
      fc.property(fc.array(act, { minLength: 1, maxLength: 25 }), (acts) => {
        const numbers: ReturnType<typeof openOne>['number'][] = [];
        for (const one of acts) {
          if (one.kind === 'open') {
            numbers.push(openOne(ledger, { tender: payMe(one.way), codeTail: one.tail, codeHash: one.tail }).number);
          } else {
            const number = numbers[one.which % Math.max(1, numbers.length)];
            if (number !== undefined)
              ledger.record(number, one.version, { ...one.change, gatewayRef: `S-${number}` }, 5);
          }
        }
        expect(db.prepare('SELECT * FROM attempts ORDER BY number').all()).toEqual(replayed());
        expect(firstBreak(db)).toBeNull();
      }),
      { numRuns: 25 },
    );
  });
});
