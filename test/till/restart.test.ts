/** P12 and P4 after a restart or a lost network: unfinished attempts are loaded and settled, and none is sent twice. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Simulator } from '../../electron/simulator/server.ts';
import { newFolder, quickSimulator, startTestTill, type TestTill } from '../support/counter-till.ts';
import { leaveBehind, numberOnScreen, showQr, start, untilNews, untilWord } from '../support/sales.ts';
import { aLabel } from '../support/samples.ts';

const SPEED = 20;
const UNPAID = 1243;

let place: ReturnType<typeof newFolder>;
let simulator: Simulator;
let counter: TestTill;

const restart = (): void => {
  counter = startTestTill({ folder: place.folder, simulator, speed: SPEED });
};

beforeEach(async () => {
  place = newFolder();
  simulator = await quickSimulator(SPEED);
  restart();
});
afterEach(async () => {
  counter.cut();
  await simulator.close();
  place.remove();
});

/** Waits for this many seconds of the till's own, faster time. */
const tillSeconds = (seconds: number) => new Promise((resolve) => setTimeout(resolve, (seconds * 1000) / SPEED));

describe('after a power cut', () => {
  it('while the QR was shown: the payment is loaded, and found paid', async () => {
    const number = await showQr(counter, UNPAID);
    counter.cut();
    simulator.books.payNow(number);
    restart();
    expect(counter.till.state()).toMatchObject({ stage: { kind: 'keypad' }, customer: { kind: 'idle' } });
    expect(counter.till.state().checking).toMatchObject([{ number, word: 'checking' }]);
    await untilNews(counter, number, 'paid');
    expect(counter.ledger.find(number)).toMatchObject({
      status: 'paid',
      gatewayRef: simulator.books.order(number)?.syssn,
    });
    expect(simulator.books.requestsReceived(number)).toBe(1);
  });

  it('right after the first write: the request is not sent again, whether it was sent or not', async () => {
    start(counter, 1211);
    const number = numberOnScreen(counter.till.state());
    counter.cut();
    restart();
    expect(counter.till.state().checking).toMatchObject([{ number, word: 'checking' }]);
    const ended = await counter.until(({ checking }) => checking.length === 0);
    const wasCharged = (simulator.books.order(number)?.chargedCents ?? 0) > 0;
    expect(ended.news).toMatchObject([{ number, word: wasCharged ? 'paid' : 'not-paid' }]);
    expect(simulator.books.requestsReceived(number)).toBeLessThanOrEqual(1);
  });

  it('before the answer to a scanned code: the payment is found by our number', async () => {
    start(counter, 1252, 'cpm');
    counter.till.code(aLabel('PAYME0123456789CODE'));
    const number = numberOnScreen(counter.till.state());
    while (simulator.books.order(number) === undefined) await tillSeconds(1);
    counter.cut();
    restart();
    await untilNews(counter, number, 'paid');
    expect(simulator.books.order(number)).toMatchObject({ chargedCents: 1252, requestsReceived: 1 });
    // The code was sent, so it counts as used.
    start(counter, 1252, 'cpm');
    expect(counter.till.code(aLabel('PAYME0123456789CODE'))).toBe('used-before');
  });

  it('with an abandoned sale: a payment is paid late', async () => {
    const number = await leaveBehind(counter, UNPAID);
    counter.cut();
    simulator.books.payNow(number);
    restart();
    await untilNews(counter, number, 'paid-late');
  });

  it('with a failed sale: a look-back finds it paid late', async () => {
    const number = await showQr(counter, UNPAID);
    simulator.books.expire(number);
    await untilWord(counter, 'not-paid');
    counter.cut();
    simulator.books.payNow(number);
    restart();
    await untilNews(counter, number, 'paid-late');
    expect(counter.ledger.find(number)?.status).toBe('late-paid');
  });

  it('with a paid payment: no call is made about it', async () => {
    start(counter, 1211);
    await untilWord(counter, 'paid');
    counter.cut();
    const calls = simulator.books.callsInLastMinute();
    restart();
    await tillSeconds(10);
    expect(simulator.books.callsInLastMinute()).toBe(calls);
    expect(counter.till.state()).toMatchObject({ checking: [], news: [] });
  });

  it('the new numbers have another epoch', async () => {
    const first = await showQr(counter, UNPAID);
    counter.cut();
    restart();
    const second = await showQr(counter, UNPAID);
    expect(second.slice(0, 2)).toBe(first.slice(0, 2));
    expect(second.slice(2, 8)).not.toBe(first.slice(2, 8));
  });
});

describe('without a network', () => {
  it('a payment is not sent and not paid, and a second try with the network back charges once', async () => {
    const { url } = simulator;
    await simulator.close();
    start(counter, 1211);
    const failed = await untilWord(counter, 'not-paid');
    const number = numberOnScreen(failed);
    expect(failed.stage).toMatchObject({ attempt: { advice: 'not-sent', lastResponse: 'not-sent' } });
    counter.till.next(failed.saleId);

    simulator = await quickSimulator(SPEED, { port: Number(new URL(url).port) });
    start(counter, 1211);
    const again = numberOnScreen(await untilWord(counter, 'paid'));
    await tillSeconds(30);
    expect(again).not.toBe(number);
    expect(simulator.books.allRequestsReceived()).toEqual({ [again]: 1 });
    expect(simulator.books.orders()).toMatchObject([{ number: again, chargedCents: 1211 }]);
    expect(counter.ledger.find(number)).toMatchObject({ status: 'failed', lastResponse: 'not-sent' });
  });

  it('a code that was never sent may be scanned again', async () => {
    const { url } = simulator;
    await simulator.close();
    start(counter, 1200, 'cpm');
    counter.till.code(aLabel('PAYME0123456789CODE'));
    counter.till.next((await untilWord(counter, 'not-paid')).saleId);
    simulator = await quickSimulator(SPEED, { port: Number(new URL(url).port) });
    start(counter, 1200, 'cpm');
    expect(counter.till.code(aLabel('PAYME0123456789CODE'))).toBe('accepted');
    await untilWord(counter, 'paid');
  });

  it('for a while, enquiries go on, and find the payment when the network is back', async () => {
    const number = await showQr(counter, UNPAID);
    simulator.setSwitches({ queryFault: 'drop' });
    simulator.books.payNow(number);
    await tillSeconds(20);
    expect(counter.till.state().stage).toMatchObject({ kind: 'attempt', attempt: { word: 'waiting' } });
    simulator.setSwitches({ queryFault: 'none' });
    await untilWord(counter, 'paid');
  });
});

it('many sales in the background share their enquiries', async () => {
  const numbers: string[] = [];
  for (let sale = 0; sale < 30; sale += 1) numbers.push(await leaveBehind(counter, UNPAID));
  counter.cut();
  restart();
  expect(counter.till.state().checking).toHaveLength(30);
  const [before, since] = [simulator.books.callsInLastMinute(), performance.now()];
  await tillSeconds(30);
  const calls = simulator.books.callsInLastMinute() - before;
  // About ten rounds in thirty seconds, in calls of at most twenty numbers; unshared they would be 300 calls.
  const alone = 30 * (((performance.now() - since) * SPEED) / 3000);
  expect(calls).toBeGreaterThanOrEqual(5);
  expect(calls).toBeLessThanOrEqual(alone / 4);
  // Each attempt is still judged by itself.
  const [first = '', , third = ''] = numbers;
  simulator.books.payNow(first);
  simulator.books.expire(third);
  await untilNews(counter, first, 'paid-late');
  await untilNews(counter, third, 'not-paid');
  expect(counter.till.state().checking).toHaveLength(28);
  for (const number of numbers) expect(simulator.books.requestsReceived(number)).toBe(1);
});
