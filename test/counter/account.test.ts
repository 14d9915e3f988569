/** A payment in doubt is enquired at its own account, because another account would not know it. */
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openSecrets } from '../../electron/vault/credentials.ts';
import { startSimulator, type Simulator } from '../../electron/simulator/server.ts';
import { DEFAULT_SETTINGS } from '../../shared/settings.ts';
import type { GoLive } from '../../shared/contract/account.ts';
import { fakeKeystore } from '../fuzz/fake-keystore.ts';
import { quickSimulator } from '../support/counter-till.ts';
import { newFolder } from '../support/folders.ts';
import { createTestCounter, type TestCounter } from '../support/test-counter.ts';
import { cashierStateOf } from '../support/told-states.ts';

let place: ReturnType<typeof newFolder>;
let training: Simulator;
let accounts: readonly Simulator[];
let shop: TestCounter;

beforeEach(async () => {
  place = newFolder();
  training = await quickSimulator(20);
  accounts = await Promise.all(
    ['FIRSTACCOUNT', 'OTHERACCOUNT'].map((appCode) =>
      startSimulator({ answerDelayMs: 0, speed: 20, appCode, clientKey: `KEYOF${appCode}` }),
    ),
  );
  const atItsAccount = (asked: string, init: RequestInit): Promise<Response> => {
    const code = new Headers(init.headers).get('X-QF-APPCODE');
    const { url } = [training, ...accounts].find(({ appCode }) => appCode === code) ?? training;
    return fetch(new URL(new URL(asked).pathname, url), init);
  };
  shop = createTestCounter({
    folder: place.folder,
    simulator: training,
    parts: {
      testGateway: null,
      secrets: openSecrets(join(place.folder, 'credentials.json'), async () => fakeKeystore),
      fetches: () => ({ payFetch: atItsAccount, askFetch: atItsAccount }),
    },
  });
  await shop.counter.reopen();
});
afterEach(async () => {
  shop.counter.close();
  for (const simulator of [training, ...accounts]) await simulator.close();
  place.remove();
});

const of = (account: number, more: Partial<GoLive> = {}): GoLive => {
  const { appCode = '', clientKey = '' } = accounts[account] ?? {};
  return { environment: 'production', appCode, clientKey, mchid: '', passphrase: '', ...more };
};
const goLive = (account: number) => shop.commands.goLive(of(account));

/** Makes a payment in doubt, in the background. */
async function leaveInDoubt(amount: number): Promise<void> {
  expect(await shop.start(amount)).toBe('started');
  await shop.until(() => {
    const { stage } = cashierStateOf(shop.counter);
    return stage.kind === 'attempt' && stage.attempt.word === 'checking';
  });
  await shop.commands.next({ saleId: cashierStateOf(shop.counter).saleId });
  expect(shop.counter.till()?.unfinished()).toBe(1);
}

it('a training payment in doubt does not keep a shop in training', async () => {
  // Charged behind a page that is no answer.
  await leaveInDoubt(4556);
  expect(await goLive(0)).toEqual({ kind: 'live' });
  expect(shop.counter.mode()).toBe('live');
});

it('an answer for another amount does not block a change of account, because the wrong account may be the reason', async () => {
  await goLive(0);
  expect(await shop.start(1261)).toBe('started');
  await shop.until(() => {
    const { stage } = cashierStateOf(shop.counter);
    return stage.kind === 'attempt' && stage.attempt.advice === 'mismatch';
  });
  await shop.commands.next({ saleId: cashierStateOf(shop.counter).saleId });
  expect(cashierStateOf(shop.counter).checking).toHaveLength(1);
  expect(await goLive(1)).toEqual({ kind: 'live' });
});

it('a payment in doubt blocks a change of account until it is settled', async () => {
  await goLive(0);
  // Charged behind a page that is no answer.
  await leaveInDoubt(4556);
  expect(await goLive(1)).toEqual({ kind: 'busy' });
  const settings = { ...DEFAULT_SETTINGS, environment: 'production' } as const;
  expect(
    await shop.commands.saveSettings({
      settings: { ...settings, mchid: { ...settings.mchid, production: 'another1' } },
    }),
  ).toEqual({ kind: 'busy' });
  expect(await shop.commands.saveSettings({ settings: { ...settings, environment: 'training' } })).toEqual({
    kind: 'busy',
  });
  // Settings that change neither the gateway nor the account may change.
  expect(await shop.commands.saveSettings({ settings: { ...settings, goodsName: 'Tea' } })).toEqual({ kind: 'saved' });
  await shop.until(() => shop.counter.till()?.unfinished() === 0);
  expect(await shop.commands.day({ day: null })).toMatchObject({ attempts: [{ amount: 4556, word: 'paid' }] });
  expect(await goLive(1)).toEqual({ kind: 'live' });
});

it('a new key of the same account is accepted during doubt, because enquiries may need it', async () => {
  await goLive(0);
  await leaveInDoubt(4556);
  expect(await goLive(0)).toEqual({ kind: 'live' });
  await shop.until(() => shop.counter.till()?.unfinished() === 0);
});
