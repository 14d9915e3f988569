/**
 * When the gateway is asked about an attempt: how soon, how often, and until when. Pure, and by the clock that never
 * steps; machine.ts plans by it.
 */
import { FOR_PERSON_AFTER_MS, isFinal, isSettled, looksAgain, type Attempt } from './record.ts';
import type { Gaps } from '../gaps.ts';
import type { MonoMs } from '../time.ts';

const SECOND = 1000;
const MINUTE = 60 * SECOND;

/** After this long without an answer the till says "checking" and begins to ask, while the request is still open. */
export const SLOW_MS = 5 * SECOND;
/** How long customer and cashier wait at the screen; QFPay's own terminal gives PayMe the same. */
export const LIVE_MS = 120 * SECOND;
export const FIRST_ENQUIRY_MS = 2 * SECOND;
/** Of a refund, which no customer stands and waits for. */
const REFUND_GAP_MS = 3 * SECOND;
const LEAST_BACKOFF_MS = 3 * SECOND;
const MOST_GAP_MS = 60 * SECOND;
const EXPIRY_MARGIN_MS = 10 * MINUTE;
const SLOW_GAP_MS = 15 * MINUTE;
const RARE_GAP_MS = 6 * 60 * MINUTE;
/** Before this "not found" counts for nothing. A refund that is listed late and was refunded anew would be paid twice. */
export const NOT_FOUND_QUIET_MS = { payment: 30 * SECOND, refund: 10 * MINUTE } as const;
export const NOT_FOUND_APART_MS = 5 * SECOND;
/** When a failure is looked at again, counted from the failure. */
const FAILED_LOOKS_MS = [10 * MINUTE, 60 * MINUTE, 24 * 60 * MINUTE];
/** An expired QR is looked at every 15 minutes for a day. */
const EXPIRED_LOOKS = 96;
/** When what was paid is looked at again: a customer may have paid twice by one QR, and the second one is listed later. */
const PAID_LOOKS_MS = [10 * SECOND, 5 * MINUTE];
/** By our own number too, one enquiry in so many: a second try under it has a number of QFPay's of its own. */
const WIDE_EVERY = 4;

/** What the pace of enquiries depends on, beside the attempt itself. */
export type Pace = {
  readonly since: MonoMs;
  /** Longer than nothing while the gateway asks to be asked less often. */
  readonly backoffMs: number;
  /** How often it was looked at since it was final. */
  readonly looks: number;
  /** How often it was asked about. */
  readonly asks: number;
  /** The next enquiry has to look under our own number too. */
  readonly wide: boolean;
  /** A customer has, or may have, the QR of this order before him. */
  readonly wasShown: boolean;
  readonly gaps: Gaps;
};

/** What has just happened to an enquiry. */
export type Occasion = 'answered' | 'unanswered' | 'first-pending' | 'not-found';

/** In how many milliseconds to ask next, before the watch's own jitter; null when there is nothing more to ask. */
export function nextGap(attempt: Attempt, pace: Pace, at: MonoMs, occasion: Occasion): number | null {
  if (isSettled(attempt.status)) return nextPaidLook(attempt, pace, at, occasion);
  const gap = Math.max(liveGap(attempt, pace, at), pace.backoffMs);
  if (isFinal(attempt.status)) {
    if (canStillBePaid(attempt, pace, at)) return gap;
    return looksAgain(attempt) ? nextLook(attempt, pace.looks, occasion) : null;
  }
  if (occasion === 'first-pending') return FIRST_ENQUIRY_MS;
  if (occasion === 'not-found') return Math.max(gap, NOT_FOUND_APART_MS + SECOND);
  if (!isPastLife(attempt, pace, at)) return gap;
  if (occasion === 'unanswered') return MOST_GAP_MS;
  return at - pace.since > FOR_PERSON_AFTER_MS ? RARE_GAP_MS : SLOW_GAP_MS;
}

function liveGap({ kind }: Attempt, { since, gaps }: Pace, at: MonoMs): number {
  if (kind === 'refund') return REFUND_GAP_MS;
  const now = gaps.find(({ untilMs }) => at - since < untilMs) ?? gaps.at(-1);
  return now?.gapMs ?? REFUND_GAP_MS;
}

/** Whether it failed, and its QR can be paid all the same: declined, topped up, and confirmed on the same telephone. */
export function canStillBePaid(attempt: Attempt, pace: Pace, at: MonoMs): boolean {
  return attempt.status === 'failed' && attempt.decided === null && pace.wasShown && !isPastLife(attempt, pace, at);
}

/** How an enquiry asks: by QFPay's number, by ours, or by both. */
export function asksBy(
  attempt: Attempt,
  pace: Pace,
  at: MonoMs,
): { readonly syssn: boolean; readonly number: boolean } {
  if (attempt.syssn === null) return { syssn: false, number: true };
  const isTurn = pace.asks % WIDE_EVERY === WIDE_EVERY - 1;
  if (canStillBePaid(attempt, pace, at)) return { syssn: isTurn, number: true };
  if (isFinal(attempt.status) || pace.wide) return { syssn: true, number: true };
  return { syssn: !isTurn, number: isTurn };
}

/** The next look at an attempt that did not come through, in case it did after all. */
function nextLook({ status }: Attempt, looks: number, occasion: Occasion): number | null {
  if (occasion === 'unanswered') return MOST_GAP_MS;
  if (status === 'expired') return looks < EXPIRED_LOOKS ? SLOW_GAP_MS : null;
  const due = FAILED_LOOKS_MS[looks];
  return due === undefined ? null : due - (FAILED_LOOKS_MS[looks - 1] ?? 0);
}

/** The next look at a payment that came through, in case another one came through under the same number. */
function nextPaidLook(attempt: Attempt, pace: Pace, at: MonoMs, occasion: Occasion): number | null {
  const due = PAID_LOOKS_MS[pace.looks];
  if (attempt.kind === 'refund' || due === undefined || isPastLife(attempt, pace, at)) return null;
  return occasion === 'unanswered' ? MOST_GAP_MS : due - (PAID_LOOKS_MS[pace.looks - 1] ?? 0);
}

/** Twice as long as before, within limits: the gateway said that it is asked too often or is in trouble. */
export function backedOff(backoffMs: number): number {
  return Math.min(MOST_GAP_MS, Math.max(LEAST_BACKOFF_MS, backoffMs) * 2);
}

/** Whether the order can no longer be paid, as far as anybody knows. */
export function isPastLife({ lifeMs }: Attempt, { since }: Pace, at: MonoMs): boolean {
  return at - since > lifeMs + EXPIRY_MARGIN_MS;
}
