/** Each attempt says who was at the till when it began, whoever was there when the till was opened. */
import { afterEach, expect, it } from 'vitest';
import { openLedger } from '../../electron/ledger/ledger.ts';
import type { Simulator } from '../../electron/simulator/server.ts';
import { quickSimulator } from '../support/counter-till.ts';
import { newFolder } from '../support/folders.ts';
import { createTestCounter, type TestCounter } from '../support/test-counter.ts';
import { cashierStateOf } from '../support/told-states.ts';

const place = newFolder();
let simulator: Simulator;
let shop: TestCounter;

afterEach(async () => {
  shop.counter.close();
  await simulator.close();
  place.remove();
});

it('an attempt is of the person at the till when it begins', async () => {
  simulator = await quickSimulator(20);
  shop = createTestCounter({ folder: place.folder, simulator, settings: { usesRoles: true } });
  const { counter, commands } = shop;
  await counter.reopen();
  await commands.addPerson({ name: 'Mei Ling', role: 'owner', pin: '1111' });
  await commands.changeOver({ person: 'person:01', pin: '1111' });
  await commands.addPerson({ name: 'Ah Ming', role: 'cashier', pin: '2222' });
  for (const [person, pin] of [
    ['person:02', '2222'],
    ['person:01', '1111'],
  ] as const) {
    expect(await commands.changeOver({ person, pin })).toEqual({ kind: 'right' });
    expect(await shop.start(7111)).toBe('started');
    await shop.until(() => {
      const { stage } = cashierStateOf(counter);
      return stage.kind === 'attempt' && stage.attempt.word === 'paid';
    });
    await commands.next({ saleId: cashierStateOf(counter).saleId });
    await shop.until(() => cashierStateOf(counter).stage.kind === 'keypad');
  }
  counter.close();
  const ledger = openLedger(shop.path);
  expect(ledger.between(0, Date.now() * 2).map(({ by }) => by)).toEqual(['Mei Ling', 'Ah Ming']);
  ledger.close();
});
