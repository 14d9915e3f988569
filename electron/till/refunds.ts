/**
 * Refunds. A refund is a separate attempt with its own number. It never exceeds the payment; each payment has one
 * refund at a time, and none while an earlier one is in doubt (rule P15). The ledger refuses what passes here by
 * mistake. After a restore, until the gateway has been asked for what is missing, every earlier payment may have a
 * refund that the ledger does not know.
 */
import { isFinal, isPaid, madeAt, movedBy, type Attempt } from '../../shared/attempt/record.ts';
import type { AttemptNumber } from '../../shared/attempt/number.ts';
import type { RefundAnswer } from '../../shared/contract/payments.ts';
import { cents, sumCents, type Cents } from '../../shared/money.ts';
import { fitsStep, termsOf } from '../../shared/wallet.ts';
import { draftAttempt, NO_CODE, type DraftDeps } from './draft.ts';
import type { Payments } from './payments.ts';
import type { LedgerReader } from './ports/ledger.ts';

export type RefundsDeps = DraftDeps & {
  readonly ledger: LedgerReader;
  readonly payments: Payments;
};

/** The cashier's request. */
export type RefundOrdered = {
  /** In cents, as it came from the screen. */
  readonly amount: number;
  /** How many refunds of this payment the screen showed: a second tap or an outdated screen must start nothing. */
  readonly expectedRefunds: number;
};

/** A payment and how much of it can still be refunded. */
export type Refundable = {
  readonly payment: Attempt;
  /** Oldest first, with any result. */
  readonly refunds: readonly Attempt[];
  /** 0 if it was not paid, if all was returned, while a refund is in doubt, or if the wallet's refund time is over. */
  readonly left: Cents;
  /** A refund has no result yet, or a restore may have lost one. */
  readonly inDoubt: boolean;
};

export type Refunds = {
  /** @returns null if there is no such payment @throws LedgerError */
  of(number: AttemptNumber): Refundable | null;
  /**
   * Commits and sends a refund of what `of` has just found.
   *
   * @throws LedgerError when it could not be recorded; then nothing was sent
   */
  start(found: Refundable, order: RefundOrdered): RefundAnswer;
};

/** What the gateway has not answered in a day it may never answer, so refunds stop waiting for it. */
const ASKING_MS_MAX = 24 * 3_600_000;
/**
 * Each run waits at least this long. A wrong clock may have misdated the restore, and most answers come in this time.
 */
const ASKING_MS_MIN = 30 * 60_000;
const DAY_MS = 24 * 3_600_000;

export function createRefunds(deps: RefundsDeps): Refunds {
  const { ledger, gateway, clock, payments } = deps;
  const openedAt = clock.mono();

  const mayHaveLost = (number: AttemptNumber): boolean => {
    const restoredAt = ledger.unaskedRestoreOf(number);
    if (restoredAt === null) return false;
    const isOfToday = Math.abs(payments.now() - restoredAt) < ASKING_MS_MAX;
    return isOfToday || clock.mono() - openedAt < ASKING_MS_MIN;
  };

  /** Whether the wallet's refund time is over. For a wallet without a known limit, the gateway decides. */
  const isPastRefunds = (payment: Attempt): boolean => {
    const { refundDays } = termsOf(payment.tender);
    return refundDays !== null && payments.now() - madeAt(payment) > refundDays * DAY_MS;
  };

  const of = (number: AttemptNumber): Refundable | null => {
    const payment = ledger.find(number);
    if (payment === null || payment.kind !== 'payment') return null;
    const refunds = ledger.refundsOf(number);
    const inDoubt = mayHaveLost(number) || refunds.some(({ status }) => !isFinal(status));
    if (isPastRefunds(payment)) return { payment, refunds, inDoubt, left: cents(0) };
    return { payment, refunds, inDoubt, left: inDoubt ? cents(0) : leftOf(payment, refunds) };
  };

  return {
    of,

    start({ payment, refunds, inDoubt, left }, { amount, expectedRefunds }) {
      if (!isPaid(payment.status) || isPastRefunds(payment)) return 'not-refundable';
      if (inDoubt) return 'in-doubt';
      if (refunds.length !== expectedRefunds) return 'already-started';
      if (!Number.isSafeInteger(amount) || amount <= 0 || amount > left) return 'amount';
      if (!fitsStep(payment.tender, amount)) return 'amount';
      if (amount < left && !termsOf(payment.tender).refundsInPart) return 'amount';
      const { number, gatewayRef, saleId, tender, payType, currency } = payment;
      if (gatewayRef === null) return 'not-refundable';
      const returned = cents(amount);
      const draft = draftAttempt(
        deps,
        { kind: 'refund', refundOf: number, saleId, tender, payType, amount: returned, currency },
        NO_CODE,
      );
      payments.start(draft, (own) =>
        gateway.prepareRefund(own, { gatewayRef, amount: returned, requestedAtText: draft.requestedAtText }),
      );
      return 'started';
    },
  };
}

/** The sum of successful refunds, in cents. */
export function refundedOf(refunds: readonly Attempt[]): Cents {
  return sumCents(refunds.filter(({ status }) => status === 'refunded').map(movedBy));
}

/**
 * The paid amount minus all refunds that were not refused, and minus money returned elsewhere; 0 while that amount is
 * unknown. If the wallet allows only whole refunds, 0 once any part is returned.
 */
function leftOf(payment: Attempt, refunds: readonly Attempt[]): Cents {
  if (!isPaid(payment.status) || payment.returnedElsewhere === null) return cents(0);
  const returned = sumCents([
    payment.returnedElsewhere,
    ...refunds.filter(({ status }) => status !== 'refused').map(movedBy),
  ]);
  const left = cents(Math.max(0, movedBy(payment) - returned));
  return left < movedBy(payment) && !termsOf(payment.tender).refundsInPart ? cents(0) : left;
}
