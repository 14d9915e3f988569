/** What the till needs from the gateway. QFPay implements it, or a model in a simulation. */
import type { AttemptKind, LastResponse } from '../../../shared/attempt/record.ts';
import type { AttemptNumber } from '../../../shared/attempt/number.ts';
import type { GatewayRow, UnreadRow } from '../../../shared/attempt/evidence.ts';
import type { Advice } from '../../../shared/attempt/advice.ts';
import type { Cents, Currency } from '../../../shared/money.ts';
import type { MonthWindow, WallMs } from '../../../shared/time.ts';
import type { Tender } from '../../../shared/wallet.ts';

/** A charge, before it has a number. */
export type Order = {
  readonly tender: Tender;
  readonly payType: string;
  readonly amount: Cents;
  readonly currency: Currency;
  readonly requestedAtText: string;
  /** The customer's code (CPM). A secret: only the request contains it. */
  readonly authCode: string | null;
};

/** A refund: the amount, and QFPay's number of the payment. */
export type RefundOrder = { readonly gatewayRef: string; readonly amount: Cents; readonly requestedAtText: string };

/** A request ready to be signed and sent. Nothing is left open, so the same number always has the same body. */
export type Prepared = {
  readonly number: AttemptNumber;
  /** The form's fields, in any order, none of them empty. */
  readonly fields: Readonly<Record<string, string>>;
  /** Keyed hash of the form-encoded body. It proves what was sent, and nobody can use it to guess customers' codes. */
  readonly bodyHash: string;
};

/** The end of a call without a readable answer. */
export type Unanswered = {
  readonly kind: 'unanswered';
  /** False only if it is certain that not one byte of the request left this machine. */
  readonly mayHaveLeft: boolean;
  /** The gateway answered 429 or 5xx: enquire less often. */
  readonly busy: boolean;
  /** For the log: a time-out, an HTTP status, a page that is not JSON. Never a secret. */
  readonly why: string;
};

/** The till itself refused to send: a parameter is impossible, or there is no key. */
export type RefusedToSend = { readonly kind: 'refused'; readonly why: string };

export type PayAnswer =
  | {
      readonly kind: 'answered';
      readonly row: GatewayRow;
      readonly qr: string | null;
      /** The gateway's clock at the time of the answer, if the answer contains it. */
      readonly gatewayTime: WallMs | null;
    }
  | Unanswered
  | RefusedToSend;

/** Attempts to ask about in one call: by QFPay's numbers or by ours, within one month. */
export type Enquiry =
  | { readonly by: 'syssn'; readonly gatewayRefs: readonly string[]; readonly window: MonthWindow }
  | { readonly by: 'number'; readonly numbers: readonly AttemptNumber[]; readonly window: MonthWindow };

export type EnquiryAnswer =
  | {
      readonly kind: 'answered';
      readonly rows: readonly GatewayRow[];
      /** The readable parts of unreadable rows: which orders they may be about. */
      readonly unread: readonly UnreadRow[];
      /** Whether this is the last page; only then is the enquiry fully answered. */
      readonly isLast: boolean;
      /** The gateway's clock at the time of the answer, if the answer contains it. */
      readonly gatewayTime: WallMs | null;
    }
  /** The gateway refused the enquiry itself; this tells nothing about any payment. */
  | { readonly kind: 'enquiry-refused'; readonly code: string; readonly text: string; readonly advice: Advice }
  | Unanswered
  | RefusedToSend;

export interface Gateway {
  readonly host: string;
  readonly merchantId: string | null;
  /** How long an order with this tender can be paid, as far as known. */
  lifeMsOf(tender: Tender): number;
  prepare(number: AttemptNumber, order: Order): Prepared;
  /** Sends the request once, never repeats it by itself, and never rejects. */
  pay(payment: Prepared): Promise<PayAnswer>;
  prepareRefund(number: AttemptNumber, order: RefundOrder): Prepared;
  /** Sends the request once, never repeats it by itself, and never rejects. */
  refund(refund: Prepared): Promise<PayAnswer>;
  /** @param page from 1 */
  enquire(enquiry: Enquiry, page: number): Promise<EnquiryAnswer>;
  /** A cashier's advice for the gateway's code or our own word. @param isOver the attempt has ended */
  adviceOn(said: LastResponse, kind: AttemptKind, isOver: boolean): Advice;
  /** Whether a refund that was refused with this code should be tried again later. */
  isForLater(said: LastResponse): boolean;
  /** Ends all open calls; each ends as unanswered. */
  close(): void;
}

/** One transaction of a time range, with the facts needed to adopt an unknown attempt. */
export type HistoryRow = GatewayRow & {
  readonly requestedAtText: string | null;
  /** For a refund: QFPay's number of its payment. */
  readonly paymentRef: string | null;
};

/** Lists a time range at the gateway, for the numbers of all tills. */
export interface GatewayHistory {
  /** @param page from 1; later pages hold older transactions */
  page(
    window: MonthWindow,
    page: number,
  ): Promise<
    | {
        readonly kind: 'answered';
        readonly rows: readonly HistoryRow[];
        readonly unread: readonly UnreadRow[];
        readonly isLast: boolean;
        /** The gateway's clock at the time of the answer, if the answer contains it. */
        readonly gatewayTime: WallMs | null;
      }
    | Exclude<EnquiryAnswer, { kind: 'answered' }>
  >;
}
