/**
 * Restores a ledger that is damaged, or older than its own backups. Its files are moved aside together and never
 * deleted. In their place comes the good backup with the highest last position, with all that can be read of later rows
 * from their backups and from the damaged file itself:
 *
 * 1. journal rows that continue the backup's chain are certain, and are taken over unchanged;
 * 2. attempts after the first break of the chain are not, so they are inserted as `unknown` and enquired about;
 * 3. what cannot be read at all only the gateway knows: the till asks it for everything since then under the epochs
 *    that were drawn for the lost part (till/lost.ts).
 *
 * Backups that do not fit the restored ledger are moved aside with the file; otherwise they would cause another
 * restore.
 *
 * A power cut at any moment leaves either the damaged ledger in its place or all that is needed to finish.
 */
import { existsSync, mkdirSync, renameSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { WallMs } from '../../../shared/time.ts';
import { LedgerError, type Restored } from '../../till/ports/ledger.ts';
import { newestGood } from './backup.ts';
import { fillDerived } from './derived.ts';
import { backupFolderOf, fileTime, isPartOf, listBackups, type Backup } from './backup-list.ts';
import { COMPANIONS, makePrivateFolder, removeWithCompanions } from '../file/files.ts';
import { openDatabase, openReadonly, snapshot, type ReadableDb, type ReadonlyDb } from '../file/open.ts';
import { beganAlike } from './put-back.ts';
import { fillUp } from './restore-fill.ts';
import { addRestore, lastRestore } from '../file/runs.ts';
import { guarded } from '../file/errors.ts';
import type { Progress } from './verify.ts';
import { moveSynced, syncFolder } from '../../files/durable.ts';
import { removeFile } from '../../files/remove-file.ts';

export type RestoreOptions = {
  readonly path: string;
  readonly reason: Restored['reason'];
  readonly at: WallMs;
};

/** The name of the complete restored ledger until it takes the damaged one's place. */
const readyName = (path: string): string => `${path}.restored`;
/** Puts a restored ledger in the damaged one's place. @throws LedgerError with the damaged files where they were */
export function restore(options: RestoreOptions, progress: Progress = () => undefined): void {
  const { path, at } = options;
  const unfinished = `${path}.restoring`;
  guarded(() => {
    removeWithCompanions(unfinished);
    const file = openIfReadable(path);
    try {
      const isOurs = (copy: ReadableDb): boolean => file === null || beganAlike(copy, file);
      const backup = newestGood(path, backupFolderOf(path), progress, isOurs);
      if (backup !== null) copyOf(join(backupFolderOf(path), backup.name), unfinished);
      const db = openDatabase(unfinished, undefined, { keepOld: false });
      try {
        const filled = fillUp(db, { ...options, file, backup }, progress);
        fillDerived(db);
        db.transaction(() => {
          addRestore(db, { ...filled, at, reason: options.reason, quarantine: freeQuarantine(path, at) });
        }).immediate();
        db.pragma('wal_checkpoint(TRUNCATE)');
      } finally {
        db.close();
      }
    } finally {
      file?.close();
    }
    moveSynced(unfinished, readyName(path));
  });
  finishRestore(path);
}

/**
 * The last step of a restore, also after a power cut: moves the damaged files into the quarantine, and the restored
 * ledger into their place. Does nothing if there is no restored ledger. @throws LedgerError
 */
export function finishRestore(path: string): void {
  if (!existsSync(readyName(path))) return;
  guarded(() => {
    const { quarantine, misfits } = lookAtReady(path);
    makePrivateFolder(dirname(quarantine));
    mkdirSync(quarantine, { recursive: true, mode: 0o700 });
    // The file itself first: until it is moved, its -wal must stay beside it; once it is gone, nobody opens the -wal.
    for (const companion of COMPANIONS) {
      const file = path + companion;
      if (existsSync(file)) renameSync(file, join(quarantine, basename(file)));
    }
    for (const { name } of misfits) renameSync(join(backupFolderOf(path), name), join(quarantine, name));
    for (const folder of [quarantine, dirname(quarantine), dirname(path)]) syncFolder(folder);
    // SQLite may have left these beside the restored ledger when `lookAtReady` opened it.
    for (const companion of ['-wal', '-shm']) removeFile(readyName(path) + companion);
    moveSynced(readyName(path), path);
  });
}

function lookAtReady(path: string): { readonly quarantine: string; readonly misfits: readonly Backup[] } {
  const ready = openReadonly(readyName(path));
  try {
    const restored = lastRestore(ready);
    if (restored === null) throw new LedgerError('damaged', new Error('A restored ledger without its restore'));
    const backups = listBackups(path, backupFolderOf(path));
    return { quarantine: restored.quarantine, misfits: backups.filter((backup) => !isPartOf(backup, ready)) };
  } finally {
    ready.close();
  }
}

function copyOf(file: string, target: string): void {
  const backup = openReadonly(file);
  try {
    snapshot(backup, `${target}.part`, () => target);
  } finally {
    backup.close();
  }
}

/** Null if the file is missing, or SQLite cannot read it at all. */
function openIfReadable(path: string): ReadonlyDb | null {
  if (!existsSync(path)) return null;
  try {
    return openReadonly(path);
  } catch (error) {
    if (error instanceof LedgerError && error.fault === 'damaged') return null;
    throw error;
  }
}

function freeQuarantine(path: string, at: WallMs): string {
  const wanted = join(dirname(path), 'quarantine', fileTime(at));
  let folder = wanted;
  for (let count = 2; existsSync(folder); count += 1) folder = `${wanted}-${count}`;
  return folder;
}
