/** Records whether the last run closed the ledger cleanly, how far the file was verified, and restores after damage. */
import type { WallMs } from '../../../shared/time.ts';
import type { Restored } from '../../till/ports/ledger.ts';
import type { ChainEnd } from './journal.ts';
import type { ReadableDb, WritableDb } from './open.ts';

/** Whether the last run closed the ledger cleanly. False for a file of an older program, which has no such record. */
export function wasClosed(db: ReadableDb): boolean {
  if (db.prepare("SELECT 1 FROM sqlite_schema WHERE name = 'run'").get() === undefined) return false;
  const row = db.prepare('SELECT closed FROM run WHERE id = 1').get() as { readonly closed: number } | undefined;
  return row?.closed === 1;
}

/**
 * Marks the ledger as open (false) or cleanly closed (true). A stop without the second mark is an abnormal one. Always
 * one durable write, even if nothing changes, so that a full or read-only disk is noticed now and not at the first
 * customer.
 */
export function setClosed(db: WritableDb, closed: boolean): void {
  db.prepare('UPDATE run SET closed = ? WHERE id = 1').run(Number(closed));
}

/** The row up to which the file was verified; null if it never was, or only by a program that did not record it. */
export function verifiedUpTo(db: ReadableDb): ChainEnd | null {
  if (db.prepare("SELECT 1 FROM pragma_table_info('run') WHERE name = 'verified_hash'").get() === undefined)
    return null;
  const row = db.prepare('SELECT verified_position AS position, verified_hash AS hash FROM run WHERE id = 1').get() as
    { readonly position: number; readonly hash: Buffer | null } | undefined;
  return row === undefined || row.hash === null ? null : { position: row.position, hash: row.hash };
}

export function setVerified(db: WritableDb, { position, hash }: ChainEnd): void {
  db.prepare('UPDATE run SET verified_position = ?, verified_hash = ? WHERE id = 1').run(position, hash);
}

export function addRestore(db: WritableDb, restored: Omit<Restored, 'id' | 'askedAt' | 'seenAt'>): void {
  db.prepare(
    `INSERT INTO restores (at, reason, quarantine, backup, backup_at, epochs, missing_since, attempts_kept, attempts_in_doubt,
      attempts_left_out, rows_left_out) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  ).run(
    restored.at,
    restored.reason,
    restored.quarantine,
    restored.backup,
    restored.backupAt,
    restored.epochs.join(' '),
    restored.missingSince,
    restored.attemptsKept,
    restored.attemptsInDoubt,
    restored.attemptsLeftOut,
    JSON.stringify(restored.rowsLeftOut),
  );
}

/** The last restore, or null when this ledger never was restored. */
export function lastRestore(db: ReadableDb): Restored | null {
  const row = db.prepare('SELECT * FROM restores ORDER BY id DESC LIMIT 1').get() as RestoreRow | undefined;
  if (row === undefined) return null;
  return {
    id: row.id,
    at: row.at,
    reason: row.reason,
    quarantine: row.quarantine,
    backup: row.backup,
    backupAt: row.backup_at,
    epochs: row.epochs.split(' ').filter((epoch) => epoch !== ''),
    missingSince: row.missing_since,
    attemptsKept: row.attempts_kept,
    attemptsInDoubt: row.attempts_in_doubt,
    attemptsLeftOut: row.attempts_left_out,
    // A file of an older program has no such column.
    rowsLeftOut: JSON.parse(row.rows_left_out ?? '{}') as Restored['rowsLeftOut'],
    askedAt: row.asked_at,
    seenAt: row.seen_at,
  };
}

/** Notes the time for every restore that has none yet; the first time counts. */
export function noteRestore(db: WritableDb, what: 'asked' | 'seen', at: WallMs): void {
  const column = what === 'asked' ? 'asked_at' : 'seen_at';
  db.prepare(`UPDATE restores SET ${column} = ? WHERE ${column} IS NULL`).run(at);
}

type RestoreRow = {
  readonly id: number;
  readonly at: number;
  readonly reason: Restored['reason'];
  readonly quarantine: string;
  readonly backup: string | null;
  readonly backup_at: number | null;
  readonly epochs: string;
  readonly missing_since: number;
  readonly attempts_kept: number;
  readonly attempts_in_doubt: number;
  readonly attempts_left_out: number;
  readonly rows_left_out?: string;
  readonly asked_at: number | null;
  readonly seen_at: number | null;
};
