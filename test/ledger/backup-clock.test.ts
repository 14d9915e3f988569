/** No clock decides which backup is the newest, which one is taken and which one goes: one that was wrong once would. */
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

/** One more payment and a whole copy behind it. */
function takeWhole(at: number): string | null {
  openOne(ledger);
  return backUp(place.path, folder, at, { isEnd: true });
}

const positions = (): readonly number[] => listBackups(place.path, folder).map(({ position }) => position);

it.each([
  ['a year ahead for a morning', EVENING + YEAR, EVENING],
  ['years behind, as of a machine whose battery is empty', EVENING, EVENING - 11 * YEAR],
])('the newest one is the one that reaches furthest, with a clock that was %s', (_what, before, after) => {
  takeWhole(before);
  const last = takeWhole(after);
  expect(positions()).toEqual([2, 1]);
  expect(newestGood(place.path, folder, () => undefined)?.name).toBe(last);
  // It holds all there is: nothing more is to be taken.
  expect(backUp(place.path, folder, before)).toBeNull();
  expect(backUp(place.path, folder, after)).toBeNull();
  ledger.close();
  restore({ path: place.path, reason: 'damaged', at: after });
  ledger = place.ledger();
  expect(ledger.restored()).toMatchObject({ backup: last, attemptsKept: 2 });
});

it('a clock that is years behind has no new backup go before the old ones', () => {
  for (let count = 0; count < 9; count += 1) takeWhole(EVENING + count);
  for (let count = 0; count < 9; count += 1) {
    const name = takeWhole(EVENING - 11 * YEAR + count);
    expect(listBackups(place.path, folder)[0]?.name).toBe(name);
  }
  // The newest eight, and one for the day on which the clock was right.
  expect(positions()).toEqual([18, 17, 16, 15, 14, 13, 12, 11, 9]);
});
