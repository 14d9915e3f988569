/** Counts the faults of a run, by kind and by attempt. */
import type { AttemptNumber } from '../../shared/attempt/number.ts';
import type { Dice } from '../support/dice.ts';

export const FAULT_KINDS = [
  'not-sent',
  'refused-to-send',
  'request-lost',
  'request-late',
  'answer-lost',
  'answer-slow',
  'busy',
  'error-after',
  'cut',
  'offline',
  'enquiry-lost',
  'enquiry-slow',
  'enquiry-busy',
  'enquiry-cut',
  'enquiry-refused',
  'syssn-absent',
  'qr-absent',
  'qr-other-amount',
  'listed-late',
  'wrong-amount',
  'wrong-currency',
  'charged-twice',
  'reversed',
  'paid-late',
  'failed-then-paid',
  'odd-code',
  'waits-for-ever',
  'row-amount',
  'row-currency',
  'row-bare',
  'row-odd',
  'row-failed',
  'row-other-number',
  'row-taken-syssn',
  'row-refund',
  'refund-refused',
  'refund-waits',
  'request-repeated',
  'not-ours',
  'mixed-up',
  'order-type',
  'odd-field',
  'row-broken',
  'vanishes',
  'portal',
  'list-too-long',
  'refund-listed-late',
  'hangs',
  'odd-error',
  'damage-met',
  'wrong-clock',
  'put-back',
  'lost-ledger',
  'crash',
  'stop',
  'ledger',
  'clock',
  'sleep',
] as const;
export type FaultKind = (typeof FAULT_KINDS)[number];

export type Faults = {
  /** Whether this fault happens now; if so, counts it for these attempts. Never after `end`. */
  strike(kind: FaultKind, probability: number, numbers: readonly AttemptNumber[]): boolean;
  note(kind: FaultKind, numbers: readonly AttemptNumber[]): void;
  /** From now on no fault happens. */
  end(): void;
  isOver(): boolean;
  byKind(): ReadonlyMap<FaultKind, number>;
  /** How many attempts had at least `atLeast` faults. */
  attemptsWith(atLeast: number): number;
};

export function createFaults(dice: Dice): Faults {
  const byKind = new Map<FaultKind, number>();
  const byNumber = new Map<AttemptNumber, number>();
  let isOver = false;
  const note = (kind: FaultKind, numbers: readonly AttemptNumber[]): void => {
    byKind.set(kind, (byKind.get(kind) ?? 0) + 1);
    for (const number of numbers) byNumber.set(number, (byNumber.get(number) ?? 0) + 1);
  };
  return {
    strike(kind, probability, numbers) {
      if (isOver || !dice.chance(probability)) return false;
      note(kind, numbers);
      return true;
    },
    note,
    end() {
      isOver = true;
    },
    isOver: () => isOver,
    byKind: () => byKind,
    attemptsWith: (atLeast) => [...byNumber.values()].filter((count) => count >= atLeast).length,
  };
}
