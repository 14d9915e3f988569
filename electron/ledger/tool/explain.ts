/** What is wrong with a ledger, in words for a support engineer. */
import { assertNever } from '../../../shared/result.ts';
import type { JournalRow } from '../file/journal.ts';
import type { ReadableDb } from '../file/open.ts';
import { BOOKS } from '../books/books.ts';
import type { Difference } from '../care/difference.ts';
import type { Fault } from '../care/verify.ts';

/** @returns lines of text, the first of which is the fault in one sentence */
export function explain(db: ReadableDb, fault: Fault): readonly string[] {
  switch (fault.kind) {
    case 'file':
      return [`The file itself is damaged: ${fault.said}`];
    case 'foreign-key':
      return [`A row of "${fault.table}" names another row that is not there.`];
    case 'chain':
      return explainBreak(db, fault.position);
    case 'projection':
      return explainDifference(fault);
    default:
      return assertNever(fault);
  }
}

function explainBreak(db: ReadableDb, position: number): readonly string[] {
  const at = (where: string, value: number) =>
    db.prepare(`SELECT * FROM journal WHERE ${where} LIMIT 1`).get(value) as JournalRow | undefined;
  const before = at('position < ? ORDER BY position DESC', position);
  const row = at('position = ?', position);
  const expected = (before?.position ?? 0) + 1;
  if (position !== expected) {
    return [
      `The chain breaks at row ${position}: row ${expected} should stand there.`,
      position > expected
        ? `${position - expected} row(s) from ${expected} on were taken out.`
        : 'A row was put in before the first one.',
    ];
  }
  return [
    `The chain breaks at row ${position}: its hash is not that of row ${position - 1} and its own bytes.`,
    'The row, its hash, or rows before it that were then made to fit were changed; or a row was put in or moved here.',
    ...(row === undefined
      ? []
      : [
          `  number ${row.number}, version ${row.version}, at ${new Date(row.at).toISOString()}`,
          `  entry ${row.entry}`,
          `  hash ${row.hash.toString('hex')}`,
        ]),
  ];
}

export function explainDifference({ table, number, what, values }: Difference): readonly string[] {
  const book = BOOKS.find((each) => each.table === table);
  const row = book === undefined ? `What the ${table} say of ${number}` : `${book.noun} ${number}`;
  switch (what) {
    case 'no-row':
      return [`${row} is in the journal and not among the ${table}.`];
    case 'no-entries':
      return [`${row} is among the ${table} and not in the journal.`];
    case 'versions':
      return [`${row}: the versions in its journal entries do not follow one another.`];
    case 'values':
      return [
        `${row} is not what its journal entries add up to:`,
        ...values.map(
          ({ column, journal, row: held }) =>
            `  ${column}: ${JSON.stringify(journal ?? null)} by the journal, ${JSON.stringify(held ?? null)} in the row`,
        ),
      ];
    default:
      return assertNever(what);
  }
}
