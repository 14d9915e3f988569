/** L1 and L8: a ledger is opened with the settings that make commits durable, or refused with a clear reason. */
import { copyFileSync, mkdirSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openLedger } from '../../electron/ledger/ledger.ts';
import { LEDGER_VERSION, openDatabase } from '../../electron/ledger/file/open.ts';
import { guarded } from '../../electron/ledger/file/errors.ts';
import { lookThrough } from '../../electron/ledger/care/inspect.ts';
import { EPOCH_LENGTH } from '../../shared/attempt/number.ts';
import { contents, newLedgerPlace, openOne, troubleOf, type LedgerPlace } from '../support/ledger-files.ts';

let place: LedgerPlace;

beforeEach(() => {
  place = newLedgerPlace();
});
afterEach(() => {
  place.remove();
});

describe('the settings that make a commit durable', () => {
  it.each([
    ['journal_mode', 'wal'],
    ['synchronous', 3],
    ['fullfsync', 1],
    ['checkpoint_fullfsync', 1],
    ['foreign_keys', 1],
    ['trusted_schema', 0],
    ['cell_size_check', 1],
    ['busy_timeout', 5000],
    ['wal_autocheckpoint', 4000],
  ])('%s is %s, in a new file and in an existing one', (pragma, value) => {
    expect(place.raw().pragma(pragma, { simple: true })).toBe(value);
    expect(place.raw().pragma(pragma, { simple: true })).toBe(value);
  });
});

describe('a new ledger', () => {
  it('makes a new file: strict tables, the version, an epoch and the first sequence', () => {
    const db = place.raw();
    const tables = db.pragma('table_list') as readonly { name: string; strict: number; type: string }[];
    const own = tables.filter(({ name }) => !name.startsWith('sqlite_')).map(({ name, strict }) => [name, strict]);
    expect(Object.fromEntries(own)).toEqual({
      attempts: 1,
      journal: 1,
      ledger: 1,
      openings: 1,
      people: 1,
      restores: 1,
      run: 1,
      former_syssns: 1,
      acts: 1,
      cursors: 1,
      movements: 1,
    });
    expect(db.pragma('user_version', { simple: true })).toBe(LEDGER_VERSION);
    expect(db.prepare('SELECT * FROM ledger').all()).toEqual([
      { id: 1, epoch: expect.stringMatching(new RegExp(`^[0-9A-Z]{${EPOCH_LENGTH}}$`)), next_sequence: 1 },
    ]);
  });

  it('is made once: an existing file keeps its epoch, its sequence and all its rows', () => {
    const ledger = place.ledger();
    openOne(ledger);
    ledger.close();
    const db = place.raw();
    const before = contents(db);
    db.close();
    expect(contents(place.raw())).toEqual(before);
    expect(readdirSync(place.folder).filter((name) => name.includes('before'))).toEqual([]);
  });

  it('is made from an empty file, because nothing was ever committed to it', () => {
    writeFileSync(place.path, '');
    expect(openOne(place.ledger()).version).toBe(1);
  });

  it('draws another epoch for every new file', () => {
    const epochs = Array.from({ length: 5 }, (_, index) => {
      const db = openDatabase(join(place.folder, `${index}.db`));
      const row = db.prepare('SELECT epoch FROM ledger').get() as { epoch: string };
      db.close();
      return row.epoch;
    });
    expect(new Set(epochs).size).toBe(5);
  });

  it('accepts no value of another type, and none that no attempt can have', () => {
    const ledger = place.ledger();
    const { number } = openOne(ledger);
    const db = place.raw();
    const set = (assignment: string) => () => db.exec(`UPDATE attempts SET ${assignment} WHERE number = '${number}'`);
    for (const wrong of ['amount_cents = 12.5', "amount_cents = '1x'", 'created_at = 1.5', 'version = NULL']) {
      expect(set(wrong), wrong).toThrow(/cannot store|NOT NULL/);
    }
    for (const wrong of ['amount_cents = 0', 'amount_cents = -1', "status = 'maybe'", "way = 'qr'", 'given_up = 2']) {
      expect(set(wrong), wrong).toThrow(/CHECK/);
    }
    expect(() => db.exec("INSERT INTO ledger VALUES (2, 'AAAAAA', 1)")).toThrow(/CHECK/);
  });
});

describe('opening refuses', () => {
  it('a ledger of a newer program, and the file stays as that program left it', () => {
    const db = place.raw();
    db.pragma(`user_version = ${LEDGER_VERSION + 1}`);
    db.close();
    const before = readFileSync(place.path);
    const files = readdirSync(place.folder);
    expect(troubleOf(() => openLedger(place.path))).toBe('newer');
    expect(readFileSync(place.path).equals(before)).toBe(true);
    // Reading the file may leave SQLite's companion files, with an empty log.
    const added = readdirSync(place.folder).filter((name) => !files.includes(name));
    expect(added.every((name) => name.endsWith('-shm') || statSync(join(place.folder, name)).size === 0)).toBe(true);
  });

  it.each([
    ['text', 'this is not a database, whatever it is called\n'.repeat(50)],
    ['zeros', '\0'.repeat(4096)],
    ['a header and nothing else', 'SQLite format 3\0'],
  ])('a file that is no database (%s), which is not touched', (_what, content) => {
    writeFileSync(place.path, content);
    expect(troubleOf(() => openLedger(place.path))).toBe('damaged');
    expect(readFileSync(place.path, 'utf8')).toBe(content);
  });

  it('a database with an overwritten page', () => {
    const ledger = place.ledger();
    for (let count = 0; count < 50; count += 1) openOne(ledger);
    ledger.close();
    const bytes = readFileSync(place.path);
    // Opening a ledger does not read the last page, so only a check finds the damage.
    bytes.fill(0xa5, bytes.length - 4096);
    writeFileSync(place.path, bytes);
    expect(troubleOf(() => openLedger(place.path))).toBe('damaged');
  });

  it('a database with refunds whose header has a version before refunds', () => {
    const ledger = place.ledger();
    const { number } = openOne(ledger);
    ledger.record(number, 1, { status: 'paid', gatewayRef: 'S' }, 1);
    const { number: refund } = openOne(ledger, { kind: 'refund', refundOf: number });
    ledger.record(refund, 1, { status: 'refunded' }, 1);
    ledger.close();
    const db = place.raw();
    db.pragma('user_version = 1');
    db.close();
    expect(troubleOf(() => openLedger(place.path))).toBe('damaged');
  });

  it.each([
    ['an unknown format of tables', 47, 9],
    ['tables of ours and the version of an empty file', 63, 0],
  ])('a database whose header has %s', (_what, at, value) => {
    place.ledger().close();
    const bytes = readFileSync(place.path);
    bytes[at] = value;
    writeFileSync(place.path, bytes);
    expect(troubleOf(() => openLedger(place.path))).toBe('damaged');
  });

  it('a missing folder, and a folder in place of the file', () => {
    expect(troubleOf(() => openLedger(join(place.folder, 'missing', 'ledger.db')))).toBe('disk');
    mkdirSync(place.path);
    expect(['read-only', 'disk']).toContain(troubleOf(() => openLedger(place.path)));
  });
});

it('uses a ledger with another page size unchanged', () => {
  const ledger = place.ledger();
  const kept = openOne(ledger);
  ledger.close();
  const db = place.raw();
  const pages = () => db.pragma('page_size', { simple: true });
  expect(pages()).toBe(1024);
  db.pragma('journal_mode = DELETE');
  db.pragma('page_size = 4096');
  db.exec('VACUUM');
  expect(pages()).toBe(4096);
  const again = place.ledger();
  expect([again.find(kept.number), openOne(again).version]).toEqual([kept, 1]);
  expect(pages()).toBe(4096);
});

it('a copy of the file and its -wal is the whole ledger', () => {
  const ledger = place.ledger();
  const { number } = openOne(ledger);
  const copy = join(place.folder, 'copy.db');
  copyFileSync(place.path, copy);
  copyFileSync(`${place.path}-wal`, `${copy}-wal`);
  const other = openLedger(copy);
  expect(other.find(number)).toEqual(ledger.find(number));
  other.close();
});

it('does not report a bug as trouble with the disk', () => {
  const bug = new RangeError('ours');
  expect(() =>
    guarded(() => {
      throw bug;
    }),
  ).toThrow(bug);
});

describe('a file whose tables are not those of its version', () => {
  beforeEach(() => {
    place.ledger().close();
    const db = place.raw();
    db.exec('ALTER TABLE openings RENAME COLUMN moved_from TO mowed_from');
    db.close();
  });

  it('is damaged, also after a clean shutdown', () => {
    expect(troubleOf(() => openLedger(place.path))).toBe('damaged');
    // Verified beside the open till, so that the shop need not wait for it.
    expect(troubleOf(() => openLedger(place.path, { looked: true }))).toBe('damaged');
  });

  it('is found by verifying, whichever table it is', () => {
    const db = place.raw();
    db.exec(
      'ALTER TABLE openings RENAME COLUMN mowed_from TO moved_from; ALTER TABLE former_syssns RENAME TO former_numbers',
    );
    expect(lookThrough(place.path, 'tail').fault).toMatchObject({ kind: 'file' });
    db.close();
  });
});
