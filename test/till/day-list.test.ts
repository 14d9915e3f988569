/** The figures under a day's list: one total for each status, and the net after refunds, in whole cents. */
import { expect, it } from 'vitest';
import fc from 'fast-check';
import { dayList } from '../../electron/till/views.ts';
import type { CashierStatus } from '../../shared/attempt/word.ts';
import type { AttemptView } from '../../shared/contract/payments.ts';
import { cents } from '../../shared/money.ts';

const DAY = { day: '2026-11-22', today: '2026-11-22', currency: 'HKD' } as const;

const view = (word: CashierStatus, amount: number): AttemptView => ({
  number: '01K7QF3M0001231X',
  readable: '01-K7QF3M-000123-1X',
  kind: word === 'refunded' || word === 'not-refunded' || word === 'refund-checking' ? 'refund' : 'payment',
  refundOf: null,
  tender: { wallet: 'payme', mode: 'mpm' },
  amount: cents(amount),
  currency: 'HKD',
  word,
  lastResponse: null,
  advice: null,
  gatewayRef: null,
  codeTail: null,
  abandoned: false,
  canShowAgain: false,
  createdAt: 0,
  madeAt: 0,
  version: 1,
  returnedElsewhere: cents(0),
  movedAmount: null,
  refunded: cents(0),
  decision: null,
  verdicts: [],
});

it('adds paid and paid late, subtracts refunded, and ignores attempts that moved no money', () => {
  const attempts = [
    view('paid', 4_550),
    view('paid-late', 1_234),
    view('refunded', 1_200),
    view('refunded', 34),
    view('refund-checking', 99_999),
    view('not-refunded', 99_999),
    view('not-paid', 99_999),
    view('waiting', 99_999),
    view('checking', 99_999),
  ];
  const { net, totals } = dayList(DAY, attempts);
  expect(net).toBe(4_550 + 1_234 - 1_200 - 34);
  expect(totals).toContainEqual({ word: 'refunded', count: 2, amount: 1_234 });
  expect(totals).toHaveLength(8);
});

it('has a net below zero on a day with refunds only, and zero on an empty day', () => {
  expect(dayList(DAY, [view('refunded', 5_000)]).net).toBe(-5_000);
  expect(dayList(DAY, []).net).toBe(0);
});

it('has a net that agrees with the totals on any day', () => {
  const words: readonly CashierStatus[] = ['paid', 'paid-late', 'refunded', 'not-refunded', 'checking'];
  const attempt = fc.record({ word: fc.constantFrom(...words), amount: fc.integer({ min: 1, max: 99_999_999 }) });
  fc.assert(
    fc.property(fc.array(attempt), (made) => {
      const { net, totals } = dayList(
        DAY,
        made.map(({ word, amount }) => view(word, amount)),
      );
      const of = (word: CashierStatus): number => totals.find((total) => total.word === word)?.amount ?? 0;
      expect(net).toBe(of('paid') + of('paid-late') - of('refunded'));
    }),
  );
});
