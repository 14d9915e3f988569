/**
 * When the gateway is asked about an attempt: how soon, how often, and until when. Pure, and by the clock that never
 * steps; the machine in attempt.ts plans by it.
 */
import { isFinal, looksAgain, type Attempt } from './attempt-record.ts';
import type { MonoMs } from './time.ts';

const SECOND = 1000;
const MINUTE = 60 * SECOND;

/** After this long without an answer the till says "checking" and begins to ask, while the request is still open. */
export const SLOW_MS = 5 * SECOND;
/** How long customer and cashier wait at the screen; QFPay's own terminal gives PayMe the same. */
export const LIVE_MS = 120 * SECOND;
export const FIRST_ENQUIRY_MS = 2 * SECOND;
const GAP_MS = 3 * SECOND;
const MOST_GAP_MS = 60 * SECOND;
const EXPIRY_MARGIN_MS = 10 * MINUTE;
const SLOW_GAP_MS = 15 * MINUTE;
/** What the gateway has not settled in a day it hardly will: a person is asked then. */
export const FOR_PERSON_AFTER_MS = 24 * 60 * MINUTE;
const RARE_GAP_MS = 6 * 60 * MINUTE;
/** Before this "not found" counts for nothing. A refund that is listed late and was refunded anew would be paid twice. */
export const NOT_FOUND_QUIET_MS = { payment: 30 * SECOND, refund: 10 * MINUTE } as const;
export const NOT_FOUND_APART_MS = 5 * SECOND;
/** When a failure is looked at again, counted from the failure. */
const FAILED_LOOKS_MS = [10 * MINUTE, 60 * MINUTE, 24 * 60 * MINUTE];
/** An expired QR is looked at every 15 minutes for a day. */
const EXPIRED_LOOKS = 96;

/** What the pace of enquiries depends on, beside the attempt itself. */
export type Pace = {
  readonly since: MonoMs;
  /** Longer than nothing while the gateway asks to be asked less often. */
  readonly backoffMs: number;
  /** How often it was looked at since it was final. */
  readonly looks: number;
};

/** What has just happened to an enquiry. */
export type Occasion = 'answered' | 'unanswered' | 'first-pending' | 'not-found';

/** In how many milliseconds to ask next, before the watch's own jitter; null when there is nothing more to ask. */
export function nextGap(attempt: Attempt, pace: Pace, at: MonoMs, occasion: Occasion): number | null {
  if (isFinal(attempt.status)) return looksAgain(attempt) ? nextLook(attempt, pace.looks, occasion) : null;
  if (occasion === 'first-pending') return FIRST_ENQUIRY_MS;
  const gap = Math.max(GAP_MS, pace.backoffMs);
  if (occasion === 'not-found') return Math.max(gap, NOT_FOUND_APART_MS + SECOND);
  if (!isPastLife(attempt, pace, at)) return gap;
  if (occasion === 'unanswered') return MOST_GAP_MS;
  return at - pace.since > FOR_PERSON_AFTER_MS ? RARE_GAP_MS : SLOW_GAP_MS;
}

/** The next look at an attempt that did not come through, in case it did after all. */
function nextLook({ status }: Attempt, looks: number, occasion: Occasion): number | null {
  if (occasion === 'unanswered') return MOST_GAP_MS;
  if (status === 'expired') return looks < EXPIRED_LOOKS ? SLOW_GAP_MS : null;
  const due = FAILED_LOOKS_MS[looks];
  return due === undefined ? null : due - (FAILED_LOOKS_MS[looks - 1] ?? 0);
}

/** Twice as long as before, within limits: the gateway said that it is asked too often or is in trouble. */
export function backedOff(backoffMs: number): number {
  return Math.min(MOST_GAP_MS, Math.max(GAP_MS, backoffMs) * 2);
}

/** Whether the order can no longer be paid, as far as anybody knows. */
export function isPastLife({ lifeMs }: Attempt, { since }: Pace, at: MonoMs): boolean {
  return at - since > lifeMs + EXPIRY_MARGIN_MS;
}
