/** L5 in the whole counter: a till with a damaged ledger reopens, finds every payment, and waits for a manager. */
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { backUp } from '../../electron/ledger/care/backup.ts';
import { listBackups } from '../../electron/ledger/care/backup-list.ts';
import { openDatabase } from '../../electron/ledger/file/open.ts';
import type { Simulator } from '../../electron/simulator/server.ts';
import { quickSimulator } from '../support/counter-till.ts';
import { newFolder } from '../support/folders.ts';
import { fillTail, tamper } from '../support/ledger-files.ts';
import { createTestCounter, type TestCounter } from '../support/test-counter.ts';
import { cashierStateOf } from '../support/told-states.ts';

let place: ReturnType<typeof newFolder>;
let simulator: Simulator;
let shop: TestCounter;
const opened: TestCounter[] = [];

beforeEach(async () => {
  place = newFolder();
  simulator = await quickSimulator(20);
  shop = await open();
});
afterEach(async () => {
  for (const { counter } of opened.splice(0)) counter.close();
  await simulator.close();
  place.remove();
});

async function open(): Promise<TestCounter> {
  const next = createTestCounter({ folder: place.folder, simulator });
  opened.push(next);
  await next.counter.reopen();
  return next;
}

/** Sells by QR until the customer has paid, and goes on to the next customer. */
async function sell(amount: number): Promise<string> {
  expect(await shop.start(amount)).toBe('started');
  const state = () => cashierStateOf(shop.counter);
  await shop.until(() => word() === 'paid');
  const { stage, saleId } = state();
  shop.counter.till()?.next(saleId);
  return stage.kind === 'attempt' ? stage.attempt.number : '';
}
const word = (): string | null => {
  const { stage } = cashierStateOf(shop.counter);
  return stage.kind === 'attempt' ? stage.attempt.word : null;
};
const lookedThrough = () => shop.until(() => shop.logged.some((line) => line.startsWith('ledger.looked-through')));
const trouble = () => cashierStateOf(shop.counter).trouble;
const words = (): Record<string, string> =>
  Object.fromEntries((shop.counter.till()?.day(null).attempts ?? []).map((each) => [each.number, each.word]));
const backUpNow = (): void => {
  backUp(shop.path, join(place.folder, 'backups'), Date.now());
};
/** Ends the till and overwrites the ledger's file. @returns the new content */
async function crashAndRuin(): Promise<string> {
  shop.counter.close();
  rmSync(`${shop.path}-wal`, { force: true });
  writeFileSync(shop.path, 'there was a ledger here\n'.repeat(999));
  return readFileSync(shop.path, 'utf8');
}

it('the till opens the backup, finds later payments at the gateway, and takes no payment before a manager has read this', async () => {
  const before = await sell(1011);
  backUpNow();
  const paidAfter = await sell(1111);
  // The customer has not paid this one yet when the ledger is lost.
  expect(await shop.start(1243)).toBe('started');
  await shop.until(() => shop.counter.states().customer.sale.screen.kind === 'qr');
  const open1243 = simulator.books.orders().at(-1)?.number ?? '';
  // The backup at the end of the run holds everything, so it is removed below.
  const [backup] = readdirSync(join(place.folder, 'backups'));
  const ruined = await crashAndRuin();
  for (const name of readdirSync(join(place.folder, 'backups'))) {
    if (name !== backup) rmSync(join(place.folder, 'backups', name));
  }

  shop = await open();
  expect(trouble()).toMatchObject({ kind: 'ledger-restored', kept: 1, inDoubt: 0, leftOut: 0, asked: false });
  expect(await shop.start(1211)).toBe('trouble');
  const [quarantined = ''] = readdirSync(join(place.folder, 'quarantine'));
  expect(readFileSync(join(place.folder, 'quarantine', quarantined, 'ledger-test-gateway.db'), 'utf8')).toBe(ruined);

  // Enquiries continue meanwhile.
  await shop.until(() => words()[paidAfter] === 'paid-late');
  await shop.until(() => words()[open1243] === 'checking');
  simulator.books.payNow(open1243);
  await shop.until(() => words()[open1243] === 'paid-late');
  expect(words()[before]).toBe('paid');
  expect(trouble()).toMatchObject({ kind: 'ledger-restored' });
  const taken = shop.counter.till()?.attempts(new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10)) ?? [];
  expect(taken.map(({ number, amount, tender }) => [number, amount, tender.mode])).toContainEqual([
    paidAfter,
    1111,
    'mpm',
  ]);

  // A restart does not replace the manager.
  shop.counter.close();
  shop = await open();
  await lookedThrough();
  expect(trouble()).toMatchObject({ kind: 'ledger-restored' });
  expect(await shop.start(1211)).toBe('trouble');
  await shop.commands.acknowledgeRestore(null);
  expect(trouble()).toBeNull();
  expect(await shop.start(1211)).toBe('started');
  await shop.until(() => word() === 'paid');
  const number = simulator.books.orders().at(-1)?.number ?? '';
  expect(number.slice(2, 8)).not.toBe(before.slice(2, 8));
  shop.counter.close();
  shop = await open();
  expect(trouble()).toBeNull();
  expect(Object.values(simulator.books.allRequestsReceived())).toEqual([1, 1, 1, 1]);
});

it('the search is repeated until the gateway answers, also if the till was closed meanwhile', async () => {
  await sell(1011);
  backUpNow();
  const after = await sell(1111);
  shop.counter.close();
  const [newest] = listBackups(shop.path, join(place.folder, 'backups'));
  rmSync(join(place.folder, 'backups', newest?.name ?? ''));
  writeFileSync(shop.path, 'ruined');
  await fetch(`${simulator.url}/switches?queryFault=http-500`, { method: 'POST' });
  shop = await open();
  await shop.until(() => shop.logged.filter((line) => line.includes('"answer":"unanswered"')).length > 1);
  shop.counter.close();
  await fetch(`${simulator.url}/switches?queryFault=none`, { method: 'POST' });
  shop = await open();
  await shop.until(() => words()[after] === 'paid-late');
});

it.each([
  ['gone', (path: string) => rmSync(path)],
  ['empty', (path: string) => writeFileSync(path, '')],
])('a ledger that is %s is restored too, because the till is not new', async (_how, lose) => {
  const number = await sell(1011);
  shop.counter.close();
  lose(shop.path);
  shop = await open();
  expect(trouble()).toMatchObject({ kind: 'ledger-restored', kept: 1 });
  expect(words()[number]).toBe('paid');
});

it('a ledger lost before its first backup is searched for too, because its epoch is noted beside the backups', async () => {
  const number = await sell(1011);
  shop.counter.close();
  rmSync(shop.path);
  for (const { name } of listBackups(shop.path, join(place.folder, 'backups'))) {
    rmSync(join(place.folder, 'backups', name));
  }
  shop = await open();
  expect(trouble()).toMatchObject({ kind: 'ledger-restored', kept: 0 });
  await shop.until(() => words()[number] === 'paid-late');
});

it('damage that is found only while the till is open is restored in the same way', async () => {
  const number = await sell(1011);
  shop.counter.close();
  const db = openDatabase(shop.path);
  tamper(db, "UPDATE attempts SET host = 'somewhere' ");
  db.close();
  shop = await open();
  // A payment that starts at once waits for the verification.
  expect(await shop.start(1211)).toBe('trouble');
  await shop.until(() => trouble()?.kind === 'ledger-restored');
  expect(words()[number]).toBe('paid');
  expect(simulator.books.orders()).toHaveLength(1);
});

it('damage to old rows is found after an unclean stop, before anything is written', async () => {
  await sell(1011);
  shop.counter.close();
  const db = openDatabase(shop.path);
  fillTail(db);
  tamper(db, 'UPDATE journal SET at = at + 1 WHERE position = 1; UPDATE run SET closed = 0');
  db.pragma('wal_checkpoint(TRUNCATE)');
  db.close();
  const before = readFileSync(shop.path);
  shop = await open();
  expect(trouble()).toMatchObject({ kind: 'ledger-restored' });
  const [quarantined = ''] = readdirSync(join(place.folder, 'quarantine'));
  const kept = readFileSync(join(place.folder, 'quarantine', quarantined, 'ledger-test-gateway.db'));
  expect(kept.equals(before)).toBe(true);
});

it('a damaged ledger that cannot be moved is left unchanged, and is restored once it can be moved', async () => {
  shop.counter.close();
  writeFileSync(shop.path, 'ruined');
  rmSync(join(place.folder, 'backups'), { recursive: true });
  writeFileSync(join(place.folder, 'quarantine'), 'a file where the folder should be');
  shop = await open();
  expect(trouble()).toMatchObject({ kind: 'ledger', cause: 'disk' });
  expect(readFileSync(shop.path, 'utf8')).toBe('ruined');
  expect(existsSync(`${shop.path}.restored`)).toBe(true);
  rmSync(join(place.folder, 'quarantine'));
  await shop.until(() => trouble()?.kind === 'ledger-restored');
});
