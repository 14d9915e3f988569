/** Inspects a ledger's file before anything is written to it, so that a damaged one stays as it was found. */
import { existsSync } from 'node:fs';
import { LedgerError } from '../../till/ports/ledger.ts';
import { LEDGER_VERSION, openDatabase, openReadonly, userVersion } from '../file/open.ts';
import { CHAIN_START, journalHead } from '../file/journal.ts';
import { verifiedUpTo, wasClosed } from '../file/runs.ts';
import { firstLook } from '../file/errors.ts';
import { verify, type Fault, type Progress, type Scope } from './verify.ts';

/** `none`: there is no file, or one in which nothing was ever committed. */
export type Left = 'none' | 'in-order' | 'not-in-order';

/** How the last run left the file. @throws LedgerError when it cannot be read, or a newer program wrote it */
export function lastShutdown(path: string): Left {
  if (!existsSync(path)) return 'none';
  // Only a connection that may write can roll back a first write that was cut off.
  if (existsSync(`${path}-journal`)) openDatabase(path).close();
  const db = openReadonly(path);
  try {
    const version = userVersion(db);
    if (version > LEDGER_VERSION) throw new LedgerError('newer', null);
    if (version === 0) return 'none';
    return firstLook(() => wasClosed(db)) ? 'in-order' : 'not-in-order';
  } finally {
    db.close();
  }
}

/** Whether an older program wrote the file. False if there is none. @throws LedgerError when it cannot be read */
export function isOlder(path: string): boolean {
  if (!existsSync(path)) return false;
  const db = openReadonly(path);
  try {
    const version = userVersion(db);
    return version > 0 && version < LEDGER_VERSION;
  } finally {
    db.close();
  }
}

export type Looked = {
  /** The first fault; null if none was found within the scope. */
  readonly fault: Fault | null;
  /** The row up to which the file is verified now; null after a fault, for `pages`, or if earlier rows never were. */
  readonly verified: { readonly position: number; readonly hash: string } | null;
  /** The file had never been verified before. */
  readonly isFirstLook: boolean;
};

/** Verifies an existing ledger. @throws LedgerError when the disk cannot be read */
export function lookThrough(path: string, scope: Scope, progress?: Progress): Looked {
  try {
    const db = openReadonly(path);
    try {
      // The damaged page may be the first one that is read.
      const isFirstLook = firstLook(() => verifiedUpTo(db)) === null;
      const { position, hash } = firstLook(() => journalHead(db)) ?? CHAIN_START;
      const fault = verify(db, scope, progress);
      const isProved = fault === null && (scope === 'whole' || !(isFirstLook && scope === 'tail'));
      const verified = isProved && scope !== 'pages' ? { position, hash: hash.toString('hex') } : null;
      return { fault, verified, isFirstLook };
    } finally {
      db.close();
    }
  } catch (error) {
    if (!(error instanceof LedgerError) || error.fault !== 'damaged') throw error;
    return { fault: { kind: 'file', said: String(error.cause) }, verified: null, isFirstLook: false };
  }
}
