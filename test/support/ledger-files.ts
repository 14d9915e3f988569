/** A ledger in a folder of its own, and what is needed to look at its file past the ledger's own functions. */
import { join } from 'node:path';
import { openLedger, type OpenLedger } from '../../electron/ledger/ledger.ts';
import { openDatabase, type WritableDb } from '../../electron/ledger/open.ts';
import type { Attempt } from '../../shared/attempt-record.ts';
import type { AttemptNumber } from '../../shared/attempt-number.ts';
import type { Draft, Prepared } from '../../electron/till/ports.ts';
import { newFolder } from './folders.ts';
import { aDraft } from './samples.ts';

export type LedgerPlace = {
  readonly folder: string;
  readonly path: string;
  /** One more connection to the file, as the ledger opens it. All of them are closed with the place. */
  ledger(): OpenLedger;
  /** One more connection without the ledger's functions around it. */
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
    ledger: () => keep(openLedger(path)),
    raw: () => keep(openDatabase(path)),
    remove() {
      for (const one of opened) one.close();
      remove();
    },
  };
}

/** A request as the gateway would prepare it; the ledger keeps its hash only. */
export const prepared = (number: AttemptNumber): Prepared => ({
  number,
  fields: { out_trade_no: number },
  bodyHash: 'ab'.repeat(32),
});

let sales = 0;

/** One more attempt, of a sale of its own unless the draft says otherwise. */
export function openOne(ledger: OpenLedger, draft: Partial<Draft> = {}): Attempt {
  sales += 1;
  return ledger.open(aDraft({ saleId: `sale-${sales}`, ...draft }), prepared).attempt;
}

/** Everything the file says: what has not changed here has not changed. */
export function contents(db: WritableDb): unknown {
  const rows = (table: string) => db.prepare(`SELECT * FROM ${table} ORDER BY 1`).all();
  return { ledger: rows('ledger'), journal: rows('journal'), attempts: rows('attempts') };
}
