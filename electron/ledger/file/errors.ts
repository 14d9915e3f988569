/** What went wrong with a ledger's file, in the till's terms: a full disk is for a person to mend, a bug is ours. */
import type { LedgerFault } from '../../../shared/ledger-fault.ts';
import { codeOf } from '../../files/error-code.ts';
import { LedgerError } from '../../till/ports/ledger.ts';

/** Runs what touches the file and tells its failures in the till's terms. @throws LedgerError */
export function guarded<Value>(work: () => Value): Value {
  try {
    return work();
  } catch (error) {
    if (error instanceof LedgerError) throw error;
    const trouble = troubleOf(error);
    if (trouble === null) throw error;
    throw new LedgerError(trouble, error);
  }
}

/**
 * As `guarded`, where a file is looked at for the first time: a statement of ours that does not fit the tables that are
 * there, or a format that SQLite does not know, is the file's fault. Later it would be a bug of ours. @throws LedgerError
 */
export function firstLook<Value>(work: () => Value): Value {
  return guarded(() => {
    try {
      return work();
    } catch (error) {
      throw codeOf(error) === 'SQLITE_ERROR' ? new LedgerError('damaged', error) : error;
    }
  });
}

/** Which of the troubles a person can do something about this is; null for a bug of ours. */
function troubleOf(error: unknown): LedgerFault | null {
  if (!(error instanceof Error)) return null;
  // better-sqlite3 says a missing or closed folder as a plain TypeError before SQLite is asked.
  if (error instanceof TypeError && /directory/.test(error.message)) return 'disk';
  const code = codeOf(error) ?? '';
  if (code.startsWith('SQLITE_FULL')) return 'full';
  // The small file beside the ledger, made at each opening, did not get its room.
  if (code === 'SQLITE_IOERR_SHMSIZE') return 'full';
  if (code.startsWith('SQLITE_READONLY') || code.startsWith('SQLITE_PERM')) return 'read-only';
  if (code.startsWith('SQLITE_CANTOPEN')) return 'read-only';
  // Memory that several connections share, and locks, which a network share does not have as a disk has.
  if (/^SQLITE_IOERR_(SHM|LOCK|RDLOCK|UNLOCK|CHECKRESERVEDLOCK)/.test(code)) return 'share';
  if (code.startsWith('SQLITE_IOERR')) return 'disk';
  if (code.startsWith('SQLITE_BUSY') || code.startsWith('SQLITE_LOCKED')) return 'in-use';
  if (code.startsWith('SQLITE_CORRUPT') || code.startsWith('SQLITE_NOTADB')) return 'damaged';
  return FILE_TROUBLES[code] ?? null;
}

/** Of Node's own functions, where files are copied, moved and synced. */
const FILE_TROUBLES: Readonly<Record<string, LedgerFault>> = {
  ENOSPC: 'full',
  EDQUOT: 'full',
  EACCES: 'read-only',
  EPERM: 'read-only',
  EROFS: 'read-only',
  EIO: 'disk',
  ENOENT: 'disk',
  // Something else lies where a file or folder of ours should.
  ENOTDIR: 'disk',
  EEXIST: 'disk',
  EBUSY: 'disk',
};
