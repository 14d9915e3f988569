/** L7 at the counter: a backup every 15 minutes if the ledger has changed, one at the end, and a notice if it fails. */
import { readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { listBackups } from '../../electron/ledger/care/backup-list.ts';
import { openDatabase } from '../../electron/ledger/file/open.ts';
import type { Simulator } from '../../electron/simulator/server.ts';
import { quickSimulator } from '../support/counter-till.ts';
import { newFolder } from '../support/folders.ts';
import { createTestCounter, type TestCounter } from '../support/test-counter.ts';
import { cashierStateOf } from '../support/told-states.ts';

/** So fast that 15 minutes pass in less than a second. */
const SPEED = 1500;

let place: ReturnType<typeof newFolder>;
let simulator: Simulator;
let shop: TestCounter;

beforeEach(async () => {
  place = newFolder();
  simulator = await quickSimulator(SPEED);
  shop = createTestCounter({ folder: place.folder, simulator, speed: SPEED });
});
afterEach(async () => {
  shop.counter.close();
  await simulator.close();
  place.remove();
});

const backups = () => listBackups(shop.path, join(place.folder, 'backups'));
const rounds = (): number => shop.logged.filter((line) => line.startsWith('ledger.backed-up')).length;
const sell = async (): Promise<void> => {
  const before = simulator.books.orders().length;
  expect(await shop.start(1211)).toBe('started');
  await shop.until(() => simulator.books.orders().length > before);
  await shop.until(() => cashierStateOf(shop.counter).stage.kind === 'keypad');
};

// Each round starts a thread, which is slow on a busy machine.
it('a backup is made soon, then every 15 minutes, and none while nothing changes', { timeout: 60_000 }, async () => {
  await shop.counter.reopen();
  await shop.until(() => rounds() === 1);
  expect(backups().map(({ position }) => position)).toEqual([0]);
  await sell();
  await shop.until(() => (backups()[0]?.position ?? 0) > 0);
  const taken = backups().length;
  const now = rounds();
  await shop.until(() => rounds() > now);
  expect(backups()).toHaveLength(taken);
});

it('a backup is made at once at a clean end', async () => {
  await shop.counter.reopen();
  await shop.until(() => rounds() === 1);
  await sell();
  const before = backups()[0]?.position;
  shop.counter.close();
  expect(backups()[0]?.position).toBeGreaterThan(before ?? 0);
  expect(readdirSync(join(place.folder, 'backups')).filter((name) => name.includes('.part'))).toEqual([]);
});

it('at the end only the last rows are backed up if a whole copy would take long', async () => {
  await shop.counter.reopen();
  await shop.until(() => rounds() === 1);
  await sell();
  const before = backups();
  const db = openDatabase(shop.path);
  db.exec('CREATE TABLE ballast (bytes BLOB); INSERT INTO ballast VALUES (zeroblob(70000000))');
  db.pragma('wal_checkpoint(TRUNCATE)');
  db.close();
  shop.counter.close();
  const [newest, ...others] = backups();
  expect(others).toEqual(before);
  expect(newest?.kind).toBe('rows');
  expect(newest?.position).toBeGreaterThan(before[0]?.position ?? 0);
  expect(newest?.bytes).toBeLessThan(10_000);
});

it('a failed backup is reported, payments continue, and the next backup is made', async () => {
  writeFileSync(join(place.folder, 'backups'), 'a file where the folder should be');
  await shop.counter.reopen();
  await shop.until(() => cashierStateOf(shop.counter).notices.length > 0);
  expect(cashierStateOf(shop.counter)).toMatchObject({
    trouble: null,
    notices: [{ kind: 'backup-failed', why: 'disk', folder: join(place.folder, 'backups') }],
  });
  await sell();
  rmSync(join(place.folder, 'backups'));
  await shop.until(() => backups().length > 0);
});
