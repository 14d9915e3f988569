/** Journal rows as a text file, one row on each line: the backups between whole copies. */
import { readFileSync, writeSync } from 'node:fs';
import { writeSynced, moveSynced } from '../../files/durable.ts';
import { codeOf } from '../../files/error-code.ts';
import { LedgerError } from '../../till/ports/ledger.ts';
import { follows, type ChainEnd, type JournalRow } from '../file/journal.ts';
import type { ReadableDb } from '../file/open.ts';
import { removeFile } from '../../files/remove-file.ts';

/** How many rows are written at once. */
const ROWS_AT_ONCE = 1000;

/**
 * Writes the rows after `after` up to `head`. The file gets its name only when it is complete and on the disk.
 *
 * @param unfinished the path where the file is written first; overwritten
 * @throws the disk's own errors; LedgerError if the rows that are read back are not those of the ledger
 */
export function writeRows(db: ReadableDb, after: ChainEnd, head: ChainEnd, unfinished: string, target: string): void {
  try {
    writeSynced(unfinished, 'w', (handle) => {
      let lines: string[] = [];
      const flush = (): void => {
        if (lines.length > 0) writeSync(handle, lines.join(''));
        lines = [];
      };
      const wanted = 'SELECT * FROM journal WHERE position > ? AND position <= ? ORDER BY position';
      for (const row of db.prepare(wanted).iterate(after.position, head.position)) {
        lines.push(lineOf(row as JournalRow));
        if (lines.length === ROWS_AT_ONCE) flush();
      }
      flush();
    });
    if (!reaches(unfinished, after, head)) {
      throw new LedgerError('damaged', new Error('The rows that were backed up are not those of the ledger'));
    }
    moveSynced(unfinished, target);
  } finally {
    removeFile(unfinished);
  }
}

/** The rows of a file, as far as it can be read. They are not verified: the caller checks their chain. */
export function* readRows(file: string): Generator<JournalRow, void, undefined> {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    // This file is gone or unreadable; there may be others.
    if (codeOf(error) !== undefined) return;
    throw error;
  }
  for (const line of text.split('\n')) {
    const row = rowIn(line);
    if (row === null) return;
    yield row;
  }
}

function reaches(file: string, after: ChainEnd, head: ChainEnd): boolean {
  let end = after;
  for (const row of readRows(file)) {
    if (!follows(end, row)) return false;
    end = row;
  }
  return end.position === head.position && end.hash.equals(head.hash);
}

const lineOf = ({ position, at, number, version, entry, hash }: JournalRow): string =>
  `${JSON.stringify([position, at, number, version, entry, hash.toString('hex')])}\n`;

function rowIn(line: string): JournalRow | null {
  let parts: unknown;
  try {
    parts = JSON.parse(line);
  } catch {
    return null;
  }
  if (!Array.isArray(parts)) return null;
  const [position, at, number, version, entry, hash] = parts as readonly unknown[];
  const areNumbers = [position, at, version].every(Number.isSafeInteger);
  if (!areNumbers || typeof number !== 'string' || typeof entry !== 'string' || typeof hash !== 'string') return null;
  return { position, at, number, version, entry, hash: Buffer.from(hash, 'hex') } as JournalRow;
}
