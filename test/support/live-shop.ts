/** A till for real money, whose gateway is a simulator: with credentials in a keystore, and with people. */
import { join } from 'node:path';
import { startSimulator, type Simulator } from '../../electron/simulator/server.ts';
import { openSecrets } from '../../electron/vault/credentials.ts';
import { Secret } from '../../electron/vault/secret.ts';
import { fakeKeystore } from '../fuzz/fake-keystore.ts';
import { createTestCounter, type TestCounter } from './test-counter.ts';

const APP_CODE = 'APPCODE123';
export const CLIENT_KEY = 'KEYOFTHESHOP12345';

export const startLiveSimulator = (): Promise<Simulator> =>
  startSimulator({ answerDelayMs: 0, speed: 20, appCode: APP_CODE, clientKey: CLIENT_KEY });

/** @param isKeystoreAway the credentials cannot be read now, so no ledger opens */
export async function openLiveShop(folder: string, simulator: Simulator, isKeystoreAway = false): Promise<TestCounter> {
  const secrets = openSecrets(join(folder, 'credentials.json'), async () => (isKeystoreAway ? null : fakeKeystore));
  const credentials = { appCode: new Secret(APP_CODE), clientKey: new Secret(CLIENT_KEY) };
  if (!isKeystoreAway) await secrets.store('production', credentials, '');
  const atSimulator = (asked: string, init: RequestInit): Promise<Response> =>
    fetch(new URL(new URL(asked).pathname, simulator.url), init);
  const shop = createTestCounter({
    folder,
    simulator,
    settings: { usesRoles: true, environment: 'production' },
    parts: { testGateway: null, secrets, fetches: () => ({ payFetch: atSimulator, askFetch: atSimulator }) },
  });
  await shop.counter.reopen();
  return shop;
}
