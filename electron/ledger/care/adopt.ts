/**
 * Inserts attempts that a ledger has lost. What is known of them is not proved, so each is inserted as `unknown`; the
 * till enquires about it, and it ends as the gateway says.
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
 * Adopts an attempt that the gateway knows.
 *
 * @param elsewhere for a refund: how much of its payment others than this till are known to have returned, in cents
 * @returns `known` if the ledger has the attempt already, `refused` if the attempt contradicts it
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
    // The attempt's sale is lost. Give it a sale of its own, which no other attempt can belong to.
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
 * The payment may count this refund as returned elsewhere, with an amount or as unknown (null). Subtract the refund, so
 * that there is room for it; keep what others are known to have returned.
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
 * Adopts an attempt from the columns of a row that was read elsewhere; status and version are set here. False if the
 * row is not a whole attempt or contradicts the ledger: then nothing is changed.
 */
export function adoptColumns(db: WritableDb, columns: ColumnValues, at: WallMs): boolean {
  return unlessRefused(db, () => insertInDoubt(db, columns, at));
}

/** Drops a person's decision and returned amounts as well: the gateway is asked about both. */
const NOT_SETTLED = toColumns(RARELY);

function insertInDoubt(db: WritableDb, columns: ColumnValues, at: WallMs): void {
  const number = String(columns['number']);
  const row = { ...columns, ...NOT_SETTLED, sale_id: freeSale(db, columns), status: 'unknown', version: 1 };
  append(db, { at, number, version: 1, entry: row });
  insertRow(db, row);
}

/** Runs `work` in one transaction; false if the file's own rules refuse it. */
function unlessRefused(db: WritableDb, work: () => void): boolean {
  try {
    db.transaction(work).immediate();
    return true;
  } catch (error) {
    if (isRefusal(error)) return false;
    throw error;
  }
}

/** A sale can have one live payment, and several of its payments may now be in doubt: each other gets its own sale. */
function freeSale(db: ReadableDb, columns: ColumnValues): string {
  const sale = String(columns['sale_id']);
  const isLive = db
    .prepare(
      "SELECT 1 FROM attempts WHERE kind = 'payment' AND sale_id = ? AND status IN ('sending', 'pending', 'unknown')",
    )
    .get(sale);
  return isLive === undefined ? sale : `${sale}-${String(columns['number'])}`;
}
