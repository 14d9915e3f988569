/**
 * A ledger's folder by its grammar: the database header, the names of backups, the rows in them, the notes of epochs.
 * Whatever they contain, reading throws at most the ledger's own error, and a restore accepts only what the chain
 * proves.
 */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { isEpoch } from '../../../shared/attempt/number.ts';
import { backupFolderOf, listBackups, superfluous } from '../../../electron/ledger/care/backup-list.ts';
import { readRows } from '../../../electron/ledger/care/backup-rows.ts';
import { notedEpochs } from '../../../electron/ledger/care/epoch-notes.ts';
import type { JournalRow } from '../../../electron/ledger/file/journal.ts';
import { openDatabase } from '../../../electron/ledger/file/open.ts';
import { isPutBack } from '../../../electron/ledger/care/put-back.ts';
import { LedgerError } from '../../../electron/till/ports/ledger.ts';
import { anything, bytesOf, draw, numberOf, textIn, textOf } from '../grammar.ts';
import type { Target } from '../target.ts';
import { makeOriginals, whatIsWrong, whatRestoreDoes, type Original } from './ledger-files.ts';

/** Fields of SQLite's header: offset, length, and values to try, both SQLite's own and the extremes. */
const HEADER: readonly (readonly [at: number, bytes: 1 | 2 | 4, values: readonly number[]])[] = [
  [16, 2, [512, 1024, 4096, 0x8000, 1, 0, 3]],
  [18, 1, [1, 2, 3, 0]],
  [19, 1, [1, 2, 3, 0]],
  [20, 1, [0, 8, 255]],
  [21, 1, [64, 0, 255]],
  [24, 4, [0, 1, 0xffffffff]],
  [28, 4, [0, 1, 9, 0xffffffff]],
  [32, 4, [0, 2, 0xffffffff]],
  [36, 4, [0, 1, 0xffffffff]],
  [40, 4, [0, 1, 99]],
  [44, 4, [1, 2, 4, 5, 0]],
  [48, 4, [0, 1, 0x7fffffff]],
  [52, 4, [0, 1, 3]],
  [56, 4, [1, 2, 3, 0, 9]],
  [60, 4, [0, 1, 7, 99, 0x7fffffff]],
  [68, 4, [0, 1, 0x54494c4c]],
  [92, 4, [0, 1, 0xffffffff]],
];
const headerChange = fc
  .constantFrom(...HEADER)
  .chain(([at, bytes, values]) => fc.constantFrom(...values).map((value) => ({ at, bytes, value })));
const headerChanges = fc.array(headerChange, { maxLength: 3 });

const digits = (length: number) => fc.stringMatching(new RegExp(`^[0-9]{${length}}$`));
const clock = fc.oneof(
  fc.constantFrom('20261122-210509', '20150101-000000', '20270229-120000', '99991231-235959'),
  fc.tuple(digits(8), digits(6)).map((parts) => parts.join('-')),
);
const positions = fc.oneof(
  fc.tuple(fc.nat(80), fc.nat(80)).map(([from, to]) => `p${from}-${to}`),
  fc.nat(80).map((position) => `p${position}`),
  fc.constantFrom('p0', 'p1-0', 'p-1', 'p00012', 'p99999999999999999999', 'p9007199254740993-9007199254740994', 'p'),
);
const hashes = fc.stringMatching(/^[0-9a-f]{12}$/);
const epochs = fc.oneof(fc.constantFrom('.eK7QF3M', '', '.eKIOF3M', '.ek7qf3m', '.e'), fc.constant('.e000000'));
const nameWith = (hash: fc.Arbitrary<string>) =>
  fc
    .tuple(
      fc.constantFrom('ledger', 'ledger', 'ledger-production', 'other', ''),
      clock,
      positions,
      hash,
      epochs,
      fc.constantFrom('db', 'rows', 'rows', 'rows.part', 'db-wal'),
    )
    .map(([stem, at, where, own, epoch, end]) => `${stem}.${at}.${where}.${own}${epoch}.${end}`);

const noteLine = fc.oneof(
  fc.constantFrom(
    'K7QF3M 2026-11-22 21:05:09',
    'k7qf3m 2026-11-22 21:05:09',
    'K7QF3M',
    '',
    ' ',
    'KIOLU0 x',
    'K7QF',
    '\0\0\0\0',
  ),
  fc.string({ maxLength: 40 }),
);
const notes = fc.array(noteLine, { maxLength: 6 }).chain((lines) => bytesOf(lines.join('\n')));

/** A line of a rows backup: the ledger's own row, the row with one part changed, any JSON, or an empty line. */
const lineOf = ({ position, at, number, version, entry, hash }: JournalRow): fc.Arbitrary<string> => {
  const own = [position, at, number, version, entry, hash.toString('hex')].map((part) => JSON.stringify(part));
  const changed = fc
    .tuple(
      fc.nat(6),
      fc.oneof(anything, numberOf(position), textIn('paid'), textOf(entry.replace('"pending"', '"paid"'))),
    )
    .map(([place, part]) => `[${own.with(Math.min(place, 5), part).join(',')}]`);
  return fc.oneof({ weight: 12, arbitrary: fc.constant(`[${own.join(',')}]`) }, changed, anything, fc.constant(''));
};

type Rows = { readonly lines: fc.Arbitrary<Buffer>; readonly names: fc.Arbitrary<string> };

function rowsOf(path: string): Rows {
  const db = openDatabase(path);
  const rows = db.prepare('SELECT * FROM journal ORDER BY position').all() as readonly JournalRow[];
  db.close();
  const starts = rows.map(({ hash }) => hash.toString('hex').slice(0, 12));
  const lines = fc
    .nat(rows.length)
    .chain((from) => fc.tuple(...rows.slice(from).map(lineOf)).map((all) => all.join('\n')));
  return { lines: lines.chain(bytesOf), names: nameWith(fc.oneof(fc.constantFrom(...starts), hashes)) };
}

/** @param scratch a folder for the target's files */
export function ledgerByGrammar(scratch: string): Target {
  const folder = join(scratch, 'ledger-by-grammar');
  const path = join(folder, 'ledger.db');
  const backups = backupFolderOf(path);
  let made: { readonly original: Original; readonly db: Buffer; readonly rows: Rows } | null = null;
  return {
    name: 'ledger-by-grammar',
    share: 20,
    run(dice) {
      made ??= make(join(scratch, 'grammar-original.db'));
      const { original, db, rows } = made;
      rmSync(folder, { recursive: true, force: true });
      mkdirSync(backups, { recursive: true });
      const changes = draw(dice, headerChanges);
      writeFileSync(path, withHeader(db, changes));
      writeFileSync(join(backups, 'ledger.epochs'), draw(dice, notes));
      const names = Array.from({ length: dice.whole(0, 4) }, () => draw(dice, rows.names));
      for (const name of names) writeFileSync(join(backups, name), draw(dice, rows.lines));
      const wrong =
        whatReadingDoes() ?? (dice.oneIn(6) ? whatRestoreDoes(path, original) : whatIsWrong(path, original));
      return wrong === null ? null : `${wrong}; header ${JSON.stringify(changes)}, beside it ${names.join(' ')}`;
    },
  };

  function whatReadingDoes(): string | null {
    const listed = listBackups(path, backups);
    if (superfluous(listed).some((backup) => !listed.includes(backup)))
      return 'a backup is superfluous that is not there';
    const noted = notedEpochs(path, backups);
    if (!noted.every(isEpoch)) return `noted as epochs: ${noted.join(' ')}`;
    for (const { name, kind } of listed) {
      for (const row of kind === 'rows' ? readRows(join(backups, name)) : []) {
        if (!Number.isSafeInteger(row.position) || !Buffer.isBuffer(row.hash)) return `a row that is none in ${name}`;
      }
    }
    try {
      isPutBack(path);
    } catch (error) {
      if (!(error instanceof LedgerError)) throw error;
    }
    return null;
  }
}

function make(path: string): { readonly original: Original; readonly db: Buffer; readonly rows: Rows } {
  const [, original] = makeOriginals(path);
  if (original?.files.db == null) throw new Error('no ledger to begin with');
  return { original, db: original.files.db, rows: rowsOf(path) };
}

type HeaderChange = { readonly at: number; readonly bytes: 1 | 2 | 4; readonly value: number };

function withHeader(db: Buffer, changes: readonly HeaderChange[]): Buffer {
  const copy = Buffer.from(db);
  for (const { at, bytes, value } of changes) copy.writeUIntBE(value, at, bytes);
  return copy;
}
