/**
 * Cursors: how far something that reads the journal has come, by position and hash. Something in this file, as the
 * movements, or a second place that has taken in the rows so far. A ledger that was restored may go on in another way than
 * the place knows it: a fork, which is told and never passed over.
 */
import { chainAt } from './journal.ts';
import type { ReadableDb, WritableDb } from './open.ts';

/** A row of a ledger, and with it all rows before it. Hashes are in hexadecimal digits. */
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
  /** What is known there is not what this ledger holds: it has another row at that position, or none. */
  | { readonly kind: 'fork'; readonly known: Known };

export type Advance =
  | { readonly kind: 'advanced' }
  /** The cursor has come further already, and stays there. */
  | { readonly kind: 'back'; readonly held: Known }
  /** This is not what the ledger holds: what was to be noted, or else what the cursor had noted before. */
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

/** Notes that all rows up to this one are known there. Must run inside a transaction. */
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

/** Begins anew, as behind a fork. */
export function forgetCursor(db: WritableDb, name: string): void {
  db.prepare('DELETE FROM cursors WHERE name = ?').run(name);
}

function isHere(db: ReadableDb, { ledger, position, hash }: Known): boolean {
  const here = knownAt(db, position);
  return here !== null && here.ledger === ledger && here.hash === hash;
}
