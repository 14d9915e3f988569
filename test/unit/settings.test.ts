/** The settings file: what a person or a power cut can do to it, and that a wrong value is told by its field's name. */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { badFields, loadSettings, saveSettings, settingsSchema } from '../../electron/settings.ts';
import { cents } from '../../shared/money.ts';
import { DEFAULT_SETTINGS, type Settings } from '../../shared/settings.ts';
import { newFolder } from '../support/counter-till.ts';

let place: ReturnType<typeof newFolder>;
let path: string;

beforeEach(() => {
  place = newFolder();
  path = join(place.folder, 'settings.json');
});
afterEach(() => {
  place.remove();
});

const NOW = 1_795_352_709_000;
const OTHERS: Settings = {
  ...DEFAULT_SETTINGS,
  tillId: 'Z9',
  shopName: { en: 'Tea & Toast', 'zh-HK': '茶與多士', 'zh-CN': '茶与多士' },
  environment: 'live-test',
  expiredMinutes: 5,
  limit: cents(99_999_999),
  goodsName: '珍珠奶茶_1',
  mchid: { production: 'M1outlet', 'live-test': 'eqqmYMn0Zj6pncw5', sandbox: '' },
  returnUrl: 'https://shop.example/done?a=1',
  signType: 'SHA256',
  sounds: false,
  customerDisplay: { label: 'HDMI-1', x: -1280, y: 0, width: 1280, height: 800 },
};

describe('the file', () => {
  it('gives back what was kept', () => {
    saveSettings(path, OTHERS);
    expect(loadSettings(path, NOW)).toEqual({ settings: OTHERS, damagedKeptAs: null });
    saveSettings(path, DEFAULT_SETTINGS);
    expect(loadSettings(path, NOW)).toEqual({ settings: DEFAULT_SETTINGS, damagedKeptAs: null });
    expect(readdirSync(place.folder)).toEqual(['settings.json']);
  });

  it('may be missing: a new till', () => {
    expect(loadSettings(path, NOW)).toEqual({ settings: DEFAULT_SETTINGS, damagedKeptAs: null });
    expect(readdirSync(place.folder)).toEqual([]);
  });

  it('of an older version lacks what is new, and gets the defaults for it', () => {
    writeFileSync(path, '{"tillId":"07","sounds":false}');
    const expected = { ...DEFAULT_SETTINGS, tillId: '07', sounds: false };
    expect(loadSettings(path, NOW)).toEqual({ settings: expected, damagedKeptAs: null });
  });

  it('may begin with a byte order mark, as an editor leaves it', () => {
    writeFileSync(path, '\uFEFF{"tillId":"07"}');
    expect(loadSettings(path, NOW)).toEqual({ settings: { ...DEFAULT_SETTINGS, tillId: '07' }, damagedKeptAs: null });
  });

  it.each([
    ['production', { production: 'M1outlet', 'live-test': '', sandbox: '' }],
    ['live-test', { production: '', 'live-test': 'M1outlet', sandbox: '' }],
    // Nothing tells whose it is: it is sent where it was sent before.
    ['training', { production: 'M1outlet', 'live-test': 'M1outlet', sandbox: 'M1outlet' }],
  ])('of an older version has one mchid: it stays with the gateway in use (%s)', (environment, mchid) => {
    writeFileSync(path, JSON.stringify({ ...DEFAULT_SETTINGS, environment, mchid: 'M1outlet' }));
    const expected = { ...DEFAULT_SETTINGS, environment, mchid };
    expect(loadSettings(path, NOW)).toEqual({ settings: expected, damagedKeptAs: null });
  });

  it('of an older version is damaged like every other when its mchid cannot be', () => {
    writeFileSync(path, JSON.stringify({ ...DEFAULT_SETTINGS, environment: 'production', mchid: 'a-b' }));
    expect(loadSettings(path, NOW).damagedKeptAs).not.toBeNull();
  });

  it.each([
    ['cut off', '{"tillId": "07", "sou'],
    ['empty', ''],
    ['zeros, as after a power cut', '\0'.repeat(64)],
    ['no object: null', 'null'],
    ['no object: a list', '[]'],
    ['no object: text', '"07"'],
    ['a wrong value', '{"tillId":"7"}'],
    ['an unknown key', '{"tillId":"07","tilId":"08"}'],
    ['an unknown key in an inner object', '{"shopName":{"en":"a","zh-HK":"b","zh-CN":"c","fr":"d"}}'],
    ['a language missing', '{"shopName":{"en":"a"}}'],
    ['a text whose length is an object', '{"goodsName":{"length":{"toString":1,"valueOf":1}}}'],
    ['a name whose length is an object', '{"shopName":{"en":{"length":{"toString":1,"valueOf":1}}}}'],
    ['a poisoned key', '{"__proto__":{"tillId":"99"}}'],
  ])('that is damaged (%s) is kept aside whole, and the defaults are used', (_how, text) => {
    writeFileSync(path, text);
    const loaded = loadSettings(path, NOW);
    expect(loaded.settings).toEqual(DEFAULT_SETTINGS);
    expect(loaded.damagedKeptAs).toBe(`${path}.damaged-${NOW}`);
    expect(readFileSync(`${path}.damaged-${NOW}`, 'utf8')).toBe(text);
    expect(loadSettings(path, NOW + 1)).toEqual({ settings: DEFAULT_SETTINGS, damagedKeptAs: null });
  });

  it('that cannot be moved aside stays where it is, and is named', () => {
    writeFileSync(path, 'rubbish');
    // A folder stands where the file should go, which no permission is needed to arrange.
    mkdirSync(join(`${path}.damaged-${NOW}`, 'in-the-way'), { recursive: true });
    expect(loadSettings(path, NOW)).toEqual({ settings: DEFAULT_SETTINGS, damagedKeptAs: path });
    expect(readFileSync(path, 'utf8')).toBe('rubbish');
  });
});

describe('a wrong value is told by its field', () => {
  const cases: readonly (readonly [string, unknown])[] = [
    ...['', '1', '001', 'a1', '1-', 7].map((value) => ['tillId', value] as const),
    ...['fr', '', null].map((value) => ['cashierLanguage', value] as const),
    ...['zh', 'zh-TW'].map((value) => ['customerLanguage', value] as const),
    ...['prod', 'https://evil.com', ''].map((value) => ['environment', value] as const),
    ...[4, 121, 30.5, '30', Number.NaN, null].map((value) => ['expiredMinutes', value] as const),
    ...[0, -1, 100_000_000, 12.5, Infinity, '5000'].map((value) => ['limit', value] as const),
    ...['a b', 'a&b', '★', '茶|', 'x'.repeat(21), '茶'.repeat(21), '１'].map((value) => ['goodsName', value] as const),
    ...['a b', '茶', 'x'.repeat(41)].map((value) => ['udid', value] as const),
    ...['a-b', 'x'.repeat(17), ' ', null].map(
      (value) => ['mchid', { ...DEFAULT_SETTINGS.mchid, 'live-test': value }] as const,
    ),
    ['mchid', { production: 'M1' }],
    ['mchid', 'M1'],
    ...['shop.example', 'ftp://a.b', 'javascript:alert(1)', `https://a.b/${'x'.repeat(512)}`].map(
      (value) => ['returnUrl', value] as const,
    ),
    ...['sha256', 'SHA1', ''].map((value) => ['signType', value] as const),
    ...['yes', 1, null].map((value) => ['sounds', value] as const),
    ['customerDisplay', { label: 'x', x: 0, y: 0, width: 1280 }],
    ['customerDisplay', { label: 'x', x: 0.5, y: 0, width: 1280, height: 800 }],
  ];

  it.each(cases)('%s: %j', (field, value) => {
    const read = settingsSchema.safeParse({ ...DEFAULT_SETTINGS, [field]: value });
    if (read.success) throw new Error('taken');
    expect(badFields(read.error)).toEqual([field]);
  });

  it.each(['en', 'zh-HK', 'zh-CN'])('shopName.%s', (language) => {
    for (const name of ['', '   ', 'x'.repeat(41), null]) {
      const shopName = { ...DEFAULT_SETTINGS.shopName, [language]: name };
      const read = settingsSchema.safeParse({ ...DEFAULT_SETTINGS, shopName });
      if (read.success) throw new Error('taken');
      expect(badFields(read.error)).toEqual([`shopName.${language}`]);
    }
  });

  it('several wrong ones are all told, each once', () => {
    const shopName = { en: '', 'zh-HK': '店', 'zh-CN': '' };
    const read = settingsSchema.safeParse({ ...DEFAULT_SETTINGS, shopName, tillId: '', limit: 0 });
    if (read.success) throw new Error('taken');
    expect(badFields(read.error).toSorted()).toEqual(['limit', 'shopName.en', 'shopName.zh-CN', 'tillId']);
  });
});

it('takes the ends of each range, and what is left empty on purpose', () => {
  for (const change of [
    { expiredMinutes: 5 },
    { expiredMinutes: 120 },
    { limit: 1 },
    { limit: 99_999_999 },
    { goodsName: '' },
    { goodsName: '茶'.repeat(20) },
    { udid: '' },
    { mchid: { production: 'x'.repeat(16), 'live-test': '', sandbox: '' } },
    { returnUrl: '' },
    { customerDisplay: null },
  ]) {
    expect(settingsSchema.safeParse({ ...DEFAULT_SETTINGS, ...change }).success, JSON.stringify(change)).toBe(true);
  }
});

it('has defaults that it would itself accept', () => {
  expect(settingsSchema.parse(DEFAULT_SETTINGS)).toEqual(DEFAULT_SETTINGS);
});
