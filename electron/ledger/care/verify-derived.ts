/** Compares a book's derived rows with those that the journal gives, subject by subject; part of verify.ts. */
import { hasTable, type Book, type DerivedRow } from '../books/book.ts';
import type { ChainEnd } from '../file/journal.ts';
import type { ReadableDb } from '../file/open.ts';
import { derivedUpTo } from './derived.ts';
import type { Replayed } from './rebuild.ts';
import type { Difference } from './difference.ts';

export type DerivedComparison = {
  /**
   * Call it for each subject, in order. Yields what is wrong with its rows, and earlier rows whose subject has no
   * entries.
   */
  upTo(replayed: Replayed): Generator<Difference, void, undefined>;
  /** Yields rows after the last subject: their subjects have no entries. */
  rest(): Generator<Difference, void, undefined>;
  close(): void;
};

const NOTHING: DerivedComparison = {
  *upTo() {},
  *rest() {},
  close: () => undefined,
};

/** @param from a subject is compared if it has an entry after this row of the journal */
export function compareDerived(db: ReadableDb, { derived }: Book, from: ChainEnd): DerivedComparison {
  // A file of an older program has no such table.
  if (derived === undefined || !hasTable(db, derived.table)) return NOTHING;
  const { table } = derived;
  /** Journal rows after this position have no derived rows yet. */
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
      // If a subject's entries do not follow one another, the rows that they derive are unknown.
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
