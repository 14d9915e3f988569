/**
 * What must hold for a ledger's file after a crash at any moment: the file contains everything that was told. Each
 * function returns its violations, one line each.
 */
import type { ReadableDb, ReadonlyDb } from '../../electron/ledger/file/open.ts';
import { verify } from '../../electron/ledger/care/verify.ts';
import type { CashierStatus } from '../../shared/attempt/word.ts';
import { isFinal, type AttemptStatus } from '../../shared/attempt/record.ts';
import { assertNever } from '../../shared/result.ts';
import { movementFaults } from '../support/takings-oracle.ts';
import type { Told } from './told.ts';

export type Row = {
  readonly number: string;
  readonly kind: 'payment' | 'refund';
  readonly refund_of: string | null;
  readonly sale_id: string;
  readonly status: AttemptStatus;
  readonly version: number;
  readonly amount_cents: number;
  readonly currency: string;
};

export type Rows = ReadonlyMap<string, Row>;

export function readRows(db: ReadableDb): Rows {
  const columns = 'number, kind, refund_of, sale_id, status, version, amount_cents, currency';
  const rows = db.prepare(`SELECT ${columns} FROM attempts`).all();
  return new Map((rows as Row[]).map((row) => [row.number, row]));
}

/** Checks the file alone: sound pages, an unbroken chain, rows equal to the replayed journal, and correct movements. */
export function fileFaults(db: ReadableDb & Pick<ReadonlyDb, 'pragma'>): readonly string[] {
  const fault = verify(db, 'whole');
  return fault === null ? movementFaults(db) : [JSON.stringify(fault)];
}

/** Everything that was told must be in the file, in the told state or a later one. */
export function toldFaults(rows: Rows, told: readonly Told[]): readonly string[] {
  return told.flatMap((one) => {
    const row = rows.get(one.number);
    if (row === undefined) return [`${one.number} was told (${wordsOf(one)}) and is not in the file`];
    return bearsOut(row, one) ? [] : [`${one.number} was told (${wordsOf(one)}) and is ${wordsOfRow(row)}`];
  });
}

/** The till sends no byte before the row is durable, and sends no request twice. */
export function sentFaults(rows: Rows, received: Readonly<Record<string, number>>): readonly string[] {
  return Object.entries(received).flatMap(([number, times]) => [
    ...(rows.has(number) ? [] : [`the gateway received ${number}, which is not in the file`]),
    ...(times === 1 ? [] : [`the gateway received ${number} ${times} times`]),
  ]);
}

function bearsOut(row: Row, told: Told): boolean {
  switch (told.kind) {
    case 'kept':
      return row.version > told.version || (row.version === told.version && row.status === told.status);
    case 'said':
      return bearsOutWord(row.status, told.word);
    default:
      return assertNever(told);
  }
}

function bearsOutWord(status: AttemptStatus, word: CashierStatus): boolean {
  switch (word) {
    case 'waiting':
    case 'checking':
    case 'refund-checking':
      return true;
    case 'not-paid':
      return isFinal(status) && status !== 'paid';
    case 'paid':
      return status === 'paid';
    case 'paid-late':
      return status === 'late-paid';
    case 'refunded':
      return status === 'refunded';
    case 'not-refunded':
      return status === 'refused' || status === 'refunded';
    default:
      return assertNever(word);
  }
}

const wordsOf = (told: Told): string =>
  told.kind === 'kept' ? `kept version ${told.version} ${told.status}` : `said ${told.word}`;

export const wordsOfRow = (row: Row): string => `version ${row.version} ${row.status}`;
