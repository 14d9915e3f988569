/** What another till takes over from the one before it, and an opening that failed. */
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

describe('what ended behind the cashier and nobody has read', () => {
  it('is told by the next till too, until it was read', async () => {
    shop = createTestCounter({ folder: place.folder, simulator });
    const { counter } = shop;
    await counter.reopen();
    // Charged behind a page that is no answer: checked, and found paid after the cashier went on.
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

it('an opening that failed for whatever reason keeps no later one from trying', async () => {
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

it('what one till has called in the last minute counts for the next one', async () => {
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
    // What is in doubt is asked about at once, if anything may be asked.
    for (let turn = 0; turn < 5; turn += 1) await new Promise(setImmediate);
    await shop.until(() => cashierStateOf(counter).checking.length === 1);
  }
  expect(asked).toBeGreaterThan(0);
  expect(asked).toBeLessThanOrEqual(callsOfTill(20));
});
