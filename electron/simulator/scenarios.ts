/**
 * What the last two digits of a payment's amount make happen: the whole table as data, with nothing that runs. The
 * README, the card in the training screen and the tests read the same rows. Prices in Hong Kong shops end in full ten
 * cents, so the table has no multiple of ten: an amount from a real price list is an ordinary, paid sale. Where a
 * status code describes the outcome, the cents are that code's last two digits (1143 -> 43).
 *
 * Delays are in milliseconds at speed 1, counted from the arrival of the payment request.
 */

import type { Cents } from '../../shared/money.ts';

/** The codes on which QFPay's documents ask the merchant to keep enquiring. */
export type PendingCode = '1143' | '1145' | '1298';
/** 1181 expired, 1201 not enough money, 1202 wrong or used code; the others refuse a refund. */
export type FailedCode = '1155' | '1181' | '1201' | '1202' | '1250' | '1264' | '1265' | '1269' | '1271' | '1272';

export type Becomes =
  | { readonly kind: 'pending'; readonly respcd: PendingCode }
  | { readonly kind: 'failed'; readonly respcd: FailedCode }
  | { readonly kind: 'paid' };

/** One change of an order's state. The first step of an order is at 0. */
export type Step = { readonly afterMs: number; readonly becomes: Becomes };
export type Steps = readonly [Step, ...Step[]];

/** Whether and how the answer to the payment request itself goes wrong. */
export type OrderReply =
  'answer' | 'silence' | 'drop' | 'html-page' | 'cut-json-half-declared' | 'cut-json-whole-declared';

export type Plan =
  /** An order is recorded and goes through `steps`, whatever happens to the answer. */
  | {
      readonly kind: 'order';
      readonly reply: OrderReply;
      readonly misreports?: 'amount' | 'currency';
      readonly steps: Steps;
    }
  /** Refused before an order exists: there is an answer, but nothing to enquire about. */
  | { readonly kind: 'refused'; readonly respcd: '1104'; readonly respmsg: string }
  /** The request is read and forgotten: no order, no charge, nothing for an enquiry to find. */
  | { readonly kind: 'lost'; readonly reply: 'silence' | 'http-500' };

export type Outcome<Id extends string = string> = {
  /** The last two digits of the amount in cents. */
  readonly cents: string;
  readonly id: Id;
  /** One English line for the command line and the README; the screens have their own words by `id`. */
  readonly words: string;
  /** The customer scans the till's QR (805801). */
  readonly mpm: Plan;
  /** The till scans the customer's code (805808, 800008). */
  readonly cpm: Plan;
};

const paid = (afterMs: number): Step => ({ afterMs, becomes: { kind: 'paid' } });
const pending = (respcd: PendingCode, afterMs = 0): Step => ({ afterMs, becomes: { kind: 'pending', respcd } });
const failed = (respcd: FailedCode, afterMs: number): Step => ({ afterMs, becomes: { kind: 'failed', respcd } });
const order = (...steps: Steps): Plan => ({ kind: 'order', reply: 'answer', steps });
const broken = (reply: OrderReply, ...steps: Steps): Plan => ({ kind: 'order', reply, steps });
const misreported = (misreports: 'amount' | 'currency', ...steps: Steps): Plan => ({
  kind: 'order',
  reply: 'answer',
  misreports,
  steps,
});

/** How long a customer takes to scan the QR and confirm, in an ordinary sale. */
const ORDINARY_PAY_MS = 3_000;
/** How long a request without an answer stays open before the socket is destroyed. */
export const SILENCE_MS = 60_000;
/** A misreported amount is higher than the asked amount by this much. */
export const MISREPORT_BY_CENTS = 100;
export const MISREPORTED_CURRENCY = 'CNY';

/** Amounts that are not in the table are paid. */
export const ORDINARY: Outcome<'ordinary'> = {
  cents: '..',
  id: 'ordinary',
  words: 'any other amount: QR paid after 3 s, scanned code paid at once',
  mpm: order(pending('1143'), paid(ORDINARY_PAY_MS)),
  cpm: order(paid(0)),
};

const TABLE = [
  {
    cents: '01',
    id: 'declined',
    words: 'declined, not enough money (1201): QR after 3 s, scanned code at once',
    mpm: order(pending('1143'), failed('1201', 3_000)),
    cpm: order(failed('1201', 0)),
  },
  {
    cents: '02',
    id: 'wrong-code',
    words: 'scanned code wrong or expired (1202); QR refused when asked for (1104 filter error)',
    mpm: { kind: 'refused', respcd: '1104', respmsg: 'filter error' },
    cpm: order(failed('1202', 0)),
  },
  {
    cents: '11',
    id: 'paid-at-once',
    words: 'paid at once: the first enquiry already finds it paid',
    mpm: order(paid(0)),
    cpm: order(paid(0)),
  },
  {
    cents: '12',
    id: 'paid-after-wait',
    words: 'paid after 12 s (1143 until then)',
    mpm: order(pending('1143'), paid(12_000)),
    cpm: order(pending('1143'), paid(12_000)),
  },
  {
    cents: '43',
    id: 'never-paid',
    words: 'never paid: 1143 until it expires, then 1181',
    mpm: order(pending('1143')),
    cpm: order(pending('1143')),
  },
  {
    cents: '45',
    id: 'processing-then-paid',
    words: 'processing (1145) for 6 s, then paid',
    mpm: order(pending('1145'), paid(6_000)),
    cpm: order(pending('1145'), paid(6_000)),
  },
  {
    cents: '51',
    id: 'no-answer',
    words: 'no answer for 60 s, then the line drops; no order, never charged, enquiry finds nothing',
    mpm: { kind: 'lost', reply: 'silence' },
    cpm: { kind: 'lost', reply: 'silence' },
  },
  {
    cents: '52',
    id: 'paid-no-answer',
    words: 'no answer for 60 s, then the line drops; but charged after 1 s',
    mpm: broken('silence', pending('1143'), paid(1_000)),
    cpm: broken('silence', pending('1143'), paid(1_000)),
  },
  {
    cents: '53',
    id: 'connection-dropped',
    words: 'line drops as soon as the request is read; charged after 2 s',
    mpm: broken('drop', pending('1143'), paid(2_000)),
    cpm: broken('drop', pending('1143'), paid(2_000)),
  },
  {
    // A body arrives cut in two ways: a complete HTTP message with half a JSON, or an HTTP message that breaks off.
    cents: '54',
    id: 'cut-json',
    words: 'half of the answer arrives (QR: announced as half; scanned code: announced as whole); charged after 3 s',
    mpm: broken('cut-json-half-declared', pending('1143'), paid(3_000)),
    cpm: broken('cut-json-whole-declared', pending('1143'), paid(3_000)),
  },
  {
    cents: '55',
    id: 'http-500',
    words: 'HTTP 500 without JSON; no order, never charged',
    mpm: { kind: 'lost', reply: 'http-500' },
    cpm: { kind: 'lost', reply: 'http-500' },
  },
  {
    cents: '56',
    id: 'html-page',
    words: 'HTTP 200 with an HTML page; charged after 3 s',
    mpm: broken('html-page', pending('1143'), paid(3_000)),
    cpm: broken('html-page', pending('1143'), paid(3_000)),
  },
  {
    cents: '61',
    id: 'wrong-amount',
    words: 'answer, enquiry and charge are HK$1.00 more than asked; otherwise ordinary',
    mpm: misreported('amount', pending('1143'), paid(3_000)),
    cpm: misreported('amount', paid(0)),
  },
  {
    cents: '62',
    id: 'wrong-currency',
    words: 'answer, enquiry and charge are in CNY; otherwise ordinary',
    mpm: misreported('currency', pending('1143'), paid(3_000)),
    cpm: misreported('currency', paid(0)),
  },
  {
    cents: '81',
    id: 'paid-late',
    words: 'expired (1181) after 6 s, and paid after all 6 s later',
    mpm: order(pending('1143'), failed('1181', 6_000), paid(12_000)),
    cpm: order(pending('1143'), failed('1181', 6_000), paid(12_000)),
  },
  {
    cents: '98',
    id: 'slow-then-paid',
    words: 'slow line (1298) for 6 s, then paid',
    mpm: order(pending('1298'), paid(6_000)),
    cpm: order(pending('1298'), paid(6_000)),
  },
] as const satisfies readonly Outcome[];

export type OutcomeId = (typeof TABLE)[number]['id'];

/** The table, by cents. */
export const OUTCOMES: readonly Outcome<OutcomeId>[] = TABLE;

/** The row for the last two digits of an amount. */
export function outcomeOf(amountCents: Cents): Outcome<OutcomeId | 'ordinary'> {
  const lastTwo = String(amountCents % 100).padStart(2, '0');
  return OUTCOMES.find((outcome) => outcome.cents === lastTwo) ?? ORDINARY;
}
