/** The heading of an opened payment: "paid" only while the shop still has the money. */
import { expect, it } from 'vitest';
import { attemptView } from '../../electron/till/views.ts';
import { headOf } from '../../renderer/cashier/payments/payment-head.ts';
import type { Attempt } from '../../shared/attempt/record.ts';
import { cents } from '../../shared/money.ts';
import { anAttempt } from '../support/samples.ts';

const view = (more: Partial<Attempt>) => attemptView(anAttempt(more), 'background', () => 'paid');
const paid = (refunded = 0, more: Partial<Attempt> = {}) => ({
  ...view({ status: 'paid', amount: cents(1000), ...more }),
  refunded: cents(refunded),
});

it.each([
  ['nothing went back', paid(), { kind: 'word' }],
  ['all went back', paid(1000), { kind: 'refunded' }],
  ['all of a late one went back', paid(1000, { status: 'late-paid' }), { kind: 'refunded' }],
  ['a part went back', paid(400), { kind: 'refunded-part', amount: 400 }],
  ['it went back elsewhere', paid(0, { returnedElsewhere: cents(1000) }), { kind: 'refunded' }],
  ['a part here and the rest elsewhere', paid(400, { returnedElsewhere: cents(600) }), { kind: 'refunded' }],
  ['a part elsewhere that nobody knows', paid(0, { returnedElsewhere: null }), { kind: 'refunded-part', amount: null }],
  ['less came than was asked for', paid(500, { movedAmount: cents(500) }), { kind: 'refunded' }],
  ['more went back than was paid', paid(2000), { kind: 'refunded-over', amount: 1000 }],
  ['it was never paid', view({ status: 'failed' }), { kind: 'word' }],
])('when %s', (_when, payment, head) => {
  expect(headOf(payment)).toEqual(head);
});
