/**
 * Opens a ledger file with the settings that make "committed" mean "on the disk", brings it to the program's version, and
 * refuses what it cannot vouch for. The only place that loads SQLite.
 */
import Sqlite from 'better-sqlite3';
import { existsSync } from 'node:fs';
import { moveSynced, syncFile } from '../../files/durable.ts';
import { codeOf } from '../../files/error-code.ts';
import { LedgerError } from '../../till/ports/ledger.ts';
import { randomEpoch } from './epoch.ts';
import { makePrivate, removeWithCompanions } from './files.ts';
import { MIGRATION_1 } from './migrations/001-attempts.ts';
import { MIGRATION_2 } from './migrations/002-refunds.ts';
import { MIGRATION_3 } from './migrations/003-runs.ts';
import { MIGRATION_4 } from './migrations/004-lean-changes.ts';
import { MIGRATION_5 } from './migrations/005-former-syssns.ts';
import { MIGRATION_6 } from './migrations/006-by-hand.ts';
import { MIGRATION_7 } from './migrations/007-openings.ts';
import { MIGRATION_8 } from './migrations/008-late-refunds.ts';
import { MIGRATION_9 } from './migrations/009-acts.ts';
import { MIGRATION_10 } from './migrations/010-by.ts';
import { MIGRATION_11 } from './migrations/011-wallets.ts';
import { MIGRATION_12 } from './migrations/012-cursors.ts';
import { MIGRATION_13 } from './migrations/013-movements.ts';
import { MIGRATION_14 } from './migrations/014-left-out.ts';
import { firstLook, guarded } from './errors.ts';

/** A database that functions may only read from: a statement that writes does not type-check. */
export type ReadableDb = {
  prepare(source: string): {
    get(...parameters: readonly unknown[]): unknown;
    all(...parameters: readonly unknown[]): unknown[];
    /** One row at a time, for what may be too much for the memory. */
    iterate(...parameters: readonly unknown[]): IterableIterator<unknown>;
  };
};
/** A connection that SQLite itself lets nobody write through. */
export type ReadonlyDb = ReadableDb & {
  pragma(source: string, options?: { readonly simple: boolean }): unknown;
  close(): unknown;
};
export type WritableDb = Sqlite.Database;

/** Each a version further; never changed once a shop's ledger has run it. */
export const MIGRATIONS: readonly string[] = [
  MIGRATION_1,
  MIGRATION_2,
  MIGRATION_3,
  MIGRATION_4,
  MIGRATION_5,
  MIGRATION_6,
  MIGRATION_7,
  MIGRATION_8,
  MIGRATION_9,
  MIGRATION_10,
  MIGRATION_11,
  MIGRATION_12,
  MIGRATION_13,
  MIGRATION_14,
];
export const LEDGER_VERSION = MIGRATIONS.length;

/**
 * Set at open and read back, since a setting that silently did not take would lose payments. better-sqlite3's own default
 * for WAL (synchronous NORMAL) loses acknowledged commits when the power fails.
 */
const PRAGMAS: readonly (readonly [name: string, value: string, readBack: string | number])[] = [
  ['journal_mode', 'WAL', 'wal'],
  ['synchronous', 'EXTRA', 3],
  ['fullfsync', '1', 1],
  ['checkpoint_fullfsync', '1', 1],
  ['foreign_keys', 'ON', 1],
  ['trusted_schema', 'OFF', 0],
  ['cell_size_check', 'ON', 1],
  ['busy_timeout', '5000', 5000],
  // In pages, of which a payment writes some twenty. The one change in so many that also folds the log into the file
  // takes three times as long as the others, so it should be a rare one; SQLite's own 1000 makes it one in fifty payments.
  ['wal_autocheckpoint', '4000', 4000],
];

/**
 * Of a new file: it keeps the size it was made with. A change of an attempt touches six pages, which the till waits for
 * at the counter to reach the disk whole; with SQLite's own 4096 it waits a fifth longer.
 */
const PAGE_BYTES = 1024;

/**
 * Opens a ledger without looking at what is in it: care/verify.ts does that.
 *
 * @param path the ledger's file; made when it is not there
 * @param migrations the program's own, unless a test brings a later program's
 * @param keepOld beside the file when it is of an older program
 * @throws LedgerError
 */
export function openDatabase(
  path: string,
  migrations: readonly string[] = MIGRATIONS,
  { keepOld = true } = {},
): WritableDb {
  return guarded(() => {
    firstLook(() => {
      refuseNewer(path, migrations.length);
    });
    makePrivate(path);
    const db = new Sqlite(path);
    try {
      firstLook(() => {
        const version = userVersion(db);
        if (version > migrations.length) throw new LedgerError('newer', null);
        if (version === 0) db.pragma(`page_size = ${PAGE_BYTES}`);
        setPragmas(db);
      });
      migrate(db, migrations, keepOld ? path : null);
      keepStatements(db);
      return db;
    } catch (error) {
      db.close();
      throw error;
    }
  });
}

/** Opens a file that is there, of whatever version, and changes nothing in it. @throws LedgerError */
export function openReadonly(path: string): ReadonlyDb {
  return firstLook(() => {
    const db = new Sqlite(path, { readonly: true, fileMustExist: true });
    try {
      db.pragma('trusted_schema = OFF');
      db.pragma('cell_size_check = ON');
      db.pragma('busy_timeout = 5000');
      // SQLite looks into the file at the first question only.
      db.pragma('schema_version');
      return db;
    } catch (error) {
      db.close();
      throw error;
    }
  });
}

/**
 * Writes a whole copy of a ledger by SQLite itself: a copy of the file alone would miss what is still in the -wal. Under
 * the name it gets there is never a part of one, nor one that is not on the disk.
 *
 * @param unfinished where it is written; overwritten
 * @param accept looks at the copy and says under which path, in the same folder, it is to be kept; throws when it is not good
 * @returns that path
 * @throws LedgerError, and what `accept` throws; nothing of the copy is left then
 */
export function snapshot(db: ReadableDb, unfinished: string, accept: (copy: ReadonlyDb) => string): string {
  return guarded(() => {
    removeWithCompanions(unfinished);
    try {
      makePrivate(unfinished);
      // It reads the ledger and writes another file, but better-sqlite3 counts it among what writes.
      (db as WritableDb).prepare('VACUUM INTO ?').run(unfinished);
      syncFile(unfinished);
      const copy = openReadonly(unfinished);
      let kept: string;
      try {
        kept = accept(copy);
      } finally {
        copy.close();
      }
      moveSynced(unfinished, kept);
      return kept;
    } finally {
      removeWithCompanions(unfinished);
    }
  });
}

export function userVersion(db: Pick<ReadonlyDb, 'pragma'>): number {
  return Number(db.pragma('user_version', { simple: true }));
}

/**
 * A newer program's file must stay exactly as that program left it, with what is still in its -wal: so it is looked at
 * through a connection that cannot write, before any that can. Such a connection cannot read a file whose very first write
 * was cut off, before it was in WAL mode: SQLite takes that write back as soon as it may write, and is asked again then.
 */
function refuseNewer(path: string, own: number): void {
  if (!existsSync(path)) return;
  const db = new Sqlite(path, { readonly: true });
  try {
    if (userVersion(db) > own) throw new LedgerError('newer', null);
  } catch (error) {
    const isCutOff = codeOf(error) === 'SQLITE_READONLY_ROLLBACK';
    if (!isCutOff) throw error;
  } finally {
    db.close();
  }
}

function setPragmas(db: WritableDb): void {
  for (const [name, value, readBack] of PRAGMAS) {
    db.pragma(`${name} = ${value}`);
    const actual: unknown = db.pragma(name, { simple: true });
    if (actual === readBack) continue;
    // Only a file system that has no memory to share refuses the journal mode.
    const trouble = name === 'journal_mode' ? 'share' : 'disk';
    throw new LedgerError(trouble, new Error(`${name} is ${String(actual)}, not ${value}`));
  }
}

/** @param keepOldAt the path beside which the old ledger is kept; null when it is not */
function migrate(db: WritableDb, migrations: readonly string[], keepOldAt: string | null): void {
  const from = userVersion(db);
  if (from === migrations.length) return;
  if (schemaOf(db) !== schemaAfter(migrations.slice(0, from))) {
    throw new LedgerError('damaged', new Error(`The tables are not those of version ${from}`));
  }
  if (from > 0 && keepOldAt !== null) backUpBeforeMigration(db, keepOldAt, from);
  db.transaction(() => {
    for (const migration of migrations.slice(from)) db.exec(migration);
    if (from === 0) {
      // Nothing is drawn under it unless somebody else than the till opens the file: each opening draws its own.
      db.prepare('INSERT INTO ledger (id, epoch, next_sequence) VALUES (1, ?, 1)').run(randomEpoch());
    }
    db.pragma(`user_version = ${migrations.length}`);
  }).immediate();
}

/** A header that tells of another version than the tables are of would have migrations run on what they do not fit. */
function schemaAfter(migrations: readonly string[]): string {
  const db = new Sqlite(':memory:');
  try {
    for (const migration of migrations) db.exec(migration);
    return schemaOf(db);
  } finally {
    db.close();
  }
}

function schemaOf(db: ReadableDb): string {
  return JSON.stringify(db.prepare('SELECT name, sql FROM sqlite_schema ORDER BY name').all());
}

/** The old ledger is kept whole beside the new one; a copy that is already there is an earlier try's and is kept. */
function backUpBeforeMigration(db: WritableDb, path: string, from: number): void {
  const backup = `${path}.version-${from}`;
  if (existsSync(backup)) return;
  snapshot(db, `${backup}.part`, (copy) => {
    checkPages(copy);
    return backup;
  });
}

/** The till asks the same few things again and again, and to compile a statement costs more than to run it. */
function keepStatements(db: WritableDb): void {
  const kept = new Map<string, Sqlite.Statement>();
  const prepare = db.prepare.bind(db);
  db.prepare = ((source: string) => {
    const statement = kept.get(source) ?? prepare(source);
    kept.set(source, statement);
    return statement;
  }) as typeof db.prepare;
}

/** Whether SQLite finds its own structure in the file. @throws LedgerError when it does not */
export function checkPages(db: Pick<ReadonlyDb, 'pragma'>): void {
  const said: unknown = db.pragma('quick_check(1)', { simple: true });
  if (said !== 'ok') throw new LedgerError('damaged', new Error(String(said)));
}
