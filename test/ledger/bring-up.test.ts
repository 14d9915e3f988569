/** A ledger of an older program is migrated in a worker thread, so that years of rows do not delay the windows. */
import { copyFileSync, existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { isOlder } from '../../electron/ledger/care/inspect.ts';
import { LEDGER_VERSION, openReadonly, userVersion } from '../../electron/ledger/file/open.ts';
import { createKeeper } from '../../electron/ledger/keeper.ts';
import { newFolder } from '../support/folders.ts';
import { movementFaults } from '../support/takings-oracle.ts';

let place: ReturnType<typeof newFolder>;
let path: string;

beforeEach(() => {
  place = newFolder();
  path = join(place.folder, 'ledger.db');
});
afterEach(() => {
  place.remove();
});

const left = (version: number): void => {
  copyFileSync(join(import.meta.dirname, 'released', `version-${version}.db`), path);
};
const keeper = (jobProgram: URL) =>
  createKeeper({ machine: 'm', jobProgram, clock: { wall: () => 0, mono: () => 0 }, log: () => undefined });
const WORKER = new URL('../../electron/worker.ts', import.meta.url);

it('reports the migration as work, then opens with its movements and keeps a copy of the old file', async () => {
  left(5);
  expect(isOlder(path)).toBe(true);
  const told: unknown[] = [];
  const kept = await keeper(WORKER).open(path, false, (work) => told.push(work));
  expect(told).toEqual([{ work: 'checking', percent: null }]);
  expect(await kept.lookThrough()).toBe(true);
  kept.ledger.close();
  const db = openReadonly(path);
  expect(userVersion(db)).toBe(LEDGER_VERSION);
  expect(movementFaults(db)).toEqual([]);
  db.close();
  expect(existsSync(`${path}.version-5`)).toBe(true);
  expect(isOlder(path)).toBe(false);
});

it.each([
  ['of this version', () => left(LEDGER_VERSION)],
  ['that is not there yet', () => undefined],
])('reports no work for a ledger %s', async (_what, make) => {
  make();
  const told: unknown[] = [];
  const kept = await keeper(WORKER).open(path, false, (work) => told.push(work));
  expect(told).toEqual([]);
  kept.ledger.close();
});
