/**
 * The rows that screens and the watch read: each is what the journal's entries for its number add up to, written in the
 * same transaction as the entry.
 */
import {
  RARELY,
  type Attempt,
  type AttemptKind,
  type AttemptStatus,
  type Verdict,
} from '../../../shared/attempt/record.ts';
import { isAttemptNumber } from '../../../shared/attempt/number.ts';
import { cents, isCurrency } from '../../../shared/money.ts';
import type { Presentment, Tender, WalletId } from '../../../shared/wallet.ts';
import { LedgerError } from '../../till/ports/ledger.ts';
import type { ReadableDb, WritableDb } from '../file/open.ts';
import { insertInto, type Book, type Column, type ColumnValues } from './book.ts';
import { MOVEMENTS } from './movements.ts';

/** Their numbers are capitals and digits: before every kind that is written in small letters. */
export const ATTEMPTS: Book = {
  table: 'attempts',
  noun: 'Attempt',
  key: 'number',
  from: '',
  before: 'a',
  former: { column: 'syssn', table: 'former_syssns' },
  derived: MOVEMENTS,
};

/** How each field of an attempt stands in the table and in the journal. */
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

/** The wallet of every attempt that says nothing of it: of this one they all were before the file had a column for it. */
const FIRST_WALLET = 'payme' satisfies WalletId;

/** Columns that later versions added: an entry that is silent about them says what those of earlier versions say. */
const LEFT_OUT_WHEN_NULL: ReadonlySet<keyof Attempt> = new Set(['gatewayAt', 'by']);

/** An attempt's fields as columns; also what its journal entry says. */
export function toColumns({ tender, ...fields }: Partial<Attempt>): ColumnValues {
  const all = Object.entries(fields) as [keyof typeof COLUMNS, string | number | boolean | null][];
  const entries = all.filter(([field, value]) => value !== null || !LEFT_OUT_WHEN_NULL.has(field));
  const columns = entries.map(([field, value]) => [COLUMNS[field], toColumn(value)] as const);
  return { ...Object.fromEntries(columns), ...(tender !== undefined && tenderColumns(tender)) };
}

function tenderColumns({ wallet, mode }: Tender): ColumnValues {
  return { way: mode, ...(wallet !== FIRST_WALLET && { wallet }) };
}

/** A new attempt's, without what the table itself puts there: the journal is as long as its entries are. */
export function bornColumns(attempt: Attempt): ColumnValues {
  const told = Object.entries(attempt).filter(([field]) => !Object.hasOwn(RARELY, field));
  return toColumns(Object.fromEntries(told) as Partial<Attempt>);
}

function toColumn(value: string | number | boolean | null): Column {
  if (typeof value === 'boolean') return Number(value);
  // Half a character of UTF-16, which a gateway can send, would be another text in the row than in the journal.
  return typeof value === 'string' ? value.toWellFormed() : value;
}

export function insertRow(db: WritableDb, columns: ColumnValues): void {
  insertInto(db, ATTEMPTS, columns);
}

/**
 * Changes the row if it has this version and may still change so, which the file itself sees to.
 *
 * @param columns as `toColumns` makes them
 * @returns whether it did; not the row, since to read it costs as much as to write it and who changes it knows it
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

/** @throws LedgerError when a row holds what the program never writes: the file is not to be trusted further. */
function toAttempt(raw: unknown): Attempt {
  const row = raw as Record<(typeof COLUMNS)[keyof typeof COLUMNS] | 'way' | 'wallet', Column>;
  const text = (value: Column) => (value === null ? null : String(value));
  const count = (value: Column) => (value === null ? null : Number(value));
  const money = (value: Column) => (value === null ? null : cents(Number(value)));
  const number = String(row.number);
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
    // A wallet may be one that only another version of the program knows.
    tender: { wallet: String(row.wallet) as WalletId, mode: String(row.way) as Presentment },
    // The table's CHECK constraints allow exactly these unions' members.
    status: String(row.status) as AttemptStatus,
    payType: String(row.pay_type),
    amount: cents(Number(row.amount_cents)),
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
