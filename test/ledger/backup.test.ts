/** L7: a backup is a whole, verified copy made by SQLite, named after its content; old backups are deleted. */
import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { backUp, newestGood } from '../../electron/ledger/care/backup.ts';
import { listBackups, superfluous, type Backup } from '../../electron/ledger/care/backup-list.ts';
import { journalHead } from '../../electron/ledger/file/journal.ts';
import type { OpenLedger } from '../../electron/ledger/ledger.ts';
import { openDatabase, openReadonly, snapshot } from '../../electron/ledger/file/open.ts';
import { verify } from '../../electron/ledger/care/verify.ts';
import { has, smallDisk } from '../support/disks.ts';
import { contents, newLedgerPlace, openOne, someHistory, tamper, type LedgerPlace } from '../support/ledger-files.ts';
import { EVENING } from '../support/samples.ts';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

let place: LedgerPlace;
let ledger: OpenLedger;
let folder: string;

beforeEach(() => {
  place = newLedgerPlace();
  ledger = place.ledger();
  folder = join(place.folder, 'backups');
});
afterEach(() => {
  place.remove();
});

const take = (at = EVENING): string | null => backUp(place.path, folder, at);
/** A backup as at the end of a run, when a small ledger is copied whole. */
const takeWhole = (at = EVENING): string | null => backUp(place.path, folder, at, { isEnd: true });
const noProgress = (): void => undefined;

describe('a backup', () => {
  it('contains everything committed, also what is only in the -wal of an open till, and has the position in its name', () => {
    someHistory(ledger);
    const name = take();
    const head = journalHead(place.raw());
    const epoch = String(place.raw().prepare('SELECT epoch FROM ledger').pluck().get());
    expect(name).toBe(`ledger.20261122-210509.p8.${head?.hash.toString('hex').slice(0, 12) ?? ''}.e${epoch}.db`);
    const copy = openDatabase(join(folder, name ?? ''));
    expect(contents(copy)).toEqual(contents(place.raw()));
    expect(verify(copy, 'whole')).toBeNull();
    copy.close();
  });

  it('is one file, and no unfinished file stays', () => {
    someHistory(ledger);
    mkdirSync(folder);
    // The remains of an earlier backup that a power cut interrupted.
    writeFileSync(join(folder, 'ledger.part'), 'half');
    writeFileSync(join(folder, 'ledger.part-journal'), 'half');
    const name = take();
    expect(readdirSync(folder)).toEqual([name]);
  });

  it('is rows only while another thread may write the whole copy, and none before the first whole copy', () => {
    someHistory(ledger);
    const takeRows = (): string | null => backUp(place.path, folder, EVENING + MINUTE, { isEnd: true, rowsOnly: true });
    expect(takeRows()).toBeNull();
    expect(readdirSync(folder)).toEqual([]);
    take();
    openOne(ledger);
    expect(takeRows()).toMatch(/\.rows$/);
  });

  it('is taken only when there is something new', () => {
    expect(take()).toMatch(/\.p0\.0{12}\.e.{6}\.db$/);
    expect(take(EVENING + MINUTE)).toBeNull();
    openOne(ledger);
    expect(take(EVENING + 2 * MINUTE)).toMatch(/\.p1-1\..*\.rows$/);
    expect(take(EVENING + 3 * MINUTE)).toBeNull();
    expect(listBackups(place.path, folder).map(({ position }) => position)).toEqual([1, 0]);
  });

  it('leaves the ledger of another environment alone', () => {
    take();
    const other = join(place.folder, 'ledger-live.db');
    openDatabase(other).close();
    backUp(other, folder, EVENING + 1000);
    expect(listBackups(place.path, folder)).toHaveLength(1);
    expect(listBackups(other, folder)).toHaveLength(1);
  });

  it('that fails its check is not kept', () => {
    someHistory(ledger);
    const unfinished = join(place.folder, 'copy.part');
    const target = join(place.folder, 'copy.db');
    expect(() =>
      snapshot(place.raw(), unfinished, (copy) => {
        expect(copy.prepare('SELECT count(*) AS rows FROM journal').get()).toEqual({ rows: 8 });
        throw new Error('not good');
      }),
    ).toThrow('not good');
    expect(existsSync(unfinished)).toBe(false);
    expect(existsSync(target)).toBe(false);
  });

  if (has(() => smallDisk(512))) {
    it('that does not fit on the disk fails with "full" and leaves no file', () => {
      const disk = smallDisk(512);
      if (disk === null) throw new Error('the disk is gone');
      try {
        writeFileSync(join(disk.folder, 'filler'), Buffer.alloc(500 * 1024));
        expect(() => backUp(place.path, disk.folder, EVENING)).toThrow('Ledger: full');
        expect(readdirSync(disk.folder)).toEqual(['filler']);
      } finally {
        disk.remove();
      }
    });
  }
});

describe('the newest good one', () => {
  const spoilNewest = (sql: string): void => {
    const [newest] = listBackups(place.path, folder);
    const db = openDatabase(join(folder, newest?.name ?? ''));
    tamper(db, sql);
    db.close();
  };

  beforeEach(() => {
    openOne(ledger);
    take();
    someHistory(ledger);
    takeWhole(EVENING + MINUTE);
  });

  it('is the newest backup', () => {
    expect(newestGood(place.path, folder, noProgress)?.position).toBe(9);
  });

  it.each([
    ['a broken chain', 'UPDATE journal SET at = 0 WHERE position = 2'],
    ['rows that are not the journal’s', 'UPDATE attempts SET amount_cents = 1'],
  ])('is not one with %s', (_what, sql) => {
    spoilNewest(sql);
    expect(newestGood(place.path, folder, noProgress)?.position).toBe(1);
  });

  it('is not one whose content differs from its name', () => {
    const [newest, older] = listBackups(place.path, folder);
    copyFileSync(join(folder, older?.name ?? ''), join(folder, newest?.name ?? ''));
    expect(newestGood(place.path, folder, noProgress)?.name).toBe(older?.name);
  });

  it('is not one that is no database, and there may be none', () => {
    for (const { name } of listBackups(place.path, folder)) writeFileSync(join(folder, name), 'nothing');
    expect(newestGood(place.path, folder, noProgress)).toBeNull();
    expect(newestGood(place.path, join(place.folder, 'none'), noProgress)).toBeNull();
  });
});

describe('what is kept', () => {
  const backup = (at: number, bytes = 1): Backup => ({
    kind: 'whole',
    name: `${at}`,
    at,
    from: 1,
    position: 1,
    hashStart: '',
    epoch: null,
    bytes,
  });
  const kept = (all: readonly Backup[]): readonly number[] => {
    const gone = new Set(superfluous(all));
    return all.filter((one) => !gone.has(one)).map(({ at }) => at);
  };

  it('the last eight, and the last of each day for thirty days', () => {
    const all = Array.from({ length: 100 * 4 }, (_, index) => backup(EVENING - index * 6 * 60 * MINUTE));
    const left = kept(all);
    expect(left.slice(0, 8)).toEqual(all.slice(0, 8).map(({ at }) => at));
    // The eight are from today and the day before; then follow 28 more days with one each.
    expect(left).toHaveLength(36);
    expect(new Set(left.map((at) => Math.floor((at + 8 * 60 * MINUTE) / DAY))).size).toBe(30);
  });

  it('at most four gigabytes, but always the newest three', () => {
    const gigabyte = 1024 ** 3;
    expect(kept(Array.from({ length: 10 }, (_, index) => backup(EVENING - index, gigabyte)))).toHaveLength(4);
    expect(kept(Array.from({ length: 10 }, (_, index) => backup(EVENING - index, 5 * gigabyte)))).toHaveLength(3);
  });

  it('the backups of rows that are newer than the third newest whole one', () => {
    const rows = (position: number): Backup => ({ ...backup(position), kind: 'rows', from: position, position });
    const whole = (position: number): Backup => ({ ...backup(position), position });
    const all = [rows(9), whole(8), rows(7), whole(6), rows(5), whole(4), rows(3), whole(2), rows(1)];
    expect(kept(all)).toEqual([9, 8, 7, 6, 5, 4, 2]);
  });

  it('and taking a backup deletes the superfluous ones', () => {
    for (let count = 0; count < 10; count += 1) {
      openOne(ledger);
      takeWhole(EVENING + count * MINUTE);
    }
    expect(listBackups(place.path, folder).map(({ position }) => position)).toEqual([10, 9, 8, 7, 6, 5, 4, 3]);
  });
});

it('the copy before a migration is made and checked the same way', () => {
  const path = join(place.folder, 'old.db');
  const first = 'CREATE TABLE ledger (id INTEGER, epoch TEXT, next_sequence INTEGER) STRICT';
  openDatabase(path, [first]).close();
  openDatabase(path, [first, 'CREATE TABLE later (id INTEGER) STRICT']).close();
  const copy = openReadonly(`${path}.version-1`);
  expect(copy.pragma('user_version', { simple: true })).toBe(1);
  copy.close();
  expect(readFileSync(`${path}.version-1`).length).toBeGreaterThan(0);
  expect(readdirSync(place.folder).filter((name) => name.includes('.part'))).toEqual([]);
});
