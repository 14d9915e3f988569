/** Makes files and their names survive a power cut. All functions throw NodeJS.ErrnoException (ENOSPC, EIO …). */
import { closeSync, fsyncSync, openSync, renameSync } from 'node:fs';
import { dirname } from 'node:path';
import { codeOf } from './error-code.ts';

/** When this returns, the data of `write` is on the disk. A missing file is made, readable for its owner only. */
export function writeSynced(path: string, flags: 'w' | 'a', write: (handle: number) => void): void {
  const handle = openSync(path, flags, 0o600);
  try {
    write(handle);
    syncWherePossible(handle);
  } finally {
    closeSync(handle);
  }
}

/** When this returns, what another writer (SQLite) wrote there is on the disk. */
export function syncFile(path: string): void {
  sync(path, 'r+');
}

/** Moves a file to a name, in place of any file there, so that the new name survives. */
export function moveSynced(from: string, to: string): void {
  renameSync(from, to);
  syncFolder(dirname(to));
}

/** A name is durable only once its folder is synced. Windows has no such call: syncing the file does it there. */
export function syncFolder(folder: string): void {
  if (process.platform !== 'win32') sync(folder, 'r');
}

function sync(path: string, flags: 'r' | 'r+'): void {
  const handle = openSync(path, flags);
  try {
    syncWherePossible(handle);
  } finally {
    closeSync(handle);
  }
}

/**
 * A network share may not know this call; its files are then as durable as the share makes them. For the ledger SQLite
 * decides: if the ledger's own file cannot be synced, it takes no write.
 */
function syncWherePossible(handle: number): void {
  try {
    fsyncSync(handle);
  } catch (error) {
    const code = codeOf(error);
    if (code !== 'EINVAL' && code !== 'ENOTSUP' && code !== 'EOPNOTSUPP' && code !== 'ENOSYS') throw error;
  }
}
