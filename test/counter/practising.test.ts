/** When a till in training that could be live asks whether training is meant. */
import { beforeEach, describe, expect, it } from 'vitest';
import { createPractising, type Practising } from '../../electron/counter/practising.ts';
import { handTime } from '../support/hand-time.ts';

const MINUTE = 60_000;

let time: ReturnType<typeof handTime>;
let couldBeLive: boolean;
let changes: number;
let practising: Practising;

beforeEach(() => {
  time = handTime();
  couldBeLive = true;
  changes = 0;
  practising = createPractising({
    timers: time.timers,
    couldBeLive: () => couldBeLive,
    onChange: () => (changes += 1),
  });
});

describe('the till asks', () => {
  it('at the start, until a person confirms, and again after ten minutes', async () => {
    expect(practising.asks()).toBe(false);
    practising.lookAgain();
    expect([practising.asks(), changes]).toEqual([true, 1]);
    practising.goOn();
    expect([practising.asks(), changes]).toEqual([false, 2]);
    await time.pass(10 * MINUTE - 1);
    expect(practising.asks()).toBe(false);
    await time.pass(1);
    expect([practising.asks(), changes]).toEqual([true, 3]);
  });

  it('when it returns to training from live', () => {
    couldBeLive = false;
    practising.lookAgain();
    expect(practising.asks()).toBe(false);
    couldBeLive = true;
    practising.lookAgain();
    expect(practising.asks()).toBe(true);
  });
});

describe('the till does not ask', () => {
  it('without credentials of a live gateway', async () => {
    couldBeLive = false;
    practising.lookAgain();
    practising.goOn();
    await time.pass(60 * MINUTE);
    expect([practising.asks(), changes]).toEqual([false, 0]);
  });

  it('again when the ledger is reopened, or once it is live', async () => {
    practising.lookAgain();
    practising.goOn();
    practising.lookAgain();
    expect(practising.asks()).toBe(false);
    couldBeLive = false;
    practising.lookAgain();
    await time.pass(60 * MINUTE);
    expect(practising.asks()).toBe(false);
  });

  it('when the program has ended', async () => {
    practising.lookAgain();
    practising.goOn();
    practising.stop();
    await time.pass(60 * MINUTE);
    expect(practising.asks()).toBe(false);
  });
});
