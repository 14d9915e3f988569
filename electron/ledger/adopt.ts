/**
 * Takes attempts into a ledger that has lost them. What is known of them is not proved, so each comes in as `unknown`, is
 * enquired about, and ends as the gateway says.
 */
import type { WallMs } from '../../shared/time.ts';
import type { Found } from '../till/ports.ts';
import { insertRow, type ColumnValues } from './attempts.ts';
import { append } from './journal.ts';
import type { ReadableDb, WritableDb } from './open.ts';

/** One that the gateway knows. Must run inside a transaction. False when the ledger has it, or another one by its syssn. */
export function adopt(db: WritableDb, found: Found, at: WallMs): boolean {
  return adoptColumns(
    db,
    {
      number: found.number,
      // The sale it belonged to is lost; no other attempt can belong to it.
      sale_id: `lost-${found.number}`,
      way: found.way,
      pay_type: found.payType,
      amount_cents: found.amount,
      currency: found.currency,
      merchant: found.merchant,
      host: found.host,
      txdtm: found.txdtm,
      created_at: found.createdAt,
      life_ms: 0,
      code_hash: null,
      code_tail: null,
      body_hash: '',
      syssn: found.syssn,
      last_said: null,
      given_up: 1,
    },
    at,
  );
}

/** The same with the columns of a row that was read elsewhere; status and version are set here. */
export function adoptColumns(db: WritableDb, columns: ColumnValues, at: WallMs): boolean {
  const isThere = (where: string, value: ColumnValues[string]) =>
    db.prepare(`SELECT 1 FROM attempts WHERE ${where}`).get(value ?? null) !== undefined;
  const number = String(columns['number']);
  const syssn = columns['syssn'] ?? null;
  if (isThere('number = ?', number)) return false;
  if (syssn !== null && isThere('syssn = ?', syssn)) return false;
  const row = { ...columns, sale_id: freeSale(db, columns), status: 'unknown', version: 1 };
  append(db, { at, number, version: 1, entry: row });
  insertRow(db, row);
  return true;
}

/** A sale has one live attempt, and several of its attempts may be in doubt now: the others get a sale of their own. */
function freeSale(db: ReadableDb, columns: ColumnValues): string {
  const sale = String(columns['sale_id']);
  const isLive = db
    .prepare("SELECT 1 FROM attempts WHERE sale_id = ? AND status IN ('sending', 'pending', 'unknown')")
    .get(sale);
  return isLive === undefined ? sale : `${sale}-${String(columns['number'])}`;
}
