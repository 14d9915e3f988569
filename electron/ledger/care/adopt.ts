/**
 * Takes attempts into a ledger that has lost them. What is known of them is not proved, so each comes in as `unknown`, is
 * enquired about, and ends as the gateway says.
 */
import type { WallMs } from '../../../shared/time.ts';
import type { Found } from '../../till/ports/ledger.ts';
import { movedBy, RARELY } from '../../../shared/attempt/record.ts';
import { cents, type Cents } from '../../../shared/money.ts';
import { insertRow, readAttempts, toColumns, updateRow } from '../books/attempts.ts';
import type { ColumnValues } from '../books/book.ts';
import { append } from '../file/journal.ts';
import type { ReadableDb, WritableDb } from '../file/open.ts';
import { isRefusal } from './rebuild.ts';

/**
 * One that the gateway knows.
 *
 * @param elsewhere of a refund: what its payment is known to have had given back by others than this till, in cents
 */
export function adopt(
  db: WritableDb,
  found: Found,
  at: WallMs,
  elsewhere: Cents = cents(0),
): 'adopted' | 'known' | 'refused' {
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
  const isAdopted = unlessRefused(db, () => {
    makeRoom(db, found, at, elsewhere);
    insertInDoubt(db, columns, at);
  });
  return isAdopted ? 'adopted' : 'refused';
}

/**
 * A refund of this till explains what its payment was said to have lost elsewhere: all of it or a part, of which the
 * gateway does not say how much. What others gave back stays.
 */
function makeRoom(db: WritableDb, { refundOf, amount }: Found, at: WallMs, elsewhere: Cents): void {
  const payment = refundOf === null ? undefined : readAttempts(db, 'number = ?', refundOf)[0];
  if (payment === undefined || payment.returnedElsewhere === 0) return;
  const { number, version, returnedElsewhere: before } = payment;
  const left = before === null ? elsewhere : Math.max(elsewhere, before - amount);
  const columns = toColumns({ returnedElsewhere: cents(Math.min(left, movedBy(payment))) });
  if (updateRow(db, number, version, columns)) append(db, { at, number, version: version + 1, entry: columns });
}

/**
 * The same with the columns of a row that was read elsewhere; status and version are set here. False when it is no whole
 * attempt, or contradicts what the ledger holds: then nothing is changed.
 */
export function adoptColumns(db: WritableDb, columns: ColumnValues, at: WallMs): boolean {
  return unlessRefused(db, () => insertInDoubt(db, columns, at));
}

/** Nobody's word of how it ended is taken over either, nor what of it went back: the gateway is asked for both. */
const NOT_SETTLED = toColumns(RARELY);

function insertInDoubt(db: WritableDb, columns: ColumnValues, at: WallMs): void {
  const number = String(columns['number']);
  const row = { ...columns, ...NOT_SETTLED, sale_id: freeSale(db, columns), status: 'unknown', version: 1 };
  append(db, { at, number, version: 1, entry: row });
  insertRow(db, row);
}

/** In one transaction; false when the file refuses it. */
function unlessRefused(db: WritableDb, work: () => void): boolean {
  try {
    db.transaction(work).immediate();
    return true;
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
