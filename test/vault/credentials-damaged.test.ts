/** One damaged entry does not affect other credentials, and a damaged ciphertext never opens. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { Secret } from '../../electron/vault/secret.ts';
import { openSecrets, type Keystore } from '../../electron/vault/credentials.ts';
import { newFolder } from '../support/counter-till.ts';

let place: ReturnType<typeof newFolder>;
let path: string;
beforeEach(() => {
  place = newFolder();
  path = join(place.folder, 'secrets.json');
});
afterEach(() => place.remove());

const keystore: Keystore = {
  encrypt: (text) => Promise.resolve(Buffer.from(text)),
  decrypt: (bytes) => Promise.resolve(bytes.toString()),
};
const credentials = { appCode: new Secret('APPCODE12345'), clientKey: new Secret('CLIENTKEY12345') };

it.each([
  ['a damaged entry of another environment', '{"sandbox":{"protection":"none"}}'],
  ['an environment this version does not know', '{"production-cn":{"protection":"keystore"}}'],
  ['a list', '[1]'],
])('credentials stored over %s can be loaded', async (_what, text) => {
  writeFileSync(path, text);
  const secrets = openSecrets(path, async () => keystore);
  await secrets.store('production', credentials, '');
  expect((await openSecrets(path, async () => keystore).load('production')).kind).toBe('open');
});

it('one damaged entry does not affect the others', async () => {
  await openSecrets(path, async () => keystore).store('production', credentials, '');
  const file = JSON.parse(readFileSync(path, 'utf8'));
  writeFileSync(path, JSON.stringify({ ...file, sandbox: { protection: 'keystore' } }));
  expect((await openSecrets(path, async () => keystore).load('production')).kind).toBe('open');
});

it.each([
  ['tag', 'AAAA'],
  ['tag', ''],
  ['iv', ''],
])('a cut %s (%j) is "damaged" or a wrong passphrase, and not an exception', async (part, value) => {
  const secrets = openSecrets(path, async () => null);
  await secrets.store('production', credentials, 'passphrase');
  const file = JSON.parse(readFileSync(path, 'utf8'));
  writeFileSync(path, JSON.stringify({ production: { ...file.production, [part]: value } }));
  await expect(secrets.unlock('production', 'passphrase')).resolves.toMatch(/damaged|wrong-passphrase/);
});

it('an entry with a tag cut to four bytes does not open, because a short tag makes GCM weak', async () => {
  const secrets = openSecrets(path, async () => null);
  await secrets.store('production', credentials, 'passphrase');
  const file = JSON.parse(readFileSync(path, 'utf8'));
  const tag = Buffer.from(file.production.tag, 'base64').subarray(0, 4).toString('base64');
  writeFileSync(path, JSON.stringify({ production: { ...file.production, tag } }));
  expect(await secrets.unlock('production', 'passphrase')).toBeTypeOf('string');
});
