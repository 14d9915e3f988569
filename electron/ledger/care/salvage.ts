/**
 * Reads what can still be read of a damaged file. SQLite stops at a page it cannot make sense of; what lies before and
 * behind that page is often whole.
 */
import { codeOf } from '../../files/error-code.ts';
import type { ReadableDb } from '../file/open.ts';

export type SalvagedRow = Readonly<Record<string, unknown>> & {
  /** SQLite's own number of the row; the position, in the journal. */
  readonly place: number;
};

type From = (place: number) => Iterable<unknown>;

const FIRST_PLACE = Number.MIN_SAFE_INTEGER;
/** No table of ours has a row as far behind a page that cannot be read. */
const FARTHEST = 2 ** 32;
/** Nor one whose place cannot be counted on from exactly. */
const LAST_PLACE = Number.MAX_SAFE_INTEGER - 2 * FARTHEST;

/**
 * The rows that can be read, in their order; what cannot be read is left out and not told, and neither is a table that is
 * not there.
 *
 * @param table whose rows go by a number of SQLite's own
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
 * The first place behind this one from which rows can be read again; null when there is none. Looked for in growing steps
 * and then between the last two: a page holds a few rows or a few thousand, and a look at an unreadable one is slow.
 */
function behindDamage(from: From, last: number): number | null {
  let step = 1;
  while (!canRead(from, last + step)) {
    step *= 2;
    if (step > FARTHEST) return null;
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

/** @param end is told when there are no more rows, as against rows that cannot be read */
function* untilUnreadable(from: From, place: number, end: () => void): Generator<SalvagedRow, void, undefined> {
  let least = place;
  try {
    for (const row of from(place)) {
      const salvaged = row as SalvagedRow;
      // Out of order: pages that point back to one another would give the same rows for ever.
      if (salvaged.place < least || salvaged.place > LAST_PLACE) return;
      yield salvaged;
      least = salvaged.place + 1;
    }
    end();
  } catch (error) {
    // Whatever SQLite says of a damaged file (corrupt, an I/O error, no such table): there is no more to be had here.
    if (codeOf(error)?.startsWith('SQLITE_') !== true) throw error;
  }
}
