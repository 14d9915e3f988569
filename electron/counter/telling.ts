/** Sends each window the changed groups of its state, and sends the customer's window a heartbeat. */
import type { CashierGroups, WindowName } from '../../shared/contract/contract.ts';
import type { CustomerGroups } from '../../shared/contract/customer.ts';
import { BEAT_MS } from '../../shared/contract/heartbeat.ts';
import type { Told } from '../../shared/contract/told.ts';
import type { Clock } from '../till/ports/world.ts';
import type { Counter } from './counter.ts';
import { createMemory, type Memory } from './unchanged.ts';

export type TellingDeps = {
  readonly counter: Pick<Counter, 'states'>;
  readonly clock: Pick<Clock, 'mono'>;
  readonly tellCashier: (told: Told<CashierGroups>) => void;
  readonly tellCustomer: (told: Told<CustomerGroups>) => void;
  /** Sends the customer's window one heartbeat. */
  readonly beat: () => void;
  readonly isEnding: () => boolean;
};

export type Telling = {
  readonly name: string;
  /** Call this when something that a window shows may have changed. Several calls in one turn send one message. */
  soon(): void;
  /** Sends everything to a page that has just loaded. */
  toNewPage(window: WindowName): void;
  start(): void;
  stop(): void;
};

export function createTelling({ counter, clock, tellCashier, tellCustomer, beat, isEnding }: TellingDeps): Telling {
  const told = {
    cashier: createMemory<CashierGroups>(clock.mono),
    customer: createMemory<CustomerGroups>(clock.mono),
  };
  let isDue = false;
  let beats: NodeJS.Timeout | undefined;

  const tellNow = (): void => {
    isDue = false;
    const states = counter.states();
    try {
      tellChanged(told.cashier, states.cashier, tellCashier);
    } finally {
      tellChanged(told.customer, states.customer, tellCustomer);
    }
  };
  const soon = (): void => {
    if (isDue || isEnding()) return;
    isDue = true;
    queueMicrotask(tellNow);
  };

  return {
    name: 'telling',
    soon,
    toNewPage(window) {
      told[window].forget();
      soon();
    },
    start() {
      beats = setInterval(beat, BEAT_MS);
    },
    stop() {
      clearInterval(beats);
    },
  };
}

/** Sends what has changed; if `tell` throws, the next message holds everything. @throws what `tell` throws */
export function tellChanged<Groups>(memory: Memory<Groups>, state: Groups, tell: (told: Told<Groups>) => void): void {
  const told = memory.toTell(state);
  if (told === null) return;
  try {
    tell(told);
  } catch (error) {
    memory.forget();
    throw error;
  }
}
