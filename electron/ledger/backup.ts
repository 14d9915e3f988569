/**
 * Backups: whole copies of a ledger, made by SQLite itself, checked, and named so that each says what it holds:
 *
 *     ledger-production.20261122-210509.p1234.a1b2c3d4e5f6.db
 *     |                 |               |     |
 *     |                 |               |     first 12 digits of the last journal row's hash
 *     |                 |               position of the last journal row
 *     |                 Hong Kong time
 *     the ledger's own name
 *
 * A ledger that was cut short or written anew does not fit the name of a backup taken before, wherever a copy of that
 * name is kept.
 */
import { mkdirSync, readdirSync, rmSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { hkDateTime, hkDay, parseHkDateTime, type WallMs } from '../../shared/time.ts';
import { LedgerError } from '../till/ports.ts';
import { CHAIN_START, journalHead, type ChainEnd } from './journal.ts';
import { checkPages, openReadonly, snapshot, type ReadableDb } from './open.ts';
import { guarded } from './trouble.ts';
import { verify, type Progress } from './verify.ts';

export type Backup = {
  readonly name: string;
  readonly at: WallMs;
  readonly position: number;
  /** Twelve hexadecimal digits. */
  readonly hashStart: string;
  readonly bytes: number;
};

const MOST_RECENT = 8;
const MOST_DAYS = 30;
/** A disk that backups fill up is worse than fewer backups; the newest three stay whatever they take. */
const MOST_BYTES = 4 * 1024 ** 3;
const FEWEST = 3;

/**
 * Takes a backup, unless the newest one holds the same already.
 *
 * @param path of the ledger, which may be open meanwhile
 * @returns its name; null when nothing has changed since the last one
 * @throws LedgerError when it could not be written or is not good
 */
export function backUp(path: string, folder: string, at: WallMs): string | null {
  const db = openReadonly(path);
  try {
    return guarded(() => {
      mkdirSync(folder, { recursive: true });
      const [newest] = listBackups(path, folder);
      if (newest !== undefined && isOf(newest, headOf(db))) return null;
      const kept = snapshot(db, join(folder, `${stem(path)}.part`), (copy) => {
        checkPages(copy);
        const head = headOf(copy);
        // The till may have gone on meanwhile: the row that is the copy's last has to be the same in the ledger.
        if (!chainAt(db, head.position)?.equals(head.hash)) {
          throw new LedgerError('damaged', new Error('The copy does not end as the ledger did'));
        }
        return join(folder, nameOf(path, at, head));
      });
      for (const { name } of superfluous(listBackups(path, folder))) rmSync(join(folder, name), { force: true });
      return basename(kept);
    });
  } finally {
    db.close();
  }
}

/** The backups of this ledger that are there, newest first. @throws LedgerError */
export function listBackups(path: string, folder: string): readonly Backup[] {
  return guarded(() => {
    const isFolder = statSync(folder, { throwIfNoEntry: false })?.isDirectory() ?? false;
    return (isFolder ? readdirSync(folder) : [])
      .flatMap((name) => {
        const backup = readName(path, name);
        return backup === null ? [] : [{ ...backup, bytes: statSync(join(folder, name)).size }];
      })
      .toSorted((one, other) => other.at - one.at || other.position - one.position);
  });
}

/** The newest backup that is sound from its first row to its last, and holds what its name says. @throws LedgerError */
export function newestGood(path: string, folder: string, progress: Progress): Backup | null {
  return listBackups(path, folder).find((backup) => isGood(join(folder, backup.name), backup, progress)) ?? null;
}

function isGood(file: string, backup: Backup, progress: Progress): boolean {
  try {
    const db = openReadonly(file);
    try {
      return verify(db, 'whole', progress) === null && isOf(backup, headOf(db));
    } finally {
      db.close();
    }
  } catch (error) {
    // One that cannot be opened is passed over; there may be an older one.
    if (error instanceof LedgerError) return false;
    throw error;
  }
}

/**
 * Which backups are to go: beyond the newest few, one a day is kept for a month, and not more than so many bytes.
 *
 * @param backups newest first
 */
export function superfluous(backups: readonly Backup[]): readonly Backup[] {
  const days = new Set<string>();
  let bytes = 0;
  return backups.filter((backup, index) => {
    const day = hkDay(backup.at);
    const isFirstOfDay = !days.has(day);
    days.add(day);
    const isWanted = index < MOST_RECENT || (isFirstOfDay && days.size <= MOST_DAYS);
    if (!isWanted) return true;
    bytes += backup.bytes;
    return index >= FEWEST && bytes > MOST_BYTES;
  });
}

function headOf(db: ReadableDb): ChainEnd {
  return journalHead(db) ?? CHAIN_START;
}

function chainAt(db: ReadableDb, position: number): Buffer | undefined {
  if (position === 0) return CHAIN_START.hash;
  const row = db.prepare('SELECT hash FROM journal WHERE position = ?').get(position);
  return (row as { readonly hash: Buffer } | undefined)?.hash;
}

const HASH_DIGITS = 12;
const startOf = (hash: Buffer): string => hash.toString('hex').slice(0, HASH_DIGITS);
const stem = (path: string): string => basename(path, '.db');

function isOf(backup: Backup, head: ChainEnd): boolean {
  return backup.position === head.position && backup.hashStart === startOf(head.hash);
}

function nameOf(path: string, at: WallMs, { position, hash }: ChainEnd): string {
  return `${stem(path)}.${fileTime(at)}.p${position}.${startOf(hash)}.db`;
}

/** "20261122-210509": the time in Hong Kong as part of a file's name, which sorts by time. */
export function fileTime(at: WallMs): string {
  return hkDateTime(at).replaceAll(/[-:]/g, '').replace(' ', '-');
}

function readName(path: string, name: string): Omit<Backup, 'bytes'> | null {
  const prefix = `${stem(path)}.`;
  if (!name.startsWith(prefix)) return null;
  const parts = /^(\d{4})(\d{2})(\d{2})-(\d{2})(\d{2})(\d{2})\.p(\d+)\.([0-9a-f]{12})\.db$/.exec(
    name.slice(prefix.length),
  );
  if (parts === null) return null;
  const [, year, month, day, hour, minute, second, position, hashStart = ''] = parts;
  const at = parseHkDateTime(`${year}-${month}-${day} ${hour}:${minute}:${second}`);
  return at === null ? null : { name, at, position: Number(position), hashStart };
}
