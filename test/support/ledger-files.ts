/** A ledger in a folder of its own, and functions that read or change its file without the ledger's own functions. */
import { join } from 'node:path';
import { insertRow } from '../../electron/ledger/books/attempts.ts';
import type { ColumnValues } from '../../electron/ledger/books/book.ts';
import { append } from '../../electron/ledger/file/journal.ts';
import { openLedger, type OpenLedger, type OpenOptions } from '../../electron/ledger/ledger.ts';
import { MIGRATIONS, openDatabase, type WritableDb } from '../../electron/ledger/file/open.ts';
import type { Attempt } from '../../shared/attempt/record.ts';
import type { AttemptNumber } from '../../shared/attempt/number.ts';
import type { Prepared } from '../../electron/till/ports/gateway.ts';
import { LedgerError, type Draft } from '../../electron/till/ports/ledger.ts';
import type { LedgerFault } from '../../shared/ledger-fault.ts';
import { newFolder } from './folders.ts';
import { aDraft, NUMBER } from './samples.ts';

export type LedgerPlace = {
  readonly folder: string;
  readonly path: string;
  /** Opens one more connection to the file, as the ledger does. `remove` closes them all. */
  ledger(options?: OpenOptions): OpenLedger;
  /** Opens one more connection without the ledger's functions. */
  raw(): WritableDb;
  remove(): void;
};

export function newLedgerPlace(): LedgerPlace {
  const { folder, remove } = newFolder();
  const path = join(folder, 'ledger.db');
  const opened: { close(): unknown }[] = [];
  const keep = <One extends { close(): unknown }>(one: One): One => {
    opened.push(one);
    return one;
  };
  return {
    folder,
    path,
    ledger: (options) => keep(openLedger(path, options)),
    raw: () => keep(openDatabase(path)),
    remove() {
      for (const one of opened) one.close();
      remove();
    },
  };
}

/** A request as the gateway would prepare it; the ledger stores only its hash. */
export const prepared = (number: AttemptNumber): Prepared => ({
  number,
  fields: { out_trade_no: number },
  bodyHash: 'ab'.repeat(32),
});

let sales = 0;

/** Opens one more attempt, by default of a new sale. */
export function openOne(ledger: OpenLedger, draft: Partial<Draft> = {}): Attempt {
  sales += 1;
  return ledger.open(aDraft({ saleId: `sale-${sales}`, ...draft }), prepared).attempt;
}

/** All rows of the file's main tables, to compare before and after. */
export function contents(db: WritableDb): Readonly<Record<'ledger' | 'journal' | 'attempts', readonly unknown[]>> {
  const rows = (table: string) => db.prepare(`SELECT * FROM ${table} ORDER BY 1`).all();
  return { ledger: rows('ledger'), journal: rows('journal'), attempts: rows('attempts') };
}

/** Makes three attempts with eight journal rows: two paid, one pending. */
export function someHistory(ledger: OpenLedger): readonly AttemptNumber[] {
  return ['S1', 'S2', 'S3'].map((gatewayRef) => {
    const { number } = openOne(ledger);
    ledger.record(number, 1, { status: 'pending', gatewayRef, lastResponse: '1143' }, 10);
    if (gatewayRef !== 'S3') ledger.record(number, 2, { status: 'paid', lastResponse: '0000' }, 20);
    return number;
  });
}

/**
 * Makes a ledger of an earlier version with the contents of another one, as far as that version has columns for them.
 *
 * @param version how many migrations the ledger has run
 * @param source the other ledger's file; its entries must use nothing newer
 */
export function olderLedger(path: string, version: number, source: string): WritableDb {
  const db = openDatabase(path, MIGRATIONS.slice(0, version));
  db.exec(`ATTACH '${source}' AS other; DELETE FROM ledger`);
  for (const table of ['ledger', 'journal', 'attempts']) {
    const rows = db.prepare(`SELECT name FROM pragma_table_info('${table}')`).all() as { readonly name: string }[];
    const columns = rows.map(({ name }) => `"${name}"`).join(', ');
    db.exec(`INSERT INTO ${table} (${columns}) SELECT ${columns} FROM other.${table}`);
  }
  db.exec('DETACH other');
  return db;
}

/** Changes the file as a person with SQLite could; the triggers only protect against mistakes. */
export function tamper(db: WritableDb, sql: string): void {
  db.exec('DROP TRIGGER IF EXISTS journal_keeps_rows; DROP TRIGGER IF EXISTS journal_keeps_text;');
  db.exec(sql);
}

/** Writes a thousand entries of one more attempt at once, so that older rows are not in the journal's tail any more. */
export function fillTail(db: WritableDb): void {
  const some = db.prepare('SELECT * FROM attempts LIMIT 1').get() as ColumnValues;
  const columns = { ...some, number: NUMBER, sale_id: 'sale-x', status: 'unknown', syssn: null, version: 1 };
  db.transaction(() => {
    append(db, { at: 1, number: NUMBER, version: 1, entry: columns });
    insertRow(db, { ...columns, version: 1000 });
    for (let version = 2; version <= 1000; version += 1)
      append(db, { at: version, number: NUMBER, version, entry: {} });
  })();
}

/** The fault that `work` throws, or null. */
export function troubleOf(work: () => unknown): LedgerFault | null {
  try {
    work();
  } catch (error) {
    if (error instanceof LedgerError) return error.fault;
    throw error;
  }
  return null;
}
