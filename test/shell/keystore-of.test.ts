/**
 * S14: the till uses the system's keystore only if it really is one. A test cannot choose the machine's keystore, so it
 * uses a fake of Electron's safeStorage, with chosen encrypted bytes and a chosen backend name.
 */
import type { SafeStorage } from 'electron';
import { describe, expect, it } from 'vitest';
import { keystoreOf } from '../../electron/shell/keystore-of.ts';

type Played = { readonly backend?: string; readonly version?: string; readonly isThere?: boolean };

const sealed = (text: string, version: string): Buffer =>
  Buffer.from(version + Buffer.from(text, 'utf8').toString('hex'), 'latin1');
const opened = (bytes: Buffer): string => Buffer.from(bytes.toString('latin1').slice(3), 'hex').toString('utf8');

const before45 = ({ backend = 'gnome_libsecret', version = 'v11', isThere = true }: Played = {}): SafeStorage =>
  ({
    getSelectedStorageBackend: () => backend,
    isEncryptionAvailable: () => isThere,
    encryptString: (text: string) => sealed(text, version),
    decryptString: opened,
  }) as unknown as SafeStorage;
const from45 = ({ backend = 'gnome_libsecret', version = 'v11', isThere = true }: Played = {}): SafeStorage =>
  ({
    getSelectedStorageBackend: () => backend,
    isAsyncEncryptionAvailable: async () => isThere,
    encryptStringAsync: async (text: string) => sealed(text, version),
    decryptStringAsync: async (bytes: Buffer) => ({ result: opened(bytes), shouldReEncrypt: false }),
  }) as unknown as SafeStorage;

describe.each([
  ['before Electron 45', before45],
  ['from Electron 45 on', from45],
])('%s', (_when, played) => {
  it('encrypts and decrypts', async () => {
    const keystore = await keystoreOf(played(), 'linux');
    const bytes = await keystore?.encrypt('鎖匙');
    expect(bytes?.toString('latin1')).toMatch(/^v11/);
    expect(await keystore?.decrypt(bytes ?? Buffer.of())).toBe('鎖匙');
  });

  it.each<[string, Played]>([
    ['is not there', { isThere: false }],
    ['says itself that it is plain text', { backend: 'basic_text' }],
    ['does not know what it is', { backend: 'unknown' }],
    ['names a keyring and seals under the constant', { version: 'v10' }],
  ])('is none on Linux when it %s', async (_what, how) => {
    expect(await keystoreOf(played(how), 'linux')).toBeNull();
  });

  it.each(['win32', 'darwin'] as const)('is one on %s, whatever the encrypted text begins with', async (platform) => {
    expect(await keystoreOf(played({ backend: 'unknown', version: 'v10' }), platform)).not.toBeNull();
  });
});
