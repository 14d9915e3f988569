/** What makes a file and its name outlive a power cut. Each function throws NodeJS.ErrnoException (ENOSPC, EACCES, EIO …). */
import { closeSync, fsyncSync, openSync, renameSync } from 'node:fs';
import { dirname } from 'node:path';
import { codeOf } from './error-code.ts';

/** What `write` writes is on the disk when this returns. The file is made when it is missing, for its owner alone. */
export function writeSynced(path: string, flags: 'w' | 'a', write: (handle: number) => void): void {
  const handle = openSync(path, flags, 0o600);
  try {
    write(handle);
    syncWherePossible(handle);
  } finally {
    closeSync(handle);
  }
}

/** What somebody else, as SQLite, has written there is on the disk when this returns. */
export function syncFile(path: string): void {
  sync(path, 'r+');
}

/** Puts a file in the place of another, or of none, in such a way that the name stays. */
export function moveSynced(from: string, to: string): void {
  renameSync(from, to);
  syncFolder(dirname(to));
}

/** The name is durable only when the folder is. Windows has no such call and does it with the file. */
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
 * A folder on a network share may know no such call. What is there is as durable as the share makes it, which is what SQLite
 * says too: where the ledger's own file cannot be synced it takes no write.
 */
function syncWherePossible(handle: number): void {
  try {
    fsyncSync(handle);
  } catch (error) {
    const code = codeOf(error);
    if (code !== 'EINVAL' && code !== 'ENOTSUP' && code !== 'EOPNOTSUPP' && code !== 'ENOSYS') throw error;
  }
}
