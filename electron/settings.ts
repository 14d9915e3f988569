/**
 * The settings file. What a person can break in it (a text editor, a power cut) never stops the till: a damaged file is
 * kept aside and the defaults are used, and the windows say so.
 */
import { renameSync } from 'node:fs';
import { z } from 'zod';
import { isTillId } from '../shared/attempt-number.ts';
import type { SettingsField } from '../shared/views.ts';
import { cents } from '../shared/money.ts';
import {
  DEFAULT_SETTINGS,
  ENVIRONMENTS,
  LANGUAGES,
  QFPAY_HOSTS,
  SIGN_TYPES,
  type Settings,
} from '../shared/settings.ts';
import { readText, writeAtomically } from './atomic-file.ts';

const shopName = z.string().trim().min(1).max(40);
/** QFPay: at most 20 letters, digits or Chinese characters, no special ones. */
const goodsName = z.string().regex(/^[\p{Script=Han}A-Za-z0-9_]{0,20}$/u);

export const settingsSchema = z.strictObject({
  tillId: z.string().refine(isTillId),
  shopName: z.strictObject({ en: shopName, 'zh-HK': shopName, 'zh-CN': shopName }),
  cashierLanguage: z.enum(LANGUAGES),
  customerLanguage: z.enum(LANGUAGES),
  environment: z.enum(ENVIRONMENTS),
  expiredMinutes: z.int().min(5).max(120),
  limit: z.int().min(1).max(99_999_999).transform(cents),
  goodsName,
  udid: z.string().regex(/^[\x21-\x7e]{0,40}$/),
  mchid: z.record(z.enum(QFPAY_HOSTS), z.string().regex(/^[A-Za-z0-9]{0,16}$/)),
  returnUrl: z.union([z.literal(''), z.url({ protocol: /^https?$/ }).max(512)]),
  signType: z.enum(SIGN_TYPES),
  sounds: z.boolean(),
  customerDisplay: z
    .strictObject({ label: z.string().max(200), x: z.int(), y: z.int(), width: z.int(), height: z.int() })
    .nullable(),
});

/** The fields that are not as they must be, by the names the settings screen uses. */
export function badFields(error: z.ZodError): readonly SettingsField[] {
  const names = error.issues.flatMap((issue) => {
    if (issue.code === 'unrecognized_keys') return issue.keys;
    const [field, part] = issue.path;
    return field === 'shopName' && part !== undefined ? `shopName.${String(part)}` : String(field);
  });
  return [...new Set(names)] as SettingsField[];
}

export type LoadedSettings = {
  readonly settings: Settings;
  /** Where a damaged file was put. */
  readonly damagedKeptAs: string | null;
};

/** @param now names the kept file. Reading never throws; a missing file is a new till. */
export function loadSettings(path: string, now: number): LoadedSettings {
  let text: string;
  try {
    text = readText(path);
  } catch (error) {
    const isMissing = error instanceof Error && 'code' in error && error.code === 'ENOENT';
    return isMissing ? { settings: DEFAULT_SETTINGS, damagedKeptAs: null } : keptAside(path, now);
  }
  const settings = settingsOf(jsonOrNull(text));
  return settings === null ? keptAside(path, now) : { settings, damagedKeptAs: null };
}

/** What the check itself stumbles over, such as a length that is an object, is no more a setting than what it refuses. */
function settingsOf(json: object | null): Settings | null {
  if (json === null) return null;
  try {
    const all = { ...DEFAULT_SETTINGS, ...json };
    return settingsSchema.safeParse({ ...all, mchid: mchidByHost(all.mchid, all.environment) }).data ?? null;
  } catch {
    return null;
  }
}

/** An older file has one mchid for all hosts. It was set for the one in use; in training it may be any host's. */
function mchidByHost(kept: unknown, environment: unknown): unknown {
  if (typeof kept !== 'string') return kept;
  const isOf = (host: string): boolean => environment === host || environment === 'training';
  return Object.fromEntries(QFPAY_HOSTS.map((host) => [host, isOf(host) ? kept : '']));
}

/** A file that cannot be used is put where the next save does not overwrite it. */
function keptAside(path: string, now: number): LoadedSettings {
  const keptAs = `${path}.damaged-${now}`;
  try {
    renameSync(path, keptAs);
  } catch {
    // In a folder that cannot be written the file stays where it is, which also keeps it.
    return { settings: DEFAULT_SETTINGS, damagedKeptAs: path };
  }
  return { settings: DEFAULT_SETTINGS, damagedKeptAs: keptAs };
}

/** @throws NodeJS.ErrnoException when the folder cannot be written; the old file is intact */
export function saveSettings(path: string, settings: Settings): void {
  writeAtomically(path, `${JSON.stringify(settings, null, 2)}\n`);
}

function jsonOrNull(text: string): object | null {
  try {
    const json: unknown = JSON.parse(text);
    return typeof json === 'object' && json !== null && !Array.isArray(json) ? json : null;
  } catch {
    return null;
  }
}
