import { describe, expect, it } from 'vitest';
import { dayList } from '../../electron/till/views.ts';
import { DAY_FILTERS, inFilter, summaryOf } from '../../renderer/cashier/payments/day-filter.ts';
import { DAY } from '../support/window-states.ts';

describe('the summary of a day', () => {
  it('counts late payments as taken, and leaves out failed ones', () => {
    const { taken, refunded, open } = summaryOf(DAY);
    expect(taken).toEqual({ count: 2, amount: 2 * 99_999_999 });
    expect(refunded).toEqual({ count: 1, amount: 1_200 });
    expect(open).toEqual({ count: 2, amount: 2 * 99_999_999 });
  });

  it('agrees with the net, also when money was returned elsewhere', () => {
    const day = { day: '2026-11-22', today: '2026-11-22', currency: 'HKD' } as const;
    const elsewhere = DAY.attempts.map((attempt) =>
      attempt.word === 'paid' ? { ...attempt, returnedElsewhere: DAY.attempts[1]?.amount ?? attempt.amount } : attempt,
    );
    for (const list of [DAY, dayList(day, elsewhere), dayList(day, [])]) {
      const { taken, refunded } = summaryOf(list);
      expect(taken.amount - refunded.amount).toBe(list.net);
    }
  });
});

it('every row is in the whole list or folded as failed, never in both', () => {
  for (const attempt of DAY.attempts) expect(inFilter(attempt, 'all')).not.toBe(inFilter(attempt, 'failed'));
});

it('each filter shows some, but not all, attempts of a day with every kind', () => {
  for (const filter of DAY_FILTERS) {
    const shown = DAY.attempts.filter((attempt) => inFilter(attempt, filter));
    expect(shown.length, filter).toBeGreaterThan(0);
    expect(shown.length, filter).toBeLessThan(DAY.attempts.length);
  }
});
