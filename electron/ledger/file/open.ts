/**
 * Opens a ledger file with the settings that make "committed" mean "on the disk", migrates it to the program's version,
 * and refuses a file or a disk that it cannot trust. The only place that loads SQLite.
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
import { MIGRATION_15 } from './migrations/015-people.ts';
import { MIGRATION_16 } from './migrations/016-history.ts';
import { firstLook, guarded } from './errors.ts';

/** A database that functions may only read from: a statement that writes does not type-check. */
export type ReadableDb = {
  prepare(source: string): {
    get(...parameters: readonly unknown[]): unknown;
    all(...parameters: readonly unknown[]): unknown[];
    /** One row at a time, for results that may not fit in memory. */
    iterate(...parameters: readonly unknown[]): IterableIterator<unknown>;
  };
};
/** A connection that SQLite itself opened as read-only. */
export type ReadonlyDb = ReadableDb & {
  pragma(source: string, options?: { readonly simple: boolean }): unknown;
  close(): unknown;
};
export type WritableDb = Sqlite.Database;

/** Each migration brings a file one version further, and never changes once a shop's ledger has run it. */
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
  MIGRATION_15,
  MIGRATION_16,
];
export const LEDGER_VERSION = MIGRATIONS.length;

/**
 * Set at open and read back, because a setting that SQLite silently ignores would lose payments. better-sqlite3's own
 * default for WAL (synchronous NORMAL) loses acknowledged commits when the power fails.
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
  // In pages; a payment writes about twenty. A commit that triggers a checkpoint takes three times as long, so make
  // that rare: SQLite's default of 1000 makes it one in fifty payments.
  ['wal_autocheckpoint', '4000', 4000],
];

/**
 * Page size of a new file; an existing file keeps its own. To change an attempt, six whole pages must reach the disk
 * while the till waits at the counter. With SQLite's default of 4096 it waits a fifth longer.
 */
const PAGE_BYTES = 1024;

/**
 * Opens a ledger and migrates it. Does not verify its content: care/verify.ts does that.
 *
 * @param path the ledger's file; created if missing
 * @param migrations the program's own, unless a test passes those of a later program
 * @param keepOld whether a copy of an older program's file is kept beside it
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

/** Opens an existing file of any version and changes nothing in it. @throws LedgerError */
export function openReadonly(path: string): ReadonlyDb {
  return firstLook(() => {
    const db = new Sqlite(path, { readonly: true, fileMustExist: true });
    try {
      db.pragma('trusted_schema = OFF');
      db.pragma('cell_size_check = ON');
      db.pragma('busy_timeout = 5000');
      // SQLite reads the file only at the first query, so make that query here.
      db.pragma('schema_version');
      return db;
    } catch (error) {
      db.close();
      throw error;
    }
  });
}

/**
 * Writes a whole copy of a ledger by SQLite itself, because a copy of the file alone would miss what is still in the
 * -wal. The copy gets its final name only when it is complete and on the disk.
 *
 * @param unfinished the path where the copy is written first; overwritten
 * @param accept checks the copy and returns the path, in the same folder, to keep it under; throws if it is not good
 * @returns that path
 * @throws LedgerError, and what `accept` throws; then nothing of the copy is left
 */
export function snapshot(db: ReadableDb, unfinished: string, accept: (copy: ReadonlyDb) => string): string {
  return guarded(() => {
    removeWithCompanions(unfinished);
    try {
      makePrivate(unfinished);
      // VACUUM INTO reads the ledger and writes another file, but better-sqlite3 treats it as a writing statement.
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
 * A newer program's file must stay exactly as that program left it, with what is still in its -wal. So its version is
 * read through a read-only connection before any other connection opens it. A read-only connection cannot read a file
 * whose very first write was cut off before WAL mode was set. SQLite rolls that write back once it may write, and
 * `openDatabase` checks the version again then.
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
    // Only a file system without shared memory refuses WAL mode.
    const trouble = name === 'journal_mode' ? 'share' : 'disk';
    throw new LedgerError(trouble, new Error(`${name} is ${String(actual)}, not ${value}`));
  }
}

/** @param keepOldAt the ledger's path, beside which a copy of the old file is kept; null for no copy */
function migrate(db: WritableDb, migrations: readonly string[], keepOldAt: string | null): void {
  const from = userVersion(db);
  if (from === migrations.length) return;
  // No migration may run on a file whose schema is not that of its version.
  if (schemaOf(db) !== withSchemaAfter(migrations.slice(0, from), schemaOf)) {
    throw new LedgerError('damaged', new Error(`The tables are not those of version ${from}`));
  }
  if (from > 0 && keepOldAt !== null) backUpBeforeMigration(db, keepOldAt, from);
  db.transaction(() => {
    for (const migration of migrations.slice(from)) db.exec(migration);
    if (from === 0) {
      // The till draws no number under this epoch, because each opening begins its own.
      db.prepare('INSERT INTO ledger (id, epoch, next_sequence) VALUES (1, ?, 1)').run(randomEpoch());
    }
    db.pragma(`user_version = ${migrations.length}`);
  }).immediate();
}

/** Finds a table that is missing or whose columns are not those of the file's version. @throws LedgerError */
export function checkTables(db: ReadableDb & Pick<ReadonlyDb, 'pragma'>): void {
  const version = userVersion(db);
  const isAlike = db.prepare("SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = ? AND sql = ?");
  withSchemaAfter(MIGRATIONS.slice(0, version), (own) => {
    for (const { name, sql } of own
      .prepare("SELECT name, sql FROM sqlite_schema WHERE type = 'table'")
      .iterate() as Iterable<{ readonly name: string; readonly sql: string | null }>) {
      if (sql === null || isAlike.get(name, sql) !== undefined) continue;
      throw new LedgerError('damaged', new Error(`The table ${name} is not that of version ${version}`));
    }
  });
}

/** Gives an empty database that these migrations made. */
function withSchemaAfter<Value>(migrations: readonly string[], use: (own: ReadableDb) => Value): Value {
  const own = new Sqlite(':memory:');
  try {
    for (const migration of migrations) own.exec(migration);
    return use(own);
  } finally {
    own.close();
  }
}

function schemaOf(db: ReadableDb): string {
  return JSON.stringify(db.prepare('SELECT name, sql FROM sqlite_schema ORDER BY name').all());
}

/** Keeps a whole copy of the old ledger beside the new one. If a copy exists, an earlier try made it: keep that one. */
function backUpBeforeMigration(db: WritableDb, path: string, from: number): void {
  const backup = `${path}.version-${from}`;
  if (existsSync(backup)) return;
  snapshot(db, `${backup}.part`, (copy) => {
    checkPages(copy);
    return backup;
  });
}

/** Caches statements: the till runs the same few again and again, and compiling one costs more than running it. */
function keepStatements(db: WritableDb): void {
  const kept = new Map<string, Sqlite.Statement>();
  const prepare = db.prepare.bind(db);
  db.prepare = ((source: string) => {
    const statement = kept.get(source) ?? prepare(source);
    kept.set(source, statement);
    return statement;
  }) as typeof db.prepare;
}

/** Runs SQLite's own check of the file's pages. @throws LedgerError at the first error that it finds */
export function checkPages(db: Pick<ReadonlyDb, 'pragma'>): void {
  const said: unknown = db.pragma('quick_check(1)', { simple: true });
  if (said !== 'ok') throw new LedgerError('damaged', new Error(String(said)));
}
