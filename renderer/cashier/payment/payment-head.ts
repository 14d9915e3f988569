import type { PaymentView } from '../../../shared/views.ts';
import { cents, sumCents, type Cents } from '../../../shared/money.ts';

/** What a payment is headed by: "paid" would be half the truth once money went back. */
export type PaymentHead =
  | { readonly kind: 'word' | 'refunded' }
  /** `amount`: what went back; null when nobody knows how much. */
  | { readonly kind: 'refunded-part'; readonly amount: Cents | null };

export function headOf({ payment, refunds }: Pick<PaymentView, 'payment' | 'refunds'>): PaymentHead {
  if (payment.word !== 'paid' && payment.word !== 'paid-late') return { kind: 'word' };
  const here = refunds
    .filter(({ word }) => word === 'refunded')
    .map(({ amount, movedAmount }) => movedAmount ?? amount);
  const back = sumCents([...here, payment.returnedElsewhere ?? cents(0)]);
  if (back >= (payment.movedAmount ?? payment.amount)) return { kind: 'refunded' };
  if (payment.returnedElsewhere === null) return { kind: 'refunded-part', amount: null };
  return back === 0 ? { kind: 'word' } : { kind: 'refunded-part', amount: back };
}
