/** The journal added up again from its first row, to be held against the rows that screens read. */
import type { JournalRow } from '../../electron/ledger/journal.ts';
import type { ReadableDb } from '../../electron/ledger/open.ts';

type Row = Readonly<Record<string, unknown>>;

/** Rows that are not what the journal adds up to, one line each. */
export function projectionFaults(db: ReadableDb): readonly string[] {
  const replayed = new Map<string, Row>();
  for (const { number, version, entry } of db
    .prepare('SELECT * FROM journal ORDER BY position')
    .all() as JournalRow[]) {
    replayed.set(number, { ...replayed.get(number), ...(JSON.parse(entry) as Row), version });
  }
  const rows = db.prepare('SELECT * FROM attempts').all() as Row[];
  const faults = rows.flatMap((row) => {
    const expected = replayed.get(String(row.number)) ?? {};
    return Object.entries(row)
      .filter(([column, value]) => (expected[column] ?? null) !== value)
      .map(
        ([column, value]) =>
          `${String(row.number)}: ${column} is ${String(value)}, the journal says ${String(expected[column])}`,
      );
  });
  return rows.length === replayed.size ? faults : [...faults, `${rows.length} rows of ${replayed.size} in the journal`];
}
