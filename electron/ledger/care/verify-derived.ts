/** Compares the rows that a book derives with those that the journal gives, subject by subject beside verify.ts. */
import { hasTable, type Book, type DerivedRow } from '../books/book.ts';
import type { ChainEnd } from '../file/journal.ts';
import type { ReadableDb } from '../file/open.ts';
import { derivedUpTo } from './derived.ts';
import type { Replayed } from './rebuild.ts';
import type { Difference } from './difference.ts';

export type DerivedComparison = {
  /** To be called for each subject, in their order: what is wrong with its rows, and those of no subject before it. */
  upTo(replayed: Replayed): Generator<Difference, void, undefined>;
  /** Rows of no subject behind the last one. */
  rest(): Generator<Difference, void, undefined>;
  close(): void;
};

const NOTHING: DerivedComparison = {
  *upTo() {},
  *rest() {},
  close: () => undefined,
};

/** @param from behind which row of the journal a subject has to be spoken of to be compared */
export function compareDerived(db: ReadableDb, { derived }: Book, from: ChainEnd): DerivedComparison {
  // A file of an older program has none.
  if (derived === undefined || !hasTable(db, derived.table)) return NOTHING;
  const { table } = derived;
  /** What stands in the journal behind it has not been filled in yet. */
  const filled = derivedUpTo(db, derived);
  const spokenOf = 'SELECT number FROM journal WHERE position > ?';
  const ofThem = `WHERE position > ? OR position IN (SELECT position FROM journal WHERE number IN (${spokenOf}))`;
  const isWhole = from.position === 0;
  const rows = db
    .prepare(`SELECT * FROM ${table} ${isWhole ? '' : ofThem} ORDER BY subject, position`)
    .iterate(...(isWhole ? [] : [from.position, from.position])) as IterableIterator<DerivedRow>;
  const nextRow = (): DerivedRow | undefined => rows.next().value as DerivedRow | undefined;
  let row = nextRow();
  const unknown = ({ subject, position }: DerivedRow): Difference => ({
    table,
    number: subject,
    what: 'no-entries',
    values: [{ column: 'position', journal: null, row: position }],
  });

  return {
    *upTo({ number, columns, derived: wanted }) {
      for (; row !== undefined && row.subject < number; row = nextRow()) yield unknown(row);
      const held: DerivedRow[] = [];
      for (; row?.subject === number; row = nextRow()) held.push(row);
      // Where the entries do not follow one another, nothing can be said of what they give.
      if (columns === null) return;
      const due = wanted.filter(({ position }) => position <= filled);
      if (textOf(due) === textOf(held)) return;
      yield { table, number, what: 'values', values: [{ column: table, journal: due, row: held }] };
    },
    *rest() {
      for (; row !== undefined; row = nextRow()) yield unknown(row);
    },
    close: () => rows.return?.(),
  };
}

const textOf = (rows: readonly DerivedRow[]): string =>
  rows
    .map((row) => JSON.stringify(Object.entries(row).toSorted(([one], [other]) => (one < other ? -1 : 1))))
    .join('\n');
