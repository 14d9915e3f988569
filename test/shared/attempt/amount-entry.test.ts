/** The keypad: after any keys in any order, the entry is an amount, a sum, or the beginning of one. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  EMPTY_ENTRY,
  entryAmount,
  entryOf,
  partsOf,
  pressKey,
  sumShown,
  unkeyedDecimals,
  type AmountKey,
  type Entry,
} from '../../../shared/attempt/amount-entry.ts';
import { cents, CURRENCIES, isCurrency, parseAmount, type Currency } from '../../../shared/money.ts';

const LIMIT = cents(5_000_000);
const DIGITS = ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9'] as const;
const KEYS: readonly AmountKey[] = [...DIGITS, '00', '.', '+', 'back', 'clear'];
const currencies = fc.constantFrom(...Object.keys(CURRENCIES).filter(isCurrency));

const pressed = (keys: readonly AmountKey[], currency: Currency = 'HKD', limit = LIMIT): Entry =>
  keys.reduce((entry, key) => pressKey(entry, key, currency, limit), EMPTY_ENTRY);

/** "1 2 . 5 back" as keys. */
const keysOf = (text: string): AmountKey[] =>
  text.split(' ').map((key) => {
    const found = KEYS.find((candidate) => candidate === key);
    if (found === undefined) throw new Error(`no key ${key}`);
    return found;
  });
const amountOf = (keys: string): number | null => entryAmount(pressed(keysOf(keys)), 'HKD');

describe('after any keys, in any currency', () => {
  const manyKeys = fc.array(fc.constantFrom(...KEYS), { maxLength: 40 });

  it('the entry is empty, or its sum is within the limit', () => {
    fc.assert(
      fc.property(manyKeys, currencies, fc.integer({ min: 1, max: 99_999_999 }), (keys, currency, limit) => {
        const { text } = pressed(keys, currency, cents(limit));
        if (text === '') return;
        const values = text
          .replace(/\+$/, '')
          .split('+')
          .map((part) => parseAmount(part, currency) ?? NaN);
        const sum = values.reduce((whole, value) => whole + value, 0);
        expect(sum, text).toBeLessThanOrEqual(limit);
      }),
    );
  });

  it('the entry has no more decimals than the currency, and no leading zero', () => {
    fc.assert(
      fc.property(manyKeys, currencies, (keys, currency) => {
        for (const part of partsOf(pressed(keys, currency))) {
          expect(part.split('.')[1]?.length ?? 0).toBeLessThanOrEqual(CURRENCIES[currency].decimals);
          expect(part).not.toMatch(/^0\d/);
        }
      }),
    );
  });

  it('"back" empties the entry in one press per character, and "clear" in one press', () => {
    fc.assert(
      fc.property(manyKeys, (keys) => {
        const { text } = pressed(keys);
        const back = Array.from({ length: text.length }, () => 'back' as const);
        expect(pressed([...keys, ...back]).text).toBe('');
        expect(pressed([...keys, 'clear'])).toMatchObject({ text: '', refusal: null });
      }),
    );
  });

  it('an amount that can be charged is above zero', () => {
    fc.assert(
      fc.property(manyKeys, (keys) => {
        const amount = entryAmount(pressed(keys), 'HKD');
        if (amount !== null) expect(amount).toBeGreaterThan(0);
      }),
    );
  });

  it('an amount that can be charged counts every digit, point and plus that was pressed', () => {
    const typed = fc.array(fc.constantFrom<AmountKey>(...DIGITS, '.', '+'), { minLength: 1, maxLength: 12 });
    fc.assert(
      fc.property(typed, (keys) => {
        const amount = entryAmount(pressed(keys), 'HKD');
        const last = keys.at(-1);
        if (amount === null || last === undefined) return;
        // The last key was accepted. If an earlier key was refused, the cashier has seen that.
        if (pressed(keys).refusals > 0) return;
        const parts = keys
          .join('')
          .split('+')
          .map((part) => parseAmount(part.replace(/^\./, '0.'), 'HKD') ?? NaN);
        expect(amount).toBe(parts.reduce((sum, part) => sum + part, 0));
      }),
    );
  });
});

it('can key every amount up to the limit', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: LIMIT }), (amount) => {
      const text = `${Math.floor(amount / 100)}.${String(amount % 100).padStart(2, '0')}`;
      expect(amountOf([...text].join(' '))).toBe(amount);
      expect(entryAmount(entryOf(cents(amount), 'HKD'), 'HKD')).toBe(amount);
    }),
  );
});

it.each([
  ['1 2 . 5 0', '12.50'],
  ['. 5', '0.5'],
  ['. back', ''],
  ['. 5 back back', ''],
  ['1 . 2 00', '1.20'],
  ['1 . 00', '1.00'],
  ['00', ''],
  ['0', '0'],
  ['0 0', '0'],
  ['0 00', '0'],
  ['0 5', '5'],
  ['5 00', '500'],
  ['5 back', ''],
  ['back', ''],
  ['clear', ''],
  ['3 8 + 4 5 . 5', '38+45.5'],
  ['3 8 + . 5', '38+0.5'],
  ['3 8 + . back', '38+'],
  ['3 8 + back', '38'],
  ['3 8 + 0 5', '38+5'],
  ['3 8 + 00 5', '38+5'],
])('%s gives %j, and refuses no key', (keys, text) => {
  expect(pressed(keysOf(keys))).toEqual({ text, refusal: null, refusals: 0 });
});

describe('a key that is refused', () => {
  it.each([
    ['6 0 0 0 0', 'limit', '6000'],
    ['5 0 0 0 1', 'limit', '5000'],
    ['6 0 0 00', 'limit', '600'],
    ['4 9 9 9 9 . 9 9', null, '49999.99'],
    ['5 0 0 0 0 . 0', null, '50000.0'],
    ['5 0 0 0 0 . 0 1', 'limit', '50000.0'],
    ['9 9 9 9 9 9 9', 'limit', '9999'],
    ['3 0 0 0 0 + 2 0 0 0 1', 'limit', '30000+2000'],
    ['1 2 . 3 4 5', 'form', '12.34'],
    ['1 . 2 3 00', 'form', '1.23'],
    ['1 . .', 'form', '1.'],
    ['+', 'form', ''],
    ['0 +', 'form', '0'],
    ['0 . +', 'form', '0.'],
    ['3 + +', 'form', '3+'],
  ] as const)('%s: %s, and the entry is %j', (keys, refusal, text) => {
    expect(pressed(keysOf(keys))).toMatchObject({ text, refusal });
  });

  it.each([
    ['6 0 0 0 0', null],
    ['6 0 0 0 0 back', 60_000],
    ['6 0 0 0 0 . 5', 600_050],
    ['1 2 . 3 4 5', null],
    ['1 2 . 3 4 5 5', null],
    ['1 2 . 3 4 5 back', 1_230],
    ['1 2 . 3 4 5 clear', null],
    ['1 2 . 3 4 5 clear 7', 700],
  ])('makes it impossible to charge the entry until a key is accepted: %s is %j', (keys, amount) => {
    expect(amountOf(keys)).toBe(amount);
  });

  it('is counted each time, because two keys in a row may be refused for the same reason', () => {
    expect(pressed(keysOf('1 . 2 3 4 5')).refusals).toBe(2);
  });
});

describe('a sum', () => {
  it.each([
    ['3 8 + 4 5 . 5', 8_350, '83.50'],
    ['3 8 +', null, '38.00'],
    ['3 8 + 0', null, '38.00'],
    ['1 + 2 + 3', 600, '6.00'],
    ['1 . 1 + 2 . 2 5', 335, '3.35'],
  ])('%s is %j and shows %s', (keys, amount, shown) => {
    const entry = pressed(keysOf(keys));
    expect(entryAmount(entry, 'HKD')).toBe(amount);
    expect(sumShown(entry, 'HKD')).toBe(shown);
  });

  it('has its parts; a simple amount has one part', () => {
    expect(partsOf(pressed(keysOf('3 8 + 4 5 . 5')))).toEqual(['38', '45.5']);
    expect(partsOf(pressed(keysOf('3 8')))).toEqual(['38']);
    expect(sumShown(pressed(keysOf('3 8')), 'HKD')).toBeNull();
  });

  it('has at most twenty parts', () => {
    const ones = Array.from({ length: 30 }, (): readonly AmountKey[] => ['1', '+']).flat();
    const entry = pressed(ones);
    expect(partsOf(entry)).toHaveLength(20);
    expect(entry.refusals).toBeGreaterThan(0);
  });
});

it.each([
  ['45.5', 'HKD', '0'],
  ['45.', 'HKD', '00'],
  ['45.50', 'HKD', ''],
  ['45', 'HKD', ''],
  ['', 'HKD', ''],
  ['45', 'JPY', ''],
] as const)('of %j in %s the decimals %j were not keyed', (part, currency, missing) => {
  expect(unkeyedDecimals(part, currency)).toBe(missing);
});

it('has no point and no decimals in yen', () => {
  expect(pressed(keysOf('1 . 5 00'), 'JPY')).toMatchObject({ text: '1500', refusals: 1 });
});

it.each(['0', '.', '. 0', '. 0 0'])('%j cannot be charged', (keys) => {
  expect(amountOf(keys)).toBeNull();
});

it.each([
  [12_850, '128.5'],
  [12_800, '128'],
  [12_855, '128.55'],
])('%d cents that are passed in become an entry that starts with %j', (amount, least) => {
  const { text } = entryOf(cents(amount), 'HKD');
  expect(text.startsWith(least)).toBe(true);
  expect(entryAmount(entryOf(cents(amount), 'HKD'), 'HKD')).toBe(amount);
});
