/**
 * Brings the rows that books derive up to the journal's last row: when a ledger is opened, closed, restored or rebuilt.
 * Whoever reads them while a ledger is open calls `fillDerived` first. They are not written in the commit that a customer
 * waits for, since that would take a tenth longer.
 */
import { columnDefaults, insertInto, type Book, type Derived, type DerivedRow } from '../books/book.ts';
import { BOOKS } from '../books/books.ts';
import { advanceCursor, cursorOf, forgetCursor, knownAt } from '../file/cursors.ts';
import { journalHead, type JournalRow } from '../file/journal.ts';
import { guarded } from '../file/errors.ts';
import { openDatabase, type ReadableDb, type WritableDb } from '../file/open.ts';
import { replay } from './rebuild.ts';

/** Of the journal, read in one go and written in one transaction. */
const ROWS_AT_ONCE = 20_000;

/** Up to which row they are there. Behind a fork, which only somebody who has changed the file can make, none count. */
export function derivedUpTo(db: ReadableDb, { table }: Derived): number {
  const cursor = cursorOf(db, table);
  return cursor.kind === 'at' ? cursor.known.position : 0;
}

/** Each part is one transaction: a fill that was cut off goes on where it was. */
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
 * Brings an older program's ledger to this one's version, and all that is derived with it: of years of rows, that takes
 * as long as to read them. @throws LedgerError
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

/** @param from the row behind which it begins @param to the last row */
function fillPart(db: WritableDb, book: Book, derived: Derived, from: number, to: number): void {
  db.prepare(`DELETE FROM ${derived.table} WHERE position > ?`).run(from);
  for (const row of derivedRows(db, book, from, to)) insertInto(db, derived, row);
  const known = knownAt(db, to);
  if (known !== null) advanceCursor(db, derived.table, known);
}

/** All at once: SQLite writes nothing while it is being read from. */
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
