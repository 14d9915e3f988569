/**
 * The operating system's keystore. On Linux without a secret service Electron would "encrypt" with a password that is
 * in its source; that is plain text, so it counts as no keystore and a passphrase is asked for instead.
 */
import { safeStorage } from 'electron';
import type { Keystore } from '../secrets.ts';

/** The OS keystore, or null where there is none worth the name. Call after the app is ready. */
export async function osKeystore(): Promise<Keystore | null> {
  // Electron before 45 has only the synchronous calls; 46 has only the asynchronous ones.
  const hasAsync = typeof safeStorage.encryptStringAsync === 'function';
  const isThere = hasAsync ? await safeStorage.isAsyncEncryptionAvailable() : safeStorage.isEncryptionAvailable();
  if (!isThere || isPlainText()) return null;
  return {
    encrypt: async (text) => (hasAsync ? safeStorage.encryptStringAsync(text) : safeStorage.encryptString(text)),
    decrypt: async (bytes) =>
      hasAsync ? (await safeStorage.decryptStringAsync(bytes)).result : safeStorage.decryptString(bytes),
  };
}

function isPlainText(): boolean {
  return process.platform === 'linux' && ['basic_text', 'unknown'].includes(safeStorage.getSelectedStorageBackend());
}
