/** Fills a restored ledger, and collects what the gateway must be asked about: see restore.ts. */
import { join } from 'node:path';
import { epochOf, isAttemptNumber, isEpoch } from '../../../shared/attempt/number.ts';
import { isCurrency } from '../../../shared/money.ts';
import type { WallMs } from '../../../shared/time.ts';
import { LedgerError, type Restored } from '../../till/ports/ledger.ts';
import { adoptColumns } from './adopt.ts';
import { ATTEMPTS } from '../books/attempts.ts';
import { columnDefaults, type ColumnValues } from '../books/book.ts';
import { backupFolderOf, isPartOf, listBackups, type Backup } from './backup-list.ts';
import { readRows } from './backup-rows.ts';
import { createLeftOut } from './left-out.ts';
import { notedEpochs, notedTimes } from './epoch-notes.ts';
import { addEpochs, knownEpochs, presentEpoch } from '../file/epoch.ts';
import { journalHead, type JournalRow } from '../file/journal.ts';
import { lastSureTime, MACHINE_MARGIN_MS } from '../file/known-until.ts';
import { openReadonly, type ReadableDb, type ReadonlyDb, type WritableDb } from '../file/open.ts';
import { ofThisLedger } from './put-back.ts';
import { factsIn, isColumnValue, takeOver } from './rebuild.ts';
import { readableRows } from './salvage.ts';
import type { Progress } from './verify.ts';

type Sources = {
  readonly path: string;
  readonly at: WallMs;
  /** The file to restore; null if it is missing or SQLite cannot open it. */
  readonly file: ReadonlyDb | null;
  /** The backup that the new ledger holds already. */
  readonly backup: Backup | null;
};

type Filled = Pick<
  Restored,
  | 'backup'
  | 'backupAt'
  | 'epochs'
  | 'missingSince'
  | 'attemptsKept'
  | 'attemptsInDoubt'
  | 'attemptsLeftOut'
  | 'rowsLeftOut'
>;

/** Adds to the backup's content whatever can still be read of what came after it. @throws LedgerError */
export function fillUp(db: WritableDb, { path, at, file, backup }: Sources, progress: Progress): Filled {
  const folder = backupFolderOf(path);
  const backups = listBackups(path, folder);
  const told = (rows: number): void => {
    progress({ part: 'journal', rows, of: 0 });
  };
  const own = new Set(knownEpochs(db));
  const since = backup === null ? [] : [presentEpoch(db)];
  const rows = backups.filter(({ kind }) => kind === 'rows').toReversed();
  const before = journalHead(db)?.position ?? 0;
  for (const { name } of rows) takeOver(db, readRows(join(folder, name)), told);
  const last = rows.findLast(({ position }) => position > before && position <= (journalHead(db)?.position ?? 0));
  if (file !== null) takeOver(db, readableJournal(file), told);

  const lost = new Set(since);
  // A ledger without attempts misses everything that was ever sold, since the first run.
  const labels = [...backups.map((each) => each.at), ...notedTimes(path, folder), at];
  const missingSince = lastSureTime(db, at) ?? earliest(labels) - MACHINE_MARGIN_MS;
  const rest = createRest(db, lost);
  if (file !== null) rest.noteFile(file);
  noteMisfits(db, path, rest);
  const adopted = rest.adopt(at);

  const epochs = [...notedEpochs(path, folder), ...backups.flatMap(({ epoch }) => epoch ?? [])];
  for (const epoch of epochs) if (!own.has(epoch)) lost.add(epoch);
  const unasked = [db, ...(file === null ? [] : [file])].flatMap(unaskedRestores);
  for (const { epochs: earlier } of unasked) for (const epoch of earlier) lost.add(epoch);
  addEpochs(db, lost, at);
  const { count } = db.prepare('SELECT count(*) AS count FROM attempts').get() as { readonly count: number };
  return {
    backup: backup?.name ?? last?.name ?? null,
    backupAt: (last ?? backup)?.at ?? null,
    epochs: [...lost],
    missingSince: earliest([missingSince, ...unasked.map((restore) => restore.missingSince)]),
    attemptsKept: count,
    attemptsInDoubt: adopted.inDoubt,
    attemptsLeftOut: adopted.leftOut,
    rowsLeftOut: rest.rowsLeftOut(),
  };
}

const earliest = (times: readonly WallMs[]): WallMs => Math.min(...times);

/** Earlier restores whose missing attempts the gateway has not been asked about yet. */
function unaskedRestores(db: ReadableDb): readonly Pick<Restored, 'epochs' | 'missingSince'>[] {
  return [...readableRows(db, 'restores')]
    .filter((row) => row['asked_at'] === null)
    .map((row) => ({
      epochs: String(row['epochs']).split(' ').filter(isEpoch),
      missingSince: Number(row['missing_since']),
    }));
}

const readableJournal = (file: ReadonlyDb) =>
  readableRows(file, 'journal') as Iterable<unknown> as Iterable<JournalRow>;

type Rest = {
  noteRows(rows: Iterable<JournalRow>): void;
  noteFile(file: ReadonlyDb): void;
  /** Adopts the noted attempts as in doubt. */
  adopt(at: WallMs): { readonly inDoubt: number; readonly leftOut: number };
  /** Counts of the other noted rows, by kind. */
  rowsLeftOut(): Restored['rowsLeftOut'];
};

/**
 * Notes attempts and other subjects that the restored ledger lacks and other files mention without proof.
 *
 * @param epochs the epochs of the noted attempts and of the files' openings are added to it
 */
function createRest(db: WritableDb, epochs: Set<string>): Rest {
  const isKnown = db.prepare('SELECT 1 FROM attempts WHERE number = ?');
  const columns = Object.keys(columnDefaults(db, ATTEMPTS));
  const unknown = new Map<string, ColumnValues>();
  const end = journalHead(db)?.position ?? 0;
  const others = createLeftOut(db);

  const note = (number: unknown, facts: Readonly<Record<string, unknown>>): void => {
    if (typeof number !== 'string' || !isAttemptNumber(number) || isKnown.get(number) !== undefined) return;
    epochs.add(epochOf(number));
    const known = columns.filter((name) => isColumnValue(facts[name])).map((name) => [name, facts[name]]);
    unknown.set(number, { ...unknown.get(number), ...(Object.fromEntries(known) as ColumnValues), number });
  };
  const noteRows = (rows: Iterable<JournalRow>): void => {
    for (const { position, number, version, entry } of rows) {
      if (position <= end) continue;
      note(number, factsIn(entry) ?? {});
      others.note(number, version);
    }
  };

  return {
    noteRows,
    noteFile(file) {
      const own = new Set(knownEpochs(db));
      noteRows(readableJournal(file));
      for (const row of readableRows(file, 'attempts')) note(row['number'], row);
      others.noteBooks(file);
      for (const { epoch } of [...readableRows(file, 'openings'), ...readableRows(file, 'ledger')]) {
        if (isEpoch(String(epoch)) && !own.has(String(epoch))) epochs.add(String(epoch));
      }
    },
    adopt(at) {
      const outcomes = [...unknown.values()].toSorted(byAge).map((row) => isReadable(row) && adoptColumns(db, row, at));
      const inDoubt = outcomes.filter(Boolean).length;
      return { inDoubt, leftOut: outcomes.length - inDoubt };
    },
    rowsLeftOut: others.counts,
  };
}

/** Notes the rows of this ledger's backups that do not fit the restored one: the ledger had continued in two ways. */
function noteMisfits(db: ReadableDb, path: string, rest: Rest): void {
  for (const backup of ofThisLedger(db, path).filter((each) => !isPartOf(each, db))) {
    const place = join(backupFolderOf(path), backup.name);
    if (backup.kind === 'rows') rest.noteRows(readRows(place));
    else withReadable(place, rest.noteFile);
  }
}

/** Skips a file that SQLite cannot read. */
function withReadable(place: string, work: (db: ReadonlyDb) => void): void {
  try {
    const db = openReadonly(place);
    try {
      work(db);
    } finally {
      db.close();
    }
  } catch (error) {
    if (!(error instanceof LedgerError)) throw error;
  }
}

/** Payments before refunds, because a refund needs its payment; otherwise in the order they were made. */
function byAge(one: ColumnValues, other: ColumnValues): number {
  const rank = (row: ColumnValues) => (row['refund_of'] === null || row['refund_of'] === undefined ? 0 : 1);
  return rank(one) - rank(other) || Number(one['created_at']) - Number(other['created_at']);
}

/** Whether the till could read this row back; other rows are not adopted. */
const isReadable = (row: ColumnValues): boolean =>
  isCurrency(String(row['currency'])) && isAttemptNumber(String(row['refund_of'] ?? row['number']));
