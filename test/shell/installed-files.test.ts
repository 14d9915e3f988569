/** The program finds changes to its packed files before it uses any of them. */
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { canBeChanged, changedFiles } from '../../electron/shell/installed-files.ts';
import { newFolder } from '../support/folders.ts';

const LIBRARY = 'node_modules/better-sqlite3/prebuilds/linux-x64.node';
const hash = (text: string): string => createHash('sha256').update(text).digest('hex');
const WANTED = { [LIBRARY]: hash('library'), 'node_modules/node-hid/not-packed-here.node': hash('x') };

let place: ReturnType<typeof newFolder>;
let library: string;
let archive: string;

beforeEach(() => {
  place = newFolder();
  library = join(place.folder, 'app.asar.unpacked', LIBRARY);
  archive = join(place.folder, 'app.asar');
  mkdirSync(join(library, '..'), { recursive: true });
  writeFileSync(library, 'library');
  writeFileSync(archive, 'archive');
  writeFileSync(`${archive}.sha256`, `${hash('archive')}\n`);
});
afterEach(() => {
  place.remove();
});

const changed = (platform: NodeJS.Platform = 'linux') => changedFiles(place.folder, WANTED, platform, readFileSync);

it('finds nothing in unchanged files', () => {
  expect(changed()).toEqual([]);
  expect(canBeChanged(place.folder)).toBe(true);
  expect(canBeChanged(join(place.folder, 'not-there'))).toBe(false);
});

it.each(['linux', 'win32', 'darwin'] as const)('finds a replaced library on %s', (platform) => {
  writeFileSync(library, 'another one');
  expect(changed(platform)).toEqual([library]);
});

it('finds an additional library', () => {
  const other = join(place.folder, 'app.asar.unpacked', 'other.node');
  writeFileSync(other, 'library');
  expect(changed()).toEqual([other]);
});

it.each([
  ['a library', () => library],
  ['a folder', () => join(library, '..')],
])('finds %s that was replaced by a link, whatever its target', (_what, linked) => {
  const elsewhere = join(place.folder, 'elsewhere');
  renameSync(linked(), elsewhere);
  symlinkSync(elsewhere, linked());
  expect(changed()).toEqual([linked()]);
});

it('finds a changed archive on Linux, where Electron does not', () => {
  writeFileSync(archive, 'archivf');
  expect(changed()).toEqual([archive]);
  expect(changed('win32')).toEqual([]);
});

it('throws without the hash', () => {
  rmSync(`${archive}.sha256`);
  expect(() => changed()).toThrow(/ENOENT/);
});
