/**
 * L6 for a failing disk: after a failed fsync the state of the file is unknown, so the ledger is closed, reopened and
 * fully verified before payments continue.
 */
import Sqlite from 'better-sqlite3';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { openDatabase, openReadonly } from '../../electron/ledger/file/open.ts';
import type { Simulator } from '../../electron/simulator/server.ts';
import { DEFAULT_SETTINGS } from '../../shared/settings.ts';
import { quickSimulator } from '../support/counter-till.ts';
import { newFolder } from '../support/folders.ts';
import { fillTail, tamper } from '../support/ledger-files.ts';
import { createTestCounter, type TestCounter } from '../support/test-counter.ts';
import { cashierStateOf } from '../support/told-states.ts';

let place: ReturnType<typeof newFolder>;
let simulator: Simulator;
let shop: TestCounter;

beforeEach(async () => {
  place = newFolder();
  simulator = await quickSimulator(20);
  shop = createTestCounter({ folder: place.folder, simulator });
  await shop.counter.reopen();
});
afterEach(async () => {
  vi.restoreAllMocks();
  shop.counter.close();
  await simulator.close();
  place.remove();
});

/** Makes the next write to a ledger throw SQLite's error with this code. */
function failNextWrite(code: string): void {
  const statements = new Sqlite(':memory:');
  const prototype = Object.getPrototypeOf(statements.prepare('SELECT 1')) as Pick<Sqlite.Statement, 'run'>;
  statements.close();
  vi.spyOn(prototype, 'run').mockImplementationOnce(() => {
    throw Object.assign(new Error('disk I/O error'), { code });
  });
}
const trouble = () => cashierStateOf(shop.counter).trouble;
const looks = (): readonly string[] => shop.logged.filter((line) => line.startsWith('ledger.looked-through'));

it.each(['SQLITE_IOERR_FSYNC', 'SQLITE_IOERR_WRITE', 'SQLITE_IOERR'])(
  '%s: nothing is sent, the whole ledger is verified, and payments continue',
  async (code) => {
    failNextWrite(code);
    expect(await shop.start(1211)).toBe('cannot-record');
    expect(trouble()).toMatchObject({ kind: 'ledger', cause: 'disk' });
    expect(await shop.start(1211)).toBe('trouble');
    await shop.until(() => trouble() === null);
    expect(looks().at(-1)).toContain('"scope":"whole"');
    expect(looks().at(-1)).toContain('"fault":null');
    expect(simulator.books.orders()).toHaveLength(0);
    expect(await shop.start(1211)).toBe('started');
    await shop.until(() => simulator.books.orders().length === 1);
  },
);

it('an act that the disk refuses does not block the answer, and is written once the ledger works again', async () => {
  failNextWrite('SQLITE_IOERR_WRITE');
  const settings = { ...DEFAULT_SETTINGS, sounds: false };
  expect(await shop.commands.saveSettings({ settings })).toEqual({ kind: 'saved' });
  expect(trouble()).toMatchObject({ kind: 'ledger', cause: 'disk' });
  await shop.until(() => trouble() === null);
  const ledger = openReadonly(shop.path);
  const acts = ledger.prepare('SELECT what, facts FROM acts').all();
  ledger.close();
  expect(acts).toMatchObject([{ what: 'settings-changed', facts: expect.stringContaining('sounds') }]);
});

it('damage to old rows by the fault is found before payments continue', async () => {
  expect(await shop.start(1211)).toBe('started');
  await shop.until(() => cashierStateOf(shop.counter).stage.kind === 'keypad');
  failNextWrite('SQLITE_IOERR_FSYNC');
  expect(await shop.start(1211)).toBe('cannot-record');
  const disk = openDatabase(shop.path);
  fillTail(disk);
  tamper(disk, 'UPDATE journal SET at = at + 1 WHERE position = 1');
  disk.close();
  await shop.until(() => trouble()?.kind === 'ledger-restored');
  expect(looks().some((line) => line.includes('chain'))).toBe(true);
});
