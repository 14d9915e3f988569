/**
 * Reads what can still be read of a damaged file. SQLite stops at a page it cannot make sense of; what lies before and
 * behind that page is often whole.
 */
import type { ReadableDb } from './open.ts';

export type SalvagedRow = Readonly<Record<string, unknown>> & {
  /** SQLite's own number of the row; the position, in the journal. */
  readonly place: number;
};

/** One by one each costs a look into the file: enough for some pages' worth, and over in seconds. */
const MOST_SINGLE_LOOKS = 200_000;

/**
 * Every row that can be read, each once: in their order up to the first place that cannot be read, from the end back to
 * the last such place, and what is between one by one.
 */
export function* readableRows(
  db: ReadableDb,
  table: 'ledger' | 'journal' | 'attempts',
): Generator<SalvagedRow, void, undefined> {
  let low = 0;
  let isWhole = true;
  const noteEnd = (): void => {
    isWhole = false;
  };
  for (const row of untilUnreadable(
    () => db.prepare(`SELECT rowid AS place, * FROM ${table} ORDER BY rowid`).iterate(),
    noteEnd,
  )) {
    low = row.place;
    yield row;
  }
  if (isWhole) return;
  let high = Number.POSITIVE_INFINITY;
  const backwards = () =>
    db.prepare(`SELECT rowid AS place, * FROM ${table} WHERE rowid > ? ORDER BY rowid DESC`).iterate(low);
  for (const row of untilUnreadable(backwards)) {
    high = row.place;
    yield row;
  }
  const last = Math.min(high - 1, low + MOST_SINGLE_LOOKS);
  for (let place = low + 1; place <= last; place += 1) {
    const one = () => db.prepare(`SELECT rowid AS place, * FROM ${table} WHERE rowid = ?`).iterate(place);
    yield* untilUnreadable(one);
  }
}

/** @param unreadable is told when it ended at a place that cannot be read */
function* untilUnreadable(
  query: () => Iterable<unknown>,
  unreadable: () => void = () => undefined,
): Generator<SalvagedRow, void, undefined> {
  try {
    for (const row of query()) yield row as SalvagedRow;
  } catch (error) {
    // Whatever SQLite says of a damaged file (corrupt, an I/O error, no such table): there is no more to be had here.
    if (!(error instanceof Error && 'code' in error && String(error.code).startsWith('SQLITE_'))) throw error;
    unreadable();
  }
}
