/** Two reopens that overlap (Save tapped twice while the keystore is slow) must not leave two tills on one ledger. */
import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { createCounter } from '../../electron/counter/counter.ts';
import { Secret } from '../../electron/vault/secret.ts';
import { openSecrets } from '../../electron/vault/credentials.ts';
import { DEFAULT_SETTINGS } from '../../shared/settings.ts';
import { newFolder } from '../support/counter-till.ts';

it('two overlapping reopens leave one till, and closing leaves none', async () => {
  const { folder, remove } = newFolder();
  const slow = <V>(value: V) => new Promise<V>((resolve) => setTimeout(resolve, 20, value));
  const secrets = openSecrets(join(folder, 'secrets.json'), async () => ({
    encrypt: (text) => slow(Buffer.from(text)),
    decrypt: (bytes) => slow(bytes.toString()),
  }));
  await secrets.store('production', { appCode: new Secret('APPCODE1'), clientKey: new Secret('CLIENTKEY1') }, '');
  const counter = createCounter({
    machine: '',
    folder,
    secrets,
    clock: { mono: () => performance.now(), wall: Date.now },
    timers: { after: () => () => undefined },
    random: { fraction: () => 0.5, id: randomUUID },
    keyedHash: (code) => code,
    readCode: () => ({ kind: 'refused', refusal: 'unreadable' }),
    log: () => undefined,
    fetches: () => ({ payFetch: fetch, askFetch: fetch }),
    startSimulator: () => Promise.reject(new Error('not here')),
    testGateway: null,
    ledgerJobs: new URL('../../electron/worker.ts', import.meta.url),
    settings: () => ({ ...DEFAULT_SETTINGS, environment: 'production' }),
    lostSettings: () => null,
    onChange: () => undefined,
  });
  await Promise.all([counter.reopen(), counter.reopen()]);
  counter.close();
  // SQLite removes the log when the last connection to the file closes.
  const isStillOpen = existsSync(join(folder, 'ledger-production.db-wal'));
  remove();
  expect(isStillOpen).toBe(false);
});
