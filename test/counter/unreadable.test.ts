/** Damage that is found by a read stops payments like any other damage. */
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openDatabase } from '../../electron/ledger/file/open.ts';
import type { Simulator } from '../../electron/simulator/server.ts';
import { quickSimulator } from '../support/counter-till.ts';
import { newFolder } from '../support/folders.ts';
import { createTestCounter, type TestCounter } from '../support/test-counter.ts';
import { cashierStateOf } from '../support/told-states.ts';
import { about } from '../support/questions.ts';

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
  shop.counter.close();
  await simulator.close();
  place.remove();
});

it.each([
  ['the day', () => shop.commands.day({ day: null })],
  [
    'the export',
    () => shop.commands.exportDay({ day: new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10) }),
  ],
  ['a search', () => shop.commands.history(about('12.11'))],
])('damage found by %s stops payments, and the ledger is restored', async (_what, read) => {
  expect(await shop.start(1211)).toBe('started');
  await shop.until(() => cashierStateOf(shop.counter).stage.kind === 'keypad');
  const db = openDatabase(shop.path);
  db.exec("UPDATE attempts SET currency = 'XXX'");
  db.close();
  await expect(read()).rejects.toMatchObject({ cause: { message: 'Ledger: damaged' } });
  expect(shop.counter.payingTill()).toBeNull();
  expect(await shop.start(1311)).toBe('trouble');
  // The ledger is restored as after any other damage.
  await shop.until(() => cashierStateOf(shop.counter).trouble?.kind === 'ledger-restored');
  expect(simulator.books.orders()).toHaveLength(1);
});
