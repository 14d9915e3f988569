import type { AttemptView } from '../../../shared/contract/payments.ts';
import { cents, formatMoney } from '../../../shared/money.ts';

/** An attempt's amount as lists show it. A refund has a minus sign, so that nobody takes it for a payment. */
export function shownAmount({ kind, amount, movedAmount, currency }: AttemptView): string {
  const moved = movedAmount ?? amount;
  return formatMoney(kind === 'refund' ? cents(0 - moved) : moved, currency);
}
