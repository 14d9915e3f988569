/** A payment with its refunds as the ledger has it, read again whenever main tells a new state. */
import { useEffect, useState } from 'react';
import type { PaymentView } from '../../../shared/contract/views.ts';
import { ask } from '../state/ask.ts';
import { useTill } from '../state/store.ts';

export type PaymentRead =
  { readonly kind: 'reading' | 'failed' } | { readonly kind: 'read'; readonly view: PaymentView };

/** @param number the payment's, or a refund's of it */
export function usePayment(number: string): PaymentRead {
  const [read, setRead] = useState<PaymentRead>({ kind: 'reading' });
  useEffect(() => {
    let left = false;
    const readIt = async (): Promise<void> => {
      const view = await ask('payment', { number });
      if (!left) setRead(view === null ? { kind: 'failed' } : { kind: 'read', view });
    };
    void readIt();
    const stop = useTill.subscribe(() => void readIt());
    return () => {
      left = true;
      stop();
    };
  }, [number]);
  return read;
}
