/**
 * Reads what can still be read of a damaged file. SQLite stops at a page that it cannot read; the rows before and
 * after that page are often whole.
 */
import { codeOf } from '../../files/error-code.ts';
import type { ReadableDb } from '../file/open.ts';

export type SalvagedRow = Readonly<Record<string, unknown>> & {
  /** SQLite's own number of the row; the position, in the journal. */
  readonly place: number;
};

type From = (place: number) => Iterable<unknown>;

const FIRST_PLACE = Number.MIN_SAFE_INTEGER;
/** No table of ours has its next readable row further than this after an unreadable page. */
const STEP_MAX = 2 ** 32;
/** No table of ours has a row after this place; places beyond it cannot be counted exactly. */
const LAST_PLACE = Number.MAX_SAFE_INTEGER - 2 * STEP_MAX;

/**
 * The rows that can be read, in order. Rows that cannot be read are left out silently; a missing table has no rows.
 *
 * @param table a table with SQLite's own row numbers
 */
export function* readableRows(db: ReadableDb, table: string): Generator<SalvagedRow, void, undefined> {
  const from: From = (place) =>
    db.prepare(`SELECT rowid AS place, * FROM ${table} WHERE rowid >= ? ORDER BY rowid`).iterate(place);
  let next: number | null = FIRST_PLACE;
  while (next !== null) {
    let last = Math.max(0, next - 1);
    let isWhole = false;
    for (const row of untilUnreadable(from, next, () => (isWhole = true))) {
      last = row.place;
      yield row;
    }
    next = isWhole ? null : behindDamage(from, last);
  }
}

/**
 * The first place after `last` from which rows can be read again; null if there is none. Searches in growing steps and
 * then by bisection: a page holds from a few to a few thousand rows, and each try at an unreadable one is slow.
 */
function behindDamage(from: From, last: number): number | null {
  let step = 1;
  while (!canRead(from, last + step)) {
    step *= 2;
    if (step > STEP_MAX) return null;
  }
  let unreadable = last + step / 2;
  let readable = last + step;
  while (readable - unreadable > 1) {
    const middle = Math.floor((readable + unreadable) / 2);
    if (canRead(from, middle)) readable = middle;
    else unreadable = middle;
  }
  return readable;
}

function canRead(from: From, place: number): boolean {
  let isEnd = false;
  const rows = untilUnreadable(from, place, () => (isEnd = true));
  const first = rows.next();
  rows.return();
  return first.done !== true || isEnd;
}

/** @param end called when there are no more rows; not called when the next rows cannot be read */
function* untilUnreadable(from: From, place: number, end: () => void): Generator<SalvagedRow, void, undefined> {
  let least = place;
  try {
    for (const row of from(place)) {
      const salvaged = row as SalvagedRow;
      // Rows out of order: damaged pages that point back to one another would give the same rows for ever.
      if (salvaged.place < least || salvaged.place > LAST_PLACE) return;
      yield salvaged;
      least = salvaged.place + 1;
    }
    end();
  } catch (error) {
    // After any error of SQLite (corrupt, an I/O error, no such table) no more rows can be read here.
    if (codeOf(error)?.startsWith('SQLITE_') !== true) throw error;
  }
}
