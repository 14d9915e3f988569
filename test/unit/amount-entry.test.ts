/** The keypad: whatever is pressed in whatever order, what stands there is an amount or the beginning of one. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EMPTY_ENTRY, entryAmount, pressKey, type AmountKey } from '../../shared/amount-entry.ts';
import { cents, CURRENCIES, isCurrency, parseAmount, type Currency } from '../../shared/money.ts';

const LIMIT = cents(5_000_000);
const DIGITS = ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9'] as const;
const KEYS: readonly AmountKey[] = [...DIGITS, '00', '.', 'back', 'clear'];
const currencies = fc.constantFrom(...Object.keys(CURRENCIES).filter(isCurrency));

const pressed = (keys: readonly AmountKey[], currency: Currency = 'HKD', limit = LIMIT): string =>
  keys.reduce((text, key) => pressKey(text, key, currency, limit), EMPTY_ENTRY);

/** "1 2 . 5 back" as keys. */
const keysOf = (text: string): AmountKey[] =>
  text.split(' ').map((key) => {
    const found = KEYS.find((candidate) => candidate === key);
    if (found === undefined) throw new Error(`no key ${key}`);
    return found;
  });

describe('after any keys, in any currency', () => {
  const manyKeys = fc.array(fc.constantFrom(...KEYS), { maxLength: 40 });

  it('an amount within the limit stands there, or nothing', () => {
    fc.assert(
      fc.property(manyKeys, currencies, fc.integer({ min: 1, max: 99_999_999 }), (keys, currency, limit) => {
        const text = pressed(keys, currency, cents(limit));
        if (text === EMPTY_ENTRY) return;
        const value = parseAmount(text, currency);
        expect(value, text).not.toBeNull();
        expect(value).toBeLessThanOrEqual(limit);
      }),
    );
  });

  it('no more decimals than the currency has, and no leading zero', () => {
    fc.assert(
      fc.property(manyKeys, currencies, (keys, currency) => {
        const text = pressed(keys, currency);
        expect(text.split('.')[1]?.length ?? 0).toBeLessThanOrEqual(CURRENCIES[currency].decimals);
        expect(text).not.toMatch(/^0\d/);
      }),
    );
  });

  it('"back" leads to nothing in as many presses as there are characters, and "clear" in one', () => {
    fc.assert(
      fc.property(manyKeys, (keys) => {
        const text = pressed(keys);
        const back = Array.from({ length: text.length }, () => 'back' as const);
        expect(pressed([...keys, ...back])).toBe(EMPTY_ENTRY);
        expect(pressed([...keys, 'clear'])).toBe(EMPTY_ENTRY);
      }),
    );
  });

  it('what can be charged is above zero', () => {
    fc.assert(
      fc.property(manyKeys, (keys) => {
        const amount = entryAmount(pressed(keys), 'HKD');
        if (amount !== null) expect(amount).toBeGreaterThan(0);
      }),
    );
  });
});

it('can key every amount up to the limit', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: LIMIT }), (amount) => {
      const text = `${Math.floor(amount / 100)}.${String(amount % 100).padStart(2, '0')}`;
      expect(entryAmount(pressed(keysOf([...text].join(' '))), 'HKD')).toBe(amount);
    }),
  );
});

it.each([
  ['1 2 . 5 0', '12.50'],
  ['. 5', '0.5'],
  ['. back', ''],
  ['. 5 back back', ''],
  ['1 . .', '1.'],
  ['1 . 2 . 3', '1.23'],
  ['1 . 2 3 4', '1.23'],
  ['1 . 2 00', '1.20'],
  ['1 . 2 3 00', '1.23'],
  ['00', ''],
  ['0', '0'],
  ['0 0', '0'],
  ['0 00', '0'],
  ['0 5', '5'],
  ['5 00', '500'],
  ['5 back', ''],
  ['back', ''],
  ['clear', ''],
])('%s gives %j', (keys, text) => {
  expect(pressed(keysOf(keys))).toBe(text);
});

describe('the limit', () => {
  it.each([
    ['5 0 0 0 0', '50000'],
    ['5 0 0 0 1', '5000'],
    ['5 0 0 0 0 . 0 1', '50000.0'],
    ['4 9 9 9 9 . 9 9', '49999.99'],
    ['5 0 0 0 00', '50000'],
    ['9 9 9 9 9 9 9 9 9', '9999'],
  ])('%s gives %j', (keys, text) => {
    expect(pressed(keysOf(keys))).toBe(text);
  });
});

it('has no point and no decimals in yen', () => {
  expect(pressed(keysOf('1 . 5 00'), 'JPY')).toBe('1500');
});

it.each(['', '0', '0.', '0.0', '0.00'])('%j cannot be charged', (text) => {
  expect(entryAmount(text, 'HKD')).toBeNull();
});
