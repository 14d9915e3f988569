/** Examples of opened, found and listed payments, and of the late payment alarm. */
import type { CashierState } from '../../../shared/contract/contract.ts';
import type { StoryLine } from '../../../shared/contract/history.ts';
import type { AttemptView, PaymentView } from '../../../shared/contract/payments.ts';
import { cents } from '../../../shared/money.ts';
import {
  attempt,
  FOR_PERSON,
  LONGEST,
  MISMATCHED,
  PUT_OFF,
  refund,
  REFUSED,
  type Examples,
} from '../state/examples.ts';

export const PAYMENTS: Examples = {
  'late-alarm': { news: [attempt('paid-late', { lastResponse: '0000', advice: 'paid' })] },
};

const paid = attempt('paid', {
  lastResponse: '0000',
  advice: 'paid',
  tender: { wallet: 'payme', mode: 'cpm' },
  codeTail: '4799',
});

/** Main's answers when a payment is opened, by the screenshot's name. */
export const PAYMENT_VIEWS = {
  paid: { payment: paid, refunds: [], refundable: LONGEST, refundInDoubt: false, toDecide: false },
  'refunded-in-part': {
    payment: { ...paid, refunded: cents(1_200) },
    refunds: [
      refund('refunded', { amount: cents(1_200) }),
      refund('not-refunded', { ...REFUSED, number: '01K7QF3M0001271P' }),
    ],
    refundable: cents(99_998_799),
    refundInDoubt: false,
    toDecide: false,
  },
  'refund-in-doubt': {
    payment: paid,
    refunds: [refund('refund-checking', { lastResponse: 'no-answer', advice: 'no-answer' })],
    refundable: cents(0),
    refundInDoubt: true,
    toDecide: false,
  },
  'refunded-twice': {
    payment: { ...paid, refunded: cents(199_999_998) },
    refunds: [refund('refunded'), refund('refunded', { number: '01K7QF3M0001271P', abandoned: true })],
    refundable: cents(0),
    refundInDoubt: false,
    toDecide: false,
  },
  unpaid: {
    payment: attempt('not-paid', { lastResponse: '1201', advice: 'balance' }),
    refunds: [],
    refundable: cents(0),
    refundInDoubt: false,
    toDecide: false,
  },
  'for-person': {
    payment: FOR_PERSON.checking,
    refunds: [],
    refundable: cents(0),
    refundInDoubt: false,
    toDecide: false,
  },
  'part-elsewhere': {
    payment: FOR_PERSON.part,
    refunds: [FOR_PERSON.refund],
    refundable: cents(0),
    refundInDoubt: true,
    toDecide: false,
  },
  decided: {
    payment: attempt('paid-late', {
      ...MISMATCHED,
      verdicts: [],
      movedAmount: cents(99_999_998),
      returnedElsewhere: cents(1_200),
      decision: {
        verdict: 'paid',
        by: 'Chan Tai Man, manager of the shop',
        why: "I saw it in QFPay's merchant portal",
        at: Date.UTC(2026, 10, 23, 13, 5, 9),
      },
    }),
    refunds: [],
    refundable: cents(99_998_798),
    refundInDoubt: false,
    toDecide: false,
  },
} as const satisfies Readonly<Record<string, PaymentView>>;

/** News whose "show" button opens a payment. */
export const NEWS_TO_OPEN: Partial<CashierState> = { news: [refund('refunded')] };
/** A refund that a person should request again. */
export const REFUND_TO_DO: Partial<CashierState> = { refundsToRetry: [refund('not-refunded', PUT_OFF)] };

const at = Date.UTC(2026, 10, 22, 13, 5, 9);
const ofPayment = { kind: 'payment', readable: paid.readable, amount: LONGEST, at } as const;
const ofRefund = { kind: 'refund', readable: '01-K7QF3M-000126-1R', amount: LONGEST, at: at + 864e5 } as const;
const person = { by: 'Wong Ka Man (Sheung Wan, late shift)', role: 'manager' } as const;
/** Everything that can happen to a payment, with the longest names. */
export const STORY: readonly StoryLine[] = [
  { ...ofPayment, what: 'begun', by: person.by, advice: null },
  { ...ofPayment, what: 'said', said: 'no-answer', advice: 'no-answer' },
  { ...ofPayment, what: 'given-up', advice: null },
  { ...ofPayment, what: 'result', word: 'not-paid', said: '1142', advice: 'closed' },
  { ...ofPayment, what: 'result', word: 'paid-late', said: '0000', advice: 'paid' },
  { ...ofPayment, what: 'dealt-with', advice: null },
  { ...ofPayment, what: 'returned-elsewhere', returned: null, advice: null },
  { ...ofPayment, what: 'decided', verdict: 'returned', by: person.by, why: 'x'.repeat(120), advice: null },
  { ...ofPayment, what: 'returned-elsewhere', returned: LONGEST, advice: null },
  { ...ofRefund, what: 'begun', by: person.by, advice: null },
  { ...ofRefund, what: 'act', act: 'refund-started', ...person, approvedFor: 'Christopher Alexander' },
  { ...ofRefund, what: 'result', word: 'refunded', said: '0000', advice: 'refund-done' },
];

/** A day with every kind of attempt. */
export const DAY_ATTEMPTS: readonly AttemptView[] = [
  refund('refund-checking'),
  refund('refunded', { amount: cents(1_200) }),
  refund('not-refunded', PUT_OFF),
  attempt('paid-late'),
  paid,
  attempt('not-paid'),
  attempt('checking'),
];
