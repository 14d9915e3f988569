/** Who does not ask for the paying till takes and returns nothing: it does not type-check. */
import { expect, it } from 'vitest';
import type { Counter } from '../../electron/counter/counter.ts';
import type { Label } from '../../electron/till/ports/scanner.ts';

/** Checked by the compiler (`npm run check`) and never called. */
function askBoth(counter: Counter, label: Label): void {
  const sale = { saleId: 'x', amount: 100, tender: { wallet: 'payme', mode: 'mpm' } } as const;
  const order = { number: 'x', amount: 100, knownRefunds: 0 };
  counter.payingTill()?.start(sale);
  counter.payingTill()?.refund(order);
  counter.till()?.cancel('x');
  // @ts-expect-error something may be in the way of a till that is only open
  counter.till()?.start(sale);
  // @ts-expect-error
  counter.till()?.code(label);
  // @ts-expect-error
  counter.till()?.showAgain('x');
  // @ts-expect-error
  counter.till()?.refund(order);
}

it('is said by the compiler', () => {
  expect(askBoth).toBeTypeOf('function');
});
