/** No clock decides which backup is the newest, when to take one and which to delete, because a clock may be wrong. */
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { backUp, newestGood } from '../../electron/ledger/care/backup.ts';
import { listBackups } from '../../electron/ledger/care/backup-list.ts';
import type { OpenLedger } from '../../electron/ledger/ledger.ts';
import { restore } from '../../electron/ledger/care/restore.ts';
import { newLedgerPlace, openOne, type LedgerPlace } from '../support/ledger-files.ts';
import { EVENING } from '../support/samples.ts';

const YEAR = 365 * 24 * 3_600_000;

let place: LedgerPlace;
let ledger: OpenLedger;
let folder: string;

beforeEach(() => {
  place = newLedgerPlace();
  ledger = place.ledger();
  folder = join(place.folder, 'backups');
});
afterEach(() => {
  place.remove();
});

/** Opens one more payment and takes a whole copy. */
function takeWhole(at: number): string | null {
  openOne(ledger);
  return backUp(place.path, folder, at, { isEnd: true });
}

const positions = (): readonly number[] => listBackups(place.path, folder).map(({ position }) => position);

it.each([
  ['a year ahead for a morning', EVENING + YEAR, EVENING],
  ['years behind, as of a machine whose battery is empty', EVENING, EVENING - 11 * YEAR],
])(
  'the newest backup is the one with the highest journal position, with a clock that was %s',
  (_what, before, after) => {
    takeWhole(before);
    const last = takeWhole(after);
    expect(positions()).toEqual([2, 1]);
    expect(newestGood(place.path, folder, () => undefined)?.name).toBe(last);
    // The newest backup contains everything, so no further backup is taken.
    expect(backUp(place.path, folder, before)).toBeNull();
    expect(backUp(place.path, folder, after)).toBeNull();
    ledger.close();
    restore({ path: place.path, reason: 'damaged', at: after });
    ledger = place.ledger();
    expect(ledger.restored()).toMatchObject({ backup: last, attemptsKept: 2 });
  },
);

it('a clock that is years behind does not delete a new backup before the old ones', () => {
  for (let count = 0; count < 9; count += 1) takeWhole(EVENING + count);
  for (let count = 0; count < 9; count += 1) {
    const name = takeWhole(EVENING - 11 * YEAR + count);
    expect(listBackups(place.path, folder)[0]?.name).toBe(name);
  }
  // The newest eight, and one for the day on which the clock was right.
  expect(positions()).toEqual([18, 17, 16, 15, 14, 13, 12, 11, 9]);
});
