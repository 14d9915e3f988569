/** Payments and refunds after the sale: results, search, refunds, decisions. */
import type { Advice } from '../attempt/advice.ts';
import type { AttemptKind, Verdict } from '../attempt/record.ts';
import type { CashierStatus } from '../attempt/word.ts';
import type { Cents, Currency } from '../money.ts';
import type { WallMs } from '../time.ts';
import type { Tender } from '../wallet.ts';
import { command } from './entry.ts';

export const PAYMENTS = {
  /** The cashier has read this news. That is not enough for a late payment, which must be kept or refunded. */
  seen: command<{ number: string }, void>({ needs: 'cashier' }),
  /** Enquires about it at once, and answers when the gateway has. */
  enquire: command<{ number: string }, EnquireAnswer>({ needs: 'cashier' }),
  /** A payment, found by its number or by the number of a refund; null if there is none. */
  payment: command<{ number: string }, PaymentView | null>({ needs: 'cashier' }),
  /** @property expectedRefunds how many refunds the screen showed, so that a second tap starts no second refund */
  refund: command<{ number: string; amount: number; expectedRefunds: number }, RefundAnswer>({
    needs: 'manager',
    act: 'refund-started',
  }),
  /** Keeps a late payment for its sale: the customer got the goods. */
  keepLatePayment: command<{ number: string }, void>({ needs: 'manager', act: 'late-payment-kept' }),
  /** Drops a refund that was to be tried again. */
  cancelRefundRetry: command<{ number: string }, void>({ needs: 'manager', act: 'refund-dropped' }),
  /** A person who checked QFPay's portal settles what the gateway left open. */
  decide: command<Ruling, DecideAnswer>({ needs: 'manager', act: 'decided-by-hand' }),
} as const;

/** One attempt as a screen shows it. Wall times are only for reading. */
export type AttemptView = {
  readonly number: string;
  readonly readable: string;
  readonly kind: AttemptKind;
  /** The payment that a refund belongs to; null for a payment. */
  readonly refundOf: string | null;
  readonly tender: Tender;
  readonly amount: Cents;
  readonly currency: Currency;
  readonly word: CashierStatus;
  /** The code or word behind `advice`; shown in small print for a support call. */
  readonly lastResponse: string | null;
  readonly advice: Advice | null;
  readonly gatewayRef: string | null;
  readonly codeTail: string | null;
  /** The cashier took the QR away or let the customer pay another way. Money that moves after this is late. */
  readonly abandoned: boolean;
  /** Its QR is hidden and can still be paid. */
  readonly canShowAgain: boolean;
  /** By the machine's clock; used for ages. */
  readonly createdAt: WallMs;
  /** By the gateway's clock if known. */
  readonly madeAt: WallMs;
  /** The version of the ledger's row, so that a person decides only about what they see. */
  readonly version: number;
  /** How much of a payment was returned without a refund of this till; null for an unknown part. */
  readonly returnedElsewhere: Cents | null;
  /** The amount that moved, if it differs from `amount`. */
  readonly movedAmount: Cents | null;
  /** How much of a payment this till refunded; filled only in lists and for an opened payment, else 0. */
  readonly refunded: Cents;
  /** A person's decision in place of the gateway's answer. */
  readonly decision: DecisionView | null;
  /** The verdicts that a person may give at present. */
  readonly verdicts: readonly Verdict[];
};

/** What a person saw in QFPay's portal, with who, why and when. */
export type DecisionView = {
  readonly verdict: Verdict;
  readonly by: string;
  readonly why: string;
  readonly at: WallMs;
};

/** A payment with all its refunds, as opened from a list. */
export type PaymentView = {
  readonly payment: AttemptView;
  /** Oldest first. */
  readonly refunds: readonly AttemptView[];
  /** The amount that can still be refunded; 0 if it was not paid or while a refund is in doubt. */
  readonly refundable: Cents;
  /** A refund has no result yet, or a restored ledger may have lost a refund. */
  readonly refundInDoubt: boolean;
  /** Whether somebody must still keep or refund this late payment. */
  readonly toDecide: boolean;
};

/** Whether the gateway answered the enquiry. */
export type EnquireAnswer = 'answered' | 'unanswered';

export type RefundAnswer =
  | 'started'
  /** This tap, or one on an outdated screen, has already started a refund. */
  | 'already-started'
  | 'in-doubt'
  | 'not-refundable'
  | 'amount'
  | 'trouble'
  | 'cannot-record';

/** The decision of a person who has checked QFPay's portal. */
export type Ruling = {
  readonly number: string;
  /** The version of the row that the person saw. */
  readonly version: number;
  readonly verdict: Verdict;
  /** In cents: the amount that moved; for `returned` the amount returned; for "not" verdicts the requested amount. */
  readonly amount: number;
  readonly by: string;
  readonly why: string;
};

export type DecideAnswer =
  | 'decided'
  /**
   * The attempt has changed since the screen showed it, for example by an answer of the gateway. Nothing was recorded.
   */
  | 'moved-on'
  | 'amount'
  /** The name or the reason is missing. */
  | 'words'
  | 'trouble'
  | 'cannot-record';

/** What is under way, or waits for a person, apart from the current sale. */
export type InboxState = {
  /** Attempts being checked apart from the current sale, oldest first. */
  readonly checking: readonly AttemptView[];
  /** Attempts that ended off the screen (paid, not paid, paid late) and that nobody has read, oldest first. */
  readonly news: readonly AttemptView[];
  /** Attempts that the gateway leaves open, so that a person must check QFPay's portal; oldest first. */
  readonly forPerson: readonly AttemptView[];
  /** Refunds that the gateway refused temporarily and that should be tried again; oldest first. */
  readonly refundsToRetry: readonly AttemptView[];
};

/** Lists and opened payments are read by command, and read again when this changes. */
export type PaymentsState = {
  /** Increases with every event that may have changed a payment. */
  readonly revision: number;
};
