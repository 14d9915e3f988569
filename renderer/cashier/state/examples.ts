/**
 * Building blocks for the example states of all screens. An example is a state that main can send. It lets tests and
 * screenshots show, in each language, what a person might wait an hour for. Amounts are the longest possible.
 */
import type { CashierStatus } from '../../../shared/attempt/word.ts';
import type { CashierState } from '../../../shared/contract/contract.ts';
import type { AttemptView } from '../../../shared/contract/payments.ts';
import { cents } from '../../../shared/money.ts';
import type { Language } from '../../../shared/settings.ts';

/** By the screenshot's name: what differs from an idle till. */
export type Examples = Readonly<Record<string, Partial<CashierState>>>;

export const LONGEST = cents(99_999_999);
export const HALF_A_MINUTE = 30_000;
export const SHOP = 'Harbour Kitchen & Noodle Bar, Sheung Wan';
export const PATH = '/home/cashier/.config/Harbour Till/ledger-production.db';

export const attempt = (word: CashierStatus, more: Partial<AttemptView> = {}): AttemptView => ({
  number: '01K7QF3M0001231X',
  readable: '01-K7QF3M-000123-1X',
  kind: 'payment',
  refundOf: null,
  tender: { wallet: 'payme', mode: 'mpm' },
  amount: LONGEST,
  currency: 'HKD',
  word,
  lastResponse: '1143',
  advice: 'waiting-customer',
  gatewayRef: '20261122154100020012764799',
  codeTail: null,
  abandoned: false,
  canShowAgain: false,
  createdAt: Date.UTC(2026, 10, 22, 13, 5, 9),
  madeAt: Date.UTC(2026, 10, 22, 13, 5, 9),
  version: 1,
  returnedElsewhere: cents(0),
  movedAmount: null,
  refunded: cents(0),
  decision: null,
  verdicts: [],
  ...more,
});

export const refund = (word: CashierStatus, more: Partial<AttemptView> = {}): AttemptView =>
  attempt(word, {
    number: '01K7QF3M0001261R',
    readable: '01-K7QF3M-000126-1R',
    kind: 'refund',
    refundOf: '01K7QF3M0001231X',
    lastResponse: '0000',
    advice: 'refund-done',
    ...more,
  });
/** The longest texts about a refund. */
export const REFUSED = { lastResponse: '1250', advice: 'refund-forbidden' } as const;
export const PUT_OFF = { lastResponse: '1265', advice: 'refund-not-now' } as const;

/** Payments and refunds that a person must look up in QFPay's portal. */
export const MISMATCHED = {
  lastResponse: 'mismatch-amount',
  advice: 'mismatch',
  verdicts: ['paid', 'not-paid'],
} as const;
export const FOR_PERSON = {
  checking: attempt('checking', MISMATCHED),
  part: attempt('paid-late', {
    number: '01K7QF3M0001241V',
    lastResponse: '0000',
    advice: 'paid',
    returnedElsewhere: null,
    verdicts: ['returned'],
  }),
  refund: refund('refund-checking', {
    lastResponse: '1145',
    advice: 'processing',
    verdicts: ['refunded', 'not-refunded'],
  }),
};

let told = 0;

export function cashierState(change: Partial<CashierState>, language: Language): CashierState {
  told += 1;
  return {
    shopName: SHOP,
    mode: 'training',
    currency: 'HKD',
    limit: LONGEST,
    sounds: false,
    // Each example has a new sale, so that no amount or tap from the example before remains.
    saleId: `sale-${told}`,
    stage: { kind: 'keypad' },
    checking: [],
    news: [],
    refundsToRetry: [],
    lastSale: null,
    forPerson: [],
    scanner: 'absent',
    customerScreen: 'own',
    turned: null,
    trouble: null,
    notices: [],
    stillPractising: false,
    atTill: { kind: 'anybody' },
    people: [],
    owners: [],
    proofs: ['recovery-code', 'client-key'],
    // A new revision makes each screen read its own data again.
    revision: told,
    ...change,
    language,
  };
}
