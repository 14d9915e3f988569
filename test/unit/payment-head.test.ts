/** What stands over a payment that was opened: "paid" only while the money is here. */
import { expect, it } from 'vitest';
import { attemptView } from '../../electron/till/views.ts';
import { headOf } from '../../renderer/cashier/payment/payment-head.ts';
import type { Attempt } from '../../shared/attempt-record.ts';
import { cents } from '../../shared/money.ts';
import { anAttempt } from '../support/samples.ts';

const view = (more: Partial<Attempt>) => attemptView(anAttempt(more), 'background', () => 'paid');
const paid = (more: Partial<Attempt> = {}) => view({ status: 'paid', amount: cents(1000), ...more });
const refund = (amount: number, status: Attempt['status'] = 'refunded') =>
  view({ kind: 'refund', status, amount: cents(amount) });

it.each([
  ['nothing went back', paid(), [], { kind: 'word' }],
  [
    'a refund was refused, another is in doubt',
    paid(),
    [refund(1000, 'refused'), refund(10, 'unknown')],
    { kind: 'word' },
  ],
  ['all went back', paid(), [refund(400), refund(600)], { kind: 'refunded' }],
  ['all of a late one went back', paid({ status: 'late-paid' }), [refund(1000)], { kind: 'refunded' }],
  ['a part went back', paid(), [refund(400), refund(600, 'refused')], { kind: 'refunded-part', amount: 400 }],
  ['it went back elsewhere', paid({ returnedElsewhere: cents(1000) }), [], { kind: 'refunded' }],
  ['a part here and the rest elsewhere', paid({ returnedElsewhere: cents(600) }), [refund(400)], { kind: 'refunded' }],
  [
    'a part elsewhere that nobody knows',
    paid({ returnedElsewhere: null }),
    [],
    { kind: 'refunded-part', amount: null },
  ],
  ['less came than was asked for', paid({ movedAmount: cents(500) }), [refund(500)], { kind: 'refunded' }],
  ['it was never paid', view({ status: 'failed' }), [], { kind: 'word' }],
])('when %s', (_when, payment, refunds, head) => {
  expect(headOf({ payment, refunds })).toEqual(head);
});
