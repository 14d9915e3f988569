/** Where a day's file is written: training and real payments, two tills, and two gateways never share a file. */
import { afterEach, beforeEach, expect, it } from 'vitest';
import { basename, dirname, join } from 'node:path';
import { openSecrets } from '../../electron/vault/credentials.ts';
import type { Simulator } from '../../electron/simulator/server.ts';
import type { Environment } from '../../shared/settings.ts';
import { hkDay } from '../../shared/time.ts';
import { fakeKeystore } from '../fuzz/fake-keystore.ts';
import { newFolder, quickSimulator } from '../support/counter-till.ts';
import { createTestCounter, type TestCounter } from '../support/test-counter.ts';
import { cashierStateOf } from '../support/told-states.ts';

const ACCOUNT = { appCode: 'SHOPCODE1', clientKey: 'KEYOFTHESHOP' };

let place: ReturnType<typeof newFolder>;
let simulator: Simulator;
let till: TestCounter;

beforeEach(async () => {
  place = newFolder();
  simulator = await quickSimulator(20, ACCOUNT);
  const here = (asked: string, init: RequestInit) => fetch(new URL(new URL(asked).pathname, simulator.url), init);
  till = createTestCounter({
    folder: place.folder,
    simulator,
    parts: {
      testGateway: null,
      secrets: openSecrets(join(place.folder, 'credentials.json'), async () => fakeKeystore),
      fetches: () => ({ payFetch: here, askFetch: here }),
    },
  });
  await till.counter.reopen();
});
afterEach(async () => {
  till.counter.close();
  await simulator.close();
  place.remove();
});

const day = hkDay(Date.now());

/** Makes one payment and writes the day's file. @returns the file's path from the folder of exports */
const exported = async (amount: number): Promise<string> => {
  await expect.poll(() => till.start(amount)).toBe('started');
  const written = await till.commands.exportDay({ day });
  const { saleId } = cashierStateOf(till.counter);
  await till.commands.cancel({ saleId });
  await till.commands.next({ saleId });
  if (written.kind !== 'written') throw new Error(JSON.stringify(written));
  return written.path.slice(place.folder.length + 1);
};

it('each gateway and each till has a file of its own, and training has a folder of its own', async () => {
  const change = async (next: { readonly environment?: Environment; readonly tillId?: string }): Promise<void> => {
    const { settings } = await till.commands.settings(null);
    expect(await till.commands.saveSettings({ settings: { ...settings, ...next } })).toEqual({ kind: 'saved' });
  };
  const practised = await exported(1_111);
  expect(dirname(practised)).toBe('Training');
  for (const environment of ['live-test', 'production'] as const)
    expect(await till.commands.goLive({ ...ACCOUNT, environment, mchid: '', passphrase: '' })).toEqual({
      kind: 'live',
    });
  const live = await exported(1_211);
  expect(dirname(live)).toBe('.');
  // The names must differ too, because people send files without their folders.
  const names = new Set([practised, live].map((path) => basename(path)));
  simulator.books.payNow(simulator.books.orders().at(-1)?.number ?? '');
  await till.until(() => till.counter.till()?.unfinished() === 0);
  await change({ tillId: '02' });
  names.add(basename(await exported(1_311)));
  simulator.books.payNow(simulator.books.orders().at(-1)?.number ?? '');
  await till.until(() => till.counter.till()?.unfinished() === 0);
  await change({ environment: 'live-test' });
  names.add(basename(await exported(1_411)));
  expect(names.size).toBe(4);
});
