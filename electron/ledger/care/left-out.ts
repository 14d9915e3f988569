/**
 * Counts what a restore leaves out beside attempts. An attempt behind a break of the chain comes in as one that is in doubt,
 * since the gateway can be asked how it ended. Nobody can be asked for an act, and a row without a chain proves nothing: so it
 * stays in the quarantine, and the restored ledger says how many of which kind there were.
 */
import { ATTEMPTS } from '../books/attempts.ts';
import { BOOKS } from '../books/books.ts';
import { isAttemptNumber } from '../../../shared/attempt/number.ts';
import type { ReadableDb } from '../file/open.ts';
import { readableRows } from './salvage.ts';

export type LeftOut = {
  /** A row of a journal behind the restored one's end. */
  note(subject: unknown, version: unknown): void;
  /** What the books of a damaged file hold and the restored ledger does not: its journal may be what cannot be read. */
  noteBooks(file: ReadableDb): void;
  /** How many there were of each kind. */
  counts(): Readonly<Record<string, number>>;
};

/** @param db the restored ledger */
export function createLeftOut(db: ReadableDb): LeftOut {
  /** Several copies of a ledger tell of the same row. */
  const byKind = new Map<string, Set<string>>();
  const note = (subject: unknown, version: unknown): void => {
    const kind = kindOf(subject);
    if (kind === null) return;
    const known = byKind.get(kind) ?? new Set();
    byKind.set(kind, known.add(`${String(subject)} ${String(version)}`));
  };
  return {
    note,
    noteBooks(file) {
      for (const book of BOOKS.filter((each) => each !== ATTEMPTS)) {
        const isKnown = db.prepare(`SELECT 1 FROM ${book.table} WHERE ${book.key} = ?`);
        for (const row of readableRows(file, book.table)) {
          const subject = row[book.key];
          if (typeof subject === 'string' && isKnown.get(subject) === undefined) note(subject, row['version']);
        }
      }
    },
    counts: () => Object.fromEntries([...byKind].toSorted(byName).map(([kind, rows]) => [kind, rows.size])),
  };
}

/** Null for an attempt's number, and for what no subject is: of a damaged file any column may hold anything. */
function kindOf(subject: unknown): string | null {
  if (typeof subject !== 'string' || isAttemptNumber(subject)) return null;
  return /^[a-z][a-z-]*(?=:)/.exec(subject)?.[0] ?? null;
}

const byName = ([one]: readonly [string, unknown], [other]: readonly [string, unknown]): number =>
  one < other ? -1 : 1;
