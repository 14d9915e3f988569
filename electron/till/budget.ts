/** Counts calls to the gateway, so that one till never uses up what QFPay allows the whole merchant in a minute. */
import type { MonoMs } from '../../shared/time.ts';

const WINDOW_MS = 60_000;
/** QFPay allows a merchant 400 calls a minute, all tills together. */
const CALLS_PER_WINDOW = 300;
/** The run before this one may have called until it ended: what it used in its last minute is not known any more. */
const USED_BEFORE = 200;

export type Budget = {
  /** Counts a call that is made in any case: a payment is never held back. */
  spend(at: MonoMs): void;
  /** How long to wait until this many more calls fit; 0 when they fit now. */
  waitFor(calls: number, at: MonoMs): number;
};

/** @param startedAt when this run of the program began; left out where there was none before it */
export function createBudget(startedAt?: MonoMs): Budget {
  let calls: MonoMs[] = startedAt === undefined ? [] : Array.from({ length: USED_BEFORE }, () => startedAt);
  return {
    spend(at) {
      calls = calls.filter((call) => call > at - WINDOW_MS);
      calls.push(at);
    },
    waitFor(wanted, at) {
      const recent = calls.filter((call) => call > at - WINDOW_MS);
      const blocking = recent[recent.length - CALLS_PER_WINDOW + wanted - 1];
      return blocking === undefined ? 0 : blocking + WINDOW_MS - at;
    },
  };
}
