/** A late payment stays in the news until a person decides, and then never returns, not even after a restart. */
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { AttemptNumber } from '../../shared/attempt/number.ts';
import type { Simulator } from '../../electron/simulator/server.ts';
import { newFolder, quickSimulator, startTestTill, type TestTill } from '../support/counter-till.ts';
import { leaveBehind, untilNews } from '../support/sales.ts';

const SPEED = 20;

let place: ReturnType<typeof newFolder>;
let simulator: Simulator;
let counter: TestTill;

beforeEach(async () => {
  place = newFolder();
  simulator = await quickSimulator(SPEED);
  counter = startTestTill({ folder: place.folder, simulator, speed: SPEED });
});
afterEach(async () => {
  counter.cut();
  await simulator.close();
  place.remove();
});

const paidLate = async (): Promise<AttemptNumber> => {
  const number = await leaveBehind(counter, 2_343);
  simulator.books.payNow(number);
  await untilNews(counter, number, 'paid-late');
  return number;
};
const restart = (): void => {
  counter.cut();
  counter = startTestTill({ folder: place.folder, simulator, speed: SPEED });
};

it('a late payment that was only read stays in the news, also after a restart', async () => {
  const number = await paidLate();
  counter.till.seen(number);
  expect(counter.till.state().news.map((news) => news.number)).toEqual([number]);
  restart();
  expect(counter.till.state().news.map((news) => news.number)).toEqual([number]);
  expect(counter.till.payment(number)).toMatchObject({ toDecide: true, refundable: 2_343 });
});

it('a late payment that is kept for its sale leaves the news for good', async () => {
  const number = await paidLate();
  counter.till.keepLatePayment(number);
  expect(counter.till.state().news).toEqual([]);
  restart();
  expect(counter.till.state().news).toEqual([]);
  expect(counter.till.payment(number)).toMatchObject({ toDecide: false, refundable: 2_343 });
});

it('a late payment that is refunded leaves the news, and the finished refund becomes news', async () => {
  const number = await paidLate();
  expect(counter.till.refund({ number, amount: 2_343, expectedRefunds: 0 })).toBe('started');
  expect(counter.till.state().news).toEqual([]);
  const { news } = await counter.until((state) => state.news.some(({ word }) => word === 'refunded'));
  expect(news).toHaveLength(1);
  expect(simulator.books.order(number)).toMatchObject({ chargedCents: 2_343, refundedCents: 2_343 });
});
