/**
 * The operating system's keystore. On Linux without a secret service Electron "encrypts" with a password that is in its
 * source; that is plain text, so it counts as no keystore and a passphrase is asked for instead.
 */
import { safeStorage } from 'electron';
import type { Keystore } from '../vault/credentials.ts';

let found: Keystore | null = null;

/**
 * The OS keystore, or null where there is none worth the name, or none at the moment: ask again later. Call after the app
 * is ready, and not before its windows stand: a keyring may ask for its password.
 */
export async function osKeystore(): Promise<Keystore | null> {
  found ??= await look();
  return found;
}

async function look(): Promise<Keystore | null> {
  // Electron before 45 has only the synchronous calls; 46 has only the asynchronous ones.
  const hasAsync = typeof safeStorage.encryptStringAsync === 'function';
  const isThere = hasAsync ? await safeStorage.isAsyncEncryptionAvailable() : safeStorage.isEncryptionAvailable();
  if (!isThere || isPlainText()) return null;
  const keystore: Keystore = {
    encrypt: async (text) => (hasAsync ? safeStorage.encryptStringAsync(text) : safeStorage.encryptString(text)),
    decrypt: async (bytes) =>
      hasAsync ? (await safeStorage.decryptStringAsync(bytes)).result : safeStorage.decryptString(bytes),
  };
  return process.platform === 'linux' && isUnderConstant(await keystore.encrypt('probe')) ? null : keystore;
}

function isPlainText(): boolean {
  return process.platform === 'linux' && ['basic_text', 'unknown'].includes(safeStorage.getSelectedStorageBackend());
}

/**
 * A desktop may name a keyring that is not there: Chromium then seals under the constant all the same. What it sealed
 * says by its first letters under what.
 */
export function isUnderConstant(sealed: Buffer): boolean {
  return sealed.subarray(0, 3).toString('latin1') === 'v10';
}
