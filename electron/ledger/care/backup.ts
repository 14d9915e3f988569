/**
 * Takes backups: whole copies of a ledger, made by SQLite itself and checked; and between them only the rows that are
 * new, because a copy of a long ledger costs a small machine minutes and gigabytes of its disk.
 */
import { statSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { WallMs } from '../../../shared/time.ts';
import { LedgerError } from '../../till/ports/ledger.ts';
import { isOf, isPartOf, listBackups, nameOf, stem, superfluous, type Backup } from './backup-list.ts';
import { writeRows } from './backup-rows.ts';
import { makePrivateFolder } from '../file/files.ts';
import { chainAt, CHAIN_START, journalHead, type ChainEnd } from '../file/journal.ts';
import { checkPages, openReadonly, snapshot, type ReadableDb } from '../file/open.ts';
import { firstLook, guarded } from '../file/errors.ts';
import { lastRestore } from '../file/runs.ts';
import { verify, type Progress } from './verify.ts';
import { removeFile } from '../../files/remove-file.ts';

/** A whole copy is due after this many rows since the last one, or after `FILES_MAX` files of rows. */
const ROWS_MAX = 5_000;
/** A copy of a long ledger is expensive, so it is due only when the ledger has grown by this fraction. */
const GROWTH_MAX = 0.1;
const FILES_MAX = 96;
/** The largest ledger that is copied whole when the program ends. It takes about a second; nobody waits longer then. */
const BYTES_AT_END_MAX = 64 * 1024 ** 2;

export type BackUpOptions = {
  /** The program ends: copy a ledger whole if it is not too large, otherwise write its last rows only. */
  readonly isEnd?: boolean;
  /** A whole copy may be under way in another thread, in the file that a second one would need: write rows only. */
  readonly rowsOnly?: boolean;
};

/**
 * Takes a backup, unless the newest one already holds the same.
 *
 * @param path of the ledger, which may be open meanwhile
 * @returns the backup's name; null when nothing has changed since the last one, or there is none for rows to follow
 * @throws LedgerError when the backup cannot be written or is not good
 */
export function backUp(path: string, folder: string, at: WallMs, options: BackUpOptions = {}): string | null {
  const db = openReadonly(path);
  try {
    return guarded(() => {
      makePrivateFolder(folder);
      const head = headOf(db);
      const fitting = listBackups(path, folder).filter((backup) => isPartOf(backup, db));
      const [newest] = fitting;
      const mayBeWhole = options.rowsOnly !== true && !(options.isEnd === true && isLarge(path));
      const isLacking = mayBeWhole && lacksRestore(db, folder, fitting);
      if (newest === undefined ? options.rowsOnly === true : isOf(newest, head) && !isLacking) return null;
      const isWhole = mayBeWhole && (isLacking || isWholeDue(fitting, head, options));
      const isRows = newest !== undefined && !isWhole;
      const name = isRows ? takeRows(db, path, folder, at, newest, head) : takeWhole(db, path, folder, at);
      for (const { name: old } of superfluous(listBackups(path, folder))) removeFile(join(folder, old));
      return name;
    });
  } finally {
    db.close();
  }
}

/**
 * Whether the gateway must still be asked for what a restore lost, and no whole copy knows of that restore. Files of
 * rows hold the journal only. If the ledger is lost again, they alone would make the first loss look younger than it is.
 */
function lacksRestore(db: ReadableDb, folder: string, fitting: readonly Backup[]): boolean {
  const restored = lastRestore(db);
  const whole = fitting.find(({ kind }) => kind === 'whole');
  if (restored === null || restored.askedAt !== null || whole === undefined) return false;
  try {
    const copy = openReadonly(join(folder, whole.name));
    try {
      return firstLook(() => lastRestore(copy))?.id !== restored.id;
    } finally {
      copy.close();
    }
  } catch (error) {
    // A copy that cannot be read knows of nothing.
    if (error instanceof LedgerError) return true;
    throw error;
  }
}

const isLarge = (path: string): boolean => (statSync(path, { throwIfNoEntry: false })?.size ?? 0) > BYTES_AT_END_MAX;

function isWholeDue(fitting: readonly Backup[], head: ChainEnd, { isEnd }: BackUpOptions): boolean {
  const index = fitting.findIndex(({ kind }) => kind === 'whole');
  const whole = fitting[index];
  if (whole === undefined || index >= FILES_MAX) return true;
  if (isEnd === true) return true;
  return head.position - whole.position >= Math.max(ROWS_MAX, whole.position * GROWTH_MAX);
}

function takeWhole(db: ReadableDb, path: string, folder: string, at: WallMs): string {
  const kept = snapshot(db, join(folder, `${stem(path)}.part`), (copy) => {
    checkPages(copy);
    const head = headOf(copy);
    // The till may have written meanwhile, so compare the copy's last row with the ledger's row at that position.
    if (!chainAt(db, head.position)?.equals(head.hash)) {
      throw new LedgerError('damaged', new Error('The copy does not end as the ledger did'));
    }
    return join(folder, nameOf(path, at, null, head, epochIn(copy)));
  });
  return basename(kept);
}

function takeRows(
  db: ReadableDb,
  path: string,
  folder: string,
  at: WallMs,
  { position }: Backup,
  head: ChainEnd,
): string {
  const hash = chainAt(db, position);
  if (hash === undefined) throw new LedgerError('damaged', new Error(`Row ${position} is gone`));
  const name = nameOf(path, at, position + 1, head, epochIn(db));
  writeRows(db, { position, hash }, head, join(folder, `${stem(path)}.rows.part`), join(folder, name));
  return name;
}

/**
 * Of the whole copies that are sound and hold what their names say, the one with the highest last position.
 *
 * @param accept a further condition for the copy
 * @throws LedgerError
 */
export function newestGood(
  path: string,
  folder: string,
  progress: Progress,
  accept: (copy: ReadableDb) => boolean = () => true,
): Backup | null {
  const wholes = listBackups(path, folder).filter(({ kind }) => kind === 'whole');
  return wholes.find((backup) => isGood(join(folder, backup.name), backup, progress, accept)) ?? null;
}

function isGood(file: string, backup: Backup, progress: Progress, accept: (copy: ReadableDb) => boolean): boolean {
  try {
    const db = openReadonly(file);
    try {
      return verify(db, 'whole', progress) === null && isOf(backup, headOf(db)) && accept(db);
    } finally {
      db.close();
    }
  } catch (error) {
    // Skip a copy that cannot be opened; there may be an older one.
    if (error instanceof LedgerError) return false;
    throw error;
  }
}

function headOf(db: ReadableDb): ChainEnd {
  return journalHead(db) ?? CHAIN_START;
}

function epochIn(db: ReadableDb): string {
  return (db.prepare('SELECT epoch FROM ledger').get() as { readonly epoch: string }).epoch;
}
