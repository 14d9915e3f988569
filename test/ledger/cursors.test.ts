/** A cursor moves forward and never back, and detects when the row known elsewhere is not in this ledger (a fork). */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { advanceCursor, cursorOf, forgetCursor, knownAt, type Known } from '../../electron/ledger/file/cursors.ts';
import type { WritableDb } from '../../electron/ledger/file/open.ts';
import { newLedgerPlace, someHistory, tamper, type LedgerPlace } from '../support/ledger-files.ts';

let place: LedgerPlace;
let db: WritableDb;

beforeEach(() => {
  place = newLedgerPlace();
  someHistory(place.ledger());
  db = place.raw();
});
afterEach(() => {
  place.remove();
});

const here = (position: number): Known => {
  const known = knownAt(db, position);
  if (known === null) throw new Error(`There is no row ${position}`);
  return known;
};
const NOTHING: Known = { ledger: '', position: 0, hash: '00'.repeat(32) };
const OTHER = 'ab'.repeat(32);

it('there is no cursor before the first note; then it is the noted row', () => {
  expect(cursorOf(db, 'shop')).toEqual({ kind: 'none' });
  expect(advanceCursor(db, 'shop', NOTHING)).toEqual({ kind: 'advanced' });
  for (const position of [3, 3, 8]) {
    expect(advanceCursor(db, 'shop', here(position))).toEqual({ kind: 'advanced' });
    expect(cursorOf(db, 'shop')).toEqual({ kind: 'at', known: here(position) });
  }
  expect(here(8).ledger).toBe(here(1).hash);
  expect(cursorOf(db, 'another')).toEqual({ kind: 'none' });
});

it('a cursor does not move back', () => {
  advanceCursor(db, 'shop', here(5));
  expect(advanceCursor(db, 'shop', here(4))).toEqual({ kind: 'back', held: here(5) });
  expect(advanceCursor(db, 'shop', NOTHING)).toEqual({ kind: 'back', held: here(5) });
  expect(cursorOf(db, 'shop')).toEqual({ kind: 'at', known: here(5) });
});

describe('a fork', () => {
  it.each([
    ['another row there', { hash: OTHER }],
    ['a row that this ledger has not', { position: 9 }],
    ['a row of another ledger', { ledger: OTHER }],
    ['no row at all, and yet a ledger', { ...NOTHING, ledger: OTHER }],
  ])('is reported and not noted: %s', (_what, other) => {
    advanceCursor(db, 'shop', here(2));
    const known = { ...here(5), ...other };
    expect(advanceCursor(db, 'shop', known)).toEqual({ kind: 'fork', known });
    expect(cursorOf(db, 'shop')).toEqual({ kind: 'at', known: here(2) });
  });

  it('at the cursor itself, after an older ledger was put back: the cursor does not move until it is forgotten', () => {
    const held = here(8);
    advanceCursor(db, 'shop', held);
    tamper(db, 'DELETE FROM journal WHERE position > 6');
    expect(cursorOf(db, 'shop')).toEqual({ kind: 'fork', known: held });
    expect(advanceCursor(db, 'shop', here(6))).toEqual({ kind: 'fork', known: held });
    forgetCursor(db, 'shop');
    expect(advanceCursor(db, 'shop', here(6))).toEqual({ kind: 'advanced' });
  });
});
