/**
 * L6: a ledger that refuses writes for a while stops payments, and the cashier sees why. When it accepts writes again,
 * the counter continues by itself, with all unfinished attempts.
 */
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Counter } from '../../electron/counter/counter.ts';
import { openDatabase } from '../../electron/ledger/file/open.ts';
import type { Simulator } from '../../electron/simulator/server.ts';
import { createTestCounter, type TestCounter } from '../support/test-counter.ts';
import { newFolder, quickSimulator } from '../support/counter-till.ts';
import { cashierStateOf } from '../support/told-states.ts';

const SPEED = 20;

let place: ReturnType<typeof newFolder>;
let simulator: Simulator;
let counter: Counter;
let commands: TestCounter['commands'];

beforeEach(async () => {
  place = newFolder();
  simulator = await quickSimulator(SPEED);
  ({ counter, commands } = createTestCounter({ folder: place.folder, simulator, speed: SPEED }));
  await counter.reopen();
});
afterEach(async () => {
  counter.close();
  await simulator.close();
  place.remove();
});

async function until(check: () => boolean): Promise<void> {
  const deadline = Date.now() + 15_000;
  while (!check()) {
    if (Date.now() > deadline) throw new Error(`not reached: ${JSON.stringify(cashierStateOf(counter))}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

const start = (amount: number) =>
  counter
    .payingTill()
    ?.start({ saleId: cashierStateOf(counter).saleId, amount, tender: { wallet: 'payme', mode: 'mpm' } });

/** Makes a payment that waits in the background and can still be paid. @returns its number */
async function leaveWaiting(): Promise<string> {
  expect(start(1243)).toBe('started');
  await until(() => counter.states().customer.sale.screen.kind === 'qr');
  const [order] = simulator.books.orders();
  if (order === undefined) throw new Error('no order');
  const sale = cashierStateOf(counter).saleId;
  counter.till()?.cancel(sale);
  counter.till()?.next(sale);
  return order.number;
}

it('after a failure the till accepts no code for an armed sale, and its failed connection writes nothing more', async () => {
  const number = await leaveWaiting();
  const armed = cashierStateOf(counter).saleId;
  expect(counter.payingTill()?.start({ saleId: armed, amount: 5000, tender: { wallet: 'payme', mode: 'cpm' } })).toBe(
    'started',
  );

  const lock = openDatabase(join(place.folder, 'ledger-test-gateway.db'));
  lock.exec('BEGIN IMMEDIATE');
  simulator.books.payNow(number);
  await until(() => cashierStateOf(counter).trouble !== null);
  lock.exec('ROLLBACK');
  lock.close();
  expect(counter.till()).toBeNull();
  expect(cashierStateOf(counter)).toMatchObject({ stage: { kind: 'keypad' }, trouble: { cause: 'in-use' } });
  expect(await commands.enterCode({ saleId: armed, code: 'CODE-OF-A-CUSTOMER' })).toBe('not-armed');
  expect(counter.payingTill()).toBeNull();

  await until(() => cashierStateOf(counter).news.some(({ word }) => word === 'paid-late'));
  expect(simulator.books.orders()).toHaveLength(1);
});

it('the till stops, shows why, and continues with unfinished attempts when the ledger is free again', async () => {
  const number = await leaveWaiting();

  // Another program locks the file for longer than the till waits.
  const lock = openDatabase(join(place.folder, 'ledger-test-gateway.db'));
  lock.exec('BEGIN IMMEDIATE');
  expect(start(1211)).toBe('cannot-record');
  expect(cashierStateOf(counter).trouble).toMatchObject({ kind: 'ledger', cause: 'in-use' });
  expect(simulator.books.orders()).toHaveLength(1);
  lock.exec('ROLLBACK');
  lock.close();

  await until(() => cashierStateOf(counter).trouble === null);
  simulator.books.payNow(number);
  await until(() => cashierStateOf(counter).news.some(({ word }) => word === 'paid-late'));
  expect(start(1211)).toBe('started');
  await until(() => simulator.books.orders().length === 2);
  expect(Object.values(simulator.books.allRequestsReceived())).toEqual([1, 1]);
});
