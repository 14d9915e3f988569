/**
 * What a label is, once it is whole: first its ending goes and its characters are checked, then it is compared with a
 * table of codes that the cashier should hear about before anything is sent.
 *
 * PayMe publishes no format for its customers' codes. So nothing here decides what *is* a PayMe code: the table names
 * what is plainly another wallet's or no payment code, and everything else of 1 to 128 printable characters passes. It is
 * a list of its own, since wallets change their numbers; a row that accepts may stand before the rows that refuse.
 *
 * The text is compared and never opened, parsed as a URL or rendered. It is a secret: no result but `label` carries it.
 */

import { assertNever, err, ok } from '../../shared/result.ts';
import type { Result } from '../../shared/result.ts';

/** QFPay's `auth_code` is String(128). */
const MAX_LABEL_CHARACTERS = 128;

type UnreadableLabel = 'empty' | 'too-long' | 'unprintable';

type LabelVerdict =
  | { readonly kind: 'label' }
  | { readonly kind: 'other-wallet'; readonly wallet: 'wechat' | 'alipay' | 'unionpay' }
  | { readonly kind: 'not-a-code'; readonly what: 'url' | 'gs1' | 'product' };

/** How a row of the table recognises a label: plain data and no patterns, so that a row says what it means. */
type LabelShape =
  /** Digits only, so many of them, the first two between these two inclusive. */
  | {
      readonly shape: 'digits';
      readonly minLength: number;
      readonly maxLength: number;
      readonly firstTwoFrom: number;
      readonly firstTwoTo: number;
    }
  /** Begins with one of these, capitals or not. */
  | { readonly shape: 'begins-with'; readonly beginnings: readonly string[] }
  /** "scheme://" or "www." */
  | { readonly shape: 'url' }
  /** Digits only, so many of them, the last one GS1's check digit: EAN-8, UPC-A, EAN-13, ITF-14. */
  | { readonly shape: 'product-number'; readonly lengths: readonly number[] }
  /** GS1's application identifiers: bracketed, behind an AIM id, or bare with a number that checks. */
  | { readonly shape: 'gs1-elements' };

export type LabelRule = { readonly when: LabelShape; readonly means: LabelVerdict };

export type LabelReading =
  | { readonly kind: 'label'; readonly label: string }
  | Exclude<LabelVerdict, { readonly kind: 'label' }>
  | { readonly kind: 'unreadable'; readonly why: UnreadableLabel };

/** The table. The first row that fits decides; a label that no row fits is taken as PayMe's. */
export const DEFAULT_LABEL_RULES: readonly LabelRule[] = [
  {
    when: { shape: 'digits', minLength: 18, maxLength: 18, firstTwoFrom: 10, firstTwoTo: 15 },
    means: { kind: 'other-wallet', wallet: 'wechat' },
  },
  {
    when: { shape: 'digits', minLength: 16, maxLength: 24, firstTwoFrom: 25, firstTwoTo: 30 },
    means: { kind: 'other-wallet', wallet: 'alipay' },
  },
  {
    when: { shape: 'digits', minLength: 19, maxLength: 19, firstTwoFrom: 62, firstTwoTo: 62 },
    means: { kind: 'other-wallet', wallet: 'unionpay' },
  },
  { when: { shape: 'url' }, means: { kind: 'not-a-code', what: 'url' } },
  { when: { shape: 'gs1-elements' }, means: { kind: 'not-a-code', what: 'gs1' } },
  { when: { shape: 'product-number', lengths: [8, 12, 13, 14] }, means: { kind: 'not-a-code', what: 'product' } },
];

/** Takes one trailing CR, LF, CRLF or TAB away and checks the rest: 1 to 128 characters, each of 20 to 7E. */
export function cleanLabel(scanned: readonly number[] | string): Result<string, UnreadableLabel> {
  const text = typeof scanned === 'string' ? scanned : String.fromCharCode(...scanned);
  const label = text.replace(/(?:\r\n|[\r\n\t])$/, '');
  if (label === '') return err('empty');
  if (!/^[\x20-\x7e]*$/.test(label)) return err('unprintable');
  return label.length > MAX_LABEL_CHARACTERS ? err('too-long') : ok(label);
}

/** What a scanned or typed text is, by this table. */
export function readLabel(scanned: readonly number[] | string, rules: readonly LabelRule[]): LabelReading {
  const cleaned = cleanLabel(scanned);
  if (!cleaned.ok) return { kind: 'unreadable', why: cleaned.error };
  const label = cleaned.value;
  const verdict = rules.find((rule) => hasShape(label, rule.when))?.means ?? { kind: 'label' };
  return verdict.kind === 'label' ? { kind: 'label', label } : verdict;
}

function hasShape(label: string, shape: LabelShape): boolean {
  switch (shape.shape) {
    case 'digits': {
      const firstTwo = Number(label.slice(0, 2));
      const isLength = label.length >= shape.minLength && label.length <= shape.maxLength;
      return isDigits(label) && isLength && firstTwo >= shape.firstTwoFrom && firstTwo <= shape.firstTwoTo;
    }
    case 'begins-with': {
      const lower = label.toLowerCase();
      return shape.beginnings.some((beginning) => beginning !== '' && lower.startsWith(beginning.toLowerCase()));
    }
    case 'url':
      return /^(?:[a-z][a-z0-9+.-]*:\/\/|www\.)/i.test(label);
    case 'product-number':
      return isDigits(label) && shape.lengths.includes(label.length) && hasGs1CheckDigit(label);
    case 'gs1-elements':
      return isGs1Elements(label);
    default:
      return assertNever(shape);
  }
}

/**
 * A GS1 label is "01" and a GTIN of 14 digits, "00" and an SSCC of 18, or either with more behind it. The check digit
 * keeps a wallet's number that happens to begin with 01 from being taken for goods nine times in ten; the application
 * identifier behind it does the same for a longer one.
 */
function isGs1Elements(label: string): boolean {
  if (/^\](?:C1|e[0-3]|d2|Q3|J1)/.test(label) || /^\(\d{2,4}\)/.test(label)) return true;
  const gtin = /^01(\d{14})(?:$|1[0-7]|2[0-2]|3\d)/.exec(label)?.[1];
  const sscc = /^00(\d{18})$/.exec(label)?.[1];
  const checked = gtin ?? sscc;
  return checked !== undefined && hasGs1CheckDigit(checked);
}

/** From the right, the digits weigh 1, 3, 1, 3 …; the sum is a multiple of ten. */
function hasGs1CheckDigit(digits: string): boolean {
  const sum = digits
    .split('')
    .toReversed()
    .reduce((total, digit, index) => total + Number(digit) * (index % 2 === 0 ? 1 : 3), 0);
  return sum % 10 === 0;
}

function isDigits(label: string): boolean {
  return /^\d+$/.test(label);
}
