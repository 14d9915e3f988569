/** Reads the till's rows from the disk without the till, so that a test sees what was really recorded. */
import Sqlite from 'better-sqlite3';
import { join } from 'node:path';
import type { AttemptKind, AttemptStatus } from '../../shared/attempt/record.ts';

export type LedgerRow = {
  readonly number: string;
  readonly kind: AttemptKind;
  readonly refund_of: string | null;
  readonly status: AttemptStatus;
  readonly amount_cents: number;
  readonly dealt_with: 0 | 1;
};

/** The columns of a person's decision about an attempt. */
export type ByHandRow = Pick<LedgerRow, 'status' | 'amount_cents' | 'dealt_with'> & {
  readonly moved_cents: number | null;
  readonly decided: string | null;
  readonly decided_by: string | null;
  readonly decided_why: string | null;
};

/** The row of the newest attempt. @param folder the till's; it uses a test gateway */
export function lastByHand(folder: string): ByHandRow {
  const db = new Sqlite(join(folder, 'ledger-test-gateway.db'), { readonly: true });
  try {
    const columns = 'status, amount_cents, dealt_with, moved_cents, decided, decided_by, decided_why';
    return db.prepare(`SELECT ${columns} FROM attempts ORDER BY created_at DESC LIMIT 1`).get() as ByHandRow;
  } finally {
    db.close();
  }
}

/** All rows, oldest first. @param folder the till's; it uses a test gateway */
export function rowsOf(folder: string): readonly LedgerRow[] {
  const db = new Sqlite(join(folder, 'ledger-test-gateway.db'), { readonly: true });
  try {
    const rows = db.prepare(
      'SELECT number, kind, refund_of, status, amount_cents, dealt_with FROM attempts ORDER BY created_at, number',
    );
    return rows.all() as LedgerRow[];
  } finally {
    db.close();
  }
}
