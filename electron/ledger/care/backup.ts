/**
 * Takes backups: whole copies of a ledger, made by SQLite itself and checked; and in between, since a copy of a long
 * ledger costs a small machine minutes and its disk gigabytes, only the rows that came since.
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
import { guarded } from '../file/errors.ts';
import { verify, type Progress } from './verify.ts';
import { removeFile } from '../../files/remove-file.ts';

/** So many rows since the last whole copy are worth another one, and so many files of rows. */
const MOST_ROWS = 5_000;
/** In a long ledger a copy costs more than rows do: one for each so many per cent that it grew. */
const MOST_GROWTH = 0.1;
const MOST_FILES = 96;
/** About a second's work: nobody waits longer for a program that ends, a machine that is switched off least of all. */
const MOST_BYTES_AT_END = 64 * 1024 ** 2;

export type BackUpOptions = {
  /** The program ends: a ledger that is not too large is copied whole, of a larger one the last rows are written. */
  readonly isEnd?: boolean;
  /** A whole copy may be under way: only the rows are written. */
  readonly rowsOnly?: boolean;
};

/**
 * Takes a backup, unless the newest one holds the same already.
 *
 * @param path of the ledger, which may be open meanwhile
 * @returns its name; null when nothing has changed since the last one
 * @throws LedgerError when it could not be written or is not good
 */
export function backUp(path: string, folder: string, at: WallMs, options: BackUpOptions = {}): string | null {
  const db = openReadonly(path);
  try {
    return guarded(() => {
      makePrivateFolder(folder);
      const head = headOf(db);
      const fitting = listBackups(path, folder).filter((backup) => isPartOf(backup, db));
      const [newest] = fitting;
      if (newest !== undefined && isOf(newest, head)) return null;
      const isRows = newest !== undefined && (options.rowsOnly === true || !isWholeDue(fitting, head, path, options));
      const name = isRows ? takeRows(db, path, folder, at, newest, head) : takeWhole(db, path, folder, at);
      for (const { name: old } of superfluous(listBackups(path, folder))) removeFile(join(folder, old));
      return name;
    });
  } finally {
    db.close();
  }
}

function isWholeDue(fitting: readonly Backup[], head: ChainEnd, path: string, { isEnd }: BackUpOptions): boolean {
  const index = fitting.findIndex(({ kind }) => kind === 'whole');
  const whole = fitting[index];
  if (whole === undefined || index >= MOST_FILES) return true;
  if (isEnd === true) return (statSync(path, { throwIfNoEntry: false })?.size ?? 0) <= MOST_BYTES_AT_END;
  return head.position - whole.position >= Math.max(MOST_ROWS, whole.position * MOST_GROWTH);
}

function takeWhole(db: ReadableDb, path: string, folder: string, at: WallMs): string {
  const kept = snapshot(db, join(folder, `${stem(path)}.part`), (copy) => {
    checkPages(copy);
    const head = headOf(copy);
    // The till may have gone on meanwhile: the row that is the copy's last has to be the same in the ledger.
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
 * The whole copy that reaches furthest of those that are sound from the first row to the last and hold what their names say.
 *
 * @param accept what else it has to be
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
    // One that cannot be opened is passed over; there may be an older one.
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
