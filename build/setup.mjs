/**
 * Prepares a fresh copy of the project, on a machine with only Node and npm, for its commands. Each function ensures
 * one thing, says in one line what it did and why, and says nothing if there was nothing to do. It must never change
 * anything outside this folder and the cache folder, except that it installs Debian packages for root.
 */

import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { Stop, say, seconds } from './setup/console.mjs';
import { ensureDebianPackages } from './setup/debian.mjs';
import { findElectron, officialIsNear } from './setup/electron.mjs';
import { installModules, isInstalled } from './setup/modules.mjs';
import { buildSqlite, installSqlite, needsOwnSqlite, removeSqlite, sqliteIsBuilt } from './setup/sqlite.mjs';

/** @typedef {import('./setup/electron.mjs').Electron} Electron */

export const PROJECT = path.resolve(import.meta.dirname, '..');
export const MODULES = path.join(PROJECT, 'node_modules');

const NODE_MAJOR = 24;
const OLDEST_NODE = /** @type {const} */ ([20, 19]);

/** Installs what package-lock.json lists, if that differs from the last installation. */
export async function ensureNodeModules() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major < OLDEST_NODE[0] || (major === OLDEST_NODE[0] && minor < OLDEST_NODE[1])) {
    throw new Stop(`Node ${OLDEST_NODE.join('.')} or later is needed; this is ${process.versions.node}.`);
  }
  const lock = readFileSync(path.join(PROJECT, 'package-lock.json'), 'utf8');
  const wanted = createHash('sha256').update(lock).update(`${process.platform} ${process.arch}`).digest('hex');
  const mark = path.join(MODULES, '.harbour-till-lock');
  const found = existsSync(mark) ? readFileSync(mark, 'utf8') : '';
  if (found === wanted) return;
  const filled = path.join(MODULES, '.package-lock.json');
  if (found !== '' && existsSync(filled) && isInstalled(lock, readFileSync(filled, 'utf8'))) return;
  const startedAt = Date.now();
  const command = await installModules(PROJECT, lock);
  writeFileSync(mark, wanted);
  const why = found ? 'package-lock.json has changed' : 'they were not there';
  say(`${command} installed the modules, because ${why} (${seconds(Date.now() - startedAt)})`);
}

/** @returns {Promise<string>} the path of a Node 24 */
export async function ensureNode24() {
  const program = process.platform === 'win32' ? 'bin/node.exe' : 'bin/node';
  const platform = process.platform === 'win32' ? 'win' : process.platform;
  const packaged = path.join(MODULES, `node-${platform}-${process.arch}`, program);
  if (existsSync(packaged)) return packaged;
  if (Number.parseInt(process.versions.node, 10) >= NODE_MAJOR) return process.execPath;
  throw new Stop(
    `The project runs on Node ${NODE_MAJOR}, and npm has none for ${process.platform} ${process.arch}. ` +
      `Install it (https://nodejs.org), then run the command again.`,
  );
}

/** @param {string} node24 @returns {Promise<Electron>} */
export function ensureElectron(node24) {
  return findElectron(MODULES, node24);
}

/** @returns {string} the version of better-sqlite3 that is, or will be, in node_modules */
function lockedSqlite() {
  const lock = JSON.parse(readFileSync(path.join(PROJECT, 'package-lock.json'), 'utf8'));
  return lock.packages['node_modules/better-sqlite3'].version;
}

/**
 * Whether better-sqlite3 must be compiled, as far as that is known before any download. It need not if it was compiled
 * before, or if the official Electron is here or can be fetched.
 *
 * @returns {Promise<boolean>}
 */
export async function willCompile() {
  if (process.platform !== 'linux' || sqliteIsBuilt(lockedSqlite())) return false;
  return !(await officialIsNear(MODULES));
}

/**
 * Makes better-sqlite3 load in this Electron.
 *
 * @param {Electron} electron
 * @param {string} node24
 */
export async function ensureSqliteForElectron(electron, node24) {
  if (!needsOwnSqlite(electron.version)) {
    if (removeSqlite(MODULES))
      say(`removed a better-sqlite3 that was built for another Electron than ${electron.version}`);
    return;
  }
  // Needed if the official Electron seemed available and was not.
  if (!sqliteIsBuilt(lockedSqlite())) await ensureDebianPackages(['compiling better-sqlite3']);
  const startedAt = Date.now();
  const { folder, made } = await buildSqlite(MODULES, path.dirname(path.dirname(node24)));
  const installed = installSqlite(MODULES, folder);
  const why = `because Electron ${electron.version} is too old for the one in the package`;
  if (made) say(`built better-sqlite3 from its source, ${why} (${seconds(Date.now() - startedAt)})`);
  else if (installed) say(`put the better-sqlite3 built earlier into node_modules, ${why}`);
}

/**
 * @param {{ node24: string, electron?: Electron }} parts
 * @returns {NodeJS.ProcessEnv} the environment of the project's programs
 */
export function environment({ node24, electron }) {
  const folders = [path.dirname(node24), path.join(MODULES, '.bin'), process.env.PATH];
  /** @type {NodeJS.ProcessEnv} */
  const env = { ...process.env, PATH: folders.join(path.delimiter) };
  if (electron && !electron.official) {
    env.ELECTRON_OVERRIDE_DIST_PATH = electron.distribution;
    // Otherwise electron-vite builds for the Electron that package.json names.
    env.ELECTRON_MAJOR_VER = String(Number.parseInt(electron.version, 10));
  }
  return env;
}
