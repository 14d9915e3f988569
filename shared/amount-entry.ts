/**
 * What the keypad holds while an amount is being keyed: the text as the cashier sees it. A key that would make it wrong
 * is not taken, so a text that is here is always an amount or the beginning of one.
 */
import { CURRENCIES, parseAmount, type Cents, type Currency } from './money.ts';

export type AmountKey = '0' | '1' | '2' | '3' | '4' | '5' | '6' | '7' | '8' | '9' | '00' | '.' | 'back' | 'clear';

export const EMPTY_ENTRY = '';

/**
 * The text after a key was pressed; the same text when the key is not taken (a second point, a decimal the currency does
 * not have, an amount over the limit, a leading zero).
 */
export function pressKey(text: string, key: AmountKey, currency: Currency, limit: Cents): string {
  switch (key) {
    case 'clear':
      return EMPTY_ENTRY;
    case 'back':
      // "0." came from one press of the point, so one press takes it back.
      return text === '0.' ? EMPTY_ENTRY : text.slice(0, -1);
    case '.':
      if (CURRENCIES[currency].decimals === 0 || text.includes('.')) return text;
      return text === '' ? '0.' : `${text}.`;
    case '00': {
      // One tap of "00" where only one zero still fits gives that one zero: 12.5 -> 12.50.
      const both = pressDigit(pressDigit(text, '0', currency, limit), '0', currency, limit);
      return text === '' ? text : both;
    }
    default:
      return pressDigit(text, key, currency, limit);
  }
}

function pressDigit(text: string, digit: string, currency: Currency, limit: Cents): string {
  const next = text === '0' ? digit : text + digit;
  const value = parseAmount(next, currency);
  return value === null || value > limit ? text : next;
}

/** The keyed amount, or null while nothing that can be charged has been keyed (empty or zero). */
export function entryAmount(text: string, currency: Currency): Cents | null {
  const value = parseAmount(text, currency);
  return value === null || value === 0 ? null : value;
}
