import type { PaymentView, RefundAnswer } from '../../../shared/contract/payments.ts';
import type { Cents } from '../../../shared/money.ts';
import { ask } from '../state/ask.ts';

/** What came of a tap on "refund"; unless it was started, why not. */
export type RefundStart = RefundAnswer | 'unanswered';
/** @param view the payment as it stands on the screen @returns `started` when the refund was recorded and is on its way */
export async function startRefund(view: PaymentView, amount: Cents): Promise<RefundStart> {
  const { payment, refunds } = view;
  return (await ask('refund', { number: payment.number, amount, knownRefunds: refunds.length })) ?? 'unanswered';
}
