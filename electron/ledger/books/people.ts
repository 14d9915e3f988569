/** The third book: the people who work at the till, each with a name and a role. PINs are in no journal: see staff/pins.ts. */
import type { Person, PersonChange } from '../../../shared/person.ts';
import type { Role } from '../../../shared/role.ts';
import type { WallMs } from '../../../shared/time.ts';
import { append } from '../file/journal.ts';
import type { ReadableDb, WritableDb } from '../file/open.ts';
import { insertInto, type Book, type ColumnValues } from './book.ts';

export const PEOPLE: Book = { table: 'people', noun: 'Person', key: 'subject', from: 'person:', before: 'person;' };

/** In the order in which they were added. */
export function readPeople(db: ReadableDb): readonly Person[] {
  return db.prepare('SELECT * FROM people ORDER BY rowid').all().map(toPerson);
}

/** Every name that a person of the till has or had, by which older rows name them. */
export function readNames(db: ReadableDb): readonly string[] {
  const { from, before } = PEOPLE;
  const rows = db
    .prepare("SELECT DISTINCT json_extract(entry, '$.name') AS name FROM journal WHERE number >= ? AND number < ?")
    .all(from, before) as readonly { readonly name: string }[];
  return rows.map(({ name }) => name);
}

/** Must run inside a transaction. */
export function addPerson(db: WritableDb, { name, role }: Pick<Person, 'name' | 'role'>, at: WallMs): Person {
  const { next } = db.prepare('SELECT coalesce(max(rowid), 0) + 1 AS next FROM people').get() as { next: number };
  const person: Person = { id: `person:${String(next).padStart(2, '0')}`, version: 1, name, role, isActive: true };
  const columns = { subject: person.id, version: 1, ...columnsOf(person) };
  append(db, { at, number: person.id, version: 1, entry: columns });
  insertInto(db, PEOPLE, columns);
  return person;
}

/** Must run inside a transaction. @returns false if the row has another version; then nothing is written */
export function changePerson(
  db: WritableDb,
  { id, version }: Pick<Person, 'id' | 'version'>,
  change: PersonChange,
  at: WallMs,
): boolean {
  const columns = columnsOf(change);
  const { changes } = db
    .prepare(
      `UPDATE people SET name = ?, role = ?, is_active = ?, version = version + 1 WHERE subject = ? AND version = ?`,
    )
    .run(columns['name'], columns['role'], columns['is_active'], id, version);
  if (changes === 1) append(db, { at, number: id, version: version + 1, entry: columns });
  return changes === 1;
}

const columnsOf = ({ name, role, isActive }: PersonChange): ColumnValues => ({
  name: name.toWellFormed(),
  role,
  is_active: isActive ? 1 : 0,
});

function toPerson(raw: unknown): Person {
  const row = raw as { subject: string; version: number; name: string; role: Role; is_active: 0 | 1 };
  return { id: row.subject, version: row.version, name: row.name, role: row.role, isActive: row.is_active === 1 };
}
