/** Nobody but the till's own user reads what a shop takes. */
import { chmodSync, mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { backUp } from '../../electron/ledger/care/backup.ts';
import { noteEpoch } from '../../electron/ledger/care/epoch-notes.ts';
import { restore } from '../../electron/ledger/care/restore.ts';
import { newLedgerPlace, openOne, type LedgerPlace } from '../support/ledger-files.ts';
import { EVENING } from '../support/samples.ts';

let place: LedgerPlace;

beforeEach(() => {
  place = newLedgerPlace();
});
afterEach(() => {
  place.remove();
});

const mode = (path: string): string => (statSync(path).mode & 0o777).toString(8);
/** Of every file and folder beside the ledger. */
const modes = (): Record<string, string> =>
  Object.fromEntries(
    (readdirSync(place.folder, { recursive: true }) as string[]).map((name) => [name, mode(join(place.folder, name))]),
  );

it('the ledger, its backups, its notes and what lies in the quarantine', () => {
  const folder = join(place.folder, 'backups');
  const ledger = place.ledger();
  openOne(ledger);
  noteEpoch(place.path, folder, 'AAAAAA', EVENING);
  backUp(place.path, folder, EVENING);
  openOne(ledger);
  backUp(place.path, folder, EVENING + 1000);
  expect(Object.keys(modes()).filter((name) => /-(wal|shm)$|\.rows$/.test(name))).toHaveLength(3);
  expect(new Set(Object.values(modes()))).toEqual(new Set(['600', '700']));
  ledger.close();
  writeFileSync(place.path, 'no ledger');
  restore({ path: place.path, reason: 'damaged', at: EVENING });
  place.ledger();
  expect(new Set(Object.values(modes()))).toEqual(new Set(['600', '700']));
});

it('also those of an older program, which left them open to everybody', () => {
  place.ledger().close();
  const folder = join(place.folder, 'backups');
  mkdirSync(folder);
  chmodSync(place.path, 0o644);
  chmodSync(folder, 0o755);
  place.ledger();
  noteEpoch(place.path, folder, 'AAAAAA', EVENING);
  expect([mode(place.path), mode(`${place.path}-wal`), mode(folder)]).toEqual(['600', '600', '700']);
});
