/** The file is always whole, the old or the new one, and no temporary file stays. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { writeAtomically } from '../../electron/files/atomic-file.ts';
import { newFolder } from '../support/counter-till.ts';

let place: ReturnType<typeof newFolder>;
let path: string;

beforeEach(() => {
  place = newFolder();
  path = join(place.folder, 'a', 'b', 'file.txt');
});
afterEach(() => {
  place.remove();
});

it('makes the folder, writes text and bytes, and leaves no other file', () => {
  writeAtomically(path, '一 text');
  expect(readFileSync(path, 'utf8')).toBe('一 text');
  writeAtomically(path, Buffer.of(0, 255, 10));
  expect([...readFileSync(path)]).toEqual([0, 255, 10]);
  expect(readdirSync(join(place.folder, 'a', 'b'))).toEqual(['file.txt']);
});

it('removes the temporary file of a killed run for this file, and nothing else', () => {
  const gone = spawnSync(process.execPath, ['-e', '']).pid;
  const others = [
    `file.txt.${process.ppid}.part`,
    `other.txt.${gone}.part`,
    `xfile.txt.${gone}.part`,
    `file.txt.${gone}.part.txt`,
    'file.txt.x.part',
    'file.txt.damaged-1',
  ];
  const folder = join(place.folder, 'a', 'b');
  mkdirSync(folder, { recursive: true });
  for (const name of [...others, `file.txt.${gone}.part`]) writeFileSync(join(folder, name), 'half a fi');
  writeAtomically(path, 'whole');
  expect(readFileSync(path, 'utf8')).toBe('whole');
  expect(readdirSync(folder).toSorted()).toEqual([...others, 'file.txt'].toSorted());
});

it.skipIf(process.platform === 'win32')('makes a file that only its owner can read', () => {
  writeAtomically(path, 'x');
  expect(statSync(path).mode & 0o777).toBe(0o600);
});

it('replaces a shorter or longer file completely', () => {
  writeAtomically(path, 'a much longer text than the next one');
  writeAtomically(path, 'short');
  expect(readFileSync(path, 'utf8')).toBe('short');
});

it('writes a new file, so that a program with the old one open can go on reading', () => {
  writeAtomically(path, 'old');
  const before = statSync(path).ino;
  writeAtomically(path, 'new');
  expect(statSync(path).ino).not.toBe(before);
});

it('throws when it cannot write, with the old file unchanged and no other file', () => {
  // A folder cannot be replaced by a file: the last step fails, after the new content was written.
  mkdirSync(join(path, 'full'), { recursive: true });
  expect(() => writeAtomically(path, 'new')).toThrow(/EISDIR|ENOTEMPTY|EPERM|EEXIST/);
  expect(readdirSync(path)).toEqual(['full']);
  expect(readdirSync(join(place.folder, 'a', 'b'))).toEqual(['file.txt']);
});

it('throws when a file is in place of the folder', () => {
  writeFileSync(join(place.folder, 'a'), 'a file');
  expect(() => writeAtomically(path, 'new')).toThrow(/ENOTDIR|EEXIST/);
  expect(readFileSync(join(place.folder, 'a'), 'utf8')).toBe('a file');
});
