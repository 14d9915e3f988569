/** Only the till's own user can read the ledger and its files. */
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
/** The modes of every file and folder in the ledger's folder. */
const modes = (): Record<string, string> =>
  Object.fromEntries(
    (readdirSync(place.folder, { recursive: true }) as string[]).map((name) => [name, mode(join(place.folder, name))]),
  );

it('the ledger, its backups, its notes and the quarantine are private', () => {
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

it('files that an older program left readable for everybody become private', () => {
  place.ledger().close();
  const folder = join(place.folder, 'backups');
  mkdirSync(folder);
  chmodSync(place.path, 0o644);
  chmodSync(folder, 0o755);
  place.ledger();
  noteEpoch(place.path, folder, 'AAAAAA', EVENING);
  expect([mode(place.path), mode(`${place.path}-wal`), mode(folder)]).toEqual(['600', '600', '700']);
});
