import { expect, it } from 'vitest';
import { createTelling } from '../../electron/counter/telling.ts';
import type { CashierState } from '../../shared/contract/contract.ts';
import type { CustomerState } from '../../shared/contract/customer.ts';
import { cashierState } from '../../renderer/cashier/state/examples.ts';
import { customerState } from '../../renderer/customer/examples.ts';

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

function begin() {
  const told: (CashierState | CustomerState)[] = [];
  const cashier = cashierState({}, 'en');
  const customer = customerState({ kind: 'idle' }, 'en');
  const till = { isEnding: false };
  const telling = createTelling({
    counter: { cashierState: () => cashier, customerState: () => customer },
    tellCashier: (state) => told.push(state),
    tellCustomer: (state) => told.push(state),
    beat: () => undefined,
    isEnding: () => till.isEnding,
  });
  return { telling, told, till, both: [cashier, customer] };
}

it('tells both windows once of several changes in one turn, and again of the next one', async () => {
  const { telling, told, both } = begin();
  telling.soon();
  telling.soon();
  expect(told).toEqual([]);
  await turn();
  expect(told).toEqual(both);
  telling.soon();
  await turn();
  expect(told).toEqual([...both, ...both]);
});

it('tells nothing more once the till is ending', async () => {
  const { telling, told, till } = begin();
  till.isEnding = true;
  telling.soon();
  await turn();
  expect(told).toEqual([]);
});
