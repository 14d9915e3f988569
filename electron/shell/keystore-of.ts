/**
 * What counts as a keystore. On Linux without a secret service Electron "encrypts" with a password that is in its source;
 * that is plain text, so it counts as no keystore and a passphrase is asked for instead.
 */
import type { SafeStorage } from 'electron';
import type { Keystore } from '../vault/credentials.ts';

/** Null where the system has none, or seals under a constant. */
export async function keystoreOf(store: SafeStorage, platform: NodeJS.Platform): Promise<Keystore | null> {
  // Electron before 45 has only the synchronous calls; 46 has only the asynchronous ones.
  const hasAsync = typeof store.encryptStringAsync === 'function';
  const isThere = hasAsync ? await store.isAsyncEncryptionAvailable() : store.isEncryptionAvailable();
  const isLinux = platform === 'linux';
  if (!isThere || (isLinux && ['basic_text', 'unknown'].includes(store.getSelectedStorageBackend()))) return null;
  const keystore: Keystore = {
    encrypt: async (text) => (hasAsync ? store.encryptStringAsync(text) : store.encryptString(text)),
    decrypt: async (bytes) => (hasAsync ? (await store.decryptStringAsync(bytes)).result : store.decryptString(bytes)),
  };
  return isLinux && isUnderConstant(await keystore.encrypt('probe')) ? null : keystore;
}

/**
 * A desktop may name a keyring that is not there: Chromium then seals under the constant all the same. What it sealed
 * says by its first letters under what.
 */
function isUnderConstant(sealed: Buffer): boolean {
  return sealed.subarray(0, 3).toString('latin1') === 'v10';
}
