/** The status words that a cashier reads about an attempt. */
import { isFinal, type Attempt } from './record.ts';
import { assertNever } from '../result.ts';

/** `live`: the sale is on the screens. `background`: the till only watches it. */
export type Attention = 'live' | 'background';

/** There are no other words: five for a payment, three for a refund. */
export type CashierStatus =
  'waiting' | 'checking' | 'not-paid' | 'paid' | 'paid-late' | 'refund-checking' | 'refunded' | 'not-refunded';

export function cashierStatus({ kind, status }: Pick<Attempt, 'kind' | 'status'>, stage: Attention): CashierStatus {
  if (kind === 'refund' && !isFinal(status)) return 'refund-checking';
  switch (status) {
    case 'sending':
    case 'pending':
      return stage === 'live' ? 'waiting' : 'checking';
    case 'unknown':
      return 'checking';
    case 'failed':
    case 'expired':
      return 'not-paid';
    case 'paid':
      return 'paid';
    case 'late-paid':
      return 'paid-late';
    case 'refunded':
      return 'refunded';
    case 'refused':
      return 'not-refunded';
    default:
      return assertNever(status);
  }
}
