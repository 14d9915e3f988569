/**
 * The ledger's epochs. An epoch is the part of an attempt's number that keeps two ledgers apart, whatever ids their
 * tills have. Each opening draws an epoch at random, so that a file that is put back, copied or cloned continues with
 * numbers that nobody has drawn. The ledger keeps all its epochs, to tell its own numbers from those of a lost run.
 */
import { randomBytes } from 'node:crypto';
import { epochFrom, isEpoch } from '../../../shared/attempt/number.ts';
import type { WallMs } from '../../../shared/time.ts';
import type { MovedFrom } from '../../../shared/ledger-fault.ts';
import type { ReadableDb, WritableDb } from './open.ts';

/** Where and when a ledger is opened. */
export type Opening = {
  readonly at: WallMs;
  /** Identifies this machine: a mark, a space and the machine's name; '' if unknown. */
  readonly machine: string;
  /** The folder that the file lies in. */
  readonly folder: string;
};

export const randomEpoch = (): string => epochFrom(randomBytes(8));

/**
 * Begins an epoch that this ledger has never had: from now on numbers are drawn under it, from the first sequence on.
 * Must run inside a transaction.
 *
 * @param draw gives another epoch at each call
 * @returns the epoch
 */
export function beginEpoch(db: WritableDb, { at, machine, folder }: Opening, draw: () => string): string {
  const isKnown = db.prepare('SELECT 1 FROM openings WHERE epoch = ?');
  let epoch = draw();
  while (isKnown.get(epoch) !== undefined) epoch = draw();
  db.prepare('UPDATE ledger SET epoch = ?, next_sequence = 1').run(epoch);
  db.prepare(
    `INSERT INTO openings (epoch, at, position, machine, folder, moved_from)
     VALUES (?, ?, (SELECT coalesce(max(position), 0) FROM journal), ?, ?, ?)`,
  ).run(epoch, at, machine, folder, movedFrom(db, machine, folder));
  return epoch;
}

/** Where the ledger was opened last, as JSON, if that was on another machine or in another folder. */
function movedFrom(db: WritableDb, machine: string, folder: string): string | null {
  const before = db
    .prepare("SELECT machine, folder FROM openings WHERE machine <> '' ORDER BY id DESC LIMIT 1")
    .get() as Pick<Opening, 'machine' | 'folder'> | undefined;
  if (before === undefined || machine === '') return null;
  const [[key, ...name], [ownKey]] = [before.machine.split(' '), machine.split(' ')];
  if (key === ownKey && before.folder === folder) return null;
  return JSON.stringify({ machine: name.join(' '), folder: before.folder, isOtherMachine: key !== ownKey });
}

/** The epoch under which numbers are drawn now. */
export const presentEpoch = (db: ReadableDb): string =>
  (db.prepare('SELECT epoch FROM ledger').get() as { readonly epoch: string }).epoch;

/** Where the ledger was before its first move that no manager has read about; null if there is no such move. */
export function unreadMove(db: ReadableDb): MovedFrom | null {
  const unread = 'moved_from IS NOT NULL AND moved_seen_at IS NULL';
  const row = db.prepare(`SELECT moved_from AS told FROM openings WHERE ${unread} ORDER BY id LIMIT 1`).get();
  return row === undefined ? null : (JSON.parse((row as { readonly told: string }).told) as MovedFrom);
}

export function noteMoveRead(db: WritableDb, at: WallMs): void {
  db.prepare('UPDATE openings SET moved_seen_at = ? WHERE moved_from IS NOT NULL AND moved_seen_at IS NULL').run(at);
}

/** All epochs, oldest first; null for a file of an older program, which kept none. */
export function knownEpochs(db: ReadableDb): readonly string[] | null {
  if (db.prepare("SELECT 1 FROM sqlite_schema WHERE name = 'openings'").get() === undefined) return null;
  const rows = db.prepare('SELECT epoch FROM openings ORDER BY id').all() as { readonly epoch: string }[];
  return rows.map(({ epoch }) => epoch).filter(isEpoch);
}

/** Adds epochs of lost runs: from now on they count as this ledger's own. */
export function addEpochs(db: WritableDb, epochs: Iterable<string>, at: WallMs): void {
  const insert = db.prepare(
    "INSERT OR IGNORE INTO openings (epoch, at, position, machine, folder) VALUES (?, ?, 0, '', '')",
  );
  for (const epoch of epochs) insert.run(epoch, at);
}
