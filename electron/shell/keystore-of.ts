/**
 * Decides what counts as a keystore. On Linux without a secret service Electron "encrypts" with a password from its own
 * source. That is plain text, so it counts as no keystore, and a passphrase is asked for instead.
 */
import type { SafeStorage } from 'electron';
import type { Keystore } from '../vault/credentials.ts';

/** Null if the system has no keystore, or encrypts with a constant. */
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
 * A desktop may name a keyring that does not exist: Chromium then still encrypts with the constant. The first letters
 * of the result tell which key was used.
 */
function isUnderConstant(sealed: Buffer): boolean {
  return sealed.subarray(0, 3).toString('latin1') === 'v10';
}
