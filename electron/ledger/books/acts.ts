/** The book of acts: what a person did that must be remembered, in which role and to what. An act never changes. */
import type { WallMs } from '../../../shared/time.ts';
import type { Act } from '../../../shared/act.ts';
import { LedgerError, type ActsPage, type ActsPart, type ActsWanted, type NotedAct } from '../../till/ports/ledger.ts';
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

/** An act's row, with its place in the journal, which has exactly one entry about it. */
const NOTED =
  'journal.position, acts.* FROM acts JOIN journal ON journal.number = acts.subject AND journal.version = 1';

export const readActsAbout = (db: ReadableDb, subject: string): readonly NotedAct[] =>
  db.prepare(`SELECT ${NOTED} WHERE about = ?`).all(subject).map(toAct);

/** Some milliseconds. */
export const ACTS_LOOKED_AT_MAX = 4_000;

/** Acts are searched from the newest back: there are few, and no index is worth a write of each. */
export function readActs(db: ReadableDb, wanted: ActsWanted, part: ActsPart, most: number): ActsPage {
  const looked = [
    ...(part.after === null ? [] : [{ sql: 'rowid < ?', value: part.after }]),
    ...(part.until === null ? [] : [{ sql: 'rowid >= ?', value: part.until }]),
  ];
  const filters = filtersOf(wanted);
  const from = `FROM acts ${whereOf(looked)} ORDER BY rowid DESC`;
  const rows = db
    .prepare(
      `SELECT found.*, journal.position FROM
        (SELECT * FROM (SELECT rowid AS place, * ${from} LIMIT ${ACTS_LOOKED_AT_MAX}) ${whereOf(filters)} LIMIT ?) AS found
        CROSS JOIN journal WHERE journal.number = found.subject AND journal.version = 1`,
    )
    .all(...valuesOf(looked), ...valuesOf(filters), most) as readonly { readonly place: number }[];
  const acts = rows.map(toAct);
  const last = rows.at(-1);
  if (last !== undefined && rows.length === most) return { acts, next: last.place };
  const reached = db
    .prepare(`SELECT rowid AS place ${from} LIMIT 1 OFFSET ${ACTS_LOOKED_AT_MAX - 1}`)
    .get(...valuesOf(looked)) as { readonly place: number } | undefined;
  return { acts, next: reached?.place ?? part.until };
}

type Condition = { readonly sql: string; readonly value: string | number };
const whereOf = (conditions: readonly Condition[]): string =>
  conditions.length === 0 ? '' : `WHERE ${conditions.map(({ sql }) => sql).join(' AND ')}`;
const valuesOf = (conditions: readonly Condition[]): readonly (string | number)[] =>
  conditions.map(({ value }) => value);

function filtersOf({ what, by, about, time, text }: ActsWanted): readonly Condition[] {
  const all = `"by" || ' ' || coalesce(about, '') || ' ' || facts`;
  return [
    ...(what === null ? [] : [{ sql: 'what = ?', value: what }]),
    ...(by === null ? [] : [{ sql: '"by" = ?', value: by }]),
    ...(about === null ? [] : [{ sql: 'about = ?', value: about }]),
    ...(time === null
      ? []
      : [
          { sql: 'at >= ?', value: time.from },
          { sql: 'at < ?', value: time.to },
        ]),
    ...(text === null ? [] : [{ sql: `instr(lower(${all}), lower(?)) > 0`, value: text }]),
  ];
}

function toAct(raw: unknown): NotedAct {
  const { position, at, role, by, what, about, facts } = raw as ActRow;
  try {
    return { position, at, role, by, what, about, facts: JSON.parse(facts) as Act['facts'] };
  } catch (error) {
    throw new LedgerError('damaged', new Error(`Unreadable act at ${position}`, { cause: error }));
  }
}

type ActRow = Omit<NotedAct, 'facts'> & { readonly facts: string };
