/** What a till takes over from the one before it, and an opening that failed. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Fetch } from '../../electron/gateway/http.ts';
import { Secret } from '../../electron/vault/secret.ts';
import type { Simulator } from '../../electron/simulator/server.ts';
import { callsOfTill } from '../../electron/till/budget.ts';
import { DEFAULT_SETTINGS } from '../../shared/settings.ts';
import { quickSimulator } from '../support/counter-till.ts';
import { newFolder } from '../support/folders.ts';
import { createTestCounter, type TestCounter } from '../support/test-counter.ts';
import { cashierStateOf } from '../support/told-states.ts';

let place: ReturnType<typeof newFolder>;
let simulator: Simulator;
let shop: TestCounter;

beforeEach(async () => {
  place = newFolder();
  simulator = await quickSimulator(20);
});
afterEach(async () => {
  shop.counter.close();
  await simulator.close();
  place.remove();
});

describe('news that was not read', () => {
  it('is shown by the next till too, until it is read', async () => {
    shop = createTestCounter({ folder: place.folder, simulator });
    const { counter } = shop;
    await counter.reopen();
    // The payment is charged, but the answer is a page that is not JSON. It is found paid after the cashier went on.
    expect(await shop.start(4556)).toBe('started');
    await shop.until(() => cashierStateOf(counter).stage.kind === 'attempt');
    await shop.until(() => {
      const { stage } = cashierStateOf(counter);
      return stage.kind === 'attempt' && stage.attempt.word === 'checking';
    });
    await shop.commands.next({ saleId: cashierStateOf(counter).saleId });
    await shop.until(() => cashierStateOf(counter).news.length > 0);
    const [news] = cashierStateOf(counter).news;
    expect(news).toMatchObject({ word: 'paid', amount: 4556 });

    for (let time = 0; time < 2; time += 1) {
      await counter.reopen();
      expect(cashierStateOf(counter).news).toEqual([news]);
    }
    await shop.commands.seen({ number: news?.number ?? '' });
    await counter.reopen();
    expect(cashierStateOf(counter).news).toEqual([]);
  });
});

it('a failed opening does not block a later one', async () => {
  const { url, appCode, clientKey } = simulator;
  let failures = 1;
  const startSimulator = async () => {
    failures -= 1;
    if (failures >= 0) throw new Error('no port is free');
    return { url, credentials: { appCode: new Secret(appCode), clientKey: new Secret(clientKey) } };
  };
  shop = createTestCounter({ folder: place.folder, simulator, parts: { testGateway: null, startSimulator } });
  await expect(shop.counter.reopen()).rejects.toThrow('no port is free');
  await shop.counter.reopen();
  expect(await shop.start(7111)).toBe('started');
});

it('the calls of one till in the last minute count for the next till', async () => {
  let asked = 0;
  const reset: Fetch = () => Promise.reject(new Error('reset'));
  const count: Fetch = (url, init) => {
    asked += 1;
    return reset(url, init);
  };
  const fetches = () => ({ payFetch: reset, askFetch: count });
  shop = createTestCounter({ folder: place.folder, simulator, speed: 1, parts: { fetches } });
  const { counter } = shop;
  // One of twenty tills has sixteen calls a minute.
  await shop.commands.saveSettings({ settings: { ...DEFAULT_SETTINGS, tills: 20 } });
  await counter.reopen();
  await shop.start(4567);
  for (let opening = 0; opening < 15; opening += 1) {
    await counter.reopen();
    // The attempt in doubt is enquired at once, if the budget allows it.
    for (let turn = 0; turn < 5; turn += 1) await new Promise(setImmediate);
    await shop.until(() => cashierStateOf(counter).checking.length === 1);
  }
  expect(asked).toBeGreaterThan(0);
  expect(asked).toBeLessThanOrEqual(callsOfTill(20));
});
