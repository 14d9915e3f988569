/** Up to when a ledger is sure to know of everything, whatever clock dated it. */
import type { WallMs } from '../../../shared/time.ts';
import type { ReadableDb } from './open.ts';

/** By how much the gateway's clock may be another than it was then. */
const GATEWAY_MARGIN_MS = 10 * 60_000;
/** Where the machine's clock is all there is to go by: it may have been a day fast, and set right since. */
export const MACHINE_MARGIN_MS = 25 * 3_600_000;
/** Of so many attempts the earliest time is taken: a clock that was wrong for a morning has not dated them all. */
const DATED_BY = 300;

/**
 * A time after which everything is that this ledger has lost. By the gateway's clock where the ledger knows it; else by the
 * machine's, of which nobody knows how wrong it was. Null for a ledger without attempts.
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
 * The row of the last attempt that was made earlier than so long before the newest; 0 when there is none. It goes by the
 * gateway's clock and by the order of the rows, and by no clock of the machine's: one that was a year off for a morning
 * would have what was sold then forgotten, or all that was sold before it.
 */
export function lastSurelyOlder(db: ReadableDb, lastMs: number): number {
  const newest = newestByGateway(db);
  if (newest === undefined) return 0;
  const row = db
    .prepare('SELECT rowid FROM attempts WHERE gateway_at < ? ORDER BY rowid DESC LIMIT 1')
    .get(newest.at - lastMs) as { readonly rowid: number } | undefined;
  return row?.rowid ?? 0;
}

const newestByGateway = (db: ReadableDb): { readonly at: WallMs } | undefined =>
  db.prepare('SELECT gateway_at AS at FROM attempts WHERE gateway_at IS NOT NULL ORDER BY rowid DESC LIMIT 1').get() as
    { readonly at: WallMs } | undefined;
