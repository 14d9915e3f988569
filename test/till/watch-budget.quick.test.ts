/** How the watch shares the calls of a minute: no attempt waits forever, and final attempts come last. */
import { beforeEach, expect, it } from 'vitest';
import { handWatch, MONTH_END, type HandWatch } from '../support/hand-watch.ts';
import { numberOf, SYSSN } from '../support/samples.ts';

const SECOND = 1000;
const DAY = 24 * 3600 * SECOND;

let hand: HandWatch;
beforeEach(() => {
  hand = handWatch();
});

it('the watch makes at most 200 calls a minute, spreads the last ones, and makes the delayed ones later', async () => {
  // Each attempt is of another month, so that none shares a call.
  const numbers = Array.from({ length: 250 }, (_, index) =>
    hand.known(index + 1, { createdAt: Date.UTC(2000 + Math.floor(index / 12), index % 12, 15) }),
  );
  for (const number of numbers) hand.watch.plan(number, 0);
  await hand.time.pass(0);
  // Forty calls are left; the next one comes a fortieth of a minute later.
  expect(hand.calls).toHaveLength(161);
  await hand.time.pass(59 * SECOND);
  expect(hand.calls.length).toBeGreaterThan(180);
  expect(hand.calls.length).toBeLessThan(190);
  await hand.time.pass(70 * SECOND);
  expect(hand.calls).toHaveLength(250);
  expect(new Set(hand.delivered.map(({ number }) => number)).size).toBe(250);
});

it('a batch of two calls is not overtaken by batches of one call when few calls are left', async () => {
  hand.budget.spend(165, 'asked', hand.time.clock.mono());
  const planned = [2001, 2002, 2003, 2004, 2005, 2006].map((year, index) =>
    hand.known(index + 1, { createdAt: index === 3 ? MONTH_END : Date.UTC(year, 5, 15) }),
  );
  for (const number of planned) hand.watch.plan(number, 0);
  await hand.time.pass(59 * SECOND);
  expect(hand.calls).toHaveLength(7);
  expect(hand.delivered.map(({ number }) => number)).toEqual(planned);
});

it('a batch of two calls gets its turn when calls become free one by one and other batches wait', async () => {
  for (let call = 0; call < 200; call += 1) {
    hand.budget.spend(1, 'asked', hand.time.clock.mono());
    await hand.time.pass(0.3 * SECOND);
  }
  const pair = hand.known(1, { createdAt: MONTH_END });
  const others = Array.from({ length: 9 }, (_, index) =>
    hand.known(index + 2, { createdAt: Date.UTC(2001 + index, 5, 15) }),
  );
  for (const number of [pair, ...others]) hand.watch.plan(number, 0);
  for (let told = 0; told < 100; told = hand.delivered.length) {
    await hand.time.pass(0.3 * SECOND);
    for (const { number } of hand.delivered.slice(told)) hand.watch.plan(number, SECOND);
  }
  const turns = hand.delivered.flatMap(({ number }, turn) => (number === pair ? turn : []));
  expect(turns.length).toBeGreaterThanOrEqual(8);
});

it('final attempts leave thirty calls of a minute to unfinished ones', async () => {
  hand.budget.spend(169, 'asked', hand.time.clock.mono());
  const [over, alsoOver, unfinished] = [
    hand.known(1, { status: 'failed' }),
    hand.known(2, { status: 'expired', createdAt: MONTH_END - 60 * DAY }),
    hand.known(3, { gatewayRef: SYSSN }),
  ];
  for (const number of [over, alsoOver, unfinished]) hand.watch.plan(number, 0);
  await hand.time.pass(59 * SECOND);
  expect(hand.delivered.map(({ number }) => number)).toEqual([over, unfinished]);
  await hand.time.pass(SECOND);
  expect(hand.delivered.map(({ number }) => number)).toEqual([over, unfinished, alsoOver]);
});

it('a final attempt does not wait if it shares a call with an unfinished one', async () => {
  hand.budget.spend(179, 'asked', hand.time.clock.mono());
  hand.budget.spend(1, 'unfinished', hand.time.clock.mono());
  for (const number of [hand.known(1, { status: 'failed' }), hand.known(2)]) hand.watch.plan(number, 0);
  // Twenty calls are left, three seconds each.
  await hand.time.pass(2.9 * SECOND);
  expect(hand.delivered).toEqual([]);
  await hand.time.pass(0.1 * SECOND);
  expect(hand.delivered.map(({ number }) => number)).toEqual([numberOf(1), numberOf(2)]);
});

it('an attempt that a person asks about does not wait, nor do attempts that share its call', async () => {
  hand.budget.spend(180, 'asked', hand.time.clock.mono());
  const numbers = [hand.known(1, { status: 'failed' }), hand.known(2, { status: 'failed' })];
  for (const number of numbers) hand.watch.plan(number, 0);
  void hand.watch.nextAnswer(numberOf(2));
  await hand.time.pass(SECOND);
  expect(hand.delivered.map((told) => told.number)).toEqual(numbers);
});
