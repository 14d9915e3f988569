/** P16: money is a whole number of cents everywhere, in every currency, and never a float. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  cents,
  CURRENCIES,
  formatAmount,
  formatMoney,
  groupThousands,
  isCurrency,
  parseAmount,
  plainAmount,
  sumCents,
  type Currency,
} from '../../shared/money.ts';

const ALL = Object.keys(CURRENCIES).filter(isCurrency);
const amount = fc.nat({ max: Number.MAX_SAFE_INTEGER }).map(cents);

describe('cents()', () => {
  it('returns every safe integer unchanged', () => {
    fc.assert(
      fc.property(fc.maxSafeInteger(), (value) => {
        expect(cents(value)).toBe(value);
      }),
    );
  });

  it.each([0.5, 12.34, 1e-9, -0.01, Number.NaN, Infinity, -Infinity, 2 ** 53, -(2 ** 53), 0.1 + 0.2])(
    'throws on %d',
    (value) => {
      expect(() => cents(value)).toThrow(RangeError);
      expect(() => cents(value)).toThrow(`Not a whole number of cents: ${value}`);
    },
  );

  it('throws on every fraction', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true }), (value) => {
        fc.pre(!Number.isInteger(value));
        expect(() => cents(value)).toThrow(RangeError);
      }),
    );
  });
});

describe('sums', () => {
  it('are exact, where float sums would be wrong', () => {
    // 0.1 added ten thousand times is 1000.0000000001588 in floats.
    expect(sumCents(Array.from({ length: 10_000 }, () => cents(10)))).toBe(100_000);
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 99_999_999 })), (amounts) => {
        const exact = amounts.reduce((sum, value) => sum + BigInt(value), 0n);
        expect(BigInt(sumCents(amounts.map(cents)))).toBe(exact);
      }),
    );
  });

  it('throw if a cent would be lost', () => {
    expect(() => sumCents([cents(Number.MAX_SAFE_INTEGER), cents(1)])).toThrow(RangeError);
  });
});

describe.each(ALL)('%s', (currency: Currency) => {
  const { decimals, symbol } = CURRENCIES[currency];

  it('reads back every amount it writes', () => {
    fc.assert(
      fc.property(amount, (value) => {
        expect(parseAmount(plainAmount(value, currency), currency)).toBe(value);
        expect(parseAmount(formatAmount(value, currency).replaceAll(',', ''), currency)).toBe(value);
        expect(formatMoney(value, currency)).toBe(symbol + formatAmount(value, currency));
      }),
    );
  });

  it('writes exactly the digits of the cents, with the point at the right place', () => {
    fc.assert(
      fc.property(amount, (value) => {
        const plain = plainAmount(value, currency);
        expect(plain).toMatch(decimals === 0 ? /^\d+$/ : new RegExp(`^\\d+\\.\\d{${decimals}}$`));
        expect(BigInt(plain.replace('.', ''))).toBe(BigInt(value));
      }),
    );
  });

  it('accepts no more decimals than the currency has', () => {
    expect(parseAmount(`1.${'1'.repeat(decimals + 1)}`, currency)).toBeNull();
    expect(parseAmount(`1.${'1'.repeat(decimals)}`, currency)).toBe(Number('1'.repeat(decimals + 1)));
  });
});

it('writes amounts as people write them', () => {
  expect(formatMoney(cents(0), 'HKD')).toBe('HK$0.00');
  expect(formatMoney(cents(5), 'HKD')).toBe('HK$0.05');
  expect(formatMoney(cents(1_234_567), 'HKD')).toBe('HK$12,345.67');
  expect(formatMoney(cents(1_234_567), 'JPY')).toBe('JP¥1,234,567');
  expect(plainAmount(cents(-5), 'HKD')).toBe('-0.05');
  expect(formatAmount(cents(-123_456_78), 'HKD')).toBe('-123,456.78');
  expect(formatMoney(cents(-123_456_78), 'HKD')).toBe('−HK$123,456.78');
  expect(groupThousands('123456.')).toBe('123,456.');
  expect(groupThousands('1234.56789')).toBe('1,234.56789');
  expect([groupThousands(''), groupThousands('.12345')]).toEqual(['', '.12345']);
});

it.each([
  ['12', 1200],
  ['12.', 1200],
  ['12.5', 1250],
  ['12.50', 1250],
  ['0', 0],
  ['007', 700],
  // Float arithmetic gives 1998.9999999999998 and 114.99999999999999 for these.
  ['19.99', 1999],
  ['1.15', 115],
  ['90071992547409.91', Number.MAX_SAFE_INTEGER],
])('reads %j as %d cents', (text, value) => {
  expect(parseAmount(text, 'HKD')).toBe(value);
});

it.each([
  '',
  '.',
  '.5',
  '-1',
  '+1',
  '1.2.3',
  '1,000',
  '1e3',
  ' 1',
  '1 ',
  '0x10',
  '１２',
  'NaN',
  '90071992547409.92',
  '1\n',
])('does not read %j', (text) => {
  expect(parseAmount(text, 'HKD')).toBeNull();
});

it.each(['hkd', 'HK', '', 'BTC', 'toString', '__proto__'])('%j is not a currency', (text) => {
  expect(isCurrency(text)).toBe(false);
});
