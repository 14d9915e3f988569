/** The book of acts: what a person did that must be remembered, in which role and to what. An act never changes. */
import type { WallMs } from '../../../shared/time.ts';
import { LedgerError, type Act, type NotedAct } from '../../till/ports/ledger.ts';
import { append } from '../file/journal.ts';
import type { ReadableDb, WritableDb } from '../file/open.ts';
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

export const readActsAbout = (db: ReadableDb, subject: string): readonly NotedAct[] =>
  db.prepare(`SELECT ${NOTED} WHERE about = ?`).all(subject).map(toAct);

/** An act has exactly one row in the journal. */
const NOTED =
  'journal.position, acts.* FROM acts JOIN journal ON journal.number = acts.subject AND journal.version = 1';

function toAct(raw: unknown): NotedAct {
  const { position, at, role, by, what, about, facts } = raw as ActRow;
  try {
    return { position, at, role, by, what, about, facts: JSON.parse(facts) as Act['facts'] };
  } catch (error) {
    throw new LedgerError('damaged', new Error(`Unreadable act at ${position}`, { cause: error }));
  }
}

type ActRow = Omit<NotedAct, 'facts'> & { readonly facts: string };
