/**
 * The append-only journal: one row for each change of an attempt, each with a hash over the row before it and its own
 * canonical bytes, so that a row that was changed, removed, added or moved shows.
 */
import { createHash } from 'node:crypto';
import type { WallMs } from '../../shared/time.ts';
import type { ReadableDb, WritableDb } from './open.ts';

export type JournalRow = {
  readonly position: number;
  readonly at: WallMs;
  readonly number: string;
  readonly version: number;
  /** The change, as canonical JSON: keys sorted, nothing left out that was set. */
  readonly entry: string;
  readonly hash: Buffer;
};

const BEFORE_THE_FIRST = Buffer.alloc(32);

/** Adds one row at the end. Must run inside the transaction that changes the attempt. */
export function append(
  db: WritableDb,
  row: { at: WallMs; number: string; version: number; entry: Readonly<Record<string, unknown>> },
): void {
  const head = journalHead(db);
  const position = (head?.position ?? 0) + 1;
  const entry = canonicalJson(row.entry);
  const hash = rowHash(head?.hash ?? BEFORE_THE_FIRST, { ...row, position, entry });
  db.prepare('INSERT INTO journal (position, at, number, version, entry, hash) VALUES (?, ?, ?, ?, ?, ?)').run(
    position,
    row.at,
    row.number,
    row.version,
    entry,
    hash,
  );
}

/** The last row, or null in an empty journal. */
export function journalHead(db: ReadableDb): JournalRow | null {
  const row = db.prepare('SELECT * FROM journal ORDER BY position DESC LIMIT 1').get() as JournalRow | undefined;
  return row ?? null;
}

/** The first position whose row does not follow from the one before it, or null when the whole chain holds. */
export function firstBreak(db: ReadableDb): number | null {
  let previous: Buffer = BEFORE_THE_FIRST;
  let expected = 1;
  for (const row of db.prepare('SELECT * FROM journal ORDER BY position').all() as JournalRow[]) {
    if (row.position !== expected || !rowHash(previous, row).equals(row.hash)) return row.position;
    previous = row.hash;
    expected += 1;
  }
  return null;
}

function rowHash(previous: Buffer, row: Omit<JournalRow, 'hash'>): Buffer {
  const { position, at, number, version, entry } = row;
  return createHash('sha256')
    .update(previous)
    .update(canonicalJson({ position, at, number, version, entry }), 'utf8')
    .digest();
}

/** Flat objects only: the same facts always give the same bytes. */
function canonicalJson(facts: Readonly<Record<string, unknown>>): string {
  return JSON.stringify(facts, Object.keys(facts).toSorted());
}
