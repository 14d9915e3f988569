/**
 * What the last two digits of a refund's amount make happen, for a trainee who wants to see refund problems. The whole
 * table is data, like scenarios.ts for payments. It applies to partial refunds only, so that any payment can always be
 * refunded whole. The cents are the last two digits of the status code, or those of the payment that fails in that way.
 */
import type { Cents } from '../../shared/money.ts';
import type { FailedCode, Step, Steps } from './scenarios.ts';

export type RefundPlan =
  /** Answered with this code, and recorded as refused. */
  | { readonly kind: 'refused'; readonly respcd: FailedCode }
  /** Recorded, and goes through `steps`; the answer may be lost. */
  | { readonly kind: 'refund'; readonly reply: 'answer' | 'silence'; readonly steps: Steps }
  /** The request is read and forgotten: no refund exists, and an enquiry finds nothing. */
  | { readonly kind: 'lost' };

export type RefundOutcome<Id extends string = string> = {
  /** The last two digits of the refund's amount in cents. */
  readonly cents: string;
  readonly id: Id;
  /** One English line for the command line and the README; the screens have their own words by `id`. */
  readonly words: string;
  readonly plan: RefundPlan;
};

const PROCESSING_MS = 6_000;
const UNANSWERED_MS = 1_000;

const processing: Step = { afterMs: 0, becomes: { kind: 'pending', respcd: '1143' } };
const done = (afterMs: number): Step => ({ afterMs, becomes: { kind: 'paid' } });
const refused = (respcd: FailedCode): RefundPlan => ({ kind: 'refused', respcd });

export const REFUND_DONE: RefundPlan = { kind: 'refund', reply: 'answer', steps: [done(0)] };
export const REFUND_LOST: RefundPlan = { kind: 'lost' };
export const REFUND_PENDING_THEN_DONE: RefundPlan = {
  kind: 'refund',
  reply: 'answer',
  steps: [processing, done(PROCESSING_MS)],
};
export const REFUND_PENDING_THEN_REFUSED: RefundPlan = {
  kind: 'refund',
  reply: 'answer',
  steps: [processing, { afterMs: PROCESSING_MS, becomes: { kind: 'failed', respcd: '1155' } }],
};
export const REFUND_DONE_UNANSWERED: RefundPlan = {
  kind: 'refund',
  reply: 'silence',
  steps: [processing, done(UNANSWERED_MS)],
};

const TABLE = [
  {
    cents: '43',
    id: 'processing-then-done',
    words: 'processing (1143) for 6 s, then refunded',
    plan: REFUND_PENDING_THEN_DONE,
  },
  { cents: '50', id: 'too-old', words: 'refused for good: the payment is too old (1250)', plan: refused('1250') },
  {
    cents: '51',
    id: 'no-answer',
    words: 'no answer for 60 s, then the line drops; nothing is given back, enquiry finds nothing',
    plan: REFUND_LOST,
  },
  {
    cents: '52',
    id: 'done-no-answer',
    words: 'no answer for 60 s, then the line drops; but given back after 1 s',
    plan: REFUND_DONE_UNANSWERED,
  },
  { cents: '65', id: 'at-night', words: 'refused for now: no refunds at this hour (1265)', plan: refused('1265') },
  {
    cents: '69',
    id: 'no-funds',
    words: "refused for now: today's takings do not cover it (1269)",
    plan: refused('1269'),
  },
  { cents: '71', id: 'only-whole', words: 'refused: no refund in part of this payment (1271)', plan: refused('1271') },
  { cents: '72', id: 'too-much', words: 'refused: more than can still be refunded (1272)', plan: refused('1272') },
] as const satisfies readonly RefundOutcome[];

export type RefundOutcomeId = (typeof TABLE)[number]['id'];

/** The table, by cents. */
export const REFUND_OUTCOMES: readonly RefundOutcome<RefundOutcomeId>[] = TABLE;

/** The plan for the amount of a partial refund. */
export function refundPlanOf(amountCents: Cents): RefundPlan {
  const lastTwo = String(amountCents % 100).padStart(2, '0');
  return REFUND_OUTCOMES.find((outcome) => outcome.cents === lastTwo)?.plan ?? REFUND_DONE;
}
