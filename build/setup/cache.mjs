/**
 * The folder that keeps results that take long to make, shared by every copy of the project on the machine. Each result
 * is made in a temporary folder beside it and renamed when finished. So a killed run leaves nothing half-made under a
 * name that a later run would trust.
 */

import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';

/** After this time the leftover of a killed run is removed, because no run can still use it. */
const LEFTOVER_AFTER_MS = 24 * 60 * 60 * 1000;

/** @returns {string} the folder's absolute path; it need not exist */
export function cacheFolder() {
  const { HARBOUR_TILL_CACHE, XDG_CACHE_HOME, LOCALAPPDATA } = process.env;
  if (HARBOUR_TILL_CACHE) return path.resolve(HARBOUR_TILL_CACHE);
  if (process.platform === 'win32') return path.join(LOCALAPPDATA ?? homedir(), 'harbour-till', 'cache');
  if (process.platform === 'darwin') return path.join(homedir(), 'Library', 'Caches', 'harbour-till');
  return path.join(XDG_CACHE_HOME || path.join(homedir(), '.cache'), 'harbour-till');
}

/**
 * Makes `<cache>/<name>` if it does not exist.
 *
 * @param {string} name names everything that changes the content: versions, platform
 * @param {(folder: string) => Promise<void>} make fills the temporary folder it is given
 * @returns {Promise<{ folder: string, made: boolean }>}
 */
export async function keep(name, make) {
  const folder = path.join(cacheFolder(), name);
  if (existsSync(folder)) return { folder, made: false };
  const temporary = temporaryFolder(name);
  try {
    await make(temporary);
    chmodSync(temporary, 0o755); // mkdtemp gave access to the owner only
    try {
      renameSync(temporary, folder);
    } catch (error) {
      // Another run was faster, and its result is as good.
      if (!existsSync(folder)) throw error;
    }
  } finally {
    rmSync(temporary, { recursive: true, force: true });
  }
  return { folder, made: true };
}

/** @param {string} name @returns {string} a new empty folder on the cache's own file system */
export function temporaryFolder(name) {
  mkdirSync(cacheFolder(), { recursive: true });
  removeLeftovers();
  return mkdtempSync(path.join(cacheFolder(), `.making-${name}-`));
}

function removeLeftovers() {
  for (const name of readdirSync(cacheFolder())) {
    const leftover = path.join(cacheFolder(), name);
    if (!name.startsWith('.making-') || Date.now() - statSync(leftover).mtimeMs < LEFTOVER_AFTER_MS) continue;
    rmSync(leftover, { recursive: true, force: true });
  }
}

/** @param {string} folder @returns {number} bytes of all files in it; a file that vanishes meanwhile counts as 0 */
export function folderSize(folder) {
  let bytes = 0;
  try {
    for (const entry of readdirSync(folder, { withFileTypes: true })) {
      const full = path.join(folder, entry.name);
      bytes += entry.isDirectory() ? folderSize(full) : statSync(full).size;
    }
  } catch {
    // Another program changes the folder while it is read; the size is for the progress line only.
  }
  return bytes;
}
