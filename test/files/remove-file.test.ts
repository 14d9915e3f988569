/** Files are removed by a call that works under every name, and by no other. */
import { existsSync, globSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, it } from 'vitest';
import { removeFile } from '../../electron/files/remove-file.ts';
import { newFolder } from '../support/folders.ts';

it('removes a file, does not mind one that is gone, and says when one stays', () => {
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

it('is the only way in which the program removes one', () => {
  const root = resolve(import.meta.dirname, '../../electron');
  const users = globSync('**/*.ts', { cwd: root }).filter((name) =>
    /\brm(Sync|dirSync)?\(|\brmSync\b/.test(readFileSync(join(root, name), 'utf8').replaceAll(/\/\*[\s\S]*?\*\//g, '')),
  );
  expect(users).toEqual([]);
});
