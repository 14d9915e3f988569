/** Tells both windows how the till stands: whenever it has changed, and the customer's that main is there at all. */
import { BEAT_MS } from '../../shared/contract/heartbeat.ts';
import type { CashierState } from '../../shared/contract/contract.ts';
import type { CustomerState } from '../../shared/contract/customer.ts';
import type { Counter } from './counter.ts';

export type TellingDeps = {
  readonly counter: Pick<Counter, 'cashierState' | 'customerState'>;
  readonly tellCashier: (state: CashierState) => void;
  readonly tellCustomer: (state: CustomerState) => void;
  /** Tells the customer's window that main is there. */
  readonly beat: () => void;
  readonly isEnding: () => boolean;
};

export type Telling = {
  readonly name: string;
  /** Something that a window shows has changed: several changes in one turn are told once. */
  soon(): void;
  start(): void;
  stop(): void;
};

export function createTelling({ counter, tellCashier, tellCustomer, beat, isEnding }: TellingDeps): Telling {
  let isDue = false;
  let beats: NodeJS.Timeout | undefined;
  return {
    name: 'telling',
    soon() {
      if (isDue || isEnding()) return;
      isDue = true;
      queueMicrotask(() => {
        isDue = false;
        tellCashier(counter.cashierState());
        tellCustomer(counter.customerState());
      });
    },
    start() {
      beats = setInterval(beat, BEAT_MS);
    },
    stop() {
      clearInterval(beats);
    },
  };
}
