import type { AttemptView } from '../../../shared/contract/payments.ts';
import { cents, type Cents } from '../../../shared/money.ts';

/** A payment's heading. "Paid" alone would mislead once money was refunded. */
export type PaymentHead =
  | { readonly kind: 'word' | 'refunded' }
  /** `amount`: the refunded amount; null when nobody knows it. */
  | { readonly kind: 'refunded-part'; readonly amount: Cents | null }
  /** `amount`: the refunds minus the payment. */
  | { readonly kind: 'refunded-over'; readonly amount: Cents };

export function headOf(payment: AttemptView): PaymentHead {
  if (payment.word !== 'paid' && payment.word !== 'paid-late') return { kind: 'word' };
  const back = payment.refunded + (payment.returnedElsewhere ?? 0);
  const over = back - (payment.movedAmount ?? payment.amount);
  if (over > 0) return { kind: 'refunded-over', amount: cents(over) };
  if (over === 0) return { kind: 'refunded' };
  if (payment.returnedElsewhere === null) return { kind: 'refunded-part', amount: null };
  return back === 0 ? { kind: 'word' } : { kind: 'refunded-part', amount: cents(back) };
}
