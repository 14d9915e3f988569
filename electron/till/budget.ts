/** Counts calls to the gateway, so that one till never uses up what QFPay allows the whole merchant in a minute. */
import type { MonoMs } from '../../shared/time.ts';

const WINDOW_MS = 60_000;
/** QFPay allows a merchant 400 calls a minute, all tills together. */
const CALLS_PER_WINDOW = 280;
/**
 * The run before this one may have called until it ended: what it used in its last minute is not known any more. What is
 * left is so little that three starts within a minute, and the payments between them, which are never held back, still fit
 * into what QFPay allows.
 */
const USED_BEFORE = 245;

export type Budget = {
  /** Counts a call that is made in any case: a payment is never held back. */
  spend(at: MonoMs): void;
  /** How long to wait until this many more calls fit; 0 when they fit now. */
  waitFor(calls: number, at: MonoMs): number;
};

/** @param startedAt when this run of the program began; left out where there was none before it */
export function createBudget(startedAt?: MonoMs): Budget {
  /** The newest, as many as a window holds: an older one cannot block any more. */
  const calls: MonoMs[] = startedAt === undefined ? [] : Array.from({ length: USED_BEFORE }, () => startedAt);
  return {
    spend(at) {
      calls.push(at);
      if (calls.length > CALLS_PER_WINDOW) calls.shift();
    },
    waitFor(wanted, at) {
      const blocking = calls[calls.length - CALLS_PER_WINDOW + wanted - 1];
      // In whole milliseconds: a rest too small to be added to the clock would be waited for again and again.
      return blocking === undefined ? 0 : Math.max(0, Math.ceil(blocking + WINDOW_MS - at));
    },
  };
}
