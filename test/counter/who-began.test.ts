/** Each attempt says who stood at the till when it began, whoever stood there when the till was opened. */
import { afterEach, expect, it } from 'vitest';
import { openLedger } from '../../electron/ledger/ledger.ts';
import type { Simulator } from '../../electron/simulator/server.ts';
import type { Actor } from '../../shared/role.ts';
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
  let actor: Actor = { role: 'manager', by: 'opened the till' };
  shop = createTestCounter({ folder: place.folder, simulator, parts: { actor: () => actor } });
  const { counter } = shop;
  await counter.reopen();
  for (const by of ['first', 'second']) {
    actor = { role: 'cashier', by };
    expect(await shop.start(7111)).toBe('started');
    await shop.until(() => {
      const { stage } = cashierStateOf(counter);
      return stage.kind === 'attempt' && stage.attempt.word === 'paid';
    });
    await shop.commands.next({ saleId: cashierStateOf(counter).saleId });
    await shop.until(() => cashierStateOf(counter).stage.kind === 'keypad');
  }
  counter.close();
  const ledger = openLedger(shop.path);
  expect(ledger.between(0, Date.now() + 1).map(({ by }) => by)).toEqual(['second', 'first']);
  ledger.close();
});
