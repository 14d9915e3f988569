/** Every book of a ledger. */
import type { ReadableDb } from '../file/open.ts';
import { ACTS } from './acts.ts';
import { ATTEMPTS } from './attempts.ts';
import { holds, type Book } from './book.ts';
import { PEOPLE } from './people.ts';

export const BOOKS: readonly Book[] = [ATTEMPTS, ACTS, PEOPLE];

/** Null for a subject whose kind only another version of the program knows; its rows are kept unchanged. */
export const bookOf = (subject: string): Book | null => BOOKS.find((book) => holds(book, subject)) ?? null;

/** How many rows the journal has of each kind that this program does not know. Such rows are no damage. */
export function unknownKinds(db: ReadableDb): ReadonlyMap<string, number> {
  const isKnown = BOOKS.map(() => '(number >= ? AND number < ?)').join(' OR ');
  const rows = db
    .prepare(
      `SELECT substr(number, 1, instr(number || ':', ':') - 1) AS kind, count(*) AS count
       FROM journal WHERE NOT (${isKnown}) GROUP BY 1 ORDER BY 1`,
    )
    .all(...BOOKS.flatMap(({ from, before }) => [from, before])) as readonly { kind: string; count: number }[];
  return new Map(rows.map(({ kind, count }) => [kind, count]));
}
