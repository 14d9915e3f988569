/**
 * The settings file. What a person, a power cut or a newer program can do to it never turns a live till into a practising
 * one, or into another till: what is good of it is used, then the copy of the last good file, and where neither says which
 * till this is, payments wait for a manager (`mustBeLookedAt`).
 */
import { createHash } from 'node:crypto';
import { constants, copyFileSync, existsSync, readdirSync, readFileSync, renameSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { codeOf } from './error-code.ts';
import { DEFAULT_SETTINGS, QFPAY_HOSTS, type Settings } from '../../shared/settings.ts';
import { writeAtomically } from './atomic-file.ts';
import { settingsSchema } from './settings-schema.ts';

export type LoadedSettings = {
  readonly settings: Settings;
  /** Null for a whole file and for a new till. */
  readonly damage: SettingsDamage | null;
  /** The till has taken real money before, and nothing says as which till or at which gateway it is to open. */
  readonly mustBeLookedAt: boolean;
};

/** `keptAs` is where the file is now; null when there was none. `used` is where the settings come from in its place. */
export type SettingsDamage = {
  readonly keptAs: string | null;
  readonly used: 'good-parts' | 'last-good' | 'standard';
};

/** Which till this is and where its money goes: the standard value of one of these is a guess. */
const IDENTITY = ['tillId', 'environment', 'mchid'] as const satisfies readonly (keyof Settings)[];
/** A file of a till is two thousand bytes; what is far beyond that is none, and is not read at all. */
const MOST_BYTES = 64 * 1024;

const lastGoodPath = (path: string): string => `${path}.last-good`;

/** Reading never throws. @param now names a kept file that could not be read */
export function loadSettings(path: string, now: number): LoadedSettings {
  const read = readBytes(path);
  const lastGood = wholeSettings(readBytes(lastGoodPath(path)));
  const wasLive = hasBeenLive(dirname(path));
  if (read === null) {
    if (lastGood === null && !wasLive) return { settings: DEFAULT_SETTINGS, damage: null, mustBeLookedAt: false };
    return mended(path, {}, lastGood, wasLive, null);
  }
  const whole = wholeSettings(read);
  if (whole !== null) {
    if (!wasLive || namesTheTill(read)) {
      keepLastGood(path, whole);
      return { settings: whole, damage: null, mustBeLookedAt: false };
    }
  }
  return mended(path, goodParts(jsonOf(read)).good, lastGood, wasLive, keptAside(path, read, now));
}

/** @throws NodeJS.ErrnoException when the folder cannot be written; the old file is intact */
export function saveSettings(path: string, settings: Settings): void {
  writeAtomically(path, textOf(settings));
  keepLastGood(path, settings);
}

/** Puts together what there is, and writes it unless that would bury a file that nobody has kept. */
function mended(
  path: string,
  good: Partial<Settings>,
  lastGood: Settings | null,
  wasLive: boolean,
  kept: { readonly as: string; readonly isCopied: boolean } | null,
): LoadedSettings {
  const settings = { ...DEFAULT_SETTINGS, ...lastGood, ...good };
  const isKnown = (name: keyof Settings): boolean => name in good || lastGood !== null;
  const mustBeLookedAt = wasLive && !IDENTITY.every(isKnown);
  const used = Object.keys(good).length > 0 ? 'good-parts' : lastGood === null ? 'standard' : 'last-good';
  const damage = { keptAs: kept?.as ?? null, used } as const;
  if (!mustBeLookedAt && (kept?.isCopied ?? true)) {
    try {
      saveSettings(path, settings);
    } catch {
      // Then the next start mends them again.
    }
  }
  return { settings, damage, mustBeLookedAt };
}

function keepLastGood(path: string, settings: Settings): void {
  try {
    const before = readBytes(lastGoodPath(path));
    if (before?.bytes?.toString('utf8') !== textOf(settings)) writeAtomically(lastGoodPath(path), textOf(settings));
  } catch {
    // The copy is for a day on which the file is damaged; it is no reason not to open the till.
  }
}

const textOf = (settings: Settings): string => `${JSON.stringify(settings, null, 2)}\n`;

/** `bytes` is null for a file that is there and cannot be read, or is too long to be one of ours. */
type Read = { readonly bytes: Buffer | null };

function readBytes(path: string): Read | null {
  try {
    if (statSync(path).size > MOST_BYTES) return { bytes: null };
    return { bytes: readFileSync(path) };
  } catch (error) {
    return codeOf(error) === 'ENOENT' ? null : { bytes: null };
  }
}

/** Credentials or a ledger of a gateway that is none of practice, also such that were put away. */
function hasBeenLive(folder: string): boolean {
  const isLive = (name: string): boolean => /^ledger-(production|live-test|sandbox)\b/.test(name);
  const namesIn = (inner: string): readonly string[] => {
    try {
      return readdirSync(join(folder, inner));
    } catch {
      return [];
    }
  };
  return (
    existsSync(join(folder, 'credentials.json')) || ['', 'backups', 'quarantine'].some((at) => namesIn(at).some(isLive))
  );
}

/** The settings of a file with nothing wrong in it, or null. What an older file lacks has its standard value. */
function wholeSettings(read: Read | null): Settings | null {
  const json = read === null ? null : jsonOf(read);
  if (json === null) return null;
  const { good, isWhole } = goodParts(json);
  return isWhole ? { ...DEFAULT_SETTINGS, ...good } : null;
}

/** An older file names them too, all but the mchid; one that does not was cut by hand. */
function namesTheTill(read: Read): boolean {
  const json = jsonOf(read);
  return json !== null && 'tillId' in json && 'environment' in json;
}

/** What of it is as it must be; `isWhole` when all of it is, and nothing else is in it. */
function goodParts(json: object | null): { readonly good: Partial<Settings>; readonly isWhole: boolean } {
  const given = new Map<string, unknown>(Object.entries(json ?? {}));
  const good: [string, unknown][] = [];
  for (const [name, schema] of Object.entries(settingsSchema.shape)) {
    if (!given.has(name)) continue;
    const value = name === 'mchid' ? mchidByHost(given.get(name), given.get('environment')) : given.get(name);
    try {
      const parsed = schema.safeParse(value);
      if (parsed.success) good.push([name, parsed.data]);
    } catch {
      // What the check itself stumbles over, such as a length that is an object, is no setting either.
    }
  }
  return { good: Object.fromEntries(good) as Partial<Settings>, isWhole: json !== null && good.length === given.size };
}

/** An older file has one mchid for all hosts. It was set for the one in use; in training it may be any host's. */
function mchidByHost(kept: unknown, environment: unknown): unknown {
  if (typeof kept !== 'string') return kept;
  const isOf = (host: string): boolean => environment === host || environment === 'training';
  return Object.fromEntries(QFPAY_HOSTS.map((host) => [host, isOf(host) ? kept : '']));
}

/** A file that cannot be used whole is copied to where the next save does not reach it; what cannot be read is moved. */
function keptAside(path: string, { bytes }: Read, now: number): { readonly as: string; readonly isCopied: boolean } {
  const name = bytes === null ? String(now) : createHash('sha256').update(bytes).digest('hex').slice(0, 12);
  const as = `${path}.damaged-${name}`;
  try {
    if (bytes === null) renameSync(path, as);
    else if (!existsSync(as)) copyFileSync(path, as, constants.COPYFILE_EXCL);
    return { as, isCopied: bytes === null || readFileSync(as).equals(bytes) };
  } catch {
    // In a folder that cannot be written the file stays where it is, which also keeps it.
    return { as: path, isCopied: false };
  }
}

function jsonOf({ bytes }: Read): object | null {
  if (bytes === null) return null;
  try {
    const json: unknown = JSON.parse(decoded(bytes));
    return typeof json === 'object' && json !== null && !Array.isArray(json) ? json : null;
  } catch {
    return null;
  }
}

/** Editors on Windows save as UTF-16 too, and put a byte order mark before either; the decoder takes the mark away. */
function decoded(bytes: Buffer): string {
  const [first, second] = bytes;
  const is16 = (first === 0xff && second === 0xfe) || (first === 0x7b && second === 0);
  const is16Swapped = (first === 0xfe && second === 0xff) || (first === 0 && second === 0x7b);
  return new TextDecoder(is16 ? 'utf-16le' : is16Swapped ? 'utf-16be' : 'utf-8').decode(bytes);
}
