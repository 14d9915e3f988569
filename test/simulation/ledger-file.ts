/**
 * A ledger file for one run, on a memory disk if the machine has one. Commits work as in the shop; only the speed of
 * the disk is not tested here.
 */
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fillDerived } from '../../electron/ledger/care/derived.ts';
import { firstBreak, type JournalRow } from '../../electron/ledger/file/journal.ts';
import { ATTEMPTS } from '../../electron/ledger/books/attempts.ts';
import { columnDefaults } from '../../electron/ledger/books/book.ts';
import { openDatabase } from '../../electron/ledger/file/open.ts';
import { movementFaults } from '../support/takings-oracle.ts';

export type LedgerFile = {
  readonly path: string;
  /**
   * The errors in the closed file: a broken chain, a row that differs from its replayed journal, or wrong movements.
   */
  faults(): readonly string[];
  remove(): void;
};

const MEMORY_DISK = '/dev/shm';
/** The memory disk if the machine has one, for tests that do not test the disk itself. */
export const QUICK_DISK = existsSync(MEMORY_DISK) ? MEMORY_DISK : tmpdir();
let template: string | null = null;

/** An empty ledger whose epoch is always the same, so that a replay draws the same attempt numbers. */
function emptyLedger(): string {
  if (template !== null) return template;
  const folder = mkdtempSync(join(QUICK_DISK, 'harbour-till-simulation-'));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  template = join(folder, 'empty.db');
  const db = openDatabase(template);
  db.prepare("UPDATE ledger SET epoch = 'S1MTST'").run();
  db.close();
  return template;
}

/** @param which names one of a run's ledgers; all begin as the same file */
export function ledgerFile(which = 'run'): LedgerFile {
  const folder = join(dirname(emptyLedger()), which);
  const path = join(folder, 'ledger.db');
  const remove = (): void => rmSync(folder, { recursive: true, force: true });
  remove();
  mkdirSync(folder);
  copyFileSync(emptyLedger(), path);
  return { path, remove, faults: () => faultsIn(path) };
}

function faultsIn(path: string): readonly string[] {
  const db = openDatabase(path);
  try {
    const broken = firstBreak(db);
    if (broken !== null) return [`the chain breaks at ${broken}`];
    const silent = columnDefaults(db, ATTEMPTS);
    const replayed = new Map<string, Record<string, unknown>>();
    for (const row of db.prepare('SELECT * FROM journal ORDER BY position').all() as JournalRow[]) {
      const entry = JSON.parse(row.entry) as Record<string, unknown>;
      // A column that no entry mentions has the table's default.
      replayed.set(row.number, { ...(replayed.get(row.number) ?? silent), ...entry, version: row.version });
    }
    const rows = db.prepare('SELECT * FROM attempts').all() as Record<string, unknown>[];
    const ofMoney = movementFaults(db);
    fillDerived(db);
    ofMoney.push(...movementFaults(db));
    if (ofMoney.length > 0) return ofMoney;
    if (rows.length !== replayed.size) return [`${rows.length} rows, ${replayed.size} in the journal`];
    return rows.flatMap((row) => {
      const told = replayed.get(String(row.number)) ?? {};
      const different = Object.keys(row).filter((column) => row[column] !== (told[column] ?? null));
      return different.length === 0 ? [] : [`${String(row.number)} is not its replay: ${different.join(', ')}`];
    });
  } finally {
    db.close();
  }
}
