/** P2: a till whose folder was moved or copied reports this, and a manager must read it before payments. */
import { cpSync } from 'node:fs';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Simulator } from '../../electron/simulator/server.ts';
import { quickSimulator } from '../support/counter-till.ts';
import { newFolder } from '../support/folders.ts';
import { createTestCounter, type TestCounter } from '../support/test-counter.ts';
import { cashierStateOf } from '../support/told-states.ts';

let place: ReturnType<typeof newFolder>;
let other: ReturnType<typeof newFolder>;
let simulator: Simulator;
const opened: TestCounter[] = [];

beforeEach(async () => {
  place = newFolder();
  other = newFolder();
  simulator = await quickSimulator(20);
});
afterEach(async () => {
  for (const { counter } of opened.splice(0)) counter.close();
  await simulator.close();
  place.remove();
  other.remove();
});

async function open(folder: string, machine: string): Promise<TestCounter> {
  const next = createTestCounter({ folder, machine, simulator });
  opened.push(next);
  await next.counter.reopen();
  return next;
}
const trouble = ({ counter }: TestCounter) => cashierStateOf(counter).trouble;

it('a move to another machine is reported until a manager has read it, also after a restart', async () => {
  (await open(place.folder, 'aaaaaaaa TILL 1')).counter.close();
  (await open(place.folder, 'aaaaaaaa TILL 1 RENAMED')).counter.close();
  let shop = await open(place.folder, 'bbbbbbbb TILL 2');
  const moved = { kind: 'ledger-moved', machine: 'TILL 1 RENAMED', folder: place.folder, isOtherMachine: true };
  expect(trouble(shop)).toEqual(moved);
  expect(await shop.start(1211)).toBe('trouble');
  shop.counter.close();
  shop = await open(place.folder, 'bbbbbbbb TILL 2');
  expect(trouble(shop)).toEqual(moved);
  await shop.commands.acknowledgeRestore(null);
  expect(trouble(shop)).toBeNull();
  shop.counter.close();
  expect(trouble(await open(place.folder, 'bbbbbbbb TILL 2'))).toBeNull();
});

it('a copy in another folder of the same machine is reported', async () => {
  const first = await open(place.folder, 'aaaaaaaa TILL 1');
  first.counter.close();
  cpSync(place.folder, other.folder, { recursive: true });
  const copy = await open(other.folder, 'aaaaaaaa TILL 1');
  expect(trouble(copy)).toMatchObject({ kind: 'ledger-moved', folder: place.folder, isOtherMachine: false });
  expect(trouble(await open(place.folder, 'aaaaaaaa TILL 1'))).toBeNull();
});

it('nothing is reported if the machine is unknown', async () => {
  (await open(place.folder, 'aaaaaaaa TILL 1')).counter.close();
  expect(trouble(await open(place.folder, ''))).toBeNull();
});

it('numbers of another till with the same id are reported, and not adopted', async () => {
  const first = await open(place.folder, 'aaaaaaaa TILL 1');
  first.counter.close();
  cpSync(place.folder, other.folder, { recursive: true });
  const shop = await open(place.folder, 'aaaaaaaa TILL 1');
  while ((await shop.start(1211)) !== 'started') await shop.until(() => trouble(shop)?.kind !== 'ledger-work');
  await shop.until(() => simulator.books.orders().length === 1);
  const copy = await open(other.folder, 'bbbbbbbb TILL 2');
  await copy.until(() => cashierStateOf(copy.counter).notices.length > 0);
  expect(cashierStateOf(copy.counter).notices).toMatchObject([{ kind: 'strangers', tillId: '01', count: 1 }]);
  expect(copy.counter.till()?.day(null).attempts).toEqual([]);
});
