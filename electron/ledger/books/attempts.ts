/**
 * The book of attempts: the rows that screens and the watch read. Each row is what a replay of the journal's entries
 * for its number gives, and is written in the same transaction as the entry.
 */
import {
  RARELY,
  type Attempt,
  type AttemptKind,
  type AttemptStatus,
  type Verdict,
} from '../../../shared/attempt/record.ts';
import { isAttemptNumber, type AttemptNumber } from '../../../shared/attempt/number.ts';
import { cents, isCurrency, type Cents } from '../../../shared/money.ts';
import type { WallMs } from '../../../shared/time.ts';
import type { Presentment, Tender, WalletId } from '../../../shared/wallet.ts';
import { LedgerError, type JournalEntry } from '../../till/ports/ledger.ts';
import type { ReadableDb, WritableDb } from '../file/open.ts';
import { columnDefaults, insertInto, type Book, type Column, type ColumnValues } from './book.ts';
import { MOVEMENTS } from './movements.ts';

/** Attempt numbers have capitals and digits only, so they sort before all subjects that begin with a small letter. */
export const ATTEMPTS: Book = {
  table: 'attempts',
  noun: 'Attempt',
  key: 'number',
  from: '',
  before: 'a',
  former: { column: 'syssn', table: 'former_syssns' },
  derived: MOVEMENTS,
};

/** The name of each field in the table and in the journal. */
const COLUMNS = {
  number: 'number',
  kind: 'kind',
  by: 'by',
  refundOf: 'refund_of',
  saleId: 'sale_id',
  payType: 'pay_type',
  amount: 'amount_cents',
  currency: 'currency',
  merchantId: 'merchant',
  gatewayHost: 'host',
  requestedAtText: 'txdtm',
  createdAt: 'created_at',
  gatewayAt: 'gateway_at',
  validForMs: 'life_ms',
  codeTail: 'code_tail',
  status: 'status',
  version: 'version',
  gatewayRef: 'syssn',
  lastResponse: 'last_said',
  abandoned: 'given_up',
  resolved: 'dealt_with',
  returnedElsewhere: 'returned_elsewhere_cents',
  decided: 'decided',
  decidedBy: 'decided_by',
  decidedWhy: 'decided_why',
  decidedAt: 'decided_at',
  movedAmount: 'moved_cents',
} as const satisfies Record<Exclude<keyof Attempt, 'tender'>, string>;

/** The wallet of attempts that name none: before the file had the column, every attempt was of this wallet. */
const FIRST_WALLET = 'payme' satisfies WalletId;

/** Columns that later versions added. Their nulls are left out, so that the entry is as an earlier version wrote it. */
const LEFT_OUT_WHEN_NULL: ReadonlySet<keyof Attempt> = new Set(['gatewayAt', 'by']);

/** An attempt's fields as columns of its row; its journal entry holds the same columns. */
export function toColumns({ tender, ...fields }: Partial<Attempt>): ColumnValues {
  const all = Object.entries(fields) as [keyof typeof COLUMNS, string | number | boolean | null][];
  const entries = all.filter(([field, value]) => value !== null || !LEFT_OUT_WHEN_NULL.has(field));
  const columns = entries.map(([field, value]) => [COLUMNS[field], toColumn(value)] as const);
  return { ...Object.fromEntries(columns), ...(tender !== undefined && tenderColumns(tender)) };
}

function tenderColumns({ wallet, mode }: Tender): ColumnValues {
  return { way: mode, ...(wallet !== FIRST_WALLET && { wallet }) };
}

/** A new attempt's columns without those that the table fills with defaults, to keep the journal short. */
export function bornColumns(attempt: Attempt): ColumnValues {
  const told = Object.entries(attempt).filter(([field]) => !Object.hasOwn(RARELY, field));
  return toColumns(Object.fromEntries(told) as Partial<Attempt>);
}

function toColumn(value: string | number | boolean | null): Column {
  if (typeof value === 'boolean') return Number(value);
  // A gateway can send half of a UTF-16 surrogate pair, which the row and the journal would store differently.
  return typeof value === 'string' ? value.toWellFormed() : value;
}

export function insertRow(db: WritableDb, columns: ColumnValues): void {
  insertInto(db, ATTEMPTS, columns);
}

/**
 * Changes the row if it has this version and the file's own rules allow the change.
 *
 * @param columns as `toColumns` makes them
 * @returns whether the row was changed; not the row: reading it costs as much as writing it, and the caller knows it
 */
export function updateRow(db: WritableDb, number: string, version: number, columns: ColumnValues): boolean {
  const sets = [...Object.keys(columns).map((name) => `${name} = ?`), 'version = version + 1'].join(', ');
  const { changes } = db
    .prepare(`UPDATE attempts SET ${sets} WHERE number = ? AND version = ?`)
    .run(...Object.values(columns), number, version);
  return changes === 1;
}

export function readAttempts(db: ReadableDb, where: string, ...parameters: Column[]): Attempt[] {
  return db
    .prepare(`SELECT * FROM attempts WHERE ${where}`)
    .all(...parameters)
    .map(toAttempt);
}

/** An attempt after each of its entries in the journal, oldest first. @throws LedgerError as `readAttempts` */
export function readJournalOf(db: ReadableDb, number: AttemptNumber): readonly JournalEntry[] {
  const entries = db
    .prepare('SELECT position, at, version, entry FROM journal WHERE number = ? ORDER BY version')
    .all(number) as {
    readonly position: number;
    readonly at: WallMs;
    readonly version: number;
    readonly entry: string;
  }[];
  let columns = columnDefaults(db, ATTEMPTS);
  return entries.map(({ position, at, version, entry }) => {
    columns = { ...columns, ...parsed(entry, number), number, version };
    return { position, at, attempt: toAttempt(columns) };
  });
}

function parsed(entry: string, number: AttemptNumber): ColumnValues {
  try {
    return JSON.parse(entry) as ColumnValues;
  } catch (error) {
    throw new LedgerError('damaged', new Error(`Unreadable entry about ${number}`, { cause: error }));
  }
}

/** @throws LedgerError if a row holds values that the program never writes: then the file cannot be trusted. */
export function toAttempt(raw: unknown): Attempt {
  const row = raw as Record<(typeof COLUMNS)[keyof typeof COLUMNS] | 'way' | 'wallet', Column>;
  const text = (value: Column) => (value === null ? null : String(value));
  const count = (value: Column) => (value === null ? null : Number(value));
  const number = String(row.number);
  const amount = (value: Column): Cents => {
    if (!Number.isSafeInteger(value)) throw new LedgerError('damaged', new Error(`Unreadable amount in row ${number}`));
    return cents(Number(value));
  };
  const money = (value: Column) => (value === null ? null : amount(value));
  const currency = String(row.currency);
  const refundOf = text(row.refund_of);
  const isReadable = isAttemptNumber(number) && isCurrency(currency);
  if (!isReadable || (refundOf !== null && !isAttemptNumber(refundOf))) {
    throw new LedgerError('damaged', new Error(`Unreadable attempt row ${number}`));
  }
  return {
    number,
    currency,
    refundOf,
    kind: String(row.kind) as AttemptKind,
    by: text(row.by),
    saleId: String(row.sale_id),
    // Another version of the program may have written a wallet that this one does not know.
    tender: { wallet: String(row.wallet) as WalletId, mode: String(row.way) as Presentment },
    // The table's CHECK constraints allow exactly these unions' members.
    status: String(row.status) as AttemptStatus,
    payType: String(row.pay_type),
    amount: amount(row.amount_cents),
    merchantId: text(row.merchant),
    gatewayHost: String(row.host),
    requestedAtText: String(row.txdtm),
    createdAt: Number(row.created_at),
    gatewayAt: row.gateway_at === null ? null : Number(row.gateway_at),
    validForMs: Number(row.life_ms),
    codeTail: text(row.code_tail),
    version: Number(row.version),
    gatewayRef: text(row.syssn),
    lastResponse: text(row.last_said),
    abandoned: row.given_up === 1,
    resolved: row.dealt_with === 1,
    returnedElsewhere: money(row.returned_elsewhere_cents),
    decided: text(row.decided) as Verdict | null,
    decidedBy: text(row.decided_by),
    decidedWhy: text(row.decided_why),
    decidedAt: count(row.decided_at),
    movedAmount: money(row.moved_cents),
  };
}
