/**
 * Applies a person's decision, by QFPay's portal, about an attempt that the gateway leaves open (rule P16). The
 * decision is recorded like any other change, with who, why and when. It counts only for the row that the person saw,
 * and only for what that row leaves open.
 */
import { isAttemptNumber } from '../../shared/attempt/number.ts';
import { movedBy, verdictsOn, type Attempt } from '../../shared/attempt/record.ts';
import { cents, CENTS_MAX, sumCents, type Cents } from '../../shared/money.ts';
import type { DecideAnswer, Ruling } from '../../shared/contract/payments.ts';
import type { Payments } from './payments.ts';
import type { Clock } from './ports/world.ts';
import type { Refunds } from './refunds.ts';

export type ByHandDeps = {
  readonly clock: Clock;
  readonly payments: Payments;
  readonly refunds: Refunds;
};

/** A name or initials, and a sentence. No control characters: a file or screen might execute or hide them. */
const NAME = /^[^\p{C}]{1,40}$/u;
const REASON = /^[^\p{C}]{1,200}$/u;

/** @returns a function that records a ruling and throws LedgerError */
export function createByHand({ clock, payments, refunds }: ByHandDeps): (ruling: Ruling) => DecideAnswer {
  /** The largest amount allowed, in cents; null if the payment cannot be found. */
  const mostOf = (attempt: Attempt, verdict: Ruling['verdict']): Cents | null => {
    if (verdict === 'paid') return CENTS_MAX;
    if (verdict === 'not-paid' || verdict === 'not-refunded') return attempt.amount;
    const found = refunds.of(attempt.refundOf ?? attempt.number);
    if (found === null) return null;
    const others = found.refunds.filter(({ number, status }) => number !== attempt.number && status !== 'refused');
    const elsewhere = verdict === 'returned' ? null : found.payment.returnedElsewhere;
    const left = movedBy(found.payment) - (elsewhere ?? 0) - sumCents(others.map(movedBy));
    // A refund that came back to life may have returned money that another refund returned too.
    return cents(Math.max(0, verdict === 'refunded' && attempt.abandoned ? attempt.amount : left));
  };

  return ({ number, version, verdict, amount, by, why }) => {
    if (!isAttemptNumber(number)) return 'moved-on';
    payments.load(number);
    const state = payments.stateOf(number);
    if (state === null || state.watch.stage === 'live') return 'moved-on';
    const { attempt } = state;
    if (attempt.version !== version || !verdictsOn(attempt).includes(verdict)) return 'moved-on';
    const [name, reason] = [by.trim(), why.trim()];
    if (!NAME.test(name) || !REASON.test(reason)) return 'words';
    // Zero is allowed for `returned`, because perhaps nothing was returned. An amount that moved is above zero.
    const least = verdict === 'returned' ? 0 : 1;
    const most = mostOf(attempt, verdict);
    if (most === null) return 'moved-on';
    if (!Number.isSafeInteger(amount) || amount < least || amount > most) return 'amount';
    const decision = { verdict, amount: cents(amount), by: name, why: reason, at: clock.wall() };
    payments.dispatch(number, { kind: 'decided', decision });
    return payments.stateOf(number)?.attempt.version === version ? 'cannot-record' : 'decided';
  };
}
