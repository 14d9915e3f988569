/**
 * Counts calls to the gateway, so that one till never uses up QFPay's limit for the whole merchant in a minute. It also
 * shares what is left of a minute: the fewer calls are left, the more attempts must share one call.
 */
import type { MonoMs } from '../../shared/time.ts';

const WINDOW_MS = 60_000;
/** QFPay's limit of calls a minute for a merchant, all tills together. */
const ALLOWED = 400;
/** A fifth of the limit stays unused, for calls that QFPay counts but the till does not know of. */
const LEFT_ALONE = 1 / 5;
/**
 * Below this share, calls about unfinished attempts are spread over the minute. What is left then lasts until older
 * calls no longer count. Nobody at the counter waits for these calls.
 */
const SPREAD_BELOW = 0.2;
/**
 * The share that look-backs leave to others. It is below SPREAD_BELOW, so that unfinished attempts never starve
 * look-backs.
 */
const KEPT_FROM_LOOKS = 0.15;

/**
 * The purpose of a call. `asked`: a person waits, for example for a payment; only an empty budget delays it.
 * `unfinished`: spread out when little is left. `look`: about finished or lost attempts; it can wait.
 */
export type CallFor = 'asked' | 'unfinished' | 'look';

export type Budget = {
  /** Counts calls that are made, even if nobody called `waitFor`: a payment is never held back. */
  spend(calls: number, callFor: CallFor, at: MonoMs): void;
  /** How long to wait, in whole milliseconds, before asking again whether this many calls fit; 0 if they fit. */
  waitFor(calls: number, callFor: CallFor, at: MonoMs): number;
};

/** How many calls a minute one till may make, if the merchant has this many tills. */
export const callsOfTill = (tills: number): number => Math.floor((ALLOWED - ALLOWED * LEFT_ALONE) / tills);

/**
 * @param startedAt when this run of the program began; omit if no run came before it. The calls of the previous run's
 * last minute are unknown, so the first minute gets only what fits under QFPay's limit beside them.
 * @param most the current limit of calls a minute; may change
 */
export function createBudget(startedAt?: MonoMs, most: () => number = () => callsOfTill(1)): Budget {
  // A quarter of the till's four fifths equals the unused fifth.
  const usedBefore = most() - Math.floor(most() / 4);
  /** Times of the calls, oldest first. */
  let calls: MonoMs[] = startedAt === undefined ? [] : Array.from({ length: usedBefore }, () => startedAt);
  /** Count and time of the last calls about unfinished attempts. */
  let spread = { calls: 0, at: -Infinity };

  const forget = (at: MonoMs): void => {
    calls = calls.filter((call) => call + WINDOW_MS > at);
  };
  const left = (): number => most() - calls.length;

  /**
   * When this many calls are left, or half of a minute's calls if that is less. With many payments more may never be
   * left, and with forty tills an enquiry over several months needs more calls than a minute has.
   */
  const leavesFrom = (count: number): MonoMs => {
    const blocking = calls[calls.length - most() + Math.min(count, Math.ceil(most() / 2)) - 1];
    return blocking === undefined ? -Infinity : blocking + WINDOW_MS;
  };

  /**
   * When unfinished attempts may be enquired about again, so that the remaining calls last a whole minute. The pace
   * follows the last batch, not the next one: otherwise small batches would always overtake a large one and starve it.
   */
  const spreadFrom = (): MonoMs =>
    Math.min(spread.at + (spread.calls * WINDOW_MS) / left(), leavesFrom(Math.floor(most() * SPREAD_BELOW)));

  return {
    spend(count, callFor, at) {
      for (let call = 0; call < count; call += 1) calls.push(at);
      if (callFor === 'unfinished') spread = { calls: count, at };
    },
    waitFor(wanted, callFor, at) {
      forget(at);
      const needed = wanted + (callFor === 'look' ? Math.floor(most() * KEPT_FROM_LOOKS) : 0);
      const isSpread = callFor === 'unfinished' && left() >= needed;
      const from = isSpread ? spreadFrom() : leavesFrom(needed);
      // Round up: a remainder too small to change the clock's value would be waited for again and again.
      return Math.max(0, Math.ceil(from - at));
    },
  };
}
