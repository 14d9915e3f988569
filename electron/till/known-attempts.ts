/** The attempts that this run keeps in memory, by number. The ledger holds the truth. */
import type { AttemptState } from '../../shared/attempt/machine.ts';
import type { AttemptNumber } from '../../shared/attempt/number.ts';
import { isOver } from '../../shared/attempt/record.ts';

export type KnownAttempts = {
  get(number: AttemptNumber): AttemptState | null;
  /** Stores the attempt's latest state. */
  set(state: AttemptState): void;
  /** The current step is done. @param isPlanned an enquiry is planned, so the attempt must stay in memory */
  rest(state: AttemptState, isPlanned: boolean): void;
  /** An enquiry is coming, so the attempt must stay in memory. */
  keep(number: AttemptNumber): void;
  /** Attempts that are not over, oldest first. */
  open(): readonly AttemptState[];
};

/** How many finished attempts stay in memory for the screens; the others are read from the ledger. */
const FINISHED_MAX = 64;

/** @param isHeld whether it is on a screen, or somebody must still read it */
export function createKnownAttempts(isHeld: (number: AttemptNumber) => boolean): KnownAttempts {
  const states = new Map<AttemptNumber, AttemptState>();
  /** The attempts in `states` that are over with no enquiry planned, the longest unchanged first. */
  const finished = new Set<AttemptNumber>();
  /**
   * The few in `states` that are not over. The windows are sent them after every change, so this list must stay short.
   */
  const open = new Map<AttemptNumber, AttemptState>();

  const forgetOldest = (): void => {
    for (const number of finished) {
      if (finished.size <= FINISHED_MAX) return;
      if (isHeld(number)) continue;
      finished.delete(number);
      states.delete(number);
    }
  };

  return {
    get: (number) => states.get(number) ?? null,
    set(state) {
      const { number } = state.attempt;
      states.set(number, state);
      if (isOver(state.attempt)) open.delete(number);
      else open.set(number, state);
    },
    rest({ attempt }, isPlanned) {
      finished.delete(attempt.number);
      if (isOver(attempt) && !isPlanned) finished.add(attempt.number);
      forgetOldest();
    },
    keep(number) {
      finished.delete(number);
    },
    open: () => [...open.values()].toSorted((a, b) => a.attempt.createdAt - b.attempt.createdAt),
  };
}
