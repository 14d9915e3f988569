/** P2 in the whole counter: a till whose folder or ledger was replaced by an older copy never shows a false "paid". */
import { cpSync, copyFileSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Simulator } from '../../electron/simulator/server.ts';
import { quickSimulator } from '../support/counter-till.ts';
import { newFolder } from '../support/folders.ts';
import { createTestCounter, type TestCounter } from '../support/test-counter.ts';
import { cashierStateOf } from '../support/told-states.ts';

let place: ReturnType<typeof newFolder>;
let away: ReturnType<typeof newFolder>;
let simulator: Simulator;
let shop: TestCounter;
const opened: TestCounter[] = [];

beforeEach(async () => {
  place = newFolder();
  away = newFolder();
  simulator = await quickSimulator(20);
  shop = await open();
});
afterEach(async () => {
  for (const { counter } of opened.splice(0)) counter.close();
  await simulator.close();
  place.remove();
  away.remove();
});

async function open(): Promise<TestCounter> {
  const next = createTestCounter({ folder: place.folder, simulator });
  opened.push(next);
  await next.counter.reopen();
  return next;
}

/** Sells by QR, and waits for the end of the payment. */
async function sell(amount: number): Promise<{ readonly number: string; readonly word: string }> {
  // The first payment may have to wait for the verification of the ledger.
  while ((await shop.start(amount)) !== 'started') await shop.until(() => trouble()?.kind !== 'ledger-work');
  const shown = () => {
    const { stage } = cashierStateOf(shop.counter);
    return stage.kind === 'attempt' ? stage.attempt : null;
  };
  let wasQr = false;
  await shop.until(() => {
    wasQr ||= shop.counter.states().customer.sale.screen.kind === 'qr';
    return ['paid', 'not-paid', 'paid-late'].includes(shown()?.word ?? '');
  });
  expect(wasQr).toBe(true);
  const { number = '', word = '' } = shown() ?? {};
  shop.counter.till()?.next(cashierStateOf(shop.counter).saleId);
  return { number, word };
}
const trouble = () => cashierStateOf(shop.counter).trouble;
const words = (): Record<string, string> =>
  Object.fromEntries((shop.counter.till()?.day(null).attempts ?? []).map((each) => [each.number, each.word]));
const ledgerFiles = (folder: string) => readdirSync(folder).filter((name) => name.startsWith('ledger-test-gateway'));
/** Copies the ledger as a person copies files. */
function copyLedger(from: string, to: string): void {
  for (const name of ledgerFiles(to)) rmSync(join(to, name));
  for (const name of ledgerFiles(from)) copyFileSync(join(from, name), join(to, name));
}

it('a till whose whole folder is an older copy draws other numbers, so that only its own order pays a sale', async () => {
  await sell(1111);
  shop.counter.close();
  cpSync(place.folder, away.folder, { recursive: true });
  shop = await open();
  const paid = await sell(3811);
  shop.counter.close();
  rmSync(place.folder, { recursive: true });
  cpSync(away.folder, place.folder, { recursive: true });

  shop = await open();
  const again = await sell(3811);
  expect(again.word).toBe('paid');
  expect(again.number).not.toBe(paid.number);
  expect(Object.values(simulator.books.allRequestsReceived())).toEqual([1, 1, 1]);
});

it('an older copy of the ledger is replaced by the backup, and no payment is taken before a manager has read this', async () => {
  const before = await sell(1111);
  shop.counter.close();
  copyLedger(place.folder, away.folder);
  shop = await open();
  const after = await sell(3811);
  shop.counter.close();
  copyLedger(away.folder, place.folder);

  shop = await open();
  expect(trouble()).toMatchObject({ kind: 'ledger-restored', reason: 'put-back', kept: 2, inDoubt: 0 });
  expect(words()).toEqual({ [before.number]: 'paid', [after.number]: 'paid' });
  await shop.until(() => shop.logged.some((line) => line.startsWith('ledger.looked-through')));
  expect(await shop.start(1211)).toBe('trouble');
  await shop.commands.acknowledgeRestore(null);
  expect((await sell(1211)).word).toBe('paid');
  shop.counter.close();
  shop = await open();
  expect(trouble()).toBeNull();
});

it('payments after the last backup are found at the gateway', async () => {
  await sell(1111);
  shop.counter.close();
  copyLedger(place.folder, away.folder);
  const backups = join(place.folder, 'backups');
  const kept = new Set(readdirSync(backups));
  shop = await open();
  const lost = await sell(3811);
  shop.counter.close();
  copyLedger(away.folder, place.folder);
  for (const name of readdirSync(backups)) if (!kept.has(name)) rmSync(join(backups, name));

  shop = await open();
  expect(trouble()).toMatchObject({ kind: 'ledger-restored', reason: 'put-back', kept: 1 });
  await shop.until(() => words()[lost.number] === 'paid-late');
});
