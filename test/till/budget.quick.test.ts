/** P8: one till never uses up QFPay's limit of calls a minute for the whole merchant. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { callsOfTill, createBudget, type Budget } from '../../electron/till/budget.ts';

const MINUTE = 60_000;
const CALLS_MAX = 200;

const aBudget = (startedAt?: number): Budget => createBudget(startedAt, () => CALLS_MAX);

function spent(calls: number, at = 0): Budget {
  const budget = aBudget();
  budget.spend(calls, 'asked', at);
  return budget;
}

it('allows the given number of calls a minute, and returns how long the next call has to wait', () => {
  const budget = aBudget();
  for (let call = 0; call < 200; call += 1) {
    expect(budget.waitFor(1, 'asked', call)).toBe(0);
    budget.spend(1, 'asked', call);
  }
  expect(budget.waitFor(1, 'asked', 200)).toBe(MINUTE - 200);
  expect(budget.waitFor(2, 'asked', 200)).toBe(MINUTE - 199);
  expect(budget.waitFor(1, 'asked', MINUTE - 1)).toBe(1);
  expect(budget.waitFor(1, 'asked', MINUTE)).toBe(0);
});

it('delays no call while fewer calls than the limit of a minute have ever been made', () => {
  const budget = spent(101);
  expect([budget.waitFor(99, 'asked', 1), budget.waitFor(100, 'asked', 1)]).toEqual([0, MINUTE - 1]);
});

it('counts payments, which are never delayed', () => {
  const budget = spent(210);
  expect(budget.waitFor(1, 'asked', 1000)).toBe(MINUTE - 1000);
  expect(budget.waitFor(1, 'asked', MINUTE)).toBe(0);
});

const CALLS = fc.record({
  afterMs: fc.nat({ max: 400 }),
  calls: fc.integer({ min: 1, max: 4 }),
  callFor: fc.constantFrom('asked', 'unfinished', 'look'),
});

it('allows every call that waits as told, and never more than 200 calls in any minute', () => {
  fc.assert(
    fc.property(fc.array(CALLS, { minLength: 200, maxLength: 600 }), (wanted) => {
      const budget = aBudget();
      const made: number[] = [];
      let at = 0;
      for (const { afterMs, calls, callFor } of wanted) {
        at += afterMs;
        // A delayed call asks again: fewer or more calls may be left by then.
        for (let times = 0; budget.waitFor(calls, callFor, at) > 0; times += 1) {
          expect(times).toBeLessThan(3);
          at += budget.waitFor(calls, callFor, at);
        }
        budget.spend(calls, callFor, at);
        for (let call = 0; call < calls; call += 1) made.push(at);
      }
      // Each call and the one 200 places later are a minute apart.
      made.forEach((call, place) => {
        const later = made[place + 200];
        if (later !== undefined) expect(later - call).toBeGreaterThanOrEqual(MINUTE);
      });
    }),
    { numRuns: 20 },
  );
});

it('returns whole milliseconds, so that a timer that fires a rounding error too soon is not set for the same instant again', () => {
  const budget = spent(200, 0.25);
  expect(budget.waitFor(1, 'asked', 0.5)).toBe(MINUTE);
  expect(budget.waitFor(1, 'asked', MINUTE + 0.249_999)).toBe(1);
  expect(budget.waitFor(1, 'asked', MINUTE + 0.25)).toBe(0);
});

it.each([
  [1, 320],
  [2, 160],
  [4, 80],
  [10, 32],
])("gives one of %d tills its share of QFPay's 400 calls a minute, less a fifth", (tills, calls) => {
  expect(callsOfTill(tills)).toBe(calls);
});

it('follows a changed limit, and still counts the calls already made', () => {
  let most = 100;
  const budget = createBudget(undefined, () => most);
  budget.spend(90, 'asked', 0);
  expect([budget.waitFor(10, 'asked', 1), budget.waitFor(11, 'asked', 1)]).toEqual([0, MINUTE - 1]);
  most = 50;
  expect(budget.waitFor(1, 'asked', 1)).toBe(MINUTE - 1);
  most = 320;
  expect(budget.waitFor(230, 'asked', 1)).toBe(0);
});

describe.each(['asked', 'unfinished', 'look'] as const)(
  'a batch that needs more than half of a minute’s calls (%s)',
  (callFor) => {
    const most = callsOfTill(40);

    it('is allowed when half of the calls are left, because every minute may contain a payment', () => {
      const budget = createBudget(undefined, () => most);
      budget.spend(4, 'asked', 0);
      expect(budget.waitFor(9, callFor, 1000)).toBe(0);
      budget.spend(1, 'asked', 1000);
      expect(budget.waitFor(9, callFor, 1000)).toBe(MINUTE - 1000);
    });

    it('is allowed once a minute at most, even if it needs more calls than a minute has', () => {
      const budget = createBudget(undefined, () => most);
      let calls = 0;
      for (let at = 0; at < 10 * MINUTE; at += 1000) {
        if (budget.waitFor(9, callFor, at) > 0) continue;
        budget.spend(9, callFor, at);
        calls += 9;
      }
      expect(calls).toBe(90);
    });
  },
);

it('has the limit of a single till by default', () => {
  expect([createBudget().waitFor(320, 'asked', 0), createBudget(0).waitFor(80, 'asked', 0)]).toEqual([0, 0]);
  expect(createBudget(0).waitFor(81, 'asked', 0)).toBe(MINUTE);
});

it('leaves room for the calls that the previous run may have made in its last minute', () => {
  const budget = aBudget(1_000);
  expect(budget.waitFor(50, 'asked', 1_000)).toBe(0);
  expect(budget.waitFor(51, 'asked', 1_000)).toBe(MINUTE);
  expect(budget.waitFor(200, 'asked', 61_000)).toBe(0);
});

describe('look-backs', () => {
  it('leave thirty calls for other purposes', () => {
    expect(spent(169).waitFor(1, 'look', 0)).toBe(0);
    expect(spent(169).waitFor(2, 'look', 0)).toBe(MINUTE);
    expect(spent(170).waitFor(1, 'look', 0)).toBe(MINUTE);
  });
});

describe('calls about unfinished attempts', () => {
  it('follow each other at once while forty calls are left', () => {
    const budget = spent(160);
    expect(budget.waitFor(1, 'unfinished', 0)).toBe(0);
    expect(budget.waitFor(4, 'unfinished', 0)).toBe(0);
  });

  it('are spread over a minute when fewer calls are left; each waits for the share of the last ones', () => {
    const budget = spent(168);
    expect(budget.waitFor(1, 'unfinished', 0)).toBe(0);
    budget.spend(2, 'unfinished', 0);
    expect(budget.waitFor(1, 'unfinished', 500)).toBe(3500);
    expect(budget.waitFor(2, 'unfinished', 500)).toBe(3500);
    expect(budget.waitFor(1, 'unfinished', 4000)).toBe(0);
  });

  it('are not delayed by calls for other purposes', () => {
    const budget = spent(170);
    budget.spend(1, 'look', 0);
    expect(budget.waitFor(1, 'unfinished', 0)).toBe(0);
  });

  it('wait like all calls when none is left, and until as many are left as they need', () => {
    expect(spent(210).waitFor(1, 'unfinished', 1000)).toBe(MINUTE - 1000);
    const budget = spent(197);
    budget.spend(1, 'unfinished', 10);
    // The pace would allow three calls in half a minute, when only two are left.
    expect(budget.waitFor(3, 'unfinished', 40_000)).toBe(MINUTE - 40_000);
    expect(budget.waitFor(2, 'unfinished', 40_000)).toBe(0);
    budget.spend(1, 'unfinished', 40_000);
    expect(budget.waitFor(1, 'unfinished', 40_001)).toBe(MINUTE - 40_001);
  });

  it('depend on what is left now: calls a minute old no longer count', () => {
    const budget = spent(100);
    budget.spend(165, 'asked', MINUTE);
    budget.spend(1, 'unfinished', MINUTE);
    expect(budget.waitFor(1, 'unfinished', MINUTE)).toBe(Math.ceil(MINUTE / 34));
  });

  it('never wait longer than until forty calls are left again', () => {
    const budget = aBudget();
    for (let call = 0; call < 198; call += 1) budget.spend(1, 'unfinished', call * 250);
    // With two calls left, each waits half a minute. The 38th call stops counting earlier.
    expect(budget.waitFor(1, 'unfinished', 50_000)).toBe(MINUTE + 37 * 250 - 50_000);
    expect(budget.waitFor(1, 'unfinished', MINUTE + 37 * 250)).toBe(0);
  });

  it('are made at once after a start, however many calls the previous run made', () => {
    const budget = aBudget(0);
    for (let call = 0; call < 10; call += 1) {
      expect(budget.waitFor(1, 'unfinished', 0)).toBe(0);
      budget.spend(1, 'unfinished', 0);
    }
    expect(budget.waitFor(1, 'unfinished', 0)).toBe(0);
    budget.spend(1, 'unfinished', 0);
    expect(budget.waitFor(1, 'unfinished', 0)).toBe(Math.ceil(MINUTE / 39));
  });

  it('leave at least ten calls for payments in the first minute after a start, however many they are', () => {
    const budget = aBudget(0);
    let made = 0;
    for (let at = 0; at < MINUTE; at += 1) {
      while (budget.waitFor(1, 'unfinished', at) === 0) {
        budget.spend(1, 'unfinished', at);
        made += 1;
      }
    }
    expect(made).toBeGreaterThan(30);
    expect(made).toBeLessThan(40);
  });

  it('never starve look-backs, however many they are', () => {
    const budget = aBudget();
    const looks: number[] = [0];
    for (let at = 0; at < 5 * MINUTE;) {
      while (budget.waitFor(1, 'unfinished', at) === 0) budget.spend(1, 'unfinished', at);
      if (budget.waitFor(2, 'look', at) === 0) {
        budget.spend(2, 'look', at);
        looks.push(at);
      }
      // Continue at the next time when a call is possible; nothing changes before.
      at += Math.max(1, Math.min(budget.waitFor(1, 'unfinished', at), budget.waitFor(2, 'look', at)));
    }
    looks.push(5 * MINUTE);
    const gaps = looks.slice(1).map((at, place) => at - (looks[place] ?? 0));
    expect(Math.max(...gaps)).toBeLessThanOrEqual(MINUTE);
  });
});
