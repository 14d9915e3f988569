/**
 * Gets over a damaged ledger. Its files are moved aside together and never deleted; in their place comes the newest good
 * backup with all that can be read out of the damaged file:
 *
 * 1. journal rows that continue the backup's chain are certain, and are taken over as they stand;
 * 2. attempts beyond the first break of the chain are not, so they come in as `unknown` and are enquired about;
 * 3. what cannot be read at all only the gateway knows: a new epoch is drawn, so that no number is drawn twice, and the
 *    till asks the gateway for everything under the old epochs since then (till/missing.ts).
 *
 * A power cut at any moment leaves either the damaged ledger in its place or all that is needed to finish.
 */
import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { epochOf, isAttemptNumber, isEpoch } from '../../shared/attempt-number.ts';
import { drawEpoch } from './epoch.ts';
import { isCurrency } from '../../shared/money.ts';
import type { WallMs } from '../../shared/time.ts';
import { LedgerError } from '../till/ports.ts';
import { adoptColumns } from './adopt.ts';
import type { ColumnValues } from './attempts.ts';
import { fileTime, newestGood, type Backup } from './backup.ts';
import { journalHead, type JournalRow } from './journal.ts';
import {
  openDatabase,
  openReadonly,
  snapshot,
  syncFolder,
  type ReadableDb,
  type ReadonlyDb,
  type WritableDb,
} from './open.ts';
import { columnDefaults, isColumnValue, takeOver } from './rebuild.ts';
import { addRestore, lastRestore } from './runs.ts';
import { readableRows } from './salvage.ts';
import { guarded } from './trouble.ts';
import type { Progress } from './verify.ts';

export type RestoreOptions = {
  readonly path: string;
  readonly backupFolder: string;
  readonly quarantineFolder: string;
  readonly at: WallMs;
};

/** The restored ledger, whole, under this name until it takes the damaged one's place. */
const readyName = (path: string): string => `${path}.restored`;
const COMPANIONS = ['', '-wal', '-shm', '-journal'] as const;
/** An attempt's first entry is dated by a clock that may have been set back a little since. */
const CLOCK_MARGIN_MS = 10 * 60_000;
/** Where nothing at all tells how far back the loss reaches. */
const LOOK_BACK_MS = 24 * 3_600_000;

/** Puts a restored ledger in the damaged one's place. @throws LedgerError with the damaged files where they were */
export function restore(options: RestoreOptions, progress: Progress = () => undefined): void {
  const { path } = options;
  const unfinished = `${path}.restoring`;
  guarded(() => {
    for (const companion of COMPANIONS) rmSync(unfinished + companion, { force: true });
    const backup = newestGood(path, options.backupFolder, progress);
    if (backup !== null) copyOf(join(options.backupFolder, backup.name), unfinished);
    const db = openDatabase(unfinished, undefined, { keepOld: false });
    try {
      fillFrom(db, options, backup, progress);
      db.pragma('wal_checkpoint(TRUNCATE)');
    } finally {
      db.close();
    }
    renameSync(unfinished, readyName(path));
    syncFolder(dirname(path));
  });
  finishRestore(path);
}

/**
 * The last step, also of a restore that a power cut ended: the damaged files go into the quarantine, the restored one
 * takes their place. Does nothing when there is no restored ledger. @throws LedgerError
 */
export function finishRestore(path: string): void {
  if (!existsSync(readyName(path))) return;
  guarded(() => {
    const ready = openReadonly(readyName(path));
    const restored = lastRestore(ready);
    ready.close();
    if (restored === null) throw new LedgerError('damaged', new Error('A restored ledger without its restore'));
    mkdirSync(restored.quarantine, { recursive: true });
    // The file itself first: as long as it is not moved, its -wal belongs to it, and without it nobody opens the -wal.
    for (const companion of COMPANIONS) {
      const file = path + companion;
      if (existsSync(file)) renameSync(file, join(restored.quarantine, basename(file)));
    }
    for (const folder of [restored.quarantine, dirname(restored.quarantine), dirname(path)]) syncFolder(folder);
    // What looking into it may have left beside it.
    for (const companion of ['-wal', '-shm']) rmSync(readyName(path) + companion, { force: true });
    renameSync(readyName(path), path);
    syncFolder(dirname(path));
  });
}

function copyOf(file: string, target: string): void {
  const backup = openReadonly(file);
  try {
    snapshot(backup, `${target}.part`, () => target);
  } finally {
    backup.close();
  }
}

/** Continues what the backup holds with what the damaged file still tells, and draws a new epoch. */
function fillFrom(db: WritableDb, options: RestoreOptions, backup: Backup | null, progress: Progress): void {
  const { path, at } = options;
  const epochs = new Set(backup === null ? [] : [epochIn(db)]);
  const damaged = openIfReadable(path);
  try {
    if (damaged !== null) {
      takeOver(db, readableJournal(damaged), (rows) => {
        progress({ part: 'journal', rows, of: 0 });
      });
    }
    const lastKnown = journalHead(db)?.at ?? at - LOOK_BACK_MS;
    const adopted = damaged === null ? NOTHING_ADOPTED : adoptRest(db, damaged, at, epochs);
    const unasked = [db, ...(damaged === null ? [] : [damaged])].flatMap(unaskedRestores);
    for (const { epochs: earlier } of unasked) for (const epoch of earlier) epochs.add(epoch);
    db.transaction(() => {
      const { count } = db.prepare('SELECT count(*) AS count FROM attempts').get() as { readonly count: number };
      drawEpoch(db);
      addRestore(db, {
        at,
        quarantine: freeFolder(join(options.quarantineFolder, fileTime(at))),
        backup: backup?.name ?? null,
        backupAt: backup?.at ?? null,
        epochs: [...epochs],
        missingSince: Math.min(lastKnown - CLOCK_MARGIN_MS, ...unasked.map(({ missingSince }) => missingSince)),
        attemptsKept: count,
        attemptsInDoubt: adopted.inDoubt,
        attemptsLeftOut: adopted.leftOut,
      });
    }).immediate();
  } finally {
    damaged?.close();
  }
}

type Adopted = { readonly inDoubt: number; readonly leftOut: number };
const NOTHING_ADOPTED: Adopted = { inDoubt: 0, leftOut: 0 };

/** What an earlier restore left to be asked for is still to be asked for. */
function unaskedRestores(
  db: ReadableDb,
): readonly { readonly epochs: readonly string[]; readonly missingSince: WallMs }[] {
  return [...readableRows(db, 'restores')]
    .filter((row) => row['asked_at'] === null)
    .map((row) => ({
      epochs: String(row['epochs']).split(' ').filter(isEpoch),
      missingSince: Number(row['missing_since']),
    }));
}

const readableJournal = (damaged: ReadonlyDb) =>
  readableRows(damaged, 'journal') as Iterable<unknown> as Iterable<JournalRow>;

/** Takes in as doubtful what the damaged file tells of attempts that the restored ledger does not know. */
function adoptRest(db: WritableDb, damaged: ReadonlyDb, at: WallMs, epochs: Set<string>): Adopted {
  const isKnown = db.prepare('SELECT 1 FROM attempts WHERE number = ?');
  const columns = Object.keys(columnDefaults(db));
  const unknown = new Map<string, ColumnValues>();
  const note = (number: unknown, facts: Readonly<Record<string, unknown>>): void => {
    if (typeof number !== 'string' || !isAttemptNumber(number)) return;
    epochs.add(epochOf(number));
    if (isKnown.get(number) !== undefined) return;
    const known = columns.filter((name) => isColumnValue(facts[name])).map((name) => [name, facts[name]]);
    unknown.set(number, { ...unknown.get(number), ...(Object.fromEntries(known) as ColumnValues), number });
  };
  const end = journalHead(db)?.position ?? 0;
  for (const { position, number, entry } of readableJournal(damaged)) {
    if (position > end) note(number, factsIn(entry));
  }
  for (const row of readableRows(damaged, 'attempts')) note(row['number'], row);
  for (const epoch of epochsIn(damaged)) epochs.add(epoch);

  const outcomes = [...unknown.values()].toSorted(byAge).map((row) => isReadable(row) && adoptColumns(db, row, at));
  const inDoubt = outcomes.filter(Boolean).length;
  return { inDoubt, leftOut: outcomes.length - inDoubt };
}

/** Payments before refunds, which need theirs to be there; else in the order they were made. */
function byAge(one: ColumnValues, other: ColumnValues): number {
  const rank = (row: ColumnValues) => (row['refund_of'] === null || row['refund_of'] === undefined ? 0 : 1);
  return rank(one) - rank(other) || Number(one['created_at']) - Number(other['created_at']);
}

/** What the till could not read back is not let in. */
const isReadable = (row: ColumnValues): boolean =>
  isCurrency(String(row['currency'])) && isAttemptNumber(String(row['refund_of'] ?? row['number']));

function factsIn(entry: string): Readonly<Record<string, unknown>> {
  try {
    const facts: unknown = JSON.parse(entry);
    return typeof facts === 'object' && facts !== null ? { ...facts } : {};
  } catch {
    return {};
  }
}

function epochIn(db: WritableDb): string {
  return (db.prepare('SELECT epoch FROM ledger').get() as { readonly epoch: string }).epoch;
}

/** None when that page is the damaged one. */
function epochsIn(damaged: ReadonlyDb): readonly string[] {
  return [...readableRows(damaged, 'ledger')].map(({ epoch }) => String(epoch)).filter(isEpoch);
}

/** Null when SQLite makes nothing of the file at all, or it is gone. */
function openIfReadable(path: string): ReadonlyDb | null {
  if (!existsSync(path)) return null;
  try {
    return openReadonly(path);
  } catch (error) {
    if (error instanceof LedgerError && error.trouble === 'damaged') return null;
    throw error;
  }
}

function freeFolder(wanted: string): string {
  let folder = wanted;
  for (let count = 2; existsSync(folder); count += 1) folder = `${wanted}-${count}`;
  return folder;
}
