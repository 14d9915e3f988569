/** X7 in the whole counter: after a kill the till opens once new rows are verified; older damage stops it later. */
import { afterEach, beforeEach, expect, it } from 'vitest';
import { join } from 'node:path';
import { openLedger } from '../../electron/ledger/ledger.ts';
import { lookThrough } from '../../electron/ledger/care/inspect.ts';
import { openDatabase } from '../../electron/ledger/file/open.ts';
import type { Simulator } from '../../electron/simulator/server.ts';
import { quickSimulator } from '../support/counter-till.ts';
import { newFolder } from '../support/folders.ts';
import { fillTail, openOne, someHistory, tamper } from '../support/ledger-files.ts';
import { createTestCounter, type TestCounter } from '../support/test-counter.ts';
import { cashierStateOf } from '../support/told-states.ts';

let place: ReturnType<typeof newFolder>;
let simulator: Simulator;
let shop: TestCounter;

beforeEach(async () => {
  place = newFolder();
  simulator = await quickSimulator(20);
  shop = createTestCounter({ folder: place.folder, simulator });
});
afterEach(async () => {
  shop.counter.close();
  await simulator.close();
  place.remove();
});

it('damage to rows that were verified before is found while the till is open, and payments stop', async () => {
  const path = join(place.folder, 'ledger-test-gateway.db');
  // The ledger is not closed cleanly, as after a kill.
  const ledger = openLedger(path, { restIsDue: true });
  someHistory(ledger);
  const { verified } = lookThrough(path, 'whole');
  if (verified === null) throw new Error('not sound');
  ledger.noteVerified(verified);
  const db = openDatabase(path);
  fillTail(db);
  openOne(ledger);
  tamper(db, 'UPDATE journal SET at = at + 1 WHERE position = 2');
  db.close();
  ledger.close();

  await shop.counter.reopen();
  // The new rows are sound, so the till opens before the rest is verified.
  expect(shop.counter.payingTill()).not.toBeNull();
  await shop.until(() => cashierStateOf(shop.counter).trouble?.kind === 'ledger-restored');
  expect(shop.logged.join('\n')).toMatch(/counter\.ledger-trouble .*found beside the open till/);
  expect(await shop.start(1211)).toBe('trouble');
  expect(simulator.books.orders()).toEqual([]);
}, 60_000);
