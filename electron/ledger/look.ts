/** Looks at a ledger's file before anything is written to it: a damaged one stays as it was found. */
import { existsSync } from 'node:fs';
import { LedgerError } from '../till/ports.ts';
import { LEDGER_VERSION, openDatabase, openReadonly, userVersion } from './open.ts';
import { wasClosed } from './runs.ts';
import { firstLook } from './trouble.ts';
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

/** The first fault of a ledger that is there, or null when it is sound. @throws LedgerError when the disk cannot be read */
export function lookThrough(path: string, scope: Scope, progress?: Progress): Fault | null {
  try {
    const db = openReadonly(path);
    try {
      return verify(db, scope, progress);
    } finally {
      db.close();
    }
  } catch (error) {
    if (error instanceof LedgerError && error.trouble === 'damaged') return { kind: 'file', said: String(error.cause) };
    throw error;
  }
}
