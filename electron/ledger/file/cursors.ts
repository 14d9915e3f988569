/**
 * Cursors: how far a reader of the journal has come, by position and hash. A reader is something in this file, such as
 * the movements, or a second place that has taken over the rows so far. A restored ledger may continue differently from
 * what that place knows. This is a fork; it is reported and never skipped.
 */
import { chainAt } from './journal.ts';
import type { ReadableDb, WritableDb } from './open.ts';

/** A row of a ledger, which stands for all rows before it too. Hashes are in hexadecimal digits. */
export type Known = {
  /** Which ledger: the hash of its first row. '' where no row is known. */
  readonly ledger: string;
  /** 0 where no row is known. */
  readonly position: number;
  readonly hash: string;
};

export type Cursor =
  | { readonly kind: 'none' }
  | { readonly kind: 'at'; readonly known: Known }
  /** This ledger does not hold the known row: it has another row at that position, or none. */
  | { readonly kind: 'fork'; readonly known: Known };

export type Advance =
  | { readonly kind: 'advanced' }
  /** The cursor has come further already, and stays there. */
  | { readonly kind: 'back'; readonly held: Known }
  /** This ledger does not hold `known`: the row that was to be noted, or else the cursor's earlier row. */
  | { readonly kind: 'fork'; readonly known: Known };

/** This ledger up to a position; null when it has no such row. */
export function knownAt(db: ReadableDb, position: number): Known | null {
  const hash = chainAt(db, position);
  if (hash === undefined) return null;
  const first = position === 0 ? undefined : chainAt(db, 1);
  return { ledger: first?.toString('hex') ?? '', position, hash: hash.toString('hex') };
}

export function cursorOf(db: ReadableDb, name: string): Cursor {
  const known = db.prepare('SELECT ledger, position, hash FROM cursors WHERE name = ?').get(name) as Known | undefined;
  if (known === undefined) return { kind: 'none' };
  return { kind: isHere(db, known) ? 'at' : 'fork', known };
}

/** Notes that the reader called `name` has all rows up to `known`. Must run inside a transaction. */
export function advanceCursor(db: WritableDb, name: string, known: Known): Advance {
  if (!isHere(db, known)) return { kind: 'fork', known };
  const cursor = cursorOf(db, name);
  if (cursor.kind === 'fork') return cursor;
  if (cursor.kind === 'at' && cursor.known.position > known.position) return { kind: 'back', held: cursor.known };
  db.prepare('INSERT OR REPLACE INTO cursors (name, ledger, position, hash) VALUES (?, ?, ?, ?)').run(
    name,
    known.ledger,
    known.position,
    known.hash,
  );
  return { kind: 'advanced' };
}

/** Removes a cursor, so that its reader begins again at the first row, as after a fork. */
export function forgetCursor(db: WritableDb, name: string): void {
  db.prepare('DELETE FROM cursors WHERE name = ?').run(name);
}

function isHere(db: ReadableDb, { ledger, position, hash }: Known): boolean {
  const here = knownAt(db, position);
  return here !== null && here.ledger === ledger && here.hash === hash;
}
