/** The ledger's tools for a support engineer: verify a ledger file, and write a sound one from its journal. */
import { existsSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { formatMoney, cents, isCurrency } from '../../../shared/money.ts';
import { LedgerError } from '../../till/ports/ledger.ts';
import { hasTable } from '../books/book.ts';
import { unknownKinds } from '../books/books.ts';
import { MOVEMENTS } from '../books/movements.ts';
import { derivedUpTo } from '../care/derived.ts';
import { explain, explainDifference } from './explain.ts';
import { journalHead } from '../file/journal.ts';
import { LEDGER_VERSION, openReadonly, userVersion, type ReadonlyDb } from '../file/open.ts';
import { rebuildInto } from './rebuild-file.ts';
import { lastRestore, wasClosed } from '../file/runs.ts';
import { verify, type Step } from '../care/verify.ts';

const USAGE = `Usage: npm run ledger -- verify FILE
       npm run ledger -- rebuild FILE

  verify   looks through a ledger and says what it holds and the first thing that is wrong with it. Reads only;
           the till may be open meanwhile. A FILE-wal beside it belongs to it: copy both or neither.
  rebuild  writes FILE.rebuilt.db: the journal as far as its chain holds, and every attempt as the journal tells it.
           Never changes FILE, and never overwrites.

Exit code: 0 sound, 1 something is wrong with the ledger, 2 it could not be looked at.
`;

const say = (line: string): void => {
  process.stdout.write(`${line}\n`);
};

/** Keeps one line of a terminal up to date. Writes nothing into a file, where it would only be in the way. */
const progress = ({ part, rows, of }: Step): void => {
  if (!process.stderr.isTTY) return;
  const words = of === 0 ? `looking through the ${part}` : `${part} ${Math.min(100, Math.round((rows / of) * 100))} %`;
  process.stderr.write(`\r${words.padEnd(40)}\r`);
};

function run([command, file, ...more]: readonly string[]): number {
  if ((command !== 'verify' && command !== 'rebuild') || file === undefined || more.length > 0) {
    process.stderr.write(USAGE);
    return 2;
  }
  const path = resolve(process.env['INIT_CWD'] ?? '.', file);
  if (!existsSync(path) || !statSync(path).isFile()) {
    process.stderr.write(`There is no file ${path}\n`);
    return 2;
  }
  try {
    return command === 'verify' ? runVerify(path) : runRebuild(path);
  } catch (error) {
    if (!(error instanceof LedgerError)) throw error;
    say(`${WORDS[error.fault]} (${String(error.cause)})`);
    return error.fault === 'damaged' ? 1 : 2;
  }
}

const WORDS: Readonly<Record<LedgerError['fault'], string>> = {
  damaged: 'DAMAGED: SQLite cannot read this file.',
  newer: `This ledger is of a newer program; this one knows versions up to ${LEDGER_VERSION}.`,
  full: 'The disk is full.',
  'read-only':
    'The file or its folder cannot be opened. To read a ledger SQLite keeps a small file beside it, so the folder has to be writable: copy the ledger, with its -wal if there is one, to such a folder.',
  disk: 'The disk cannot be read.',
  share:
    'The folder lies where SQLite cannot keep a ledger, such as a network share. Copy it to a disk of this machine.',
  'in-use': 'Another program holds the ledger. Try again.',
};

function runVerify(path: string): number {
  const db = openReadonly(path);
  try {
    if (!isLedger(db)) return 2;
    say(`Ledger    ${path}`);
    const fault = verify(db, 'whole', progress);
    // Pages that cannot be read cannot be counted either.
    if (fault?.kind !== 'file') describe(db);
    if (fault === null) {
      say('SOUND: the pages, the chain from the first row to the last, every attempt and every movement.');
      return 0;
    }
    say('DAMAGED');
    for (const line of explain(db, fault)) say(line);
    return 1;
  } finally {
    db.close();
  }
}

/** Whether this program can read the file as a ledger; prints why not. */
function isLedger(db: ReadonlyDb): boolean {
  const version = userVersion(db);
  const tables = db.prepare("SELECT name FROM sqlite_schema WHERE name IN ('journal', 'attempts', 'ledger')").all();
  if (version > LEDGER_VERSION) say(WORDS.newer);
  else if (tables.length < 3) say('This is an SQLite file, but not a ledger of this till.');
  return version <= LEDGER_VERSION && tables.length === 3;
}

function describe(db: ReadonlyDb): void {
  const { epoch, next_sequence: next } = db.prepare('SELECT * FROM ledger').get() as {
    readonly epoch: string;
    readonly next_sequence: number;
  };
  const head = journalHead(db);
  say(`Version   ${userVersion(db)} of ${LEDGER_VERSION}`);
  say(`Epoch     ${epoch}, next sequence ${next}`);
  say(`Stopped   ${wasClosed(db) ? 'in order' : 'the till is open, or was not closed in order'}`);
  say(`Journal   ${head?.position ?? 0} rows`);
  say(`Head      ${head === null ? 'none' : head.hash.toString('hex')}`);
  describeRestore(db);
  say('Attempts  count        sum');
  for (const total of totals(db)) say(lineOf(total));
  describeMovements(db);
  if (hasTable(db, 'acts'))
    say(`Acts      ${(db.prepare('SELECT count(*) AS count FROM acts').get() as Counted).count}`);
  const kinds = [...unknownKinds(db)].map(([kind, count]) => `${count} of "${kind}"`);
  if (kinds.length > 0)
    say(`Others    ${kinds.join(', ')}: rows of kinds that this program does not know; they are kept.`);
}

/** Prints the movements that are filled in; an open till fills in the rest when it closes. */
function describeMovements(db: ReadonlyDb): void {
  if (!hasTable(db, MOVEMENTS.table)) return;
  say(`Movements up to row ${derivedUpTo(db, MOVEMENTS)}`);
  const sums = db
    .prepare(
      `SELECT CASE WHEN cents > 0 THEN 'in' ELSE 'back' END AS status, currency, count(*) AS count, sum(cents) AS sum
       FROM movements JOIN attempts ON number = subject GROUP BY 1, 2 ORDER BY 1 DESC, 2`,
    )
    .all() as readonly Total[];
  for (const total of sums) say(lineOf(total));
}

function lineOf({ status, currency, count, sum }: Total): string {
  const money = isCurrency(currency) ? formatMoney(cents(sum), currency) : `${currency} ${sum}`;
  return `  ${status.padEnd(10)}${String(count).padStart(8)}  ${money.padStart(16)}`;
}

/** Describes the last restore only: what an earlier one left out is in its own quarantine. */
function describeRestore(db: ReadonlyDb): void {
  const restored = hasTable(db, 'restores') ? lastRestore(db) : null;
  if (restored === null) return;
  const { at, quarantine, attemptsKept, attemptsInDoubt, attemptsLeftOut } = restored;
  say(`Restored  ${new Date(at).toISOString()}, what was there before lies in ${quarantine}`);
  say(`          attempts: ${attemptsKept} kept, of these ${attemptsInDoubt} in doubt; ${attemptsLeftOut} left out`);
  for (const [kind, count] of Object.entries(restored.rowsLeftOut))
    say(`          LEFT OUT: ${count} of "${kind}", which nothing proves; they are in the quarantine alone`);
}

type Counted = { readonly count: number };

type Total = { readonly status: string; readonly currency: string; readonly count: number; readonly sum: number };

const totals = (db: ReadonlyDb) =>
  db
    .prepare(
      `SELECT status, currency, count(*) AS count, sum(amount_cents) AS sum FROM attempts
       GROUP BY status, currency ORDER BY status, currency`,
    )
    .all() as readonly Total[];

/** A person reads the first few; the count tells how many more there are. */
const TOLD_MAX = 20;

function runRebuild(path: string): number {
  const target = `${path}.rebuilt.db`;
  if (existsSync(target)) {
    process.stderr.write(`${target} is there already. Move it away first.\n`);
    return 2;
  }
  const db = openReadonly(path);
  try {
    if (!isLedger(db)) return 2;
    const rebuilt = rebuildInto(db, target, progress);
    say(`Written   ${target}`);
    say(`Journal   ${rebuilt.rows} rows taken, ${rebuilt.leftOut} left out`);
    if (rebuilt.why !== null) say(rebuilt.why);
    if (rebuilt.unknown > 0)
      say(`Others    ${rebuilt.unknown} of these are of kinds that this program does not know; they are kept.`);
    say(`Attempts  ${rebuilt.attempts} written, ${rebuilt.differences.length} were different in the old file`);
    for (const difference of rebuilt.differences.slice(0, TOLD_MAX)) explainDifference(difference).forEach(say);
    if (rebuilt.differences.length > TOLD_MAX) say(`and ${rebuilt.differences.length - TOLD_MAX} more`);
    return rebuilt.leftOut > 0 || rebuilt.differences.length > 0 ? 1 : 0;
  } finally {
    db.close();
  }
}

process.exitCode = run(process.argv.slice(2));
