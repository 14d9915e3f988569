/**
 * Counts the rows, other than attempts, that a restore leaves out. An attempt after a break of the chain is restored as
 * in doubt, because the gateway can be asked how it ended. Nobody can be asked about an act, and a row outside the
 * chain proves nothing. So it stays in the quarantine, and the restored ledger records how many of each kind it lacks.
 */
import { ATTEMPTS } from '../books/attempts.ts';
import { BOOKS } from '../books/books.ts';
import { isAttemptNumber } from '../../../shared/attempt/number.ts';
import type { ReadableDb } from '../file/open.ts';
import { readableRows } from './salvage.ts';

export type LeftOut = {
  /** Counts a journal row that is after the restored journal's end. */
  note(subject: unknown, version: unknown): void;
  /** Counts rows of a damaged file's books that the restored ledger lacks: that file's journal may be unreadable. */
  noteBooks(file: ReadableDb): void;
  /** How many rows were counted of each kind. */
  counts(): Readonly<Record<string, number>>;
};

/** @param db the restored ledger */
export function createLeftOut(db: ReadableDb): LeftOut {
  /** Several copies of a ledger may hold the same row, which counts once. */
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

/** The subject's kind; null for an attempt, and for what is no subject: a damaged file may hold anything anywhere. */
function kindOf(subject: unknown): string | null {
  if (typeof subject !== 'string' || isAttemptNumber(subject)) return null;
  return /^[a-z][a-z-]*(?=:)/.exec(subject)?.[0] ?? null;
}

const byName = ([one]: readonly [string, unknown], [other]: readonly [string, unknown]): number =>
  one < other ? -1 : 1;
