/**
 * The append-only journal: one row for each change of a subject. Each row has a hash over the hash of the row before it
 * and its own canonical bytes, so that a changed, removed, added or moved row is noticed.
 */
import { createHash } from 'node:crypto';
import type { WallMs } from '../../../shared/time.ts';
import type { ReadableDb, WritableDb } from './open.ts';

/** How many rows are handled between two reports of progress. */
export const ROWS_PER_WORD = 10_000;

export type JournalRow = {
  readonly position: number;
  readonly at: WallMs;
  readonly number: string;
  readonly version: number;
  /** The change, as canonical JSON: keys sorted, with every field that was set. */
  readonly entry: string;
  readonly hash: Buffer;
};

/** The last row of a chain; the next row has to follow from it. */
export type ChainEnd = { readonly position: number; readonly hash: Buffer };
export const CHAIN_START: ChainEnd = { position: 0, hash: Buffer.alloc(32) };

/** Adds one row at the end. Must run inside the transaction that changes the subject's row. */
export function append(
  db: WritableDb,
  row: { at: WallMs; number: string; version: number; entry: Readonly<Record<string, unknown>> },
): void {
  const head = chainEnd(db);
  const position = head.position + 1;
  const entry = canonicalJson(row.entry);
  insertJournalRow(db, { ...row, position, entry, hash: rowHash(head.hash, { ...row, position, entry }) });
}

/** Writes a row that already has its position and hash, unchanged. */
export function insertJournalRow(db: WritableDb, { position, at, number, version, entry, hash }: JournalRow): void {
  db.prepare('INSERT INTO journal (position, at, number, version, entry, hash) VALUES (?, ?, ?, ?, ?, ?)').run(
    position,
    at,
    number,
    version,
    entry,
    hash,
  );
}

function chainEnd(db: ReadableDb): ChainEnd {
  const row = db.prepare('SELECT position, hash FROM journal ORDER BY position DESC LIMIT 1').get();
  return (row as ChainEnd | undefined) ?? CHAIN_START;
}

/** The last row, or null in an empty journal. */
export function journalHead(db: ReadableDb): JournalRow | null {
  const row = db.prepare('SELECT * FROM journal ORDER BY position DESC LIMIT 1').get() as JournalRow | undefined;
  return row ?? null;
}

/** The hash of the row at this position; undefined when there is none. */
export function chainAt(db: ReadableDb, position: number): Buffer | undefined {
  if (position === 0) return CHAIN_START.hash;
  const row = db.prepare('SELECT hash FROM journal WHERE position = ?').get(position);
  return (row as { readonly hash: Buffer } | undefined)?.hash;
}

/**
 * The first position whose row does not follow from the one before it, or null when the whole chain holds.
 *
 * @param from the row after which the check begins; this row and those before it are trusted
 * @param progress called with the number of rows read, every `ROWS_PER_WORD` rows
 */
export function firstBreak(
  db: ReadableDb,
  from: ChainEnd = CHAIN_START,
  progress: (rows: number) => void = () => undefined,
): number | null {
  let end = from;
  let rows = 0;
  // At the start of the chain no row is trusted, so rows at position 0 or below are checked too.
  const where = from.position === 0 ? '' : 'WHERE position > ?';
  const parameters = from.position === 0 ? [] : [from.position];
  for (const row of db.prepare(`SELECT * FROM journal ${where} ORDER BY position`).iterate(...parameters)) {
    const next = row as JournalRow;
    if (!follows(end, next)) return next.position;
    end = next;
    rows += 1;
    if (rows % ROWS_PER_WORD === 0) progress(rows);
  }
  return null;
}

/** Whether this row is the next one after the end of a chain. */
export function follows(end: ChainEnd, row: JournalRow): boolean {
  // In a damaged file any column may hold anything.
  if (row.position !== end.position + 1 || !Buffer.isBuffer(row.hash)) return false;
  return rowHash(end.hash, row).equals(row.hash);
}

function rowHash(previous: Buffer, { at, entry, number, position, version }: Omit<JournalRow, 'hash'>): Buffer {
  // The keys are in canonicalJson's order; canonicalJson itself is too slow for millions of rows.
  const facts = JSON.stringify({ at, entry, number, position, version });
  return createHash('sha256').update(previous).update(facts, 'utf8').digest();
}

/** Flat objects only: the same facts always give the same bytes. */
function canonicalJson(facts: Readonly<Record<string, unknown>>): string {
  const sorted: Record<string, unknown> = {};
  for (const key of Object.keys(facts).toSorted()) sorted[key] = facts[key];
  return JSON.stringify(sorted);
}
