/** What a restored ledger is filled with, and what is to be asked for of the rest: see restore.ts. */
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
  /** The ledger that is restored, as far as SQLite reads it. */
  readonly file: ReadonlyDb | null;
  /** What stands in the new ledger already. */
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

/** Continues what the backup holds with all that is still told of what came after it. @throws LedgerError */
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
  // Without an attempt all is missing that was ever sold, and that began with the first run.
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

/** What an earlier restore left to be asked for is still to be asked for. */
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
  /** Takes in as doubtful what was noted. */
  adopt(at: WallMs): { readonly inDoubt: number; readonly leftOut: number };
  /** Of what is no attempt, by kind. */
  rowsLeftOut(): Restored['rowsLeftOut'];
};

/** What is told, without proof, of attempts and other subjects that the restored ledger does not know. @param epochs is added to */
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

/** Backups that are no part of what comes out of the restore, and yet of this ledger: it went on in two ways. */
function noteMisfits(db: ReadableDb, path: string, rest: Rest): void {
  for (const backup of ofThisLedger(db, path).filter((each) => !isPartOf(each, db))) {
    const place = join(backupFolderOf(path), backup.name);
    if (backup.kind === 'rows') rest.noteRows(readRows(place));
    else withReadable(place, rest.noteFile);
  }
}

/** Does nothing with a file that SQLite cannot read. */
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

/** Payments before refunds, which need theirs to be there; else in the order they were made. */
function byAge(one: ColumnValues, other: ColumnValues): number {
  const rank = (row: ColumnValues) => (row['refund_of'] === null || row['refund_of'] === undefined ? 0 : 1);
  return rank(one) - rank(other) || Number(one['created_at']) - Number(other['created_at']);
}

/** What the till could not read back is not let in. */
const isReadable = (row: ColumnValues): boolean =>
  isCurrency(String(row['currency'])) && isAttemptNumber(String(row['refund_of'] ?? row['number']));
