/**
 * The search of all attempts, by page and newest first. A question looks at a bounded number of rows, because payments
 * and screens share its thread: what matches rarely comes in short pages, and the next page goes on from there.
 */
import type { HistoryPart, HistoryPlace, HistoryState, HistoryWanted } from '../../shared/attempt/history.ts';
import { madeAt, type Attempt } from '../../shared/attempt/record.ts';
import { assertNever } from '../../shared/result.ts';
import type { HistoryPage } from '../till/ports/ledger.ts';
import { toAttempt } from './books/attempts.ts';
import type { Column } from './books/book.ts';
import type { ReadableDb } from './file/open.ts';

/** When an attempt was made, by the gateway's clock if known. The indexes by time have this same expression. */
export const MADE_AT = 'coalesce(gateway_at, created_at)';

/** Some milliseconds, also when the rows are not in the system's cache. */
export const ROWS_LOOKED_AT_MAX = 4_000;

type Condition = { readonly sql: string; readonly values: readonly Column[] };
const condition = (sql: string, ...values: readonly Column[]): Condition => ({ sql, values });

/** The index to read, and which of its rows: few more than those that are wanted. */
type Source = Condition & { readonly index: string };

const LIVE = "status IN ('sending', 'pending', 'unknown')";

/**
 * @param most attempts in one page
 * @returns `next` is where the next page begins: null at the end of the history, or `until` if the part was read whole
 */
export function readHistory(db: ReadableDb, wanted: HistoryWanted, part: HistoryPart, most: number): HistoryPage {
  const { index, ...source } = sourceOf(wanted);
  const bounds = [source, ...boundsOf(db, wanted, part)].filter(({ sql }) => sql !== '');
  const filters = filtersOf(wanted);
  const looked = `FROM attempts INDEXED BY ${index} WHERE ${joined(bounds)} ORDER BY ${MADE_AT} DESC, rowid DESC`;
  const where = filters.length === 0 ? '' : `WHERE ${joined(filters)}`;
  const attempts = db
    .prepare(`SELECT * FROM (SELECT * ${looked} LIMIT ${ROWS_LOOKED_AT_MAX}) ${where} LIMIT ?`)
    .all(...valuesOf(bounds), ...valuesOf(filters), most)
    .map(toAttempt);
  const last = attempts.at(-1);
  if (last !== undefined && attempts.length === most) return { attempts, next: placeOf(last) };
  const reached = db
    .prepare(`SELECT ${MADE_AT} AS madeAt, number ${looked} LIMIT 1 OFFSET ${ROWS_LOOKED_AT_MAX - 1}`)
    .get(...valuesOf(bounds)) as HistoryPlace | undefined;
  return { attempts, next: reached ?? part.until };
}

const placeOf = (attempt: Attempt): HistoryPlace => ({ madeAt: madeAt(attempt), number: attempt.number });
const joined = (conditions: readonly Condition[]): string => conditions.map(({ sql }) => sql).join(' AND ');
const valuesOf = (conditions: readonly Condition[]): readonly Column[] => conditions.flatMap(({ values }) => values);

/** The rarest of what is wanted chooses the index. A plus in a condition is as in the index: see migration 16. */
function sourceOf({ amount, state }: HistoryWanted): Source {
  if (state === 'paid-late') return { index: 'paid_late_by_time', ...condition("+status = 'late-paid'") };
  if (state === 'checking') return { index: 'one_live_payment_per_sale', ...condition(`kind = 'payment' AND ${LIVE}`) };
  if (amount !== null) return { index: 'attempts_by_amount', ...condition('amount_cents = ?', amount) };
  if (state === 'not-paid') return { index: 'not_paid_by_time', ...condition("+status IN ('failed', 'expired')") };
  if (state === null || state === 'paid') return { index: 'attempts_by_time', ...condition('') };
  return { index: 'refunds_by_time', ...condition("+kind = 'refund'") };
}

/** In the order of the index. Attempts of the same millisecond are in the order of their rows. */
function boundsOf(db: ReadableDb, { from, to }: HistoryWanted, { after, until }: HistoryPart): readonly Condition[] {
  const rowOf = ({ number }: HistoryPlace): Column => {
    const row = db.prepare('SELECT rowid FROM attempts WHERE number = ?').get(number);
    return (row as { readonly rowid: number } | undefined)?.rowid ?? null;
  };
  return [
    condition(`${MADE_AT} >= ?`, Math.max(from, until?.madeAt ?? from)),
    condition(`${MADE_AT} <= ?`, Math.min(to - 1, after?.madeAt ?? to)),
    ...(after === null ? [] : [condition(`(${MADE_AT} <> ? OR rowid < ?)`, after.madeAt, rowOf(after))]),
    ...(until === null ? [] : [condition(`(${MADE_AT} <> ? OR rowid >= ?)`, until.madeAt, rowOf(until))]),
  ];
}

function filtersOf({ amount, state, mode, wallet, by }: HistoryWanted): readonly Condition[] {
  return [
    ...(amount === null ? [] : [condition('amount_cents = ?', amount)]),
    ...(state === null ? [] : [condition(ofState(state))]),
    ...(mode === null ? [] : [condition('way = ?', mode)]),
    ...(wallet === null ? [] : [condition('wallet = ?', wallet)]),
    ...(by === null ? [] : [condition('"by" = ?', by)]),
  ];
}

function ofState(state: HistoryState): string {
  switch (state) {
    case 'paid':
      return "status = 'paid'";
    case 'paid-late':
      return "status = 'late-paid'";
    case 'not-paid':
      return "status IN ('failed', 'expired')";
    case 'checking':
      return `kind = 'payment' AND ${LIVE}`;
    case 'refund':
      return "kind = 'refund'";
    case 'refunded':
      return "status = 'refunded'";
    case 'not-refunded':
      return "status = 'refused'";
    case 'refund-checking':
      return `kind = 'refund' AND ${LIVE}`;
    default:
      return assertNever(state);
  }
}
