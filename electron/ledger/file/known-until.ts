/** The time until which a ledger certainly knows every attempt, whichever clock dated them. */
import type { WallMs } from '../../../shared/time.ts';
import type { ReadableDb } from './open.ts';

/** How much the gateway's clock may have changed since then. */
const GATEWAY_MARGIN_MS = 10 * 60_000;
/** For a ledger that has only the machine's times: that clock may have been a day fast, and corrected since. */
export const MACHINE_MARGIN_MS = 25 * 3_600_000;
/**
 * How many of the newest attempts are searched for a gateway time: more than a shop makes in the two weeks that a start
 * looks back. A ledger of an older program has none, and a start must not read a million rows to find that out.
 */
const SEARCHED_ROWS_MAX = 50_000;
const RECENT = `rowid > (SELECT max(rowid) FROM attempts) - ${SEARCHED_ROWS_MAX}`;
/** Take the earliest time of this many attempts: a clock that was wrong for a morning has not dated all of them. */
const DATED_BY = 300;

/**
 * The time after which attempts may be missing; the ledger has lost nothing that is older. By the gateway's clock if
 * the ledger has its times; otherwise by the machine's, with a wide margin, because nobody knows how wrong that clock
 * was. Null for a ledger without attempts.
 *
 * @param at the present time
 */
export function lastSureTime(db: ReadableDb, at: WallMs): WallMs | null {
  const byGateway = newestByGateway(db);
  if (byGateway !== undefined) return byGateway.at - GATEWAY_MARGIN_MS;
  const byMachine = db
    .prepare('SELECT created_at AS at FROM attempts ORDER BY rowid DESC LIMIT ?')
    .all(DATED_BY) as readonly { readonly at: WallMs }[];
  return byMachine.length === 0 ? null : Math.min(at, ...byMachine.map((row) => row.at)) - MACHINE_MARGIN_MS;
}

/**
 * The rowid of the last attempt that was made more than `lastMs` before the newest one; 0 if none is found. Uses the
 * gateway's clock and the order of the rows, never the machine's clock: if that clock was a year wrong for a morning,
 * the attempts of that morning, or all attempts before it, would be forgotten.
 */
export function lastSurelyOlder(db: ReadableDb, lastMs: number): number {
  const newest = newestByGateway(db);
  if (newest === undefined) return 0;
  const row = db
    .prepare(`SELECT rowid FROM attempts WHERE gateway_at < ? AND ${RECENT} ORDER BY rowid DESC LIMIT 1`)
    .get(newest.at - lastMs) as { readonly rowid: number } | undefined;
  return row?.rowid ?? 0;
}

const newestByGateway = (db: ReadableDb): { readonly at: WallMs } | undefined =>
  db
    .prepare(
      `SELECT gateway_at AS at FROM attempts WHERE gateway_at IS NOT NULL AND ${RECENT} ORDER BY rowid DESC LIMIT 1`,
    )
    .get() as { readonly at: WallMs } | undefined;
