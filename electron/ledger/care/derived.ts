/**
 * Fills in the rows that books derive, up to the journal's last row, when a ledger is opened, closed, restored or
 * rebuilt. Code that reads them while a ledger is open calls `fillDerived` first. They are not written in the commit
 * that a customer waits for, because it would take a tenth longer.
 */
import { columnDefaults, insertInto, type Book, type Derived, type DerivedRow } from '../books/book.ts';
import { BOOKS } from '../books/books.ts';
import { advanceCursor, cursorOf, forgetCursor, knownAt } from '../file/cursors.ts';
import { journalHead, type JournalRow } from '../file/journal.ts';
import { guarded } from '../file/errors.ts';
import { openDatabase, type ReadableDb, type WritableDb } from '../file/open.ts';
import { replay } from './rebuild.ts';

/** Journal rows that are handled in one transaction. */
const ROWS_AT_ONCE = 20_000;

/** The position up to which the rows are filled in. After a fork (somebody has changed the file) none count: 0. */
export function derivedUpTo(db: ReadableDb, { table }: Derived): number {
  const cursor = cursorOf(db, table);
  return cursor.kind === 'at' ? cursor.known.position : 0;
}

/** Fills in all derived rows. Each part is one transaction, so a fill that was cut off continues where it stopped. */
export function fillDerived(db: WritableDb): void {
  const head = journalHead(db)?.position ?? 0;
  for (const book of BOOKS) {
    const { derived } = book;
    if (derived === undefined) continue;
    if (cursorOf(db, derived.table).kind === 'fork') forgetCursor(db, derived.table);
    for (let from = derivedUpTo(db, derived); from < head; from += ROWS_AT_ONCE) {
      const to = Math.min(from + ROWS_AT_ONCE, head);
      db.transaction(() => {
        fillPart(db, book, derived, from, to);
      }).immediate();
    }
  }
}

/**
 * Migrates an older program's ledger to this version and fills in its derived rows, which takes as long as to read its
 * whole journal. @throws LedgerError
 */
export function bringUp(path: string): void {
  const db = openDatabase(path);
  try {
    guarded(() => {
      fillDerived(db);
    });
  } finally {
    db.close();
  }
}

/** @param from the position after which the part begins @param to its last position */
function fillPart(db: WritableDb, book: Book, derived: Derived, from: number, to: number): void {
  db.prepare(`DELETE FROM ${derived.table} WHERE position > ?`).run(from);
  for (const row of derivedRows(db, book, from, to)) insertInto(db, derived, row);
  const known = knownAt(db, to);
  if (known !== null) advanceCursor(db, derived.table, known);
}

/** Returns all rows at once: a connection cannot write while one of its queries is being read. */
function derivedRows(db: ReadableDb, book: Book, from: number, to: number): readonly DerivedRow[] {
  const entries = db
    .prepare(
      `SELECT position, at, number, version, entry FROM journal
       WHERE number IN (SELECT number FROM journal WHERE position > ? AND position <= ?)
         AND number >= ? AND number < ? AND position <= ? ORDER BY number, version`,
    )
    .iterate(from, to, book.from, book.before, to) as Iterable<Omit<JournalRow, 'hash'>>;
  const replayed = replay(entries, columnDefaults(db, book), book);
  return [...replayed].flatMap(({ derived }) => derived.filter(({ position }) => position > from));
}
