/**
 * Builds the rows that screens read from the journal alone: to compare them with the file's rows (verify.ts), and to
 * write them again after the file was lost or damaged.
 */
import { codeOf } from '../../files/error-code.ts';
import { bookOf, BOOKS } from '../books/books.ts';
import { columnDefaults, insertInto, quoted, type Book, type ColumnValues, type DerivedRow } from '../books/book.ts';
import {
  CHAIN_START,
  follows,
  insertJournalRow,
  journalHead,
  ROWS_PER_WORD,
  type JournalRow,
} from '../file/journal.ts';
import type { WritableDb } from '../file/open.ts';

/** What a replay of the journal's entries for one number gives. */
export type Replayed = {
  readonly number: string;
  /** Null if the entries do not follow one another or one cannot be read: then nothing is known about the row. */
  readonly columns: ColumnValues | null;
  /** Former values of the book's `former` column, in order, each once. */
  readonly former: readonly string[];
  /** The rows that the book derives from these entries, in order. */
  readonly derived: readonly DerivedRow[];
};

/**
 * Replays entries, number by number.
 *
 * @param rows all entries of a number one after the other, in the order of their versions
 * @param defaults the value of each column that older entries do not set
 * @param book the book of all these numbers
 */
export function* replay(
  rows: Iterable<Omit<JournalRow, 'hash'>>,
  defaults: ColumnValues,
  book: Pick<Book, 'former' | 'derived'>,
): Generator<Replayed, void, undefined> {
  let sum: Sum | null = null;
  for (const row of rows) {
    if (sum === null || row.number !== sum.number) {
      if (sum !== null) yield sum;
      sum = { number: row.number, version: 0, columns: { ...defaults }, former: [], derived: [] };
    }
    add(sum, row, book);
  }
  if (sum !== null) yield sum;
}

/** Mutable, because there may be millions of entries; each number has its own. */
type Sum = {
  readonly number: string;
  version: number;
  columns: Record<string, ColumnValues[string]> | null;
  readonly former: string[];
  readonly derived: DerivedRow[];
};

function add(sum: Sum, row: Omit<JournalRow, 'hash'>, { former, derived }: Pick<Book, 'former' | 'derived'>): void {
  const { columns } = sum;
  const entry = row.version === sum.version + 1 ? factsIn(row.entry) : null;
  sum.version = row.version;
  if (columns === null || entry === null) {
    sum.columns = null;
    return;
  }
  const isWatched = derived !== undefined && derived.watches.some((column) => Object.hasOwn(entry, column));
  const before = isWatched && row.version > 1 ? { ...columns } : null;
  const held = former === undefined ? null : columns[former.column];
  Object.assign(columns, entry, { version: row.version });
  if (former !== undefined && typeof held === 'string' && held !== columns[former.column] && !sum.former.includes(held))
    sum.former.push(held);
  const derivedRow = isWatched ? derived.rowOf({ ...row, entry }, before, columns) : null;
  if (derivedRow !== null) sum.derived.push(derivedRow);
}

/** Null for a text that is no entry, as in a damaged file. */
export function factsIn(entry: string): ColumnValues | null {
  try {
    const facts: unknown = JSON.parse(entry);
    return typeof facts === 'object' && facts !== null && !Array.isArray(facts) ? (facts as ColumnValues) : null;
  } catch {
    return null;
  }
}

/** The result of `takeOver`. */
export type TakenOver = {
  readonly rows: number;
  /** Position of the first row that does not follow, left out with all later rows; null if the chain did not break. */
  readonly brokenAt: number | null;
  /** In words, why the ledger refused a row that follows (a program's fault); null if it refused none. */
  readonly refused: string | null;
  /** How many of these rows are of a kind that this program does not know: they are kept unchanged, in no book. */
  readonly unknown: number;
};

/** How many rows are written in one transaction. */
const ROWS_PER_TRANSACTION = 10_000;

/**
 * Continues a ledger's journal with the rows of another journal, as long as each row follows from the hash of the row
 * before it. This proves that the rows are what was written, whatever happened to their file. Writes the rows that
 * screens read as well.
 *
 * @param target its journal is empty, or the beginning of the other one
 * @param rows of the other journal by position; rows that the target has are skipped
 * @throws errors of the target only; `rows` has to end, not throw, where its source cannot be read further
 */
export function takeOver(
  target: WritableDb,
  rows: Iterable<JournalRow>,
  progress: (rows: number) => void = () => undefined,
): TakenOver {
  let end = journalHead(target) ?? CHAIN_START;
  let taken = 0;
  let brokenAt: number | null = null;
  let refused: string | null = null;
  let unknown = 0;
  const columns = new Map(BOOKS.map((book) => [book, columnsOf(target, book)]));
  target.exec('BEGIN IMMEDIATE');
  try {
    for (const row of rows) {
      if (row.position <= end.position) continue;
      if (!follows(end, row)) {
        brokenAt = row.position;
        break;
      }
      const book = bookOf(row.number);
      const known = book === null ? undefined : columns.get(book);
      if (book === null || known === undefined) {
        insertJournalRow(target, row);
        unknown += 1;
      } else refused = write(target, book, row, known);
      if (refused !== null) break;
      end = row;
      taken += 1;
      if (taken % ROWS_PER_TRANSACTION === 0) target.exec('COMMIT; BEGIN IMMEDIATE');
      if (taken % ROWS_PER_WORD === 0) progress(taken);
    }
    target.exec('COMMIT');
  } catch (error) {
    if (target.inTransaction) target.exec('ROLLBACK');
    throw error;
  }
  return { rows: taken, brokenAt, refused, unknown };
}

const columnsOf = (db: WritableDb, book: Book): ReadonlySet<string> => new Set(Object.keys(columnDefaults(db, book)));

/** Writes a journal row and its change of the book's row. Null if written, otherwise why the file refuses it. */
function write(db: WritableDb, book: Book, row: JournalRow, columns: ReadonlySet<string>): string | null {
  const entry = readEntry(row.entry, columns);
  if (entry === null) return `the entry of row ${row.position} is none of this program's`;
  db.exec('SAVEPOINT one');
  try {
    insertJournalRow(db, row);
    if (row.version === 1) insertInto(db, book, entry);
    else changeRow(db, book, row, entry);
    db.exec('RELEASE one');
    return null;
  } catch (error) {
    if (!isRefusal(error)) throw error;
    db.exec('ROLLBACK TO one; RELEASE one');
    return String(error);
  }
}

/** Null for what no entry is: every column name that goes into a statement must be one of the table's own. */
export function readEntry(entry: string, columns: ReadonlySet<string>): ColumnValues | null {
  const facts = factsIn(entry);
  const isKnown = Object.entries(facts ?? {}).every(([name, value]) => columns.has(name) && isColumnValue(value));
  return isKnown ? facts : null;
}

export function isColumnValue(value: unknown): value is ColumnValues[string] {
  return value === null || typeof value === 'string' || typeof value === 'number';
}

function changeRow(db: WritableDb, { table, key }: Book, { number, version }: JournalRow, entry: ColumnValues): void {
  const sets = [...Object.keys(entry), 'version'].map((name) => `${quoted(name)} = ?`).join(', ');
  const changed = db
    .prepare(`UPDATE ${table} SET ${sets} WHERE ${key} = ? AND version = ?`)
    .run(...Object.values(entry), version, number, version - 1);
  if (changed.changes !== 1) throw new RefusedRow(`version ${version} of ${number} has no version before it`);
}

class RefusedRow extends Error {}

/** Whether the file's own rules refused a row, and not the disk. */
export function isRefusal(error: unknown): boolean {
  return error instanceof RefusedRow || /^SQLITE_(CONSTRAINT|ERROR|MISMATCH)/.test(codeOf(error) ?? '');
}
