/** Going live when the credentials cannot be stored: the answer gives the reason, and nothing changes. */
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openSecrets, type Keystore, type Secrets } from '../../electron/vault/credentials.ts';
import type { Simulator } from '../../electron/simulator/server.ts';
import { fakeKeystore } from '../fuzz/fake-keystore.ts';
import { newFolder, quickSimulator } from '../support/counter-till.ts';
import { createTestCounter, type TestCounter } from '../support/test-counter.ts';

let place: ReturnType<typeof newFolder>;
let simulator: Simulator;
let till: TestCounter | null = null;
let path: string;

beforeEach(async () => {
  place = newFolder();
  path = join(place.folder, 'credentials.json');
  simulator = await quickSimulator(20, { appCode: 'PRODUCTION', clientKey: 'KEYPRODUCTION' });
});
afterEach(async () => {
  till?.counter.close();
  await simulator.close();
  place.remove();
});

const goLiveWith = async (secrets: Secrets): Promise<unknown> => {
  const there = (asked: string, init: RequestInit) => fetch(new URL(new URL(asked).pathname, simulator.url), init);
  const fetches = () => ({ payFetch: there, askFetch: there });
  till = createTestCounter({ folder: place.folder, simulator, parts: { testGateway: null, secrets, fetches } });
  const credentials = { appCode: 'PRODUCTION', clientKey: 'KEYPRODUCTION', mchid: '', passphrase: '' };
  return till.commands.goLive({ environment: 'production', ...credentials });
};

const nothingChanged = async (): Promise<void> => {
  expect((await till?.commands.settings(null))?.settings.environment).toBe('training');
};

it('a keystore that refuses is reported as such, and not as a disk error', async () => {
  const locked: Keystore = {
    encrypt: () => Promise.reject(new Error('Error while encrypting the text provided')),
    decrypt: fakeKeystore.decrypt,
  };
  expect(await goLiveWith(openSecrets(path, async () => locked))).toEqual({ kind: 'keystore' });
  expect(till?.logged.join()).toContain('credentials.keystore-refused');
  expect(existsSync(path)).toBe(false);
  await nothingChanged();
});

it('a disk error is reported with the folder', async () => {
  // A folder in place of the file causes a disk error without any permissions.
  mkdirSync(path);
  expect(await goLiveWith(openSecrets(path, async () => fakeKeystore))).toEqual({
    kind: 'cannot-write',
    path: place.folder,
  });
  await nothingChanged();
});

it('no page can change `answersMustBeSigned`, which only the file sets', async () => {
  till = createTestCounter({ folder: place.folder, simulator });
  const { settings } = (await till.commands.settings(null)) ?? {};
  if (settings === undefined) throw new Error('No settings');
  const answer = await till.commands.saveSettings({
    settings: { ...settings, udid: 'other', answersMustBeSigned: true },
  });
  expect(answer).toEqual({ kind: 'saved' });
  expect((await till.commands.settings(null))?.settings).toMatchObject({ udid: 'other', answersMustBeSigned: false });
});

it('a bug of our own is reported as neither', async () => {
  const broken = {
    ...openSecrets(path, async () => fakeKeystore),
    store: () => Promise.reject(new TypeError('a fault')),
  };
  await expect(goLiveWith(broken)).rejects.toMatchObject({ cause: { message: 'a fault' } });
  await nothingChanged();
});
