/** Reads a payment with its refunds from the ledger. */
import type { PaymentView } from '../../../shared/contract/payments.ts';
import { useRead, type Read } from '../state/use-answer.ts';

export type PaymentRead = Read<PaymentView>;

/** @param number of the payment or of one of its refunds */
export const usePayment = (number: string): PaymentRead => useRead('payment', { number }, 'with-each-change');
