/** The ledger's files: removes a file together with those that SQLite keeps beside it, and makes them private. */
import { chmodSync, closeSync, mkdirSync, openSync } from 'node:fs';
import { removeFile } from '../../files/remove-file.ts';

/** The suffixes of the file itself and of those that SQLite keeps beside it. */
export const COMPANIONS = ['', '-wal', '-shm', '-journal'] as const;

/** Removes the file and those that SQLite may have left beside it. */
export function removeWithCompanions(path: string): void {
  for (const companion of COMPANIONS) removeFile(path + companion);
}

/** Creates the folder if it is missing, and gives access to the till's own user only. */
export function makePrivateFolder(folder: string): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  setMode(folder, 0o700);
}

/**
 * Creates the file if it is missing, and gives access to its owner only. SQLite gives the files that it makes beside it
 * the same rights.
 */
export function makePrivate(path: string): void {
  closeSync(openSync(path, 'a', 0o600));
  for (const companion of COMPANIONS) setMode(path + companion, 0o600);
}

function setMode(path: string, mode: number): void {
  try {
    chmodSync(path, mode);
  } catch {
    // The file is missing, somebody else's, or on a disk without such rights. Then the folder's rights protect it.
  }
}
