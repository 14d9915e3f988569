/**
 * Takes attempts into a ledger that has lost them. What is known of them is not proved, so each comes in as `unknown`, is
 * enquired about, and ends as the gateway says.
 */
import type { WallMs } from '../../shared/time.ts';
import type { Found } from '../till/ports.ts';
import { insertRow, toColumns, type ColumnValues } from './attempts.ts';
import { append } from './journal.ts';
import type { ReadableDb, WritableDb } from './open.ts';
import { isRefusal } from './rebuild.ts';

/** One that the gateway knows. */
export function adopt(db: WritableDb, found: Found, at: WallMs): 'adopted' | 'known' | 'refused' {
  const { number } = found;
  if (db.prepare('SELECT 1 FROM attempts WHERE number = ?').get(number) !== undefined) return 'known';
  const columns = {
    ...toColumns(found),
    // The sale it belonged to is lost; no other attempt can belong to this one.
    sale_id: `lost-${number}`,
    life_ms: 0,
    code_hash: null,
    code_tail: null,
    body_hash: '',
    last_said: null,
    given_up: 1,
    dealt_with: 0,
  };
  return adoptColumns(db, columns, at) ? 'adopted' : 'refused';
}

/**
 * The same with the columns of a row that was read elsewhere; status and version are set here. False when it is no whole
 * attempt, or contradicts what the ledger holds: then nothing is changed.
 */
export function adoptColumns(db: WritableDb, columns: ColumnValues, at: WallMs): boolean {
  try {
    return db
      .transaction(() => {
        const number = String(columns['number']);
        const row = { ...columns, sale_id: freeSale(db, columns), status: 'unknown', version: 1 };
        append(db, { at, number, version: 1, entry: row });
        insertRow(db, row);
        return true;
      })
      .immediate();
  } catch (error) {
    if (isRefusal(error)) return false;
    throw error;
  }
}

/** A sale has one live attempt, and several of its attempts may be in doubt now: the others get a sale of their own. */
function freeSale(db: ReadableDb, columns: ColumnValues): string {
  const sale = String(columns['sale_id']);
  const isLive = db
    .prepare(
      "SELECT 1 FROM attempts WHERE kind = 'payment' AND sale_id = ? AND status IN ('sending', 'pending', 'unknown')",
    )
    .get(sale);
  return isLive === undefined ? sale : `${sale}-${String(columns['number'])}`;
}
