/** What the ledger needs of a disk beside SQLite: that what belongs to a file goes with it, and that nobody else reads it. */
import { chmodSync, closeSync, mkdirSync, openSync } from 'node:fs';
import { removeFile } from '../../files/remove-file.ts';

/** What SQLite keeps beside a file, and the file. */
export const COMPANIONS = ['', '-wal', '-shm', '-journal'] as const;

/** Also what SQLite may have left beside the file. */
export function removeWithCompanions(path: string): void {
  for (const companion of COMPANIONS) removeFile(path + companion);
}

/** Makes the folder when it is missing; nobody but the till's own user looks into it from now on. */
export function makePrivateFolder(folder: string): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  setMode(folder, 0o700);
}

/**
 * The file, which is made when it is missing, is from now on its owner's alone; what SQLite makes beside it gets the same
 * rights.
 */
export function makePrivate(path: string): void {
  closeSync(openSync(path, 'a', 0o600));
  for (const companion of COMPANIONS) setMode(path + companion, 0o600);
}

function setMode(path: string, mode: number): void {
  try {
    chmodSync(path, mode);
  } catch {
    // Not there, somebody else's, or on a disk that knows no such rights: then as the folder around it is.
  }
}
