/**
 * A book: the rows of one kind of subject that screens read. Each row is what a replay of the journal's entries for its
 * subject gives. Code that replays the journal asks the books (books.ts) instead of naming a table.
 */
import type { WallMs } from '../../../shared/time.ts';
import type { ReadableDb, WritableDb } from '../file/open.ts';

export type Column = string | number | null;
export type ColumnValues = Readonly<Record<string, Column>>;

export type Book = {
  readonly table: string;
  /** The name of one of its rows, for a support engineer: "Attempt". */
  readonly noun: string;
  /** The column that holds the subject. */
  readonly key: string;
  /** The book's subjects are in [from, before), compared by bytes, so that they lie together in the journal's index. */
  readonly from: string;
  readonly before: string;
  /** A column whose former values the file keeps in a separate table, each with the row's subject. */
  readonly former?: { readonly column: string; readonly table: string };
  readonly derived?: Derived;
};

/** A row of the journal with its entry parsed. */
export type Told = {
  readonly position: number;
  readonly at: WallMs;
  readonly number: string;
  readonly entry: ColumnValues;
};

/**
 * Rows that are derived from the changes of a book's rows. They are written some time after the journal and not in its
 * commits, because a customer waits for those: see care/derived.ts.
 */
export type Derived = {
  /** The table has the key `position` and a column `subject`. */
  readonly table: string;
  /** An entry that sets none of these columns derives no row. */
  readonly watches: readonly string[];
  /**
   * The row that a journal row derives; null for none.
   *
   * @param before the book's row before the journal row; null if there was none
   * @param after the book's row after it
   */
  readonly rowOf: (told: Told, before: ColumnValues | null, after: ColumnValues) => DerivedRow | null;
};

export type DerivedRow = ColumnValues & { readonly position: number; readonly subject: string };

export const holds = ({ from, before }: Book, subject: string): boolean => subject >= from && subject < before;

/** Whether the file has this table; a file of an older program may not. */
export function hasTable(db: ReadableDb, table: string): boolean {
  return db.prepare("SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = ?").get(table) !== undefined;
}

/** @param columns of a whole row, except those that the table fills with defaults */
export function insertInto(db: WritableDb, { table }: Pick<Book, 'table'>, columns: ColumnValues): void {
  const names = Object.keys(columns);
  const places = names.map(() => '?').join(', ');
  db.prepare(`INSERT INTO ${table} (${names.map(quoted).join(', ')}) VALUES (${places})`).run(
    ...Object.values(columns),
  );
}

/** Quotes a column's name, because it may be a keyword of SQL such as "by". */
export const quoted = (column: string): string => `"${column}"`;

/** The table's default of each column: its value when no entry has set it, as in entries of an older program. */
export function columnDefaults(db: ReadableDb, { table }: Book): ColumnValues {
  const columns = db.prepare(`SELECT name, dflt_value AS value FROM pragma_table_info('${table}')`).all() as {
    readonly name: string;
    readonly value: string | null;
  }[];
  return Object.fromEntries(
    columns.map(({ name, value }) => {
      if (value === null) return [name, null];
      const row = db.prepare(`SELECT ${value} AS value`).get() as { value: Column };
      return [name, row.value];
    }),
  );
}
