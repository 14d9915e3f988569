/**
 * The amount on a keypad while it is keyed: the visible text, and whether the last key was refused. The text is always
 * an amount, a sum of amounts, or the beginning of one. A refused key leaves the text unchanged and reports it. The
 * remaining text looks right but is not what the cashier meant (60000 over the limit would stay 6000), so nothing can
 * be charged until another key is accepted.
 */
import { CURRENCIES, parseAmount, plainAmount, sumCents, type Cents, type Currency } from '../money.ts';

export type AmountKey = '0' | '1' | '2' | '3' | '4' | '5' | '6' | '7' | '8' | '9' | '00' | '.' | '+' | 'back' | 'clear';

/**
 * `limit`: the amount would be too large. `form`: a second point, a third decimal, or a plus with no amount before it.
 */
export type Refusal = 'limit' | 'form';

export type Entry = {
  /** "45.5", or a sum: "38+45.5". */
  readonly text: string;
  readonly refusal: Refusal | null;
  /** Count of refused keys. Two keys in a row may be refused for the same reason, and the window must notice both. */
  readonly refusals: number;
};

export const EMPTY_ENTRY: Entry = { text: '', refusal: null, refusals: 0 };

/** More parts do not fit on the screen next to their sum. */
const PARTS_MAX = 20;

export function pressKey(entry: Entry, key: AmountKey, currency: Currency, limit: Cents): Entry {
  const after = textAfter(entry.text, key, currency, limit);
  if (after === 'limit' || after === 'form') return { ...entry, refusal: after, refusals: entry.refusals + 1 };
  return { ...entry, text: after.text, refusal: null };
}

/** An entry that starts with a given amount instead of keyed digits. */
export function entryOf(amount: Cents, currency: Currency): Entry {
  // "128.50", but "128" without decimals, because a cashier would not key the point.
  return { ...EMPTY_ENTRY, text: plainAmount(amount, currency).replace(/\.0+$/, '') };
}

/**
 * The keyed amount; null while it cannot be charged: empty, zero, a sum without its last part, or after a refused key.
 */
export function entryAmount({ text, refusal }: Entry, currency: Currency): Cents | null {
  return refusal === null ? sumOf(text, currency, (part) => part > 0) : null;
}

/** The parts of a sum as keyed; a single part for a plain amount. */
export function partsOf({ text }: Entry): readonly string[] {
  return text.split('+');
}

/** The sum so far, with the currency's decimals; null if the entry is not a sum. */
export function sumShown({ text }: Entry, currency: Currency): string | null {
  if (!text.includes('+')) return null;
  const sum = sumOf(text.replace(/\+$/, ''), currency, () => true);
  return sum === null ? null : plainAmount(sum, currency);
}

/** The missing decimals: "0" for "45.5", "" for "45.50" and for "45". */
export function unkeyedDecimals(part: string, currency: Currency): string {
  const keyed = part.split('.')[1];
  return keyed === undefined ? '' : '0'.repeat(CURRENCIES[currency].decimals - keyed.length);
}

type After = { readonly text: string } | Refusal;

function textAfter(text: string, key: AmountKey, currency: Currency, limit: Cents): After {
  const last = text.slice(text.lastIndexOf('+') + 1);
  const before = text.slice(0, text.length - last.length);
  switch (key) {
    case 'clear':
      return { text: '' };
    case 'back':
      // One press of the point made "0.", so one "back" removes both characters.
      return { text: last === '0.' ? before : text.slice(0, -1) };
    case '.':
      if (CURRENCIES[currency].decimals === 0 || last.includes('.')) return 'form';
      return { text: last === '' ? `${before}0.` : `${text}.` };
    case '+': {
      const isFull = text.split('+').length >= PARTS_MAX;
      return isFull || sumOf(last, currency, (part) => part > 0) === null ? 'form' : { text: `${text}+` };
    }
    case '00':
      return noughts(before, last, currency, limit);
    default:
      return digits(before, last, key, currency, limit);
  }
}

/** "00" is accepted or refused as a whole: with a limit of 50,000, 600 must not become 6000. */
function noughts(before: string, last: string, currency: Currency, limit: Cents): After {
  if (last === '' || last === '0') return { text: before + last };
  const both = digits(before, last, '00', currency, limit);
  // With one decimal place left, the second zero changes nothing: 12.5 -> 12.50.
  return both === 'form' ? digits(before, last, '0', currency, limit) : both;
}

function digits(before: string, last: string, typed: string, currency: Currency, limit: Cents): After {
  const part = last === '0' ? typed : last + typed;
  const value = parseAmount(part, currency);
  if (value === null) return last.includes('.') ? 'form' : 'limit';
  if (value > limit) return 'limit';
  const sum = sumOf(before + part, currency, () => true);
  return sum === null || sum > limit ? 'limit' : { text: before + part };
}

function sumOf(text: string, currency: Currency, counts: (part: Cents) => boolean): Cents | null {
  const parts: Cents[] = [];
  for (const each of text.split('+')) {
    const part = parseAmount(each, currency);
    if (part === null || !counts(part)) return null;
    parts.push(part);
  }
  return sumCents(parts);
}
