/**
 * The backups of a ledger in their folder: whole copies, and files with the journal rows that were written after them.
 * The name of a backup says what it holds:
 *
 *     ledger-production.20261122-210509.p1234.a1b2c3d4e5f6.eK7QF3M.db
 *     |                 |               |     |            |
 *     |                 |               |     |            epoch of the last opening; missing in older ones
 *     |                 |               |     first 12 digits of the last journal row's hash
 *     |                 |               position of the last journal row
 *     |                 Hong Kong time by the machine's clock, which may have been wrong
 *     the ledger's own name
 *
 *     ledger-production.20261122-212009.p1235-1270.0f1e2d3c4b5a.eK7QF3M.rows
 *
 * If a ledger was shortened or rewritten, the names of its earlier backups show it, wherever a copy of a name is kept.
 */
import { readdirSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { hkDateTime, hkDay, parseHkDateTime, type WallMs } from '../../../shared/time.ts';
import { chainAt, type ChainEnd } from '../file/journal.ts';
import type { ReadableDb } from '../file/open.ts';
import { guarded } from '../file/errors.ts';

export type Backup = {
  readonly kind: 'whole' | 'rows';
  readonly name: string;
  /** A label: the clock may have been wrong. */
  readonly at: WallMs;
  /** Position of the first journal row in it. */
  readonly from: number;
  /** Position of the last journal row in it. */
  readonly position: number;
  /** The first twelve hexadecimal digits of the last row's hash. */
  readonly hashStart: string;
  /** Null for a backup of an older program. */
  readonly epoch: string | null;
  readonly bytes: number;
};

const RECENT_MAX = 8;
const DAYS_MAX = 30;
/** A disk that is filled by backups is worse than fewer backups. The newest three copies stay, whatever their size. */
const BYTES_MAX = 4 * 1024 ** 3;
const WHOLE_MIN = 3;

/** Beside the ledger, so that whoever finds the one finds the other. */
export const backupFolderOf = (path: string): string => join(dirname(path), 'backups');
export const stem = (path: string): string => basename(path, '.db');

/** This ledger's backups, by last position, highest first; no clock decides the order. @throws LedgerError */
export function listBackups(path: string, folder: string): readonly Backup[] {
  return guarded(() => {
    const isFolder = statSync(folder, { throwIfNoEntry: false })?.isDirectory() ?? false;
    return (isFolder ? readdirSync(folder) : [])
      .flatMap((name) => {
        const backup = readName(path, name);
        return backup === null ? [] : [{ ...backup, bytes: statSync(join(folder, name)).size }];
      })
      .toSorted((one, other) => other.position - one.position || (one.name < other.name ? 1 : -1));
  });
}

/**
 * Backups to delete. Keeps the newest eight whole copies, and one of each day for thirty days, up to 4 GB but at least
 * three. Deletes files of rows that three whole copies hold.
 *
 * @param backups by last position, highest first
 */
export function superfluous(backups: readonly Backup[]): readonly Backup[] {
  const days = new Set<string>();
  let bytes = 0;
  let wholes = 0;
  return backups.filter((backup) => {
    if (backup.kind === 'rows') return wholes >= WHOLE_MIN;
    const place = wholes;
    wholes += 1;
    const day = hkDay(backup.at);
    const isFirstOfDay = !days.has(day);
    days.add(day);
    const isWanted = place < RECENT_MAX || (isFirstOfDay && days.size <= DAYS_MAX);
    if (!isWanted) return true;
    bytes += backup.bytes;
    return place >= WHOLE_MIN && bytes > BYTES_MAX;
  });
}

/** Whether the ledger has this backup's last row at the same position: then all before it are the same too. */
export function isPartOf(backup: Backup, db: ReadableDb): boolean {
  const hash = chainAt(db, backup.position);
  return hash !== undefined && backup.hashStart === startOf(hash);
}

export function isOf(backup: Backup, head: ChainEnd): boolean {
  return backup.position === head.position && backup.hashStart === startOf(head.hash);
}

const HASH_DIGITS = 12;
const startOf = (hash: Buffer): string => hash.toString('hex').slice(0, HASH_DIGITS);

/** @param from position of the first row; null for a whole copy */
export function nameOf(path: string, at: WallMs, from: number | null, head: ChainEnd, epoch: string): string {
  const positions = from === null ? `p${head.position}` : `p${from}-${head.position}`;
  const ending = from === null ? 'db' : 'rows';
  return `${stem(path)}.${fileTime(at)}.${positions}.${startOf(head.hash)}.e${epoch}.${ending}`;
}

/** "20261122-210509": the time in Hong Kong as part of a file's name, which sorts by time. */
export function fileTime(at: WallMs): string {
  return hkDateTime(at).replaceAll(/[-:]/g, '').replace(' ', '-');
}

const NAME =
  /^(\d{4})(\d{2})(\d{2})-(\d{2})(\d{2})(\d{2})\.p(?:(\d+)-)?(\d+)\.([0-9a-f]{12})(?:\.e([0-9A-Z]{6}))?\.(db|rows)$/;

function readName(path: string, name: string): Omit<Backup, 'bytes'> | null {
  const prefix = `${stem(path)}.`;
  const parts = name.startsWith(prefix) ? NAME.exec(name.slice(prefix.length)) : null;
  if (parts === null) return null;
  const [, year, month, day, hour, minute, second, from, position, hashStart = '', epoch = null, ending] = parts;
  const at = parseHkDateTime(`${year}-${month}-${day} ${hour}:${minute}:${second}`);
  const kind = ending === 'db' ? 'whole' : 'rows';
  if (at === null || (kind === 'rows') !== (from !== undefined)) return null;
  return { kind, name, at, from: Number(from ?? 1), position: Number(position), hashStart, epoch };
}
