/**
 * Decides when to enquire about an attempt: how soon, how often, and until when. Pure; all times are by the monotonic
 * clock. machine.ts uses it to plan.
 */
import { FOR_PERSON_AFTER_MS, isFinal, hasMoneyMoved, looksAgain, type Attempt } from './record.ts';
import type { Gaps } from '../gaps.ts';
import type { MonoMs } from '../time.ts';

const SECOND = 1000;
const MINUTE = 60 * SECOND;

/**
 * After this time without an answer the till shows "checking" and starts to enquire while the request is still open.
 */
export const SLOW_MS = 5 * SECOND;
export const FIRST_ENQUIRY_MS = 2 * SECOND;
/** For a refund, which no customer waits for. */
const REFUND_GAP_MS = 3 * SECOND;
const BACKOFF_MS_MIN = 3 * SECOND;
const GAP_MS_MAX = 60 * SECOND;
const EXPIRY_MARGIN_MS = 10 * MINUTE;
const SLOW_GAP_MS = 15 * MINUTE;
const RARE_GAP_MS = 6 * 60 * MINUTE;
/**
 * Before this time "not found" does not count. If a refund is listed late and was requested again meanwhile, the
 * customer gets the money twice.
 */
export const NOT_FOUND_QUIET_MS = { payment: 30 * SECOND, refund: 10 * MINUTE } as const;
export const NOT_FOUND_APART_MS = 5 * SECOND;
/** When to check a failure again, counted from the failure. */
const FAILED_LOOKS_MS = [10 * MINUTE, 60 * MINUTE, 24 * 60 * MINUTE];
/** An expired QR is checked every 15 minutes for a day. */
const EXPIRED_LOOKS = 96;
/** When to check a paid payment again: a customer may pay twice with one QR, and the second payment is listed later. */
const PAID_LOOKS_MS = [10 * SECOND, 5 * MINUTE];
/** One enquiry in four also searches by our own number, because a customer's second try has another `gatewayRef`. */
const WIDE_EVERY = 4;

/** What decides the pace of enquiries, besides the attempt itself. */
export type Pace = {
  readonly since: MonoMs;
  /** Above zero while the gateway asks for fewer enquiries. */
  readonly backoffMs: number;
  /** How many look-backs were made since it became final. */
  readonly looks: number;
  /** How many enquiries were made. */
  readonly asks: number;
  /** The next enquiry must also search by our own number. */
  readonly wide: boolean;
  /** A customer has, or may have, seen the QR of this order. */
  readonly wasShown: boolean;
  readonly gaps: Gaps;
};

/** The result of the last enquiry. */
export type Occasion = 'answered' | 'unanswered' | 'first-pending' | 'not-found';

/** Milliseconds until the next enquiry, without the watch's jitter; null when no enquiry is needed. */
export function nextGap(attempt: Attempt, pace: Pace, at: MonoMs, occasion: Occasion): number | null {
  if (hasMoneyMoved(attempt.status)) return nextPaidLook(attempt, pace, at, occasion);
  const gap = Math.max(liveGap(attempt, pace, at), pace.backoffMs);
  if (isFinal(attempt.status)) {
    if (canStillBePaid(attempt, pace, at)) return gap;
    return looksAgain(attempt) ? nextLook(attempt, pace.looks, occasion) : null;
  }
  if (occasion === 'first-pending') return FIRST_ENQUIRY_MS;
  if (occasion === 'not-found') return Math.max(gap, NOT_FOUND_APART_MS + SECOND);
  if (!isExpired(attempt, pace, at)) return gap;
  if (occasion === 'unanswered') return GAP_MS_MAX;
  return at - pace.since > FOR_PERSON_AFTER_MS ? RARE_GAP_MS : SLOW_GAP_MS;
}

function liveGap({ kind }: Attempt, { since, gaps }: Pace, at: MonoMs): number {
  if (kind === 'refund') return REFUND_GAP_MS;
  const now = gaps.find(({ untilMs }) => at - since < untilMs) ?? gaps.at(-1);
  return now?.gapMs ?? REFUND_GAP_MS;
}

/**
 * Whether it failed but its QR can still be paid: the customer was declined, tops up, and confirms on the same phone.
 */
export function canStillBePaid(attempt: Attempt, pace: Pace, at: MonoMs): boolean {
  return attempt.status === 'failed' && attempt.decided === null && pace.wasShown && !isExpired(attempt, pace, at);
}

/** Which numbers an enquiry searches by: QFPay's, ours, or both. */
export function asksBy(
  attempt: Attempt,
  pace: Pace,
  at: MonoMs,
): { readonly gatewayRef: boolean; readonly number: boolean } {
  if (attempt.gatewayRef === null) return { gatewayRef: false, number: true };
  const isTurn = pace.asks % WIDE_EVERY === WIDE_EVERY - 1;
  if (canStillBePaid(attempt, pace, at)) return { gatewayRef: isTurn, number: true };
  if (isFinal(attempt.status) || pace.wide) return { gatewayRef: true, number: true };
  return { gatewayRef: !isTurn, number: isTurn };
}

/** The next look-back at an attempt that moved no money, in case money has moved after all. */
function nextLook({ status }: Attempt, looks: number, occasion: Occasion): number | null {
  if (occasion === 'unanswered') return GAP_MS_MAX;
  if (status === 'expired') return looks < EXPIRED_LOOKS ? SLOW_GAP_MS : null;
  const due = FAILED_LOOKS_MS[looks];
  return due === undefined ? null : due - (FAILED_LOOKS_MS[looks - 1] ?? 0);
}

/** The next look-back at a paid payment, in case another payment was made under the same number. */
function nextPaidLook(attempt: Attempt, pace: Pace, at: MonoMs, occasion: Occasion): number | null {
  const due = PAID_LOOKS_MS[pace.looks];
  if (attempt.kind === 'refund' || due === undefined || isExpired(attempt, pace, at)) return null;
  return occasion === 'unanswered' ? GAP_MS_MAX : due - (PAID_LOOKS_MS[pace.looks - 1] ?? 0);
}

/** Doubles the backoff within limits, because the gateway is overloaded or asked for fewer enquiries. */
export function backedOff(backoffMs: number): number {
  return Math.min(GAP_MS_MAX, Math.max(BACKOFF_MS_MIN, backoffMs) * 2);
}

/** Whether the order can no longer be paid, as far as known. */
export function isExpired({ validForMs }: Attempt, { since }: Pace, at: MonoMs): boolean {
  return at - since > validForMs + EXPIRY_MARGIN_MS;
}
