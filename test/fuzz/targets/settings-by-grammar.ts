/**
 * The settings file by its grammar: each field valid, invalid, of another type, absent, doubled or with its name
 * misspelled, in any encoding. Reading never throws. A live till opens without a person only as the till that a file
 * names. A repaired file is whole the next time.
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { DEFAULT_SETTINGS, ENVIRONMENTS, QFPAY_HOSTS, type Settings } from '../../../shared/settings.ts';
import { settingsSchema } from '../../../electron/files/settings-schema.ts';
import { loadSettings } from '../../../electron/files/settings-file.ts';
import { anything, bytesOf, draw, field, objectOf, textIn } from '../grammar.ts';
import type { Target } from '../target.ts';

const NOW = 1_795_352_709_000;
/** In bytes: the till does not read a longer settings file. */
const BYTES_MAX = 64 * 1024;
const LIVE: Settings = { ...DEFAULT_SETTINGS, tillId: '07', environment: 'production' };

const json = (...values: readonly unknown[]) => fc.constantFrom(...values.map((value) => JSON.stringify(value)));
const hostsOf = objectOf(
  ...QFPAY_HOSTS.map((host) => field(host, textIn('', 'eqqmYMn0Zj'), textIn('a b', 'x'.repeat(17)))),
);
const namesOf = objectOf(
  ...['en', 'zh-HK', 'zh-CN'].map((name) =>
    field(name, textIn('Tea house', '茶居'), textIn('', ' ', '\u202e', 'x'.repeat(41))),
  ),
);
const gap = objectOf(
  field('untilMs', json(25_000, 7_200_000), json(-1, 0.5)),
  field('gapMs', json(500, 3_000), json(0, 1e9)),
);

const text = objectOf(
  field('tillId', textIn('07', 'K1', '01'), textIn('1', '007', 'é1', '')),
  field('environment', textIn(...ENVIRONMENTS), textIn('Production', 'live', '')),
  field('mchid', fc.oneof(hostsOf, textIn('', 'eqqmYMn0Zj')), textIn('a b')),
  field('tills', json(1, 3, 40), json(0, 41, 1.5)),
  field('shopName', namesOf),
  field('cashierLanguage', textIn('en', 'zh-HK'), textIn('de', 'EN')),
  field('expiredMinutes', json(5, 30, 120), json(4, 121, 30.5, '30')),
  field('limit', json(1, 5_000_000), json(0, -1, 0.1, 1e21, '5000')),
  field('udid', textIn('harbour-till-07', ''), textIn('x'.repeat(41), 'é')),
  field('returnUrl', textIn('', 'https://shop.example/'), textIn('http://shop.example/', 'javascript:0', 'https://')),
  field('signType', textIn('MD5', 'SHA256'), textIn('md5', 'SHA1')),
  field(
    'enquiryGaps',
    fc.array(gap, { maxLength: 12 }).map((gaps) => `[${gaps.join(',')}]`),
  ),
  field('sounds', json(true, false), json('true', 1)),
  field(
    'customerDisplay',
    json(null, { label: 'HDMI-1', x: 1280, y: 0, width: 1280, height: 800 }),
    json({ label: 1 }, []),
  ),
  field('scanner', json(null, { gapMs: 4, longestGapMs: 9, ending: 'enter' }), json({ gapMs: -1, ending: 'x' })),
  field('scannerPrefix', textIn('', 'POS'), textIn('\n', 'x'.repeat(17))),
);
const anyFile = fc.oneof({ weight: 8, arbitrary: text }, { weight: 1, arbitrary: anything }).chain(bytesOf);

/** @param scratch a folder for the target's files */
export function settingsByGrammar(scratch: string): Target {
  const folder = join(scratch, 'settings-by-grammar');
  const path = join(folder, 'settings.json');
  const lastGood = `${path}.last-good`;
  return {
    name: 'settings-by-grammar',
    share: 100,
    run(dice) {
      rmSync(folder, { recursive: true, force: true });
      mkdirSync(folder);
      const bytes = draw(dice, anyFile);
      writeFileSync(path, bytes);
      const wasLive = dice.oneIn(2);
      if (wasLive) writeFileSync(join(folder, dice.oneIn(2) ? 'credentials.json' : 'ledger-production.db'), '{}');
      const before = dice.oneIn(2) ? LIVE : null;
      if (before !== null) writeFileSync(lastGood, JSON.stringify(before));
      const { settings, damage, mustBeLookedAt } = loadSettings(path, NOW);
      const said = JSON.stringify(bytes.toString('latin1').slice(0, 2000));
      if (!settingsSchema.safeParse(settings).success) return `settings that are none from ${said}`;
      const kept = [path, ...readdirSync(folder).map((name) => join(folder, name))];
      if (!kept.some((file) => existsSync(file) && readFileSync(file).equals(bytes))) return `not kept: ${said}`;
      if (bytes.length > BYTES_MAX && damage?.used === 'good-parts') return `a file without end was used: ${said}`;
      if (wasLive && !mustBeLookedAt) {
        const other = otherThanSaid(settings, bytes, before);
        if (other !== null) return `a live till opens as another ${other}: ${said}`;
      }
      if (mustBeLookedAt || damage === null) return null;
      const again = loadSettings(path, NOW);
      const isMended = again.damage === null && isDeepStrictEqual(again.settings, settings);
      return isMended ? null : `not whole after it was mended: ${said}`;
    },
  };
}

/**
 * The part of the till's identity that neither this file nor the last good file names; null when both parts are named.
 */
function otherThanSaid(settings: Settings, bytes: Buffer, before: Settings | null): string | null {
  const files: readonly unknown[] = [...readings(bytes), ...(before === null ? [] : [before])];
  const isSaid = (name: 'tillId' | 'environment'): boolean =>
    files.some(
      (file) =>
        typeof file === 'object' &&
        file !== null &&
        Object.hasOwn(file, name) &&
        Reflect.get(file, name) === settings[name],
    );
  if (!isSaid('tillId')) return 'till';
  return isSaid('environment') ? null : 'environment';
}

/** The bytes parsed as JSON in each encoding that editors use. */
function readings(bytes: Buffer): readonly unknown[] {
  return ['utf-8', 'utf-16le', 'utf-16be'].flatMap((encoding): readonly unknown[] => {
    try {
      return [JSON.parse(new TextDecoder(encoding).decode(bytes))];
    } catch {
      return [];
    }
  });
}
