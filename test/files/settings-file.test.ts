/**
 * The settings file: whatever a person, a power cut or a newer program did to it, a till that took real money does not
 * open in training, or as another till, without a person.
 */
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { loadSettings, saveSettings } from '../../electron/files/settings-file.ts';
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
const LIVE: Settings = {
  ...DEFAULT_SETTINGS,
  tillId: 'Z9',
  shopName: { en: 'Tea & Toast', 'zh-HK': '茶與多士', 'zh-CN': '茶与多士' },
  environment: 'production',
  expiredMinutes: 5,
  limit: cents(99_999_999),
  goodsName: '珍珠奶茶_1',
  mchid: { production: 'M1outlet', 'live-test': 'eqqmYMn0Zj6pncw5', sandbox: '' },
  returnUrl: 'https://shop.example/done?a=1',
  signType: 'SHA256',
  sounds: false,
  customerDisplay: { label: 'HDMI-1', x: -1280, y: 0, width: 1280, height: 800 },
};
const whole = (settings: Settings) => ({ settings, damage: null, mustBeLookedAt: false });
const json = (change: object): string => JSON.stringify({ ...LIVE, ...change });
const utf16 = (text: string): Buffer => Buffer.from(`\uFEFF${text}`, 'utf16le');

/** Makes the till one that has taken real money: it has credentials. */
const wasLive = (): void => {
  writeFileSync(join(place.folder, 'credentials.json'), '{}');
};

/** Files from which no setting can be read. */
const USELESS: readonly (readonly [string, string | Buffer])[] = [
  ['cut off', json({}).slice(0, 40)],
  ['empty', ''],
  ['zeros, as after a power cut', '\0'.repeat(64)],
  ['no object: null', 'null'],
  ['no object: a list', '[]'],
  ['no object: text', '"07"'],
  ['cut off in UTF-16', utf16(json({})).subarray(0, 41)],
  ['far too long', json({}) + ' '.repeat(70_000)],
];

describe('a whole file', () => {
  it('returns the saved settings', () => {
    saveSettings(path, LIVE);
    expect(loadSettings(path, NOW)).toEqual(whole(LIVE));
    saveSettings(path, DEFAULT_SETTINGS);
    expect(loadSettings(path, NOW)).toEqual(whole(DEFAULT_SETTINGS));
    expect(readdirSync(place.folder).toSorted()).toEqual(['settings.json', 'settings.json.last-good']);
  });

  it('may be missing: a new till', () => {
    expect(loadSettings(path, NOW)).toEqual(whole(DEFAULT_SETTINGS));
    expect(readdirSync(place.folder)).toEqual([]);
  });

  it('of an older version gets the defaults for new settings', () => {
    writeFileSync(path, '{"tillId":"07","sounds":false}');
    expect(loadSettings(path, NOW)).toEqual(whole({ ...DEFAULT_SETTINGS, tillId: '07', sounds: false }));
  });

  it.each([
    ['UTF-8 with a byte order mark', `\uFEFF${json({})}`],
    ['UTF-16', utf16(json({}))],
    ['UTF-16 without its mark', utf16(json({})).subarray(2)],
    ['UTF-16 with the other byte order', utf16(json({})).swap16()],
  ])('may be in %s, as some editors save it', (_how, text) => {
    wasLive();
    writeFileSync(path, text);
    expect(loadSettings(path, NOW)).toEqual(whole(LIVE));
  });

  it.each([
    ['production', { production: 'M1outlet', 'live-test': '', sandbox: '' }],
    ['live-test', { production: '', 'live-test': 'M1outlet', sandbox: '' }],
    // Nothing shows which gateway issued the mchid, so it goes to all gateways, as before.
    ['training', { production: 'M1outlet', 'live-test': 'M1outlet', sandbox: 'M1outlet' }],
  ] as const)('of an older version has one mchid: it stays with the gateway in use (%s)', (environment, mchid) => {
    writeFileSync(path, JSON.stringify({ ...DEFAULT_SETTINGS, environment, mchid: 'M1outlet' }));
    expect(loadSettings(path, NOW)).toEqual(whole({ ...DEFAULT_SETTINGS, environment, mchid }));
  });

  it('that was edited by hand becomes the last good one', () => {
    saveSettings(path, LIVE);
    writeFileSync(path, json({ tillId: 'Y8' }));
    expect(loadSettings(path, NOW).settings.tillId).toBe('Y8');
    writeFileSync(path, '');
    expect(loadSettings(path, NOW).settings.tillId).toBe('Y8');
  });
});

describe('a file with something wrong in it', () => {
  it.each([
    ['a key of a newer program', json({ tipping: true }), {}],
    ['a wrong value', json({ expiredMinutes: 999 }), { expiredMinutes: DEFAULT_SETTINGS.expiredMinutes }],
    ['an address in clear', json({ returnUrl: 'http://shop.example/' }), { returnUrl: '' }],
    ['a name without a language', json({ shopName: { en: 'a' } }), { shopName: DEFAULT_SETTINGS.shopName }],
    ['a text whose length is an object', json({ goodsName: { length: { toString: 1 } } }), { goodsName: '' }],
    ['a poisoned key', json({}).replace('{', '{"__proto__":{"tillId":"99"},'), {}],
  ])('(%s): its valid parts are used, and a copy of the file is kept', (_how, text, change) => {
    wasLive();
    writeFileSync(path, text);
    const { settings, damage, mustBeLookedAt } = loadSettings(path, NOW);
    expect(settings).toEqual({ ...LIVE, ...change });
    expect(mustBeLookedAt).toBe(false);
    expect(damage?.used).toBe('good-parts');
    expect(readFileSync(damage?.keptAs ?? '', 'utf8')).toBe(text);
    // The file was repaired on the disk, so the next start reports no damage.
    expect(loadSettings(path, NOW + 1)).toEqual(whole(settings));
  });

  it('gets the last good value in place of an invalid one', () => {
    saveSettings(path, LIVE);
    wasLive();
    writeFileSync(path, json({ sounds: true, tillId: 'far too long', limit: -1 }));
    const { settings, mustBeLookedAt } = loadSettings(path, NOW);
    expect(settings).toEqual({ ...LIVE, sounds: true });
    expect(mustBeLookedAt).toBe(false);
  });

  it('gets the last good names if an old editor saved them in Big5', () => {
    saveSettings(path, LIVE);
    wasLive();
    // 茶 in Big5, as Windows in Hong Kong wrote it before UTF-8.
    const [before = '', after = ''] = json({ sounds: true, shopName: { ...LIVE.shopName, en: '#' } }).split('#');
    writeFileSync(path, Buffer.concat([Buffer.from(before), Buffer.from([0xaf, 0xf9]), Buffer.from(after)]));
    expect(loadSettings(path, NOW)).toMatchObject({
      settings: { sounds: true, shopName: LIVE.shopName },
      damage: { used: 'good-parts' },
      mustBeLookedAt: false,
    });
  });

  it.each(USELESS)('(%s) is replaced by the last good one', (_how, text) => {
    saveSettings(path, LIVE);
    wasLive();
    writeFileSync(path, text);
    const { settings, damage, mustBeLookedAt } = loadSettings(path, NOW);
    expect(settings).toEqual(LIVE);
    expect(damage?.used).toBe('last-good');
    expect(readFileSync(damage?.keptAs ?? '').equals(Buffer.from(text))).toBe(true);
    expect(mustBeLookedAt).toBe(false);
    expect(loadSettings(path, NOW + 1)).toEqual(whole(LIVE));
  });

  it('is replaced by the last good one when it is missing', () => {
    saveSettings(path, LIVE);
    rmSync(path);
    expect(loadSettings(path, NOW)).toMatchObject({ settings: LIVE, damage: { keptAs: null, used: 'last-good' } });
  });

  it.each(USELESS)('(%s) opens a new till in training, because it never took money', (_how, text) => {
    writeFileSync(path, text);
    const { settings, damage, mustBeLookedAt } = loadSettings(path, NOW);
    expect(settings).toEqual(DEFAULT_SETTINGS);
    expect(damage?.used).toBe('standard');
    expect(mustBeLookedAt).toBe(false);
  });
});

describe('without a last good copy, a till that was live waits for a manager', () => {
  it.each(USELESS)('when the file is %s, at this start and at the next', (_how, text) => {
    wasLive();
    writeFileSync(path, text);
    expect(loadSettings(path, NOW).mustBeLookedAt).toBe(true);
    expect(loadSettings(path, NOW + 1).mustBeLookedAt).toBe(true);
  });

  it('when the file is missing', () => {
    wasLive();
    expect(loadSettings(path, NOW)).toMatchObject({ mustBeLookedAt: true, damage: { keptAs: null, used: 'standard' } });
  });

  it.each([
    ['till id', { tillId: 'x' }],
    ['gateway', { environment: 'prod' }],
    ['mchid', { mchid: 'a-b' }],
  ])('when the %s is invalid, and the valid parts are kept', (_name, change) => {
    wasLive();
    writeFileSync(path, json(change));
    for (const now of [NOW, NOW + 1]) {
      const { settings, mustBeLookedAt } = loadSettings(path, now);
      expect(mustBeLookedAt).toBe(true);
      expect(settings.shopName).toEqual(LIVE.shopName);
    }
  });

  it.each(['tillId', 'environment'] as const)('when somebody removed the %s', (name) => {
    wasLive();
    const { [name]: _cut, ...rest } = LIVE;
    writeFileSync(path, JSON.stringify(rest));
    expect(loadSettings(path, NOW).mustBeLookedAt).toBe(true);
  });

  it.each([
    'ledger-production.db',
    'ledger-live-test.db',
    'ledger-sandbox.db-wal',
    'backups/ledger-production-20261122-210509.db',
  ])('when only %s shows that it was live', (name) => {
    mkdirSync(join(place.folder, 'backups'));
    writeFileSync(join(place.folder, name), '');
    writeFileSync(path, '');
    expect(loadSettings(path, NOW).mustBeLookedAt).toBe(true);
  });

  it('until its settings are saved', () => {
    wasLive();
    writeFileSync(path, '');
    expect(loadSettings(path, NOW).mustBeLookedAt).toBe(true);
    saveSettings(path, LIVE);
    expect(loadSettings(path, NOW)).toEqual(whole(LIVE));
  });
});

it('a file that cannot be copied aside does not change, and its path is reported', () => {
  writeFileSync(path, 'rubbish');
  const { damage } = loadSettings(path, NOW);
  rmSync(damage?.keptAs ?? '');
  writeFileSync(path, 'rubbish');
  // Put a folder where the copy should go, which works for any user.
  mkdirSync(damage?.keptAs ?? '');
  expect(loadSettings(path, NOW).damage).toEqual({ keptAs: path, used: 'last-good' });
  expect(readFileSync(path, 'utf8')).toBe('rubbish');
});
