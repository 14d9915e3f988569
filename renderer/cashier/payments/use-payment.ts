/** A payment with its refunds as the ledger has it. */
import type { PaymentView } from '../../../shared/contract/payments.ts';
import { useRead, type Read } from '../state/use-answer.ts';

export type PaymentRead = Read<PaymentView>;

/** @param number the payment's, or a refund's of it */
export const usePayment = (number: string): PaymentRead => useRead('payment', { number }, 'with-each-change');
