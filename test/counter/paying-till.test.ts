/** Code that does not use the paying till cannot take or return money, because it does not compile. */
import { expect, it } from 'vitest';
import type { Counter } from '../../electron/counter/counter.ts';
import type { Label } from '../../electron/till/ports/scanner.ts';

/** Checked by the compiler (`npm run check`) and never called. */
function askBoth(counter: Counter, label: Label): void {
  const sale = { saleId: 'x', amount: 100, tender: { wallet: 'payme', mode: 'mpm' } } as const;
  const order = { number: 'x', amount: 100, expectedRefunds: 0 };
  counter.payingTill()?.start(sale);
  counter.payingTill()?.refund(order);
  counter.till()?.cancel('x');
  // @ts-expect-error a till that is only open starts no payment: something may be in the way
  counter.till()?.start(sale);
  // @ts-expect-error nor does it charge a code
  counter.till()?.code(label);
  // @ts-expect-error nor does it show a QR, which takes money
  counter.till()?.showAgain('x');
  // @ts-expect-error nor does it give money back
  counter.till()?.refund(order);
}

it('the compiler checks this', () => {
  expect(askBoth).toBeTypeOf('function');
});
