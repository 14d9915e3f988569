/** Each payment and each refund records the person who is at the till when it starts. */
import { expect, it } from 'vitest';
import { draftAttempt, NO_CODE } from '../../electron/till/draft.ts';
import type { Gateway } from '../../electron/till/ports/gateway.ts';
import { cents } from '../../shared/money.ts';
import { EVENING, PAYME_QR } from '../support/samples.ts';

it('reads the person again for each attempt, because people change', () => {
  const people = ['Ah Ming', '美玲'];
  const gateway = { host: 'host', merchant: null, lifeMsOf: () => 1 } as unknown as Gateway;
  const deps = {
    gateway,
    clock: { wall: () => EVENING, mono: () => 0 },
    tillId: '01',
    by: () => people.shift() ?? '',
  };
  const order = { saleId: 's', tender: PAYME_QR, payType: '805801', amount: cents(1), currency: 'HKD' } as const;
  const payment = draftAttempt(deps, { ...order, kind: 'payment', refundOf: null }, NO_CODE);
  const refund = draftAttempt(deps, { ...order, kind: 'refund', refundOf: null }, NO_CODE);
  expect([payment.by, refund.by]).toEqual(['Ah Ming', '美玲']);
});
