/** P8: one till never uses up what QFPay allows the whole merchant in a minute. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createBudget } from '../../electron/till/budget.ts';

const MINUTE = 60_000;

it('lets 280 calls through in a minute, and says how long the next one has to wait', () => {
  const budget = createBudget();
  for (let call = 0; call < 280; call += 1) {
    expect(budget.waitFor(1, call)).toBe(0);
    budget.spend(call);
  }
  expect(budget.waitFor(1, 280)).toBe(MINUTE - 280);
  expect(budget.waitFor(2, 280)).toBe(MINUTE - 279);
  expect(budget.waitFor(1, MINUTE)).toBe(0);
});

it('holds nothing back as long as fewer calls than a minute allows were ever made', () => {
  const budget = createBudget();
  budget.spend(0);
  expect([budget.waitFor(279, 1), budget.waitFor(280, 1)]).toEqual([0, MINUTE - 1]);
});

it('counts payments, which are never held back', () => {
  const budget = createBudget();
  for (let call = 0; call < 290; call += 1) budget.spend(0);
  expect(budget.waitFor(1, 1000)).toBe(MINUTE - 1000);
  expect(budget.waitFor(1, MINUTE)).toBe(0);
});

it('however calls come, those who wait as told never make more than 280 in any minute', () => {
  const demand = fc.array(fc.record({ afterMs: fc.nat({ max: 400 }), calls: fc.integer({ min: 1, max: 4 }) }), {
    minLength: 200,
    maxLength: 600,
  });
  fc.assert(
    fc.property(demand, (wanted) => {
      const budget = createBudget();
      const made: number[] = [];
      let at = 0;
      for (const { afterMs, calls } of wanted) {
        at += afterMs;
        at += budget.waitFor(calls, at);
        expect(budget.waitFor(calls, at)).toBe(0);
        for (let call = 0; call < calls; call += 1) {
          budget.spend(at);
          made.push(at);
        }
      }
      // Each call and the one 280 places later are a minute apart.
      made.forEach((call, place) => {
        const later = made[place + 280];
        if (later !== undefined) expect(later - call).toBeGreaterThanOrEqual(MINUTE);
      });
    }),
    { numRuns: 20 },
  );
});

it('waits in whole milliseconds: a timer that comes a rounding too soon is not set again for the same instant', () => {
  const budget = createBudget();
  for (let call = 0; call < 280; call += 1) budget.spend(0.25);
  expect(budget.waitFor(1, 0.5)).toBe(MINUTE);
  expect(budget.waitFor(1, MINUTE + 0.249_999)).toBe(1);
  expect(budget.waitFor(1, MINUTE + 0.25)).toBe(0);
});

it('leaves room for what the run before may have used in its last minute', () => {
  const budget = createBudget(1_000);
  expect(budget.waitFor(35, 1_000)).toBe(0);
  expect(budget.waitFor(36, 1_000)).toBe(60_000);
  expect(budget.waitFor(280, 61_000)).toBe(0);
});
