/** QFPay issues an mchid together with an app code, so the till sends it only to the gateway of that app code. */
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openSecrets } from '../../electron/vault/credentials.ts';
import type { Simulator } from '../../electron/simulator/server.ts';
import type { QfpayHost } from '../../shared/settings.ts';
import { fakeKeystore } from '../fuzz/fake-keystore.ts';
import { newFolder, quickSimulator } from '../support/counter-till.ts';
import { createTestCounter, type TestCounter } from '../support/test-counter.ts';
import { cashierStateOf } from '../support/told-states.ts';

const ACCOUNTS = {
  production: { appCode: 'PRODUCTION', clientKey: 'KEYPRODUCTION', mchid: 'M1outlet' },
  // QFPay issued no mchid for this account, and refuses any.
  'live-test': { appCode: 'LIVETEST', clientKey: 'KEYLIVETEST' },
};

let place: ReturnType<typeof newFolder>;
let simulators: Readonly<Record<keyof typeof ACCOUNTS, Simulator>>;
let till: TestCounter;

beforeEach(async () => {
  place = newFolder();
  simulators = {
    production: await quickSimulator(20, ACCOUNTS.production),
    'live-test': await quickSimulator(20, ACCOUNTS['live-test']),
  };
  const { folder } = place;
  till = createTestCounter({
    folder,
    simulator: simulators.production,
    parts: {
      testGateway: null,
      secrets: openSecrets(join(folder, 'credentials.json'), async () => fakeKeystore),
      fetches: (host) => {
        const { url } = simulators[host.includes('test') ? 'live-test' : 'production'];
        const there = (asked: string, init: RequestInit) => fetch(new URL(new URL(asked).pathname, url), init);
        return { payFetch: there, askFetch: there };
      },
    },
  });
});

afterEach(async () => {
  till.counter.close();
  await Promise.all(Object.values(simulators).map((simulator) => simulator.close()));
  place.remove();
});

const goLive = (environment: keyof typeof ACCOUNTS): unknown =>
  till.commands.goLive({ mchid: '', ...ACCOUNTS[environment], environment, passphrase: '' });

const settings = async () => (await till.commands.settings(null)).settings;

const use = async (environment: QfpayHost): Promise<unknown> =>
  till.commands.saveSettings({ settings: { ...(await settings()), environment } });

/** Starts a sale, once the open ledger is verified. */
const start = async (amount: number): Promise<void> => {
  await expect.poll(() => till.start(amount)).toBe('started');
};

/** Makes a sale at the current gateway, and waits until it is paid. */
const sell = async (amount: number): Promise<void> => {
  await start(amount);
  await till.until(() => {
    const { stage } = cashierStateOf(till.counter);
    return stage.kind === 'attempt' && stage.attempt.word === 'paid';
  });
  await till.commands.next({ saleId: cashierStateOf(till.counter).saleId });
};

it('each gateway gets its own mchid, whichever was set up last', async () => {
  expect(await goLive('production')).toEqual({ kind: 'live' });
  await sell(1211);
  expect(await goLive('live-test')).toEqual({ kind: 'live' });
  await sell(1311);
  expect(await use('production')).toEqual({ kind: 'saved' });
  await sell(1411);
  expect(await use('live-test')).toEqual({ kind: 'saved' });
  await sell(1511);
  expect(simulators.production.books.orders().map(({ chargedCents }) => chargedCents)).toEqual([1211, 1411]);
  expect(simulators['live-test'].books.orders().map(({ chargedCents }) => chargedCents)).toEqual([1311, 1511]);
});

it('a changed mchid of the current gateway is sent from then on', async () => {
  await goLive('production');
  const kept = await settings();
  await till.commands.saveSettings({ settings: { ...kept, mchid: { ...kept.mchid, production: 'M2' } } });
  await start(1211);
  await till.until(() => {
    const { stage } = cashierStateOf(till.counter);
    return stage.kind === 'attempt' && stage.attempt.advice === 'signature';
  });
  expect(simulators.production.books.orders()).toEqual([]);
});
