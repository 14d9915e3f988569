/**
 * P2 and L5: a ledger that is older than its backups or notes is detected, however it was put back, and the backups of
 * another till do not count.
 */
import { copyFileSync, cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { backUp } from '../../electron/ledger/care/backup.ts';
import { listBackups } from '../../electron/ledger/care/backup-list.ts';
import { noteEpoch, notedEpochs } from '../../electron/ledger/care/epoch-notes.ts';
import { openLedger, type OpenLedger } from '../../electron/ledger/ledger.ts';
import { openReadonly } from '../../electron/ledger/file/open.ts';
import { isPutBack } from '../../electron/ledger/care/put-back.ts';
import { rebuildInto } from '../../electron/ledger/tool/rebuild-file.ts';
import { restore } from '../../electron/ledger/care/restore.ts';
import { epochOf } from '../../shared/attempt/number.ts';
import { newLedgerPlace, openOne, troubleOf, type LedgerPlace } from '../support/ledger-files.ts';
import { EVENING } from '../support/samples.ts';

let place: LedgerPlace;
let folder: string;
let copy: string;

beforeEach(() => {
  place = newLedgerPlace();
  folder = join(place.folder, 'backups');
  copy = join(place.folder, 'copy.db');
});
afterEach(() => {
  place.remove();
});

/** Opens the ledger like the keeper. */
const open = (path = place.path): OpenLedger =>
  openLedger(path, {
    onEpoch(epoch) {
      noteEpoch(path, folder, epoch, EVENING);
    },
  });
const backUpNow = (isEnd = true): string | null => backUp(place.path, folder, EVENING, { isEnd });
/** A run with so many sales, closed cleanly. @returns the epoch of the run; '' without sales */
function run(sales: number): string {
  const ledger = open();
  const numbers = Array.from({ length: sales }, () => openOne(ledger).number);
  ledger.close(() => backUpNow());
  return numbers[0] === undefined ? '' : epochOf(numbers[0]);
}
const numbersIn = (ledger: OpenLedger) => ledger.between(0, EVENING * 2).map(({ number }) => number);

describe('each opening', () => {
  it('draws an epoch that this ledger never had, and stores and notes it before the first number', () => {
    const drawn = ['AAAAAA', 'AAAAAA', 'BBBBBB'];
    const noted: string[] = [];
    const openWith = () =>
      openLedger(place.path, { draw: () => drawn.shift() ?? '', onEpoch: (epoch) => noted.push(epoch) });
    const first = openWith();
    expect(epochOf(openOne(first).number)).toBe('AAAAAA');
    first.close();
    const second = openWith();
    expect(noted).toEqual(['AAAAAA', 'BBBBBB']);
    const { number } = openOne(second);
    expect([epochOf(number), number.slice(8, 14)]).toEqual(['BBBBBB', '000001']);
    expect(place.raw().prepare('SELECT epoch, position FROM openings ORDER BY id').all()).toEqual([
      { epoch: 'AAAAAA', position: 0 },
      { epoch: 'BBBBBB', position: 1 },
    ]);
    second.close();
  });

  it('of a copy draws other numbers than the original file', () => {
    run(1);
    copyFileSync(place.path, copy);
    const [one, other] = [open(), openLedger(copy)];
    expect(epochOf(openOne(one).number)).not.toBe(epochOf(openOne(other).number));
    one.close();
    other.close();
  });

  it('adds its note again after a power cut emptied the file of notes', () => {
    noteEpoch(place.path, folder, 'AAAAAA', EVENING);
    const file = join(folder, readdirSync(folder)[0] ?? '');
    const torn = readFileSync(file, 'utf8').slice(0, 9);
    rmSync(file);
    mkdirSync(folder, { recursive: true });
    copyFileSync('/dev/null', file);
    expect(torn).toContain('AAAAAA');
    noteEpoch(place.path, folder, 'BBBBBB', EVENING);
    expect(notedEpochs(place.path, folder)).toEqual(['BBBBBB']);
    expect(readFileSync(file, 'utf8')).toContain('2026-11-22 21:05:09');
  });
});

describe('a file that was put back', () => {
  it('is detected by a noted epoch that it does not know, without a newer backup', () => {
    run(1);
    copyFileSync(place.path, copy);
    const ledger = open();
    openOne(ledger);
    ledger.close();
    expect(isPutBack(place.path)).toBe(false);
    copyFileSync(copy, place.path);
    expect(isPutBack(place.path)).toBe(true);
  });

  it.each([
    ['a whole copy', true],
    ['rows', false],
  ])('is detected by a newer backup: %s', (_what, isEnd) => {
    run(1);
    copyFileSync(place.path, copy);
    const ledger = place.ledger();
    openOne(ledger);
    backUpNow(isEnd);
    ledger.close();
    rmSync(join(folder, 'ledger.epochs'));
    expect(isPutBack(place.path)).toBe(false);
    copyFileSync(copy, place.path);
    expect(isPutBack(place.path)).toBe(true);
  });

  it('is detected when it is one of its own backups, copied by hand', () => {
    run(1);
    const [backup] = listBackups(place.path, folder);
    run(1);
    copyFileSync(join(folder, backup?.name ?? ''), place.path);
    expect(isPutBack(place.path)).toBe(true);
  });

  it('is moved to the quarantine, replaced from its backups, and not detected again', () => {
    const first = run(1);
    copyFileSync(place.path, copy);
    const second = run(2);
    copyFileSync(copy, place.path);
    restore({ path: place.path, reason: 'put-back', at: EVENING });
    const ledger = open();
    expect(numbersIn(ledger)).toHaveLength(3);
    expect(ledger.restored()).toMatchObject({ reason: 'put-back', attemptsKept: 3, attemptsInDoubt: 0, seenAt: null });
    expect(ledger.restored()?.epochs).toContain(second);
    expect([first, second]).not.toContain(epochOf(openOne(ledger).number));
    const quarantine = ledger.restored()?.quarantine ?? '';
    expect(readFileSync(join(quarantine, 'ledger.db')).equals(readFileSync(copy))).toBe(true);
    ledger.close(() => backUpNow());
    expect(isPutBack(place.path)).toBe(false);
  });

  it('and was used before anybody noticed: both histories are merged, and the attempts of the shorter are in doubt', () => {
    run(1);
    copyFileSync(place.path, copy);
    run(2);
    copyFileSync(copy, place.path);
    // Open without notes, like an older program.
    const other = openLedger(place.path);
    const own = openOne(other).number;
    other.close();
    expect(isPutBack(place.path)).toBe(true);
    restore({ path: place.path, reason: 'put-back', at: EVENING });
    const ledger = open();
    expect(numbersIn(ledger)).toHaveLength(4);
    expect(ledger.find(own)).toMatchObject({ status: 'unknown' });
    expect(ledger.restored()).toMatchObject({ attemptsInDoubt: 1, attemptsLeftOut: 0 });
    ledger.close();
    expect(isPutBack(place.path)).toBe(false);
  });

  it('and was used for longer than the backup: both histories are merged too', () => {
    run(1);
    copyFileSync(place.path, copy);
    const lost = run(1);
    copyFileSync(copy, place.path);
    const other = openLedger(place.path);
    for (let count = 0; count < 5; count += 1) openOne(other);
    other.close();
    restore({ path: place.path, reason: 'put-back', at: EVENING });
    const ledger = open();
    expect(numbersIn(ledger)).toHaveLength(7);
    expect(numbersIn(ledger).map(epochOf)).toContain(lost);
    ledger.close();
    expect(isPutBack(place.path)).toBe(false);
  });
});

describe('not detected as put back is', () => {
  it('the ledger itself, after any number of runs, also after a kill', () => {
    for (let count = 0; count < 3; count += 1) run(count);
    open();
    expect(isPutBack(place.path)).toBe(false);
  });

  it('a ledger whose program stopped before it noted its epoch', () => {
    run(1);
    openLedger(place.path).close();
    expect(isPutBack(place.path)).toBe(false);
  });

  it('a ledger rebuilt from the same journal', () => {
    run(2);
    const source = openReadonly(place.path);
    rebuildInto(source, copy, () => undefined);
    source.close();
    copyFileSync(copy, place.path);
    for (const end of ['-wal', '-shm']) rmSync(place.path + end, { force: true });
    expect(isPutBack(place.path)).toBe(false);
  });

  it("a ledger beside another till's backups, which a restore does not use", () => {
    run(1);
    const other = newLedgerPlace();
    try {
      const theirs = openLedger(other.path);
      for (let count = 0; count < 9; count += 1) openOne(theirs);
      backUp(other.path, join(other.folder, 'backups'), EVENING);
      openOne(theirs);
      backUp(other.path, join(other.folder, 'backups'), EVENING);
      theirs.close();
      cpSync(join(other.folder, 'backups'), folder, { recursive: true });
    } finally {
      other.remove();
    }
    expect(listBackups(place.path, folder)[0]?.position).toBe(10);
    expect(isPutBack(place.path)).toBe(false);
    restore({ path: place.path, reason: 'damaged', at: EVENING });
    const ledger = open();
    expect(numbersIn(ledger)).toHaveLength(1);
    ledger.close();
    expect(existsSync(folder)).toBe(true);
  });
});

it('reports unreadable openings as damage and not as disk trouble, so that the ledger is restored', () => {
  run(2);
  const db = place.raw();
  const { rootpage } = db.prepare("SELECT rootpage FROM sqlite_schema WHERE name = 'openings'").get() as {
    readonly rootpage: number;
  };
  const pageSize = Number(db.pragma('page_size', { simple: true }));
  db.close();
  const bytes = readFileSync(place.path);
  writeFileSync(place.path, bytes.fill(0xa5, (rootpage - 1) * pageSize, rootpage * pageSize));
  expect(troubleOf(() => isPutBack(place.path))).toBe('damaged');
});
