/** The book of acts: what a person did that must be remembered, in which role and to what. An act never changes. */
import type { WallMs } from '../../../shared/time.ts';
import type { Act } from '../../till/ports/ledger.ts';
import { append } from '../file/journal.ts';
import type { WritableDb } from '../file/open.ts';
import { insertInto, type Book } from './book.ts';

export const ACTS: Book = { table: 'acts', noun: 'Act', key: 'subject', from: 'act:', before: 'act;' };

/** Must run inside a transaction. */
export function addAct(db: WritableDb, act: Act, at: WallMs): void {
  const { next } = db.prepare('SELECT coalesce(max(rowid), 0) + 1 AS next FROM acts').get() as { next: number };
  const number = `act:${String(next).padStart(9, '0')}`;
  const { role, by, what, about, facts } = act;
  const columns = {
    subject: number,
    version: 1,
    at,
    role,
    by,
    what,
    about,
    facts: JSON.stringify(facts).toWellFormed(),
  };
  append(db, { at, number, version: 1, entry: columns });
  insertInto(db, ACTS, columns);
}
