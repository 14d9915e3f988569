/**
 * Money is a whole number of the currency's smallest unit, in its own type. No float ever holds an amount: text that a
 * person keys or reads is converted to cents digit by digit.
 */

declare const centsBrand: unique symbol;

/** A safe integer in the currency's minor unit: cents for HKD, yen for JPY. */
export type Cents = number & { readonly [centsBrand]: true };

/** @throws RangeError on a fraction, NaN or a number too large to be exact */
export function cents(value: number): Cents {
  if (!Number.isSafeInteger(value)) throw new RangeError(`Not a whole number of cents: ${value}`);
  // The only place where a number becomes money; the check above justifies the cast.
  return value as Cents;
}

/** No amount may exceed this, whatever its source: 999,999.99 in dollars. */
export const CENTS_MAX = cents(99_999_999);

/** Sum of amounts in one currency, in cents. @throws RangeError when the sum is not exact */
export function sumCents(amounts: readonly Cents[]): Cents {
  return cents(amounts.reduce((sum, amount) => sum + amount, 0));
}

/**
 * The currencies in QFPay's documents, with their usual decimals. PayMe itself takes HKD only. The others are here
 * because an answer may name one, and the till must show a wrong currency as what it is.
 */
export const CURRENCIES = {
  AED: { symbol: 'AED ', decimals: 2 },
  AUD: { symbol: 'A$', decimals: 2 },
  CAD: { symbol: 'C$', decimals: 2 },
  CNY: { symbol: 'CN¥', decimals: 2 },
  EUR: { symbol: '€', decimals: 2 },
  HKD: { symbol: 'HK$', decimals: 2 },
  IDR: { symbol: 'Rp ', decimals: 2 },
  JPY: { symbol: 'JP¥', decimals: 0 },
  MMK: { symbol: 'MMK ', decimals: 2 },
  MYR: { symbol: 'RM ', decimals: 2 },
  SGD: { symbol: 'S$', decimals: 2 },
  THB: { symbol: '฿', decimals: 2 },
  USD: { symbol: 'US$', decimals: 2 },
} as const;

export type Currency = keyof typeof CURRENCIES;

export function isCurrency(text: string): text is Currency {
  return Object.hasOwn(CURRENCIES, text);
}

/** "1234567" cents HKD -> "12,345.67". No symbol, so that the screen can set the symbol in its own size. */
export function formatAmount(amount: Cents, currency: Currency): string {
  return groupThousands(plainAmount(amount, currency));
}

/** "1234567" cents HKD -> "HK$12,345.67"; a negative amount -> "−HK$12,345.67". */
export function formatMoney(amount: Cents, currency: Currency): string {
  const sign = amount < 0 ? '\u2212' : '';
  return sign + CURRENCIES[currency].symbol + formatAmount(cents(Math.abs(amount)), currency);
}

/** "1234567" cents HKD -> "12345.67", for files that other programs read. */
export function plainAmount(amount: Cents, currency: Currency): string {
  const { decimals } = CURRENCIES[currency];
  const sign = amount < 0 ? '-' : '';
  const digits = String(Math.abs(amount)).padStart(decimals + 1, '0');
  const whole = digits.slice(0, digits.length - decimals);
  return decimals === 0 ? sign + whole : `${sign}${whole}.${digits.slice(-decimals)}`;
}

/** Groups the integer part of a decimal text: "12345.6" -> "12,345.6". */
export function groupThousands(plain: string): string {
  return plain.replace(/^-?\d+/, (whole) => whole.replace(/\B(?=(\d{3})+$)/g, ','));
}

/**
 * Converts a decimal text ("12", "12.5", "12.50", "12.") to cents. Returns null for text that is not an amount in this
 * currency: no digits, too many decimals, or too large to be exact.
 */
export function parseAmount(text: string, currency: Currency): Cents | null {
  const { decimals } = CURRENCIES[currency];
  const match = /^\d+(?:\.(\d*))?$/.exec(text);
  if (!match) return null;
  const missing = decimals - (match[1] ?? '').length;
  if (missing < 0) return null;
  const value = Number(text.replace('.', '') + '0'.repeat(missing));
  return Number.isSafeInteger(value) ? cents(value) : null;
}
