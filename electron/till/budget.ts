/**
 * Counts calls to the gateway, so that one till never uses up what QFPay allows the whole merchant in a minute, and shares
 * what is left of a minute: the less there is, the more attempts have to come together in one call.
 */
import type { MonoMs } from '../../shared/time.ts';

const WINDOW_MS = 60_000;
/** QFPay allows a merchant so many calls a minute, all tills together. */
const ALLOWED = 400;
/** Of a till's part of them one in five is left: for what QFPay counts and the till does not know of. */
const LEFT_ALONE = 1 / 5;
/**
 * From here on the calls about unfinished attempts are spread over the minute: what is left lasts until older calls do not
 * count any more, and nobody at the counter waits for that.
 */
const SPREAD_BELOW = 0.2;
/** What looks leave to the others. Below what is spread, so that looks have their turn however much is unfinished. */
const KEPT_FROM_LOOKS = 0.15;

/**
 * What a call is for. Where a person `asked`, be it for a payment, nothing holds it back but the end of the budget; what is
 * `unfinished` is spread when little is left; a `look` is at what is over, or lost, and can wait.
 */
export type CallFor = 'asked' | 'unfinished' | 'look';

export type Budget = {
  /** Counts calls that are made, whether they were waited for or not: a payment is never held back. */
  spend(calls: number, callFor: CallFor, at: MonoMs): void;
  /** How long to wait, in whole milliseconds, before asking again whether this many more calls fit; 0 when they do now. */
  waitFor(calls: number, callFor: CallFor, at: MonoMs): number;
};

/** How many calls a minute one of so many tills of a merchant may make. */
export const callsOfTill = (tills: number): number => Math.floor((ALLOWED - ALLOWED * LEFT_ALONE) / tills);

/**
 * @param startedAt when this run of the program began; left out where there was none before it. What the one before used in
 *   its last minute is not known: what is left of a first minute fits into what QFPay allows beside it
 * @param most how many calls a minute there may be now; may change
 */
export function createBudget(startedAt?: MonoMs, most: () => number = () => callsOfTill(1)): Budget {
  // A quarter of the till's own four fifths is the fifth that is left alone.
  const usedBefore = most() - Math.floor(most() / 4);
  /** The oldest first. */
  let calls: MonoMs[] = startedAt === undefined ? [] : Array.from({ length: usedBefore }, () => startedAt);
  /** How many calls about the unfinished were made last, and when. */
  let spread = { calls: 0, at: -Infinity };

  const forget = (at: MonoMs): void => {
    calls = calls.filter((call) => call + WINDOW_MS > at);
  };
  const left = (): number => most() - calls.length;

  /**
   * From when on this many calls are left, or half of a minute's: more than that may never be left where payments are made,
   * and what asks about several months takes more than a minute has where forty tills share it.
   */
  const leavesFrom = (count: number): MonoMs => {
    const blocking = calls[calls.length - most() + Math.min(count, Math.ceil(most() / 2)) - 1];
    return blocking === undefined ? -Infinity : blocking + WINDOW_MS;
  };

  /**
   * From when on the unfinished may be asked about again: at this pace what is left lasts for a whole minute. It goes by
   * how many calls were made last, and not by how many come next: what takes several would be overtaken for ever.
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
      // In whole milliseconds: a rest too small to be added to the clock would be waited for again and again.
      return Math.max(0, Math.ceil(from - at));
    },
  };
}
