/** The attempts that this run of the program has at hand, by number. The ledger holds the truth. */
import type { AttemptState } from '../../shared/attempt/machine.ts';
import type { AttemptNumber } from '../../shared/attempt/number.ts';
import { isOver } from '../../shared/attempt/record.ts';

export type KnownAttempts = {
  get(number: AttemptNumber): AttemptState | null;
  /** It has come so far. */
  set(state: AttemptState): void;
  /** Nothing more is done about it now. @param isPlanned it will be asked about, so it has to be known then */
  rest(state: AttemptState, isPlanned: boolean): void;
  /** It is asked about again, so it is not forgotten meanwhile. */
  keep(number: AttemptNumber): void;
  /** Those that are not over, oldest first. */
  open(): readonly AttemptState[];
};

/** So many that are over are kept at hand for the screens; the others are read from the ledger. */
const MOST_FINISHED = 64;

/** @param isHeld whether somebody has it on a screen, or still has to read of it */
export function createKnownAttempts(isHeld: (number: AttemptNumber) => boolean): KnownAttempts {
  const states = new Map<AttemptNumber, AttemptState>();
  /** Of these the ones that are over and not asked about any more, the longest untouched first. */
  const finished = new Set<AttemptNumber>();
  /** Of these the few that are not over: what the windows are told of, after every change of a long day. */
  const open = new Map<AttemptNumber, AttemptState>();

  const forgetOldest = (): void => {
    for (const number of finished) {
      if (finished.size <= MOST_FINISHED) return;
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
