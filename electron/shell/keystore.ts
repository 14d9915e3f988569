/** The operating system's keystore, by Electron; what of it is worth the name is decided in keystore-of.ts. */
import { safeStorage } from 'electron';
import type { Keystore } from '../vault/credentials.ts';
import { keystoreOf } from './keystore-of.ts';

let found: Keystore | null = null;

/**
 * The OS keystore, or null where there is none worth the name, or none at the moment: ask again later. Call after the app
 * is ready, and not before its windows stand: a keyring may ask for its password.
 */
export async function osKeystore(): Promise<Keystore | null> {
  found ??= await keystoreOf(safeStorage, process.platform);
  return found;
}
