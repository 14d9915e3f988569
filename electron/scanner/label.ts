/**
 * Decides what a whole label is. First its ending is removed and its characters are checked, then the scanner's prefix
 * is removed. The rest is compared with a table of codes that the cashier should hear about before anything is sent.
 *
 * PayMe publishes no format for its customers' codes. So nothing here decides what *is* a PayMe code: the table names
 * codes that are plainly another wallet's or no payment codes, and every other label of 1 to 128 printable characters
 * passes. The table is data, because wallets change their numbers. Rows that accept may stand before rows that refuse.
 *
 * The text is a secret: only the result `label` holds it. It is compared, never opened, parsed as a URL or rendered.
 */

import { assertNever, err, ok } from '../../shared/result.ts';
import type { Result } from '../../shared/result.ts';
import { WALLETS, type CodeShape, type WalletId } from '../../shared/wallet.ts';
import type { Label } from '../till/ports/scanner.ts';

/** QFPay's `auth_code` is String(128). */
const MAX_LABEL_CHARACTERS = 128;

type LabelVerdict =
  /** The wallet that the customer's code belongs to; null for a wallet that publishes no shape. */
  | { readonly kind: 'label'; readonly wallet: WalletId | null }
  | { readonly kind: 'other-wallet'; readonly wallet: 'wechat' | 'alipay' | 'unionpay' | 'emv-customer' }
  | { readonly kind: 'not-a-code'; readonly what: 'payme-receive' | 'emv-merchant' | 'url' | 'gs1' | 'product' };

/** How a row of the table recognises a label. */
type LabelShape =
  | CodeShape
  /** "scheme://" or "www." */
  | { readonly shape: 'url' }
  /** Goods, by the AIM id, or digits of one of these lengths with a GS1 check digit: EAN-8, UPC-A, EAN-13, ITF-14. */
  | { readonly shape: 'product-number'; readonly lengths: readonly number[] }
  /** UPC-E: six digits between a 0 or 1 and the check digit. */
  | { readonly shape: 'short-product-number' }
  /** The EAN-13 of a book or magazine with the 2 or 5 digits that are printed beside it. */
  | { readonly shape: 'book-number' }
  /** GS1 application identifiers: in brackets, after an AIM id, or bare with a valid check digit. */
  | { readonly shape: 'gs1-elements' };

export type LabelRule = { readonly when: LabelShape; readonly means: LabelVerdict };

export type LabelReading =
  | { readonly kind: 'label'; readonly label: string; readonly wallet: WalletId | null }
  | Exclude<LabelVerdict, { readonly kind: 'label' }>
  | { readonly kind: 'unreadable'; readonly why: 'empty' | 'too-long' };

/**
 * Codes of no wallet that the till knows. These rows come after the wallets' own shapes, and the first match decides. A
 * label without a match may be a code of any wallet that publishes no shape.
 */
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
  // EMVCo QR codes as text: the customer's, of a bank's or card's wallet, and the one that pays a shop, as in FPS.
  {
    when: { shape: 'begins-with', beginnings: ['hQVDUFYwMW'] },
    means: { kind: 'other-wallet', wallet: 'emv-customer' },
  },
  { when: { shape: 'begins-with', beginnings: ['000201'] }, means: { kind: 'not-a-code', what: 'emv-merchant' } },
  // The address of a customer's QR for receiving money, and of our own QR.
  {
    when: { shape: 'begins-with', beginnings: ['https://qr.payme.hsbc.com.hk/', 'http://qr.payme.hsbc.com.hk/'] },
    means: { kind: 'not-a-code', what: 'payme-receive' },
  },
  { when: { shape: 'url' }, means: { kind: 'not-a-code', what: 'url' } },
  { when: { shape: 'gs1-elements' }, means: { kind: 'not-a-code', what: 'gs1' } },
  { when: { shape: 'product-number', lengths: [8, 12, 13, 14] }, means: { kind: 'not-a-code', what: 'product' } },
  { when: { shape: 'short-product-number' }, means: { kind: 'not-a-code', what: 'product' } },
  { when: { shape: 'book-number' }, means: { kind: 'not-a-code', what: 'product' } },
];

/** The whole table. The wallets' own rows come first. */
export function labelRules(): readonly LabelRule[] {
  const ofWallets = WALLETS.flatMap(({ id: wallet, codes }) =>
    codes === 'any-other' ? [] : codes.map((when): LabelRule => ({ when, means: { kind: 'label', wallet } })),
  );
  return [...ofWallets, ...DEFAULT_LABEL_RULES];
}

/**
 * Removes one trailing CR, LF, CRLF or TAB. The rest must be at least one character, each from 20 to 7E (hex). Called
 * once, where a text comes in.
 */
export function cleanLabel(scanned: readonly number[] | string): Result<Label, 'empty' | 'unprintable'> {
  const text = typeof scanned === 'string' ? scanned : String.fromCharCode(...scanned);
  const label = text.replace(/(?:\r\n|[\r\n\t])$/, '');
  if (label === '') return err('empty');
  if (!/^[\x20-\x7e]*$/.test(label)) return err('unprintable');
  return ok(label as Label);
}

/**
 * Decides what a label is, by this table. A label that is too long for any code is still named if a row matches it.
 *
 * @param prefix the text that this shop's scanner puts before each label; '' for none
 */
export function readLabel(whole: Label, rules: readonly LabelRule[], prefix: string): LabelReading {
  const { aimId, label } = bare(whole, prefix);
  if (label === '') return { kind: 'unreadable', why: 'empty' };
  const verdict = rules.find((rule) => hasShape(label, aimId, rule.when))?.means ?? { kind: 'label', wallet: null };
  if (verdict.kind !== 'label') return verdict;
  return label.length > MAX_LABEL_CHARACTERS ? { kind: 'unreadable', why: 'too-long' } : { ...verdict, label };
}

/** The symbology of the code, such as "]Q1" for a QR code. */
const AIM_ID = /^\][A-Za-z][0-9A-Za-z]/;
/** The character set of the text, such as "\000026" for UTF-8. */
const ECI_MARK = /^\\\d{6}/;

/** Removes what a scanner may put before a code: an AIM id, an ECI mark and the shop's prefix. */
function bare(text: string, prefix: string): { readonly aimId: string; readonly label: string } {
  const own = (rest: string): string => (prefix !== '' && rest.startsWith(prefix) ? rest.slice(prefix.length) : rest);
  const behindPrefix = own(text);
  const aimId = AIM_ID.exec(behindPrefix)?.[0] ?? '';
  const behindAimId = behindPrefix.slice(aimId.length);
  const behindMark = behindAimId.replace(ECI_MARK, '');
  // Some scanners put the shop's prefix after their own marks.
  return { aimId, label: behindPrefix === text ? own(behindMark) : behindMark };
}

function hasShape(label: string, aimId: string, shape: LabelShape): boolean {
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
    case 'product-number': {
      const isNumber = isDigits(label) && shape.lengths.includes(label.length) && hasGs1CheckDigit(label);
      return isNumber || /^\]E[0-4]/.test(aimId);
    }
    case 'short-product-number':
      return isUpcE(label);
    case 'book-number':
      return /^97[789]\d{10}(?:\d{2}|\d{5})$/.test(label) && hasGs1CheckDigit(label.slice(0, 13));
    case 'gs1-elements':
      return /^\](?:C1|e[0-3]|d2|Q3|J1)/.test(aimId) || isGs1Elements(label);
    default:
      return assertNever(shape);
  }
}

/**
 * A GS1 label is "01" and a GTIN of 14 digits, alone or followed by an application identifier, or "00" and an SSCC of
 * 18. A wallet's number may begin with 01 by chance. The check digit spares nine in ten of them from being taken for
 * goods; the application identifier does the same for longer ones.
 */
function isGs1Elements(label: string): boolean {
  if (/^\(\d{2,4}\)/.test(label)) return true;
  const gtin = /^01(\d{14})(?:$|1[0-7]|2[0-2]|3\d)/.exec(label)?.[1];
  const sscc = /^00(\d{18})$/.exec(label)?.[1];
  const checked = gtin ?? sscc;
  return checked !== undefined && hasGs1CheckDigit(checked);
}

/** UPC-E leaves out zeros of a UPC-A and keeps its check digit. The last digit but one says which zeros. */
function isUpcE(label: string): boolean {
  const [, system, a, b, c, d, e, how = '', check] = /^([01])(\d)(\d)(\d)(\d)(\d)(\d)(\d)$/.exec(label) ?? [];
  if (system === undefined) return false;
  const middle =
    how <= '2'
      ? `${a}${b}${how}0000${c}${d}${e}`
      : how === '3'
        ? `${a}${b}${c}00000${d}${e}`
        : how === '4'
          ? `${a}${b}${c}${d}00000${e}`
          : `${a}${b}${c}${d}${e}0000${how}`;
  return hasGs1CheckDigit(`${system}${middle}${check}`);
}

/** From the right, the digits have the weights 1, 3, 1, 3 …; the sum must be a multiple of ten. */
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
