/** The valid values of each setting; an invalid value is reported by its field's name. */
import { describe, expect, it } from 'vitest';
import { badFields, settingsSchema } from '../../electron/files/settings-schema.ts';
import { DEFAULT_SETTINGS } from '../../shared/settings.ts';

describe('an invalid value is reported by its field', () => {
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
    ...[0, 41, 1.5, '1', null].map((value) => ['tills', value] as const),
    ...[[], [{ untilMs: 999, gapMs: 1000 }], [{ untilMs: 1000, gapMs: 499 }], [{ untilMs: 1000 }], '1 s'].map(
      (value) => ['enquiryGaps', value] as const,
    ),
    ['mchid', 'M1'],
    ...[
      'shop.example',
      'ftp://a.b',
      'http://shop.example/done',
      'javascript:alert(1)',
      `https://a.b/${'x'.repeat(512)}`,
    ].map((value) => ['returnUrl', value] as const),
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

  it.each([
    ['invisible', '\u200b\u200b'],
    ['invisible beside letters', 'Tea\u200b house'],
    ['turning', 'Tea \u202e house'],
    ['of two lines', 'Tea\nhouse'],
    ['of two lines by a separator', 'Tea\u2028house'],
    ['with half a surrogate pair', 'Tea \ud83c'],
    ['of a filler', '\u3164\u3164'],
    ['of a blank of Braille', '\u2800'],
    ['with a control character', 'Tea\u0007'],
    ['of nothing but a selector', '\ufe0f'],
    ['with a sign that could not be read', 'Tea \ufffd'],
    ['with a heap of accents', 'Tea\u0301\u0302\u0303'],
  ])('a shop’s name %s', (_what, name) => {
    const read = settingsSchema.safeParse({
      ...DEFAULT_SETTINGS,
      shopName: { ...DEFAULT_SETTINGS.shopName, en: name },
    });
    if (read.success) throw new Error('taken');
    expect(badFields(read.error)).toEqual(['shopName.en']);
  });

  it.each(['利苑', '7-Eleven', 'Café Ô', '☕️ 茶', 'A', '！', '𨋢記', 'Phở Việt'.normalize('NFD')])(
    'but not the name %s',
    (name) => {
      const shopName = { en: name, 'zh-HK': name, 'zh-CN': name };
      expect(settingsSchema.safeParse({ ...DEFAULT_SETTINGS, shopName }).success).toBe(true);
    },
  );

  it('and so are several invalid values, each once', () => {
    const shopName = { en: '', 'zh-HK': '店', 'zh-CN': '' };
    const read = settingsSchema.safeParse({ ...DEFAULT_SETTINGS, shopName, tillId: '', limit: 0 });
    if (read.success) throw new Error('taken');
    expect(badFields(read.error).toSorted()).toEqual(['limit', 'shopName.en', 'shopName.zh-CN', 'tillId']);
  });
});

it('accepts the limits of each range, and optional fields that are empty', () => {
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
