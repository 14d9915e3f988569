/** Payments and refunds behind the sale: what became of them, looking them up, giving money back, deciding. */
import type { Advice } from '../attempt/advice.ts';
import type { AttemptKind, Verdict } from '../attempt/record.ts';
import type { CashierWord } from '../attempt/word.ts';
import type { Cents, Currency } from '../money.ts';
import type { WallMs } from '../time.ts';
import type { Tender } from '../wallet.ts';
import { command } from './entry.ts';

export const PAYMENTS = {
  /** The cashier has read this news. A late payment is not read away: it is kept or refunded. */
  seen: command<{ number: string }, void>({ needs: 'cashier' }),
  /** Asks the gateway about it now, and answers when the gateway has. */
  enquire: command<{ number: string }, EnquireAnswer>({ needs: 'cashier' }),
  /** Finds payments by our number, QFPay's number, or amount and time; null while no ledger is open, here as for a day. */
  lookUp: command<{ text: string }, LookUpAnswer | null>({ needs: 'cashier' }),
  /** A payment, by its number or a refund's; null when there is none. */
  payment: command<{ number: string }, PaymentView | null>({ needs: 'cashier' }),
  /** @property knownRefunds how many refunds the screen showed, so that a second tap starts no second refund */
  refund: command<{ number: string; amount: number; knownRefunds: number }, RefundAnswer>({
    needs: 'manager',
    act: 'refund-started',
  }),
  /** A late payment is for its sale after all: the goods were handed over. */
  keepLate: command<{ number: string }, void>({ needs: 'manager', act: 'late-payment-kept' }),
  /** A refund that was to be asked for later is not wanted any more. */
  dropRefund: command<{ number: string }, void>({ needs: 'manager', act: 'refund-dropped' }),
  /** Somebody has looked into QFPay's portal and says what the gateway would not settle. */
  decide: command<Ruling, DecideAnswer>({ needs: 'manager', act: 'decided-by-hand' }),
} as const;

/** One attempt as a screen shows it. Ages are told as wall time for reading only. */
export type AttemptView = {
  readonly number: string;
  readonly readable: string;
  readonly kind: AttemptKind;
  /** The payment a refund belongs to; null for a payment. */
  readonly refundOf: string | null;
  readonly tender: Tender;
  readonly amount: Cents;
  readonly currency: Currency;
  readonly word: CashierWord;
  /** The code or word behind `advice`, small print for a support call. */
  readonly lastSaid: string | null;
  readonly advice: Advice | null;
  readonly syssn: string | null;
  readonly codeTail: string | null;
  /** The cashier has taken it away or let the customer pay another way: what comes of it now comes late. */
  readonly givenUp: boolean;
  /** Its QR is off the screens and can still be paid. */
  readonly canShowAgain: boolean;
  /** By the machine's clock, for how long ago it was. */
  readonly createdAt: WallMs;
  /** By the gateway's clock where it is known. */
  readonly madeAt: WallMs;
  /** Of the row in the ledger, so that a person decides about what they see and nothing else. */
  readonly version: number;
  /** What of a payment is back with the customer without a refund of this till; null for a part nobody knows. */
  readonly returnedElsewhere: Cents | null;
  /** What moved, where that is not `amount`. */
  readonly movedAmount: Cents | null;
  /** What of a payment is back by refunds of this till, as lists and an opened payment tell it; 0 elsewhere. */
  readonly refunded: Cents;
  /** What a person said in the gateway's place. */
  readonly decision: DecisionView | null;
  /** What a person may say in the gateway's place now. */
  readonly verdicts: readonly Verdict[];
};

/** What somebody saw in QFPay's portal, why they said so, who and when. */
export type DecisionView = {
  readonly verdict: Verdict;
  readonly by: string;
  readonly why: string;
  readonly at: WallMs;
};

/** A payment with everything that was given back of it, as it is opened from a list. */
export type PaymentView = {
  readonly payment: AttemptView;
  /** Oldest first. */
  readonly refunds: readonly AttemptView[];
  /** What can still be refunded; 0 when it was not paid, and while a refund is in doubt. */
  readonly refundable: Cents;
  /** A refund's end is not known yet, or whether a restored ledger has lost one. */
  readonly refundInDoubt: boolean;
  /** Whether somebody has yet to say what becomes of this late payment. */
  readonly toDecide: boolean;
};

/** Whether the gateway said anything when it was asked about one attempt now. */
export type EnquireAnswer = 'answered' | 'unanswered';

/** `not-understood`: the text is neither a number of ours or QFPay's nor an amount. */
export type LookUpAnswer =
  { readonly kind: 'found'; readonly attempts: readonly AttemptView[] } | { readonly kind: 'not-understood' };

export type RefundAnswer =
  | 'started'
  /** This very tap, or one on an older screen, has started a refund already. */
  | 'already-started'
  | 'in-doubt'
  | 'not-refundable'
  | 'amount'
  | 'trouble'
  | 'cannot-record';

/** What somebody who has looked into QFPay's portal wants to be recorded. */
export type Ruling = {
  readonly number: string;
  /** Of the row they saw. */
  readonly version: number;
  readonly verdict: Verdict;
  /** In cents: what moved, or of `returned` what went back; of the others what was asked for. */
  readonly amount: number;
  readonly by: string;
  readonly why: string;
};

export type DecideAnswer =
  | 'decided'
  /** It is not what the screen showed any more, as when the gateway has answered meanwhile: nothing was recorded. */
  | 'moved-on'
  | 'amount'
  /** Nobody is named, or no reason. */
  | 'words'
  | 'trouble'
  | 'cannot-record';

/** What goes on, or waits for somebody, behind the sale. */
export type InboxState = {
  /** Attempts that are being checked behind the present sale, oldest first. */
  readonly checking: readonly AttemptView[];
  /** Ended behind the cashier's back (paid, not paid, paid late) and not yet seen, oldest first. */
  readonly news: readonly AttemptView[];
  /** What the gateway does not settle, so that somebody has to look into QFPay's portal; oldest first. */
  readonly forPerson: readonly AttemptView[];
  /** Refunds the gateway refused for now, to be asked for again later; oldest first. */
  readonly refundsToDo: readonly AttemptView[];
};

/** What a list or an opened payment shows is asked for, and asked for again when this has changed. */
export type PaymentsState = {
  /** Counted on with whatever may have changed any payment. */
  readonly revision: number;
};
