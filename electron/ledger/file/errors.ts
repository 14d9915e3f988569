/** Turns errors of SQLite and of the disk into LedgerErrors, which a person can act on. All other errors are bugs. */
import type { LedgerFault } from '../../../shared/ledger-fault.ts';
import { codeOf } from '../../files/error-code.ts';
import { LedgerError } from '../../till/ports/ledger.ts';

/** Runs `work`, which uses the file. @throws LedgerError for a failure of the file or the disk; bugs as they are */
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
 * Like `guarded`, for the first queries of a file. There a statement that does not fit the file's tables, or a format
 * that SQLite does not know, means a damaged file. Later it means a bug. @throws LedgerError
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

/** The fault that a person can act on; null for a bug. */
function troubleOf(error: unknown): LedgerFault | null {
  if (!(error instanceof Error)) return null;
  // For a missing or inaccessible folder better-sqlite3 throws a plain TypeError before it calls SQLite.
  if (error instanceof TypeError && /directory/.test(error.message)) return 'disk';
  const code = codeOf(error) ?? '';
  if (code.startsWith('SQLITE_FULL')) return 'full';
  // The disk has no room for the small -shm file, which SQLite makes beside the ledger at each opening.
  if (code === 'SQLITE_IOERR_SHMSIZE') return 'full';
  if (code.startsWith('SQLITE_READONLY') || code.startsWith('SQLITE_PERM')) return 'read-only';
  if (code.startsWith('SQLITE_CANTOPEN')) return 'read-only';
  // Shared memory and file locks, which a network share does not support as a local disk does.
  if (/^SQLITE_IOERR_(SHM|LOCK|RDLOCK|UNLOCK|CHECKRESERVEDLOCK)/.test(code)) return 'share';
  if (code.startsWith('SQLITE_IOERR')) return 'disk';
  if (code.startsWith('SQLITE_BUSY') || code.startsWith('SQLITE_LOCKED')) return 'in-use';
  if (code.startsWith('SQLITE_CORRUPT') || code.startsWith('SQLITE_NOTADB')) return 'damaged';
  return FILE_TROUBLES[code] ?? null;
}

/** Codes of Node's own functions, which copy, move and sync files. */
const FILE_TROUBLES: Readonly<Record<string, LedgerFault>> = {
  ENOSPC: 'full',
  EDQUOT: 'full',
  EACCES: 'read-only',
  EPERM: 'read-only',
  EROFS: 'read-only',
  EIO: 'disk',
  ENOENT: 'disk',
  // Something else is where a file or folder of the till should be.
  ENOTDIR: 'disk',
  EEXIST: 'disk',
  EBUSY: 'disk',
};
