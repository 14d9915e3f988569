/** The operating system's keystore, through Electron; keystore-of.ts decides whether it can be trusted. */
import { safeStorage } from 'electron';
import type { Keystore } from '../vault/credentials.ts';
import { keystoreOf } from './keystore-of.ts';

let found: Keystore | null = null;

/**
 * The system's keystore; null if there is none to be trusted, or none at the moment: then ask again later. Call this
 * when the app is ready and its windows are shown, because a keyring may ask for its password.
 */
export async function osKeystore(): Promise<Keystore | null> {
  found ??= await keystoreOf(safeStorage, process.platform);
  return found;
}
