/**
 * The settings file. A person, a power cut or a newer program may damage it, but that never turns a live till into
 * training or into another till. Its good parts are used, then the copy of the last good file. If neither says which
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
  /** The till has taken real money before, but nothing says which till it is or which gateway it uses. */
  readonly mustBeLookedAt: boolean;
};

/** `keptAs`: where the damaged file is; null if there was none. `used`: where the settings come from instead. */
export type SettingsDamage = {
  readonly keptAs: string | null;
  readonly used: 'good-parts' | 'last-good' | 'standard';
};

/** Which till this is and where its money goes. A standard value for one of these would be a guess. */
const IDENTITY = ['tillId', 'environment', 'mchid'] as const satisfies readonly (keyof Settings)[];
/** A real settings file has about two thousand bytes. A much larger file is not one, and is not read. */
const BYTES_MAX = 64 * 1024;

const lastGoodPath = (path: string): string => `${path}.last-good`;

/** Never throws. @param now names the kept copy of a file that could not be read */
export function loadSettings(path: string, now: number): LoadedSettings {
  const read = readBytes(path);
  const lastGood = wholeSettings(readBytes(lastGoodPath(path)));
  const wasLive = hasBeenLive(dirname(path));
  if (read === null) {
    if (lastGood === null && !wasLive) return { settings: DEFAULT_SETTINGS, damage: null, mustBeLookedAt: false };
    return repaired(path, {}, lastGood, wasLive, null);
  }
  const whole = wholeSettings(read);
  if (whole !== null) {
    if (!wasLive || namesTheTill(read)) {
      keepLastGood(path, whole);
      return { settings: whole, damage: null, mustBeLookedAt: false };
    }
  }
  return repaired(path, goodParts(jsonOf(read)).good, lastGood, wasLive, keptAside(path, read, now));
}

/** @throws NodeJS.ErrnoException when the folder cannot be written; the old file is intact */
export function saveSettings(path: string, settings: Settings): void {
  writeAtomically(path, textOf(settings));
  keepLastGood(path, settings);
}

/** Joins the usable settings. Writes them, unless a manager must look first or a damaged file has no copy. */
function repaired(
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
      // The next start repairs them again.
    }
  }
  return { settings, damage, mustBeLookedAt };
}

function keepLastGood(path: string, settings: Settings): void {
  try {
    const before = readBytes(lastGoodPath(path));
    if (before?.bytes?.toString('utf8') !== textOf(settings)) writeAtomically(lastGoodPath(path), textOf(settings));
  } catch {
    // The copy is only needed when the file is damaged: the till opens without it.
  }
}

const textOf = (settings: Settings): string => `${JSON.stringify(settings, null, 2)}\n`;

/** `bytes` is null for a file that cannot be read or is too long to be ours. */
type Read = { readonly bytes: Buffer | null };

function readBytes(path: string): Read | null {
  try {
    if (statSync(path).size > BYTES_MAX) return { bytes: null };
    return { bytes: readFileSync(path) };
  } catch (error) {
    return codeOf(error) === 'ENOENT' ? null : { bytes: null };
  }
}

/** Whether the folder holds credentials, or the ledger of a real gateway, in use or put away. */
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

/** The settings of a file without faults, or null. A setting that an older file lacks gets its standard value. */
function wholeSettings(read: Read | null): Settings | null {
  const json = read === null ? null : jsonOf(read);
  if (json === null) return null;
  const { good, isWhole } = goodParts(json);
  return isWhole ? { ...DEFAULT_SETTINGS, ...good } : null;
}

/** Older files name the till too, all but the mchid. A file that does not was cut by hand. */
function namesTheTill(read: Read): boolean {
  const json = jsonOf(read);
  return json !== null && 'tillId' in json && 'environment' in json;
}

/** The valid settings. `isWhole` if all are valid and the file holds nothing else. */
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
      // A value that makes the check throw, such as a length that is an object, is not a setting either.
    }
  }
  return { good: Object.fromEntries(good) as Partial<Settings>, isWhole: json !== null && good.length === given.size };
}

/** An older file has one mchid for all hosts. It belongs to the host in use, but to any of them in training. */
function mchidByHost(kept: unknown, environment: unknown): unknown {
  if (typeof kept !== 'string') return kept;
  const isOf = (host: string): boolean => environment === host || environment === 'training';
  return Object.fromEntries(QFPAY_HOSTS.map((host) => [host, isOf(host) ? kept : '']));
}

/** Keeps a file that is not whole: as a copy that no later save overwrites, or moved if it cannot be read. */
function keptAside(path: string, { bytes }: Read, now: number): { readonly as: string; readonly isCopied: boolean } {
  const name = bytes === null ? String(now) : createHash('sha256').update(bytes).digest('hex').slice(0, 12);
  const as = `${path}.damaged-${name}`;
  try {
    if (bytes === null) renameSync(path, as);
    else if (!existsSync(as)) copyFileSync(path, as, constants.COPYFILE_EXCL);
    return { as, isCopied: bytes === null || readFileSync(as).equals(bytes) };
  } catch {
    // If the folder cannot be written, the file stays where it is, which also keeps it.
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

/** Editors on Windows also save as UTF-16, and put a byte order mark before either; the decoder removes the mark. */
function decoded(bytes: Buffer): string {
  const [first, second] = bytes;
  const is16 = (first === 0xff && second === 0xfe) || (first === 0x7b && second === 0);
  const is16Swapped = (first === 0xfe && second === 0xff) || (first === 0 && second === 0x7b);
  return new TextDecoder(is16 ? 'utf-16le' : is16Swapped ? 'utf-16be' : 'utf-8').decode(bytes);
}
