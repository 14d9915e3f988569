/** L5 with a power cut: whenever it comes, the next start ends with the restored ledger, and nothing is deleted. */
import type * as FileSystem from 'node:fs';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { backUp } from '../../electron/ledger/care/backup.ts';
import { openLedger } from '../../electron/ledger/ledger.ts';
import { restore } from '../../electron/ledger/care/restore.ts';
import { LedgerError } from '../../electron/till/ports/ledger.ts';
import { newLedgerPlace, openOne, type LedgerPlace } from '../support/ledger-files.ts';
import { EVENING } from '../support/samples.ts';

/** Cuts the power after so many renames, because the restore changes state only by renames. */
const power = vi.hoisted(() => ({ renamesLeft: Number.POSITIVE_INFINITY }));

class PowerCut extends Error {}

vi.mock('node:fs', async (original) => {
  const fs = await original<typeof FileSystem>();
  return {
    ...fs,
    renameSync: (from: string, to: string) => {
      if (power.renamesLeft <= 0) throw new PowerCut();
      power.renamesLeft -= 1;
      fs.renameSync(from, to);
    },
  };
});

let place: LedgerPlace;

beforeEach(() => {
  place = newLedgerPlace();
});
afterEach(() => {
  power.renamesLeft = Number.POSITIVE_INFINITY;
  place.remove();
});

const RENAMES = 6;

it.each(Array.from({ length: RENAMES + 1 }, (_, index) => index))('after %i of its renames', (renames) => {
  const backupFolder = join(place.folder, 'backups');
  const options = { path: place.path, reason: 'damaged', at: EVENING } as const;
  const ledger = openLedger(place.path);
  const { number } = openOne(ledger);
  backUp(place.path, backupFolder, EVENING - 1000);
  ledger.close();
  writeFileSync(place.path, 'the damaged file');
  writeFileSync(`${place.path}-wal`, 'its log');
  writeFileSync(`${place.path}-shm`, 'its index');

  power.renamesLeft = renames;
  if (renames < RENAMES)
    expect(() => {
      restore(options);
    }).toThrow(PowerCut);
  else restore(options);
  power.renamesLeft = Number.POSITIVE_INFINITY;

  // The old file and its log still exist in one of the folders. SQLite makes a new index whenever it reads.
  const everywhere = (readdirSync(place.folder, { recursive: true }) as string[]).map((name) =>
    join(place.folder, name),
  );
  const texts = everywhere.filter((file) => /ledger\.db(-wal)?$/.test(file)).map((file) => readFileSync(file, 'utf8'));
  for (const text of ['the damaged file', 'its log']) expect(texts).toContain(text);

  // The next start finds a ledger that opens, or a file that is still damaged.
  const start = (): ReturnType<typeof openLedger> => {
    try {
      return openLedger(place.path);
    } catch (error) {
      if (!(error instanceof LedgerError) || error.fault !== 'damaged') throw error;
      restore(options);
      return openLedger(place.path);
    }
  };
  const restored = start();
  expect(restored.find(number)).not.toBeNull();
  expect(restored.restored()).toMatchObject({ at: EVENING, seenAt: null });
  const quarantine = restored.restored()?.quarantine ?? '';
  expect(readdirSync(quarantine).toSorted()).toEqual(['ledger.db', 'ledger.db-shm', 'ledger.db-wal']);
  expect(readFileSync(join(quarantine, 'ledger.db'), 'utf8')).toBe('the damaged file');
  expect(readFileSync(join(quarantine, 'ledger.db-wal'), 'utf8')).toBe('its log');
  restored.close();
  expect(existsSync(`${place.path}.restored`)).toBe(false);
});
