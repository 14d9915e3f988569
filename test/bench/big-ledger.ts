/**
 * A ledger like that of a busy shop after years: a million payments of three cashiers, one in fifty not paid, three
 * million rows in its chain, and a hundred unfinished payments of the last minutes. Written in one transaction without fsync, because nothing in it is worth
 * keeping. The ledger's own code opens and closes it, so that the till finds a normal file.
 */
import { hash } from 'node:crypto';
import { toColumns } from '../../electron/ledger/books/attempts.ts';
import type { ColumnValues } from '../../electron/ledger/books/book.ts';
import { MOVEMENTS } from '../../electron/ledger/books/movements.ts';
import { advanceCursor, forgetCursor, knownAt } from '../../electron/ledger/file/cursors.ts';
import { CHAIN_START, follows, type ChainEnd, type JournalRow } from '../../electron/ledger/file/journal.ts';
import { openLedger } from '../../electron/ledger/ledger.ts';
import { openDatabase, type WritableDb } from '../../electron/ledger/file/open.ts';
import { attemptNumber, type AttemptNumber } from '../../shared/attempt/number.ts';
import type { Attempt } from '../../shared/attempt/record.ts';
import { cents, type Cents } from '../../shared/money.ts';
import { anAttempt } from '../support/samples.ts';

export const PAYMENTS = 1_000_000;
export const UNFINISHED = 100;

export type BigLedger = {
  /** Resets the unfinished payments before the next start, because each start changes all of them. */
  reset(): void;
};

const SPOKEN_EVERY = 100_000;
const MINUTE_MS = 60_000;
/** Epochs of the attempt numbers. Two are needed: one epoch has room for one payment fewer than a million. */
const EPOCHS = ['AAAAAA', 'BBBBBB'] as const;
const UNFINISHED_EPOCH = 'CCCCCC';
const BODY_HASH = 'ab'.repeat(32);

export const SELLERS = ['Ah Ming', 'Mei Ling', 'Wai Ling'] as const;
/** As many different amounts, in cents, and one payment in so many was not paid. */
const AMOUNTS = 9_000;
const NOT_PAID_EVERY = 50;
export const amountOf = (index: number): Cents => cents(100 + ((index * 37) % AMOUNTS));
export const sellerOf = (index: number): string => SELLERS[index % SELLERS.length] ?? '';
export const isPaid = (index: number): boolean => index % NOT_PAID_EVERY !== 0;

/**
 * @param path where no ledger exists yet
 * @param host the gateway's host, as the till names it
 * @param payments how many, without the unfinished ones
 */
export function makeBigLedger(
  path: string,
  host: string,
  progress: (words: string) => void,
  payments = PAYMENTS,
): BigLedger {
  openLedger(path).close();
  const db = openDatabase(path);
  try {
    db.pragma('journal_mode = OFF');
    db.pragma('synchronous = OFF');
    db.transaction(() => {
      writeAll(db, host, progress, payments);
    })();
  } finally {
    db.close();
  }
  // Closed cleanly, as after a till's last run.
  openLedger(path, { looked: true }).close();
  return { reset: () => reset(path, payments) };
}

function writeAll(db: WritableDb, host: string, progress: (words: string) => void, payments: number): void {
  const pen = penFor(db);
  const now = Date.now();
  for (let index = 0; index < payments; index += 1) {
    // One payment per minute, the last one two days ago.
    const createdAt = now - (payments - index + 2 * 24 * 60) * MINUTE_MS;
    const number = numberOf(index);
    const facts = { amount: amountOf(index), by: sellerOf(index) };
    const syssn = `2026${String(index).padStart(22, '0')}`;
    pen.write({ ...begun(number, createdAt, host), ...facts, gatewayRef: syssn }, [
      { status: 'pending', gatewayRef: syssn, lastResponse: 'qr-made' },
      isPaid(index) ? { status: 'paid', lastResponse: '0000' } : { status: 'failed', lastResponse: '1201' },
    ]);
    if (index % SPOKEN_EVERY === 0) progress(`a ledger of ${payments} payments: ${index} written`);
  }
  for (let index = 0; index < UNFINISHED; index += 1) {
    const syssn = `2027${String(index).padStart(22, '0')}`;
    const attempt = begun(unfinishedNumber(index), now - 5 * MINUTE_MS - index, host);
    pen.write(attempt, [{ status: 'pending', gatewayRef: syssn, lastResponse: '1143' }]);
  }
}

/**
 * Writes attempts with their entries; ten times faster than the ledger, which looks up the end of the chain each time.
 */
function penFor(db: WritableDb): { write(begun: Attempt, changes: readonly Partial<Attempt>[]): void } {
  const insertEntry = db.prepare(
    'INSERT INTO journal (position, at, number, version, entry, hash) VALUES (?, ?, ?, ?, ?, ?)',
  );
  const columns = Object.keys(columnsOf(begun(numberOf(0), 0, '')));
  const places = columns.map(() => '?').join(', ');
  const insertAttempt = db.prepare(`INSERT INTO attempts (${columns.join(', ')}) VALUES (${places})`);
  let end: ChainEnd = CHAIN_START;

  const chain = (at: number, number: string, version: number, entry: string): void => {
    const position = end.position + 1;
    const facts = Buffer.from(JSON.stringify({ at, entry, number, position, version }), 'utf8');
    const row: JournalRow = {
      position,
      at,
      number,
      version,
      entry,
      hash: hash('sha256', Buffer.concat([end.hash, facts]), 'buffer'),
    };
    // Let the ledger's own code check the chain now and then.
    if (position % SPOKEN_EVERY === 1 && !follows(end, row)) throw new Error(`No chain at ${position}`);
    insertEntry.run(position, at, number, version, entry, row.hash);
    end = row;
  };

  return {
    write(attempt, changes) {
      const { number, createdAt } = attempt;
      const first: Attempt = { ...attempt, gatewayRef: null };
      chain(createdAt, number, 1, canonical(columnsOf(first)));
      for (const [index, change] of changes.entries())
        chain(createdAt, number, index + 2, canonical(toColumns(change)));
      const last: Attempt = { ...attempt, ...Object.assign({}, ...changes), version: changes.length + 1 };
      insertAttempt.run(...Object.values(columnsOf(last)));
    },
  };
}

const columnsOf = (attempt: Attempt): ColumnValues => ({
  ...toColumns(attempt),
  code_hash: null,
  body_hash: BODY_HASH,
});

function canonical(columns: ColumnValues): string {
  return JSON.stringify(columns, Object.keys(columns).toSorted());
}

function begun(number: AttemptNumber, createdAt: number, host: string): Attempt {
  return anAttempt({ number, by: SELLERS[0], saleId: `sale-of-${number}`, createdAt, gatewayHost: host });
}

export function numberOf(index: number): AttemptNumber {
  const half = PAYMENTS / EPOCHS.length;
  const epoch = index < half ? EPOCHS[0] : EPOCHS[1];
  return attemptNumber({ tillId: '01', epoch, sequence: (index % half) + 1, attempt: 1 });
}

const unfinishedNumber = (index: number): AttemptNumber =>
  attemptNumber({ tillId: '01', epoch: UNFINISHED_EPOCH, sequence: index + 1, attempt: 1 });

type Trigger = { readonly name: string; readonly sql: string };

function reset(path: string, payments: number): void {
  const db = openDatabase(path);
  try {
    db.transaction(() => {
      const triggers = db.prepare(
        "SELECT name, sql FROM sqlite_schema WHERE type = 'trigger' AND tbl_name = 'journal'",
      );
      // Triggers protect the journal's rows, so drop the triggers for this change.
      const kept = triggers.all() as readonly Trigger[];
      for (const { name } of kept) db.exec(`DROP TRIGGER ${name}`);
      const last = 3 * payments + 2 * UNFINISHED;
      db.prepare('DELETE FROM journal WHERE position > ?').run(last);
      // Reset the movements and their cursor too: at a fork the start would fill in a million movements again.
      db.prepare('DELETE FROM movements WHERE position > ?').run(last);
      forgetCursor(db, MOVEMENTS.table);
      const known = knownAt(db, last);
      if (known !== null) advanceCursor(db, MOVEMENTS.table, known);
      for (const { sql } of kept) db.exec(sql);
      const change = db.prepare(
        "UPDATE attempts SET status = 'pending', last_said = '1143', version = 2 WHERE number = ?",
      );
      for (let index = 0; index < UNFINISHED; index += 1) change.run(unfinishedNumber(index));
    })();
  } finally {
    db.close();
  }
  openLedger(path, { looked: true }).close();
}
