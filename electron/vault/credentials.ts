/**
 * Stores QFPay's credentials in one file. The operating system's keystore encrypts each environment's entry; without a
 * keystore a passphrase does. The plain key exists only inside a Secret in this process.
 */
import { createCipheriv, createDecipheriv, randomBytes, scrypt } from 'node:crypto';
import { z } from 'zod';
import { ENVIRONMENTS, type Environment, type StoredCredentials } from '../../shared/settings.ts';
import { readText, writeAtomically } from '../files/atomic-file.ts';
import { Secret, type Credentials } from './secret.ts';

export interface Keystore {
  encrypt(text: string): Promise<Buffer>;
  decrypt(bytes: Buffer): Promise<string>;
}

export type LoadedCredentials =
  | { readonly kind: 'open'; readonly credentials: Credentials }
  /** `away`: the keystore that holds them does not give them out at the moment. That may pass. */
  | { readonly kind: 'none' | 'locked' | 'damaged' | 'away' };
export type Unlocked = 'wrong-passphrase' | 'damaged' | { readonly credentials: Credentials };

export type Secrets = {
  /** Whether storing needs a passphrase here. Credentials in a keystore are never moved under a passphrase. */
  needsPassphrase(): Promise<boolean>;
  list(): readonly StoredCredentials[];
  load(environment: Environment): Promise<LoadedCredentials>;
  unlock(environment: Environment, passphrase: string): Promise<Unlocked>;
  /**
   * Stores the credentials; if it fails, the older ones stay intact. Encrypting may wait for a person, if a keyring
   * asks for its password. So `isStillRight` is asked last: no other code runs between its answer and the write.
   * @returns whether they were stored
   * @throws KeystoreRefused @throws NodeJS.ErrnoException when the file cannot be written
   */
  store(
    environment: Environment,
    credentials: Credentials,
    passphrase: string,
    isStillRight?: () => boolean,
  ): Promise<boolean>;
};

/** The system's keystore exists but refuses the credentials, because it is locked or broken. */
export class KeystoreRefused extends Error {}

export const PASSPHRASE_CHARS_MIN = 8;

/** 2^17 rounds of scrypt: each guess costs about half a second of one core and 128 MiB. */
const SCRYPT = { N: 131_072, r: 8, p: 1, maxmem: 256 * 1024 * 1024 };

const IV_BYTES = 12;
const TAG_BYTES = 16;
const GCM = { authTagLength: TAG_BYTES };

const base64 = z.base64().transform((text) => Buffer.from(text, 'base64'));
const bytesOf = (length: number) => base64.refine((buffer) => buffer.length === length);
const entrySchema = z.discriminatedUnion('protection', [
  z.object({ protection: z.literal('keystore'), appCodeTail: z.string(), sealed: base64 }),
  z.object({
    protection: z.literal('passphrase'),
    appCodeTail: z.string(),
    sealed: base64,
    salt: base64,
    iv: bytesOf(IV_BYTES),
    tag: bytesOf(TAG_BYTES),
  }),
]);
type Entry = z.infer<typeof entrySchema>;
const plainSchema = z.object({ appCode: z.string().min(1), clientKey: z.string().min(1) });

/** @param findKeystore the system's keystore; null if there is none to be trusted, or it is away at the moment */
export function openSecrets(path: string, findKeystore: () => Promise<Keystore | null>): Secrets {
  const hasUnderKeystore = (): boolean =>
    Object.values(readFile(path)).some((entry) => entry.protection === 'keystore');
  const entryOf = (environment: Environment): Entry | null => readFile(path)[environment] ?? null;

  return {
    needsPassphrase: async () => !hasUnderKeystore() && (await findKeystore()) === null,

    list: () =>
      ENVIRONMENTS.flatMap((environment) => {
        const entry = entryOf(environment);
        return entry ? [{ environment, protection: entry.protection, appCodeTail: entry.appCodeTail }] : [];
      }),

    async load(environment) {
      const entry = entryOf(environment);
      if (entry === null) return { kind: 'none' };
      if (entry.protection === 'passphrase') return { kind: 'locked' };
      let plain: string;
      try {
        const keystore = await findKeystore();
        if (keystore === null) return { kind: 'away' };
        plain = await keystore.decrypt(entry.sealed);
      } catch {
        // A locked keyring and a lost key give the same error.
        return { kind: 'away' };
      }
      try {
        return { kind: 'open', credentials: fromPlain(plain) };
      } catch {
        return { kind: 'damaged' };
      }
    },

    async unlock(environment, passphrase) {
      const entry = entryOf(environment);
      if (entry?.protection !== 'passphrase') return 'damaged';
      const key = await stretch(passphrase, entry.salt);
      try {
        const decipher = createDecipheriv('aes-256-gcm', key, entry.iv, GCM).setAuthTag(entry.tag);
        const plain = Buffer.concat([decipher.update(entry.sealed), decipher.final()]);
        return { credentials: fromPlain(plain.toString('utf8')) };
      } catch {
        return 'wrong-passphrase';
      }
    },

    async store(environment, credentials, passphrase, isStillRight = () => true) {
      const plain = JSON.stringify({
        appCode: credentials.appCode.reveal(),
        clientKey: credentials.clientKey.reveal(),
      });
      const appCodeTail = credentials.appCode.reveal().slice(-4);
      const keystore = await findKeystore();
      if (keystore === null && hasUnderKeystore()) throw new KeystoreRefused('away');
      const entry = keystore
        ? { protection: 'keystore', appCodeTail, sealed: await sealedBy(keystore, plain) }
        : { protection: 'passphrase', appCodeTail, ...(await seal(plain, passphrase)) };
      if (!isStillRight()) return false;
      const others = Object.fromEntries(
        Object.entries(rawFile(path)).filter(([name]) => name !== (environment as string)),
      );
      writeAtomically(path, `${JSON.stringify({ ...others, [environment]: entry }, null, 2)}\n`);
      return true;
    },
  };
}

async function sealedBy(keystore: Keystore, plain: string): Promise<string> {
  try {
    return (await keystore.encrypt(plain)).toString('base64');
  } catch (cause) {
    throw new KeystoreRefused('not encrypted', { cause });
  }
}

async function seal(plain: string, passphrase: string): Promise<Record<'sealed' | 'salt' | 'iv' | 'tag', string>> {
  const salt = randomBytes(16);
  const iv = randomBytes(IV_BYTES);
  const cipher = createCipheriv('aes-256-gcm', await stretch(passphrase, salt), iv, GCM);
  const sealed = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final()]);
  const text = (bytes: Buffer): string => bytes.toString('base64');
  return { sealed: text(sealed), salt: text(salt), iv: text(iv), tag: text(cipher.getAuthTag()) };
}

function stretch(passphrase: string, salt: Buffer): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    scrypt(passphrase.normalize('NFKC'), salt, 32, SCRYPT, (error, key) => {
      if (error) reject(error);
      else resolve(key);
    });
  });
}

function fromPlain(plain: string): Credentials {
  const { appCode, clientKey } = plainSchema.parse(JSON.parse(plain));
  return { appCode: new Secret(appCode), clientKey: new Secret(clientKey) };
}

/** An unreadable file holds no credentials: the till asks for them again. A damaged entry affects no other. */
function readFile(path: string): Partial<Record<Environment, Entry>> {
  const raw = new Map<string, unknown>(Object.entries(rawFile(path)));
  return Object.fromEntries(
    ENVIRONMENTS.flatMap((environment) => {
      const parsed = entrySchema.safeParse(raw.get(environment));
      return parsed.success ? [[environment, parsed.data]] : [];
    }),
  );
}

function rawFile(path: string): object {
  try {
    const json: unknown = JSON.parse(readText(path));
    return typeof json === 'object' && json !== null ? json : {};
  } catch {
    return {};
  }
}
