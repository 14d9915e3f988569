/** Sums a day (taken, refunded, open) and filters its list. */
import type { CashierStatus } from '../../../shared/attempt/word.ts';
import { cents, sumCents, type Cents } from '../../../shared/money.ts';
import type { DayList } from '../../../shared/contract/day.ts';
import type { AttemptView } from '../../../shared/contract/payments.ts';

export const DAY_FILTERS = ['all', 'paid', 'open', 'refunds', 'failed'] as const;
export type DayFilter = (typeof DAY_FILTERS)[number];

const TAKEN: readonly CashierStatus[] = ['paid', 'paid-late'];
const OPEN: readonly CashierStatus[] = ['waiting', 'checking', 'refund-checking'];
/** Results that moved no money and never will. */
const FAILED: readonly CashierStatus[] = ['not-paid', 'not-refunded'];

export type DaySummary = { readonly [part in 'taken' | 'refunded' | 'open']: { count: number; amount: Cents } };

/** The day's net is `taken` minus `refunded`. */
export function summaryOf({ totals, returnedElsewhere }: Pick<DayList, 'totals' | 'returnedElsewhere'>): DaySummary {
  const part = (words: readonly CashierStatus[]) => {
    const those = totals.filter(({ word }) => words.includes(word));
    return {
      count: those.reduce((count, total) => count + total.count, 0),
      amount: sumCents(those.map(({ amount }) => amount)),
    };
  };
  const refunded = part(['refunded']);
  return {
    taken: part(TAKEN),
    refunded: { ...refunded, amount: cents(refunded.amount + returnedElsewhere) },
    open: part(OPEN),
  };
}

/** `all` leaves out failed attempts: the list shows only their count. */
export function inFilter({ word, kind }: AttemptView, filter: DayFilter): boolean {
  switch (filter) {
    case 'all':
      return !FAILED.includes(word);
    case 'paid':
      return TAKEN.includes(word);
    case 'open':
      return OPEN.includes(word);
    case 'refunds':
      return kind === 'refund';
    case 'failed':
      return FAILED.includes(word);
  }
}
