/** The program removes files only by a call that works with every name. */
import { existsSync, globSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, it } from 'vitest';
import { removeFile } from '../../electron/files/remove-file.ts';
import { newFolder } from '../support/folders.ts';

it('removes a file, ignores a missing one, and throws when a file stays', () => {
  const place = newFolder();
  const path = join(place.folder, '陳大文.db');
  writeFileSync(path, 'x');
  removeFile(path);
  expect(existsSync(path)).toBe(false);
  expect(() => removeFile(path)).not.toThrow();
  mkdirSync(path);
  expect(() => removeFile(path)).toThrow(/EISDIR|EPERM/);
  place.remove();
});

it('is the only call by which the program removes files', () => {
  const root = resolve(import.meta.dirname, '../../electron');
  const users = globSync('**/*.ts', { cwd: root }).filter((name) =>
    /\brm(Sync|dirSync)?\(|\brmSync\b/.test(readFileSync(join(root, name), 'utf8').replaceAll(/\/\*[\s\S]*?\*\//g, '')),
  );
  expect(users).toEqual([]);
});
