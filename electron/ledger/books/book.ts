/**
 * A book: the rows of one kind of subject that screens read. Each row is what the journal's entries for its subject add up
 * to. Whatever replays the journal asks the books (books.ts) instead of naming a table.
 */
import type { WallMs } from '../../../shared/time.ts';
import type { ReadableDb, WritableDb } from '../file/open.ts';

export type Column = string | number | null;
export type ColumnValues = Readonly<Record<string, Column>>;

export type Book = {
  readonly table: string;
  /** One of its rows, for a support engineer. */
  readonly noun: string;
  /** The column that holds the subject. */
  readonly key: string;
  /** Its subjects are those from `from` on and before `before`, by their bytes, so that they lie together in the journal's index. */
  readonly from: string;
  readonly before: string;
  /** A column whose former values the file keeps in a table of its own, each with the row's subject. */
  readonly former?: { readonly column: string; readonly table: string };
  readonly derived?: Derived;
};

/** A row of the journal, with its entry read. */
export type Told = {
  readonly position: number;
  readonly at: WallMs;
  readonly number: string;
  readonly entry: ColumnValues;
};

/**
 * Rows that follow from how a book's rows change. They are written behind the journal and not in its commits, for which a
 * customer waits: see care/derived.ts.
 */
export type Derived = {
  /** With a `position` as its key and a `subject`. */
  readonly table: string;
  /** An entry that speaks of none of these columns gives no row. */
  readonly watches: readonly string[];
  /**
   * What a row of the journal gives: a row or none.
   *
   * @param before the book's row before it; null when there was none
   * @param after the same behind it
   */
  readonly rowOf: (told: Told, before: ColumnValues | null, after: ColumnValues) => DerivedRow | null;
};

export type DerivedRow = ColumnValues & { readonly position: number; readonly subject: string };

export const holds = ({ from, before }: Book, subject: string): boolean => subject >= from && subject < before;

/** Whether this file is new enough to have it. */
export function hasTable(db: ReadableDb, table: string): boolean {
  return db.prepare("SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = ?").get(table) !== undefined;
}

/** @param columns a whole row's, except those that the table itself fills */
export function insertInto(db: WritableDb, { table }: Pick<Book, 'table'>, columns: ColumnValues): void {
  const names = Object.keys(columns);
  const places = names.map(() => '?').join(', ');
  db.prepare(`INSERT INTO ${table} (${names.map(quoted).join(', ')}) VALUES (${places})`).run(
    ...Object.values(columns),
  );
}

/** A column may be called as a word of SQL is. */
export const quoted = (column: string): string => `"${column}"`;

/** What the table itself puts where an entry is silent: columns that came with a later version of the program. */
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
