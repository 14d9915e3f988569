/** S5 at rest: credentials are encrypted by the system's keystore or a passphrase, and never stored in plain text. */
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Credentials } from '../../electron/vault/secret.ts';
import { Secret } from '../../electron/vault/secret.ts';
import { KeystoreRefused, openSecrets, type Keystore } from '../../electron/vault/credentials.ts';
import { newFolder } from '../support/counter-till.ts';

const APP_CODE = 'D5589D2A1F2E42A9A60C37APPCODE123';
const CLIENT_KEY = '0E32A59A8B454940A2FF39CLIENTKEY1';
const PASSPHRASE = 'correct horse 電池';

let place: ReturnType<typeof newFolder>;
let path: string;

beforeEach(() => {
  place = newFolder();
  path = join(place.folder, 'secrets.json');
});
afterEach(() => {
  place.remove();
});

const credentials = (appCode = APP_CODE, clientKey = CLIENT_KEY): Credentials => ({
  appCode: new Secret(appCode),
  clientKey: new Secret(clientKey),
});
const plain = ({ appCode, clientKey }: Credentials) => [appCode.reveal(), clientKey.reveal()];

/** Not secure, but not plain text either, so that a test can check what is given to a keystore and what is stored. */
function fakeKeystore(): Keystore {
  const mask = (bytes: Buffer): Buffer => Buffer.from(bytes.map((byte) => byte ^ 0x5a));
  return {
    encrypt: (text) => Promise.resolve(mask(Buffer.from(text, 'utf8'))),
    decrypt: (bytes) => {
      const text = mask(bytes).toString('utf8');
      return text.startsWith('{') ? Promise.resolve(text) : Promise.reject(new Error('not mine'));
    },
  };
}

/** Expects that the file contains no secret in any encoding. */
function expectNotInFile(...secrets: readonly string[]): void {
  const file = readFileSync(path);
  for (const secret of secrets) {
    for (const form of [secret, secret.toLowerCase(), encodeURIComponent(secret)]) {
      expect(file.includes(form), form).toBe(false);
    }
    for (const encoding of ['base64', 'hex', 'utf16le'] as const) {
      // Inside a longer base64 text the first and last characters differ, so search for the middle.
      const bytes = Buffer.from(secret);
      const form = encoding === 'utf16le' ? Buffer.from(secret, 'utf16le') : bytes.toString(encoding).slice(4, -4);
      expect(file.includes(form), encoding).toBe(false);
    }
  }
}

describe('with the keystore of the system', () => {
  it('returns what was stored, also in the next run', async () => {
    const secrets = openSecrets(path, async () => fakeKeystore());
    expect(await secrets.needsPassphrase()).toBe(false);
    expect(await secrets.load('production')).toEqual({ kind: 'none' });
    await secrets.store('production', credentials(), '');
    const loaded = await openSecrets(path, async () => fakeKeystore()).load('production');
    if (loaded.kind !== 'open') throw new Error(loaded.kind);
    expect(plain(loaded.credentials)).toEqual([APP_CODE, CLIENT_KEY]);
  });

  it('reads the file after an editor has added a byte order mark', async () => {
    await openSecrets(path, async () => fakeKeystore()).store('production', credentials(), '');
    writeFileSync(path, `\uFEFF${readFileSync(path, 'utf8')}`);
    expect(await openSecrets(path, async () => fakeKeystore()).load('production')).toMatchObject({ kind: 'open' });
  });

  it('stores only the last four characters of the app code in plain text, readable only by the owner', async () => {
    await openSecrets(path, async () => fakeKeystore()).store('production', credentials(), '');
    expectNotInFile(APP_CODE, CLIENT_KEY);
    expect(readFileSync(path, 'utf8')).not.toContain(CLIENT_KEY.slice(-4));
    expect(openSecrets(path, async () => fakeKeystore()).list()).toEqual([
      { environment: 'production', protection: 'keystore', appCodeTail: APP_CODE.slice(-4) },
    ]);
    if (process.platform !== 'win32') expect(statSync(path).mode & 0o777).toBe(0o600);
  });

  it('keeps environments apart, and replaces only the one that is stored again', async () => {
    const secrets = openSecrets(path, async () => fakeKeystore());
    await secrets.store('production', credentials('PRODUCTION1', 'KEYPRODUCTION'), '');
    await secrets.store('live-test', credentials('LIVETEST1', 'KEYLIVETEST'), '');
    await secrets.store('production', credentials('PRODUCTION2', 'KEYPRODUCTION2'), '');
    const [production, liveTest] = await Promise.all([secrets.load('production'), secrets.load('live-test')]);
    if (production.kind !== 'open' || liveTest.kind !== 'open') throw new Error('lost');
    expect(plain(production.credentials)).toEqual(['PRODUCTION2', 'KEYPRODUCTION2']);
    expect(plain(liveTest.credentials)).toEqual(['LIVETEST1', 'KEYLIVETEST']);
  });

  it('loads "away" without the keystore or if that refuses, and "damaged" if the keystore returns no credentials', async () => {
    await openSecrets(path, async () => fakeKeystore()).store('production', credentials(), '');
    expect(await openSecrets(path, async () => null).load('production')).toEqual({ kind: 'away' });
    // While the keystore is away, do not store other credentials under a passphrase instead.
    const without = openSecrets(path, async () => null);
    expect(await without.needsPassphrase()).toBe(false);
    await expect(without.store('production', credentials(), '')).rejects.toThrow(KeystoreRefused);
    const stranger: Keystore = { ...fakeKeystore(), decrypt: () => Promise.reject(new Error('another user')) };
    expect(await openSecrets(path, async () => stranger).load('production')).toEqual({ kind: 'away' });
    const wrong: Keystore = { ...fakeKeystore(), decrypt: () => Promise.resolve('{"appCode":""}') };
    expect(await openSecrets(path, async () => wrong).load('production')).toEqual({ kind: 'damaged' });
  });

  it('writes nothing if the credentials are no longer wanted after the encryption', async () => {
    const secrets = openSecrets(path, async () => fakeKeystore());
    expect(await secrets.store('production', credentials(), '', () => false)).toBe(false);
    expect(existsSync(path)).toBe(false);
    expect(await secrets.store('production', credentials(), '', () => true)).toBe(true);
  });

  it('writes nothing when the keystore refuses', async () => {
    const refusing: Keystore = { ...fakeKeystore(), encrypt: () => Promise.reject(new Error('locked')) };
    await expect(openSecrets(path, async () => refusing).store('production', credentials(), '')).rejects.toThrow(
      KeystoreRefused,
    );
    expect(existsSync(path)).toBe(false);
  });
});

describe('with a passphrase', () => {
  it('is locked until the right passphrase is given, and the file contains no secret', async () => {
    const secrets = openSecrets(path, async () => null);
    expect(await secrets.needsPassphrase()).toBe(true);
    await secrets.store('production', credentials(), PASSPHRASE);
    expectNotInFile(APP_CODE, CLIENT_KEY, PASSPHRASE);
    expect(await secrets.load('production')).toEqual({ kind: 'locked' });
    expect(secrets.list()).toMatchObject([{ environment: 'production', protection: 'passphrase' }]);
    // The same passphrase in another Unicode form, as from another keyboard.
    const unlocked = await secrets.unlock('production', PASSPHRASE.normalize('NFD'));
    if (typeof unlocked === 'string') throw new Error(unlocked);
    expect(plain(unlocked.credentials)).toEqual([APP_CODE, CLIENT_KEY]);
    expect(await secrets.unlock('production', `${PASSPHRASE} `)).toBe('wrong-passphrase');
    expect(await secrets.unlock('production', '')).toBe('wrong-passphrase');
  });

  it('never encrypts to the same bytes twice, and no entry opens with a changed byte', async () => {
    const secrets = openSecrets(path, async () => null);
    type Entry = Record<'sealed' | 'salt' | 'iv' | 'tag', string>;
    const entry = () => (JSON.parse(readFileSync(path, 'utf8')) as { production: Entry }).production;
    await secrets.store('production', credentials(), PASSPHRASE);
    const first = entry();
    await secrets.store('production', credentials(), PASSPHRASE);
    const second = entry();
    for (const part of ['sealed', 'salt', 'iv', 'tag'] as const) {
      expect(second[part]).not.toBe(first[part]);
      const bytes = Buffer.from(second[part], 'base64');
      bytes[0] = (bytes[0] ?? 0) ^ 1;
      writeFileSync(path, JSON.stringify({ production: { ...second, [part]: bytes.toString('base64') } }));
      expect(await secrets.unlock('production', PASSPHRASE), part).toBe('wrong-passphrase');
    }
    // Long, because the test derives a key six times, which is slow on purpose.
  }, 120_000);
});

describe('a damaged file counts as empty, and can be overwritten', () => {
  it.each([
    ['cut off', '{"production": {"protection": "pass'],
    ['empty', ''],
    ['null', 'null'],
    ['an unknown protection', '{"production":{"protection":"none","appCodeTail":"1234","sealed":"AAAA"}}'],
    ['no base64', '{"production":{"protection":"keystore","appCodeTail":"1234","sealed":"***"}}'],
    ['a part missing', '{"production":{"protection":"passphrase","appCodeTail":"1234","sealed":"AAAA","salt":"AAAA"}}'],
  ])('%s', async (_how, text) => {
    writeFileSync(path, text);
    const secrets = openSecrets(path, async () => fakeKeystore());
    expect(secrets.list()).toEqual([]);
    expect(await secrets.load('production')).toEqual({ kind: 'none' });
    expect(await secrets.unlock('production', PASSPHRASE)).toBe('damaged');
    await secrets.store('production', credentials(), '');
    expect((await secrets.load('production')).kind).toBe('open');
  });
});
