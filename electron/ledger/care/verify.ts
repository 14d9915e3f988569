/**
 * Verifies a ledger and returns the first fault. It only reads, one row at a time, so that a ledger of any length can
 * be verified while the till is open.
 */
import { LedgerError } from '../../till/ports/ledger.ts';
import { ATTEMPTS } from '../books/attempts.ts';
import { columnDefaults, hasTable, type Book, type ColumnValues } from '../books/book.ts';
import { BOOKS } from '../books/books.ts';
import {
  chainAt,
  CHAIN_START,
  firstBreak,
  journalHead,
  ROWS_PER_WORD,
  type ChainEnd,
  type JournalRow,
} from '../file/journal.ts';
import { checkPages, checkTables, type ReadableDb, type ReadonlyDb } from '../file/open.ts';
import type { Difference } from './difference.ts';
import { replay } from './rebuild.ts';
import { compareDerived } from './verify-derived.ts';
import { verifiedUpTo } from '../file/runs.ts';
import { firstLook } from '../file/errors.ts';

/**
 * `whole`: everything. `since-verified`, after an abnormal stop: the rows after the last verified one. `tail`, after a
 * clean shutdown: the same, but only the last rows if nothing was ever verified. `pages`: the pages of a large file,
 * which those two scopes skip, because checking them can take longer than a shop can wait.
 */
export type Scope = 'whole' | 'since-verified' | 'tail' | 'pages';

export type Fault =
  /** SQLite finds its own structure broken, or the file is not an SQLite file. */
  | { readonly kind: 'file'; readonly said: string }
  | { readonly kind: 'foreign-key'; readonly table: string }
  /** This row does not follow from the one before it: it or earlier rows were changed, removed, added or moved. */
  | { readonly kind: 'chain'; readonly position: number }
  | ({ readonly kind: 'projection' } & Difference);

/** Which part of the work is under way, and how much of it is done. */
export type Step = { readonly part: 'file' | 'journal' | 'attempts'; readonly rows: number; readonly of: number };
export type Progress = (step: Step) => void;

const TAIL_ROWS = 1000;
/** The pages of a file up to this size are checked in less than a second. */
export const BYTES_AT_ONCE_MAX = 64 * 1024 ** 2;

/** The first fault, or null for a sound ledger. @throws LedgerError when the disk cannot be read */
export function verify(
  db: ReadableDb & Pick<ReadonlyDb, 'pragma'>,
  scope: Scope,
  progress: Progress = () => undefined,
): Fault | null {
  try {
    return firstLook(() => firstFault(db, scope, progress));
  } catch (error) {
    if (error instanceof LedgerError && error.fault === 'damaged') return { kind: 'file', said: String(error.cause) };
    throw error;
  }
}

function firstFault(db: ReadableDb & Pick<ReadonlyDb, 'pragma'>, scope: Scope, progress: Progress): Fault | null {
  progress({ part: 'file', rows: 0, of: 0 });
  if (scope === 'whole' || (scope === 'pages') === isLarge(db)) {
    checkPages(db);
    const [foreign] = db.pragma('foreign_key_check') as { readonly table: string }[];
    if (foreign !== undefined) return { kind: 'foreign-key', table: foreign.table };
  }
  if (scope === 'pages') return null;
  const from = startOf(db, scope);
  const ahead = (journalHead(db)?.position ?? 0) - from.position;
  const position = firstBreak(db, from, (rows) => {
    progress({ part: 'journal', rows, of: ahead });
  });
  if (position !== null) return { kind: 'chain', position };
  const difference = firstDifference(db, from, progress);
  // Last: what is wrong with the rows says more.
  if (difference === null) checkTables(db);
  return difference;
}

function isLarge(db: Pick<ReadonlyDb, 'pragma'>): boolean {
  const size = (name: string) => Number(db.pragma(name, { simple: true }));
  return size('page_count') * size('page_size') > BYTES_AT_ONCE_MAX;
}

/** The row after which verifying begins. The last thousand rows are always verified. */
function startOf(db: ReadableDb, scope: Exclude<Scope, 'pages'>): ChainEnd {
  if (scope === 'whole') return CHAIN_START;
  const tail = tailStart(db);
  const verified = verifiedUpTo(db);
  if (verified === null) return scope === 'tail' ? tail : CHAIN_START;
  // The verified row has changed since, so the rows before it cannot be trusted either.
  if (!chainAt(db, verified.position)?.equals(verified.hash)) return CHAIN_START;
  return verified.position < tail.position ? verified : tail;
}

/** The row before the last thousand. */
function tailStart(db: ReadableDb): ChainEnd {
  const row = db.prepare('SELECT position, hash FROM journal ORDER BY position DESC LIMIT 1 OFFSET ?').get(TAIL_ROWS);
  return (row as ChainEnd | undefined) ?? CHAIN_START;
}

function firstDifference(db: ReadableDb, from: ChainEnd, progress: Progress): Fault | null {
  for (const difference of differences(db, from, progress)) return { kind: 'projection', ...difference };
  return null;
}

/**
 * Compares each book's rows with a replay of the journal: all rows, or those with a journal entry after `from`. A
 * journal row that belongs to no book is from another version of the program, and is no fault.
 */
export function* differences(
  db: ReadableDb,
  from: ChainEnd = CHAIN_START,
  progress: Progress = () => undefined,
): Generator<Difference, void, undefined> {
  // A file of an older program has fewer books.
  for (const book of BOOKS.filter(({ table }) => hasTable(db, table))) yield* differencesIn(db, book, from, progress);
}

/** Reads the journal and the table in order of subject, side by side. */
function* differencesIn(
  db: ReadableDb,
  book: Book,
  from: ChainEnd,
  progress: Progress,
): Generator<Difference, void, undefined> {
  const { table, key } = book;
  const { count } = db.prepare(`SELECT count(*) AS count FROM ${table}`).get() as { readonly count: number };
  const { entries, rows, kept, derived, close } = openSides(db, book, from);
  const nextRow = () => rows.next().value as ColumnValues | undefined;
  const subjectOf = (row: ColumnValues): string => String(row[key]);
  const unknownRow = (row: ColumnValues): Difference => ({
    table,
    number: subjectOf(row),
    what: 'no-entries',
    values: [],
  });
  try {
    let row = nextRow();
    let compared = 0;
    for (const replayed of replay(entries, columnDefaults(db, book), book)) {
      const { number, columns, former } = replayed;
      for (; row !== undefined && subjectOf(row) < number; row = nextRow()) yield unknownRow(row);
      if (row !== undefined && subjectOf(row) === number) {
        const found = compare(columns, row) ?? compareFormer(book, former, kept, number);
        if (found !== null) yield { table, number, ...found };
        row = nextRow();
      } else {
        yield { table, number, what: 'no-row', values: [] };
      }
      yield* derived.upTo(replayed);
      compared += 1;
      // Other books have few rows.
      if (book === ATTEMPTS && compared % ROWS_PER_WORD === 0)
        progress({ part: 'attempts', rows: compared, of: count });
    }
    for (; row !== undefined; row = nextRow()) yield unknownRow(row);
    yield* derived.rest();
  } finally {
    close();
  }
}

/**
 * Opens the rows that are compared. A damaged page may end the reading of one of them at its first row: then the others
 * are closed too, since a connection with a query under way cannot be closed.
 */
function openSides(db: ReadableDb, book: Book, from: ChainEnd) {
  const { table, key } = book;
  const isWhole = from.position === 0;
  const spokenOf = 'IN (SELECT number FROM journal WHERE position > ?)';
  const parameters = isWhole ? [] : [from.position];
  const kept = keptFormer(db, book);
  const opened: (() => unknown)[] = [];
  const close = (): void => {
    for (const end of opened) end();
  };
  try {
    const entries = db
      .prepare(
        `SELECT position, at, number, version, entry FROM journal
         WHERE number >= ? AND number < ? ${isWhole ? '' : `AND number ${spokenOf}`} ORDER BY number, version`,
      )
      .iterate(book.from, book.before, ...parameters) as IterableIterator<Omit<JournalRow, 'hash'>>;
    opened.push(() => entries.return?.());
    const rows = db
      .prepare(`SELECT * FROM ${table} ${isWhole ? '' : `WHERE ${key} ${spokenOf}`} ORDER BY ${key}`)
      .iterate(...parameters);
    opened.push(() => rows.return?.());
    const derived = compareDerived(db, book, from);
    opened.push(derived.close);
    return { entries, rows, kept, derived, close };
  } catch (error) {
    close();
    throw error;
  }
}

type Found = Pick<Difference, 'what' | 'values'>;

function compare(journal: ColumnValues | null, row: ColumnValues): Found | null {
  if (journal === null) return { what: 'versions', values: [] };
  const differs = (column: string) => journal[column] !== row[column];
  // Most rows do not differ, so the sets are built only for those that do.
  if (!Object.keys(journal).some(differs) && !Object.keys(row).some(differs)) return null;
  const columns = [...new Set([...Object.keys(journal), ...Object.keys(row)])].toSorted();
  const values = columns.filter(differs).map((column) => ({ column, journal: journal[column], row: row[column] }));
  return { what: 'values', values };
}

/** The former values by subject; null if the book keeps none or the file is of an older program. */
function keptFormer(db: ReadableDb, { key, former }: Book): ReadonlyMap<string, readonly string[]> | null {
  if (former === undefined || !hasTable(db, former.table)) return null;
  const kept = new Map<string, string[]>();
  const rows = db.prepare(`SELECT ${key} AS subject, ${former.column} AS value FROM ${former.table} ORDER BY id`);
  for (const row of rows.iterate()) {
    const { subject, value } = row as { readonly subject: string; readonly value: string };
    kept.set(subject, [...(kept.get(subject) ?? []), value]);
  }
  return kept;
}

function compareFormer(
  { former }: Book,
  journal: readonly string[],
  kept: ReadonlyMap<string, readonly string[]> | null,
  number: string,
): Found | null {
  const row = kept?.get(number) ?? [];
  const isAlike = row.length === journal.length && row.every((value, place) => value === journal[place]);
  if (kept === null || former === undefined || isAlike) return null;
  return { what: 'values', values: [{ column: former.table, journal, row }] };
}
