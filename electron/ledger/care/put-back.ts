/**
 * Finds out whether a ledger's file is older than what was written to it: somebody put an old copy or another ledger in
 * its place. To continue with that file would forget payments. The backups and notes beside it show this.
 */
import { join } from 'node:path';
import { LedgerError } from '../../till/ports/ledger.ts';
import { backupFolderOf, isPartOf, listBackups, type Backup } from './backup-list.ts';
import { notedEpochs } from './epoch-notes.ts';
import { knownEpochs } from '../file/epoch.ts';
import { openReadonly, type ReadableDb } from '../file/open.ts';
import { readableRows } from './salvage.ts';
import { firstLook } from '../file/errors.ts';

/** @throws LedgerError when the ledger cannot be read */
export function isPutBack(path: string): boolean {
  const folder = backupFolderOf(path);
  const db = openReadonly(path);
  try {
    return firstLook(() => {
      const known = new Set(knownEpochs(db));
      // An epoch that was noted but is not in this file was drawn by a later run than the last one in this file.
      if (notedEpochs(path, folder).some((epoch) => !known.has(epoch))) return true;
      return ofThisLedger(db, path).some((backup) => !isPartOf(backup, db));
    });
  } finally {
    db.close();
  }
}

/**
 * Whether a ledger was at this path before: its backups show that or, before the first of them, the notes of its runs.
 * @throws LedgerError
 */
export function wasThere(path: string): boolean {
  const folder = backupFolderOf(path);
  return listBackups(path, folder).length > 0 || notedEpochs(path, folder).length > 0;
}

/**
 * The backups that may be of this ledger: somebody may have put another till's backups into its folder. A whole copy is
 * foreign if its first journal row differs. If there are foreign copies, a file of rows counts only if its epoch is
 * known.
 *
 * @throws LedgerError
 */
export function ofThisLedger(db: ReadableDb, path: string): readonly Backup[] {
  const folder = backupFolderOf(path);
  const backups = listBackups(path, folder);
  const known = new Set([...(knownEpochs(db) ?? []), ...notedEpochs(path, folder)]);
  const isForeign = ({ kind, name }: Backup): boolean => kind === 'whole' && !hasSameBeginning(db, join(folder, name));
  // To open each copy of a shop's year at each start would take long. A copy whose hash fits need not be opened.
  const foreign = new Set(backups.filter((backup) => !isPartOf(backup, db) && isForeign(backup)));
  return backups.filter((backup) =>
    backup.kind === 'rows' ? foreign.size === 0 || known.has(backup.epoch ?? '') : !foreign.has(backup),
  );
}

/** Whether both may be of one ledger: their first journal rows are the same, or one of the two cannot be read. */
export function beganAlike(one: ReadableDb, other: ReadableDb): boolean {
  const [first, second] = [firstHash(one), firstHash(other)];
  return first === null || second === null || first.equals(second);
}

function firstHash(db: ReadableDb): Buffer | null {
  for (const { place, hash } of readableRows(db, 'journal')) return place === 1 && Buffer.isBuffer(hash) ? hash : null;
  return null;
}

/** A backup that cannot be read may be of this ledger. */
function hasSameBeginning(db: ReadableDb, file: string): boolean {
  try {
    const backup = openReadonly(file);
    try {
      return beganAlike(backup, db);
    } finally {
      backup.close();
    }
  } catch (error) {
    if (error instanceof LedgerError) return true;
    throw error;
  }
}
