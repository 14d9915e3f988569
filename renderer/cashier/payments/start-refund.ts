import type { PaymentView, RefundAnswer } from '../../../shared/contract/payments.ts';
import type { Cents } from '../../../shared/money.ts';
import { ask } from '../state/ask.ts';

/** The result of a tap on "refund": started, or why not. */
export type RefundStart = RefundAnswer | 'unanswered';
/**
 * @param view the payment as the screen shows it
 * @returns `started` when the refund was recorded and is being sent
 */
export async function startRefund(view: PaymentView, amount: Cents): Promise<RefundStart> {
  const { payment, refunds } = view;
  return (await ask('refund', { number: payment.number, amount, expectedRefunds: refunds.length })) ?? 'unanswered';
}
