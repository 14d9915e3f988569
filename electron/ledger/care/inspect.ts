/** Looks at a ledger's file before anything is written to it: a damaged one stays as it was found. */
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
export function howLeft(path: string): Left {
  if (!existsSync(path)) return 'none';
  // A first write that was cut off is taken back by who may write, and by nobody else.
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

/** Whether an older program left it. False when there is none. @throws LedgerError when it cannot be read */
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
  /** The first one; null when it is sound, as far as was looked. */
  readonly fault: Fault | null;
  /** Up to this row it is, and nothing was left unlooked before it but what had been verified; null when it says nothing. */
  readonly verified: { readonly position: number; readonly hash: string } | null;
  /** What was looked at began behind a row that nobody had ever verified. */
  readonly isFirstLook: boolean;
};

/** Looks through a ledger that is there. @throws LedgerError when the disk cannot be read */
export function lookThrough(path: string, scope: Scope, progress?: Progress): Looked {
  try {
    const db = openReadonly(path);
    try {
      // The page that is damaged may be the one that is read first.
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
