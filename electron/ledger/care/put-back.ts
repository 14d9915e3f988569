/**
 * Whether a ledger's file is older than what was written of it: it was put back from a copy, or another one was laid in its
 * place. To go on with it would forget payments; and what is beside it knows better.
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
      // A run whose epoch this file has not kept came after the last one that it remembers.
      if (notedEpochs(path, folder).some((epoch) => !known.has(epoch))) return true;
      return ofThisLedger(db, path).some((backup) => !isPartOf(backup, db));
    });
  } finally {
    db.close();
  }
}

/**
 * Whether what is beside a ledger's place tells that one was there: its backups, or before the first of them the notes of
 * its runs. @throws LedgerError
 */
export function wasThere(path: string): boolean {
  const folder = backupFolderOf(path);
  return listBackups(path, folder).length > 0 || notedEpochs(path, folder).length > 0;
}

/**
 * The backups that nothing speaks against being of this ledger: those of another till may have been laid into its folder. Of
 * a whole copy its first row tells; of rows, where there are foreign copies, the epoch they were written under.
 *
 * @throws LedgerError
 */
export function ofThisLedger(db: ReadableDb, path: string): readonly Backup[] {
  const folder = backupFolderOf(path);
  const backups = listBackups(path, folder);
  const known = new Set([...(knownEpochs(db) ?? []), ...notedEpochs(path, folder)]);
  const isForeign = ({ kind, name }: Backup): boolean => kind === 'whole' && !hasSameBeginning(db, join(folder, name));
  // To look into each copy of a shop's year at each start would take long: those that fit by their hash need no look.
  const foreign = new Set(backups.filter((backup) => !isPartOf(backup, db) && isForeign(backup)));
  return backups.filter((backup) =>
    backup.kind === 'rows' ? foreign.size === 0 || known.has(backup.epoch ?? '') : !foreign.has(backup),
  );
}

/** Whether nothing speaks against it that both are of one ledger. */
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
