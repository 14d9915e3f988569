/** A later program's migration of this program's ledger: a backup first, all or nothing, and no way back. */
import { afterEach, beforeEach, expect, it } from 'vitest';
import Sqlite from 'better-sqlite3';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { LEDGER_VERSION, MIGRATIONS, openDatabase } from '../../electron/ledger/file/open.ts';
import { newFolder } from '../support/counter-till.ts';

const LATER = [...MIGRATIONS, 'CREATE TABLE later (id INTEGER PRIMARY KEY) STRICT;'];
const BROKEN = [...MIGRATIONS, 'CREATE TABLE later (id INTEGER PRIMARY KEY) STRICT; SELECT nonsense;'];

let place: ReturnType<typeof newFolder>;
let path: string;
const epochIn = (file: string): unknown => {
  const db = new Sqlite(file, { readonly: true });
  try {
    return { ledger: db.prepare('SELECT * FROM ledger').get(), version: db.pragma('user_version', { simple: true }) };
  } finally {
    db.close();
  }
};

beforeEach(() => {
  place = newFolder();
  path = join(place.folder, 'ledger.db');
  openDatabase(path).close();
});
afterEach(() => {
  place.remove();
});

it('keeps a whole copy of the old ledger beside the new one', () => {
  const before = epochIn(path);
  openDatabase(path, LATER).close();
  expect(epochIn(`${path}.version-${LEDGER_VERSION}`)).toEqual(before);
  expect(epochIn(path)).toMatchObject({ version: LEDGER_VERSION + 1 });
});

it('changes nothing when the migration fails, and leaves no half-made backup', () => {
  const before = epochIn(path);
  expect(() => openDatabase(path, BROKEN)).toThrow('nonsense');
  expect(epochIn(path)).toEqual(before);
  expect(readdirSync(place.folder).filter((name) => name.endsWith('.part'))).toEqual([]);
});

it('does not overwrite a backup of an earlier try', () => {
  expect(() => openDatabase(path, BROKEN)).toThrow('nonsense');
  const backup = readFileSync(`${path}.version-${LEDGER_VERSION}`);
  openDatabase(path, LATER).close();
  expect(readFileSync(`${path}.version-${LEDGER_VERSION}`).equals(backup)).toBe(true);
});

it('makes no backup if nothing is migrated', () => {
  openDatabase(path).close();
  expect(existsSync(`${path}.version-${LEDGER_VERSION}`)).toBe(false);
});

it('refuses the later program’s ledger', () => {
  openDatabase(path, LATER).close();
  expect(() => openDatabase(path)).toThrow(expect.objectContaining({ fault: 'newer' }));
});
