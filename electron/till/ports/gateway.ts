/** What the till needs of the gateway: QFPay fills it, or in a simulation its model. */
import type { AttemptKind, LastSaid } from '../../../shared/attempt/record.ts';
import type { AttemptNumber } from '../../../shared/attempt/number.ts';
import type { GatewayRow, UnreadRow } from '../../../shared/attempt/evidence.ts';
import type { Advice } from '../../../shared/attempt/advice.ts';
import type { Cents, Currency } from '../../../shared/money.ts';
import type { MonthWindow, WallMs } from '../../../shared/time.ts';
import type { Tender } from '../../../shared/wallet.ts';

/** What is to be charged, before it has a number. */
export type Order = {
  readonly tender: Tender;
  readonly payType: string;
  readonly amount: Cents;
  readonly currency: Currency;
  readonly txdtm: string;
  /** The customer's code (CPM). A secret: it goes into the request and nowhere else. */
  readonly authCode: string | null;
};

/** What is to be returned, and of which payment, by QFPay's number. */
export type RefundOrder = { readonly syssn: string; readonly amount: Cents; readonly txdtm: string };

/** A request ready to be signed and sent: everything is decided, so the same number always has the same body. */
export type Prepared = {
  readonly number: AttemptNumber;
  /** The form's fields in no particular order, none of them empty. */
  readonly fields: Readonly<Record<string, string>>;
  /** Keyed hash of the form-encoded body: it shows what was sent and gives no way to try out customers' codes. */
  readonly bodyHash: string;
};

/** How a call ended when no answer came that can be read. */
export type Unanswered = {
  readonly kind: 'unanswered';
  /** False only when it is certain that not one byte of the request left this machine. */
  readonly byteLeft: boolean;
  /** The gateway answered 429 or 5xx: ask less often. */
  readonly busy: boolean;
  /** For the log: a time-out, an HTTP status, a page that is no JSON. Never a secret. */
  readonly why: string;
};

/** The till itself refused to send: a parameter is impossible, or no key is at hand. */
export type RefusedToSend = { readonly kind: 'refused'; readonly why: string };

export type PayAnswer =
  | {
      readonly kind: 'answered';
      readonly row: GatewayRow;
      readonly qr: string | null;
      /** The gateway's own clock when it answered, if it said so. */
      readonly gatewayTime: WallMs | null;
    }
  | Unanswered
  | RefusedToSend;

/** Which attempts to ask about in one call: by QFPay's numbers or by ours, within one month. */
export type Enquiry =
  | { readonly by: 'syssn'; readonly syssns: readonly string[]; readonly window: MonthWindow }
  | { readonly by: 'number'; readonly numbers: readonly AttemptNumber[]; readonly window: MonthWindow };

export type EnquiryAnswer =
  | {
      readonly kind: 'answered';
      readonly rows: readonly GatewayRow[];
      /** What can be read of the other rows: whom they may be about. */
      readonly unread: readonly UnreadRow[];
      /** Whether there are no more rows: a question is answered when its last page was read. */
      readonly isLast: boolean;
      /** The gateway's own clock when it answered, if it said so. */
      readonly gatewayTime: WallMs | null;
    }
  /** The gateway refused the enquiry itself: it says nothing about any payment. */
  | { readonly kind: 'enquiry-refused'; readonly code: string; readonly text: string; readonly advice: Advice }
  | Unanswered
  | RefusedToSend;

export interface Gateway {
  readonly host: string;
  readonly merchant: string | null;
  /** How long an order that is asked for with this can be paid, as far as we know. */
  lifeMsOf(tender: Tender): number;
  prepare(number: AttemptNumber, order: Order): Prepared;
  /** Sends once, never again by itself, and never rejects. */
  pay(payment: Prepared): Promise<PayAnswer>;
  prepareRefund(number: AttemptNumber, order: RefundOrder): Prepared;
  /** Sends once, never again by itself, and never rejects. */
  refund(refund: Prepared): Promise<PayAnswer>;
  /** @param page from 1 */
  enquire(enquiry: Enquiry, page: number): Promise<EnquiryAnswer>;
  /** What a code the gateway (or the till) said means for a cashier. @param isOver the attempt has ended */
  adviceOn(said: LastSaid, kind: AttemptKind, isOver: boolean): Advice;
  /** Whether a refund that was refused with this should be asked for again later. */
  isForLater(said: LastSaid): boolean;
  /** Ends what is under way; every open call ends as unanswered. */
  close(): void;
}

/** One transaction of a range of time, with what is to be known of an attempt that nobody here remembers. */
export type StatementRow = GatewayRow & {
  readonly txdtm: string | null;
  /** Of a refund: QFPay's number of the payment it is of. */
  readonly paymentSyssn: string | null;
};

/** What the gateway knows of a range of time, whoever's numbers it is under. */
export interface Statement {
  /** @param page from 1; later pages hold older transactions */
  page(
    window: MonthWindow,
    page: number,
  ): Promise<
    | {
        readonly kind: 'answered';
        readonly rows: readonly StatementRow[];
        readonly unread: readonly UnreadRow[];
        readonly isLast: boolean;
        /** The gateway's own clock when it answered, if it said so. */
        readonly gatewayTime: WallMs | null;
      }
    | Exclude<EnquiryAnswer, { kind: 'answered' }>
  >;
}
