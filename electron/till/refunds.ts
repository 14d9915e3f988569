/**
 * Giving money back: a refund is an attempt of its own, from the payment, with its own number. Never of more than was
 * paid, one at a time for each payment, and none while an earlier one is in doubt (rule P15). The ledger refuses what
 * slips through here. As long as the gateway has not been asked for what a restore has lost, each payment from before may have
 * a refund that the ledger does not know.
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

/** What a cashier asks for. */
export type RefundOrdered = {
  /** In cents, as it came from the screen. */
  readonly amount: number;
  /** How many refunds of this payment the cashier's screen knew of: a second tap, or a stale screen, starts nothing. */
  readonly knownRefunds: number;
};

/** What was asked for: a payment with what can still be returned of it. */
export type Refundable = {
  readonly payment: Attempt;
  /** Oldest first, whatever became of them. */
  readonly refunds: readonly Attempt[];
  /** 0 when it was not paid or all of it was returned, also while a refund is in doubt, and when its wallet gives nothing back any more. */
  readonly left: Cents;
  /** Of one nobody knows how it ended, or whether there was one that a restore has lost. */
  readonly inDoubt: boolean;
};

export type Refunds = {
  /** @returns null when there is no such payment @throws LedgerError */
  of(number: AttemptNumber): Refundable | null;
  /**
   * Commits and sends a refund of what `of` has just found. @throws LedgerError when it could not be recorded: then nothing
   * was sent.
   */
  start(found: Refundable, order: RefundOrdered): RefundAnswer;
};

/** What the gateway does not say in a day it may never say, and nobody waits for it any longer. */
const LONGEST_ASKING_MS = 24 * 3_600_000;
/** In each run that long at the least: a clock that was wrong at the restore has dated it wrongly, and most answers come. */
const LEAST_ASKING_MS = 30 * 60_000;
const DAY_MS = 24 * 3_600_000;

export function createRefunds(deps: RefundsDeps): Refunds {
  const { ledger, gateway, clock, payments } = deps;
  const openedAt = clock.mono();

  const mayHaveLost = (number: AttemptNumber): boolean => {
    const restoredAt = ledger.unaskedRestoreOf(number);
    if (restoredAt === null) return false;
    const isOfToday = Math.abs(payments.now() - restoredAt) < LONGEST_ASKING_MS;
    return isOfToday || clock.mono() - openedAt < LEAST_ASKING_MS;
  };

  /** What its wallet says of it; how long the others give back the gateway knows. */
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

    start({ payment, refunds, inDoubt, left }, { amount, knownRefunds }) {
      if (!isPaid(payment.status) || isPastRefunds(payment)) return 'not-refundable';
      if (inDoubt) return 'in-doubt';
      if (refunds.length !== knownRefunds) return 'already-started';
      if (!Number.isSafeInteger(amount) || amount <= 0 || amount > left) return 'amount';
      if (!fitsStep(payment.tender, amount)) return 'amount';
      if (amount < left && !termsOf(payment.tender).refundsInPart) return 'amount';
      const { number, syssn, saleId, tender, payType, currency } = payment;
      if (syssn === null) return 'not-refundable';
      const returned = cents(amount);
      const draft = draftAttempt(
        deps,
        { kind: 'refund', refundOf: number, saleId, tender, payType, amount: returned, currency },
        NO_CODE,
      );
      payments.start(draft, (own) => gateway.prepareRefund(own, { syssn, amount: returned, txdtm: draft.txdtm }));
      return 'started';
    },
  };
}

/** What of a payment is back by these refunds of it, in cents. */
export function refundedOf(refunds: readonly Attempt[]): Cents {
  return sumCents(refunds.filter(({ status }) => status === 'refunded').map(movedBy));
}

/**
 * What was paid less every refund that was not refused, and less what went back by another way; nothing as long as nobody
 * knows how much that is. Where only the whole can be given back, nothing as soon as a part of it is.
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
