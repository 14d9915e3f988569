import type { PaymentView, RefundAnswer } from '../../../shared/contract/views.ts';
import type { Cents } from '../../../shared/money.ts';
import { ask } from '../state/ask.ts';

/** Why a tap on "refund" started nothing. */
export type RefundProblem = Exclude<RefundAnswer, 'started'> | 'unanswered';

/** @param view the payment as it stands on the screen @returns null when the refund was recorded and is on its way */
export async function startRefund(view: PaymentView, amount: Cents): Promise<RefundProblem | null> {
  const { payment, refunds } = view;
  const answer = await ask('refund', { number: payment.number, amount, knownRefunds: refunds.length });
  if (answer === 'started') return null;
  return answer ?? 'unanswered';
}
