/**
 * Finds payments and refunds by what a person has at hand: our number, written or read aloud, QFPay's number, or an
 * amount, a time, a day. It answers "but my phone says paid".
 */
import type { HistoryPlace } from '../../shared/attempt/history.ts';
import { isAttemptNumber, numberFrom, type AttemptNumber } from '../../shared/attempt/number.ts';
import type { Attempt } from '../../shared/attempt/record.ts';
import type { HistoryQuestion, Meant, PlaceView } from '../../shared/contract/history.ts';
import { parseAmount, type Cents, type Currency } from '../../shared/money.ts';
import { hkDay, hkDayRange, hkMonthRange, isDay, parseHkDateTime, type WallMs } from '../../shared/time.ts';
import type { HistoryPage, LedgerReader } from './ports/ledger.ts';

/** How far a remembered time may be from the real one. */
const ABOUT_MS = 30 * 60_000;
/** More rows than any screen shows at once. */
const PAGE_ROWS = 100;
/** A part that was read before is read again as a whole, with what came into it. */
const PART_ROWS_MAX = 2 * PAGE_ROWS;
const ALWAYS: Range = { from: 0, to: Number.MAX_SAFE_INTEGER };

type Range = { readonly from: WallMs; readonly to: WallMs };
type Sought =
  | { readonly kind: 'number'; readonly numbers: readonly AttemptNumber[] }
  | { readonly kind: 'gateway-ref'; readonly gatewayRef: string }
  | {
      readonly kind: 'about';
      readonly by: string | null;
      readonly amount: Cents | null;
      readonly range: Range | null;
    };

export type Found = HistoryPage & { readonly meant: Meant };

/**
 * @param text our number, with or without dashes; QFPay's number; or any of a name, an amount, a time of day ("21:05") and
 * a day ("2026-11-22") or month ("2026-11"). A time without a day means today. Nothing means everything.
 * @param names of all who may have begun a payment
 * @returns null if the text is none of these
 * @throws LedgerError
 */
export function findIn(
  ledger: LedgerReader,
  { text, filter, part }: HistoryQuestion,
  names: readonly string[],
  currency: Currency,
  now: WallMs,
): Found | null {
  const sought = meaningOf(text, names, currency, now);
  switch (sought?.kind) {
    case undefined:
      return null;
    case 'number': {
      const found = sought.numbers.map((number) => ledger.find(number)).find((attempt) => attempt !== null);
      return only(found ?? null);
    }
    case 'gateway-ref': {
      const holder = ledger.holderOf(sought.gatewayRef);
      return only(holder === null ? null : ledger.find(holder));
    }
    case 'about': {
      const { by, amount, range } = sought;
      const [after, until] = [placeIn(part.after), placeIn(part.until)];
      const wanted = { ...filter, by: by ?? filter.by, amount, ...(range ?? ALWAYS) };
      const page = ledger.history(wanted, { after, until }, until === null ? PAGE_ROWS : PART_ROWS_MAX);
      return { ...page, meant: { kind: 'about', by, amount, time: range } };
    }
  }
}

const only = (attempt: Attempt | null): Found => ({
  attempts: attempt === null ? [] : [attempt],
  next: null,
  meant: { kind: 'number' },
});

function placeIn(place: PlaceView | null): HistoryPlace | null {
  if (place === null || !isAttemptNumber(place.number)) return null;
  return { madeAt: place.madeAt, number: place.number };
}

function meaningOf(text: string, names: readonly string[], currency: Currency, now: WallMs): Sought | null {
  const typed = text
    .normalize('NFKC')
    .replaceAll(/[\u2010-\u2015\u2212]/g, '-')
    .trim();
  // Try numbers first, before reading a currency or a month: a number may contain "HKD" or "DEC".
  const whole = typed.replaceAll(/\s+/g, '');
  const numbers = numbersMeant(whole.replaceAll('-', ''));
  if (numbers.length > 0) return { kind: 'number', numbers };
  if (/^\d{16,40}$/.test(whole)) return { kind: 'gateway-ref', gatewayRef: whole };
  const by = nameIn(typed, names);
  const rest = plain(by === null ? typed : typed.replace(namePattern(by), ' '));
  if (rest === '') return { kind: 'about', by, amount: null, range: null };
  const [times, notTimes] = parted(rest.split(/\s+/), timeOf);
  const [days, [amountText, ...others]] = parted(notTimes, dayOf);
  if (others.length > 0 || times.length > 1 || days.length > 1) return null;
  const amount = amountText === undefined ? null : parseAmount(misread(amountText), currency);
  if (amountText !== undefined && amount === null) return null;
  const [time = null, day = null] = [times[0], days[0]];
  if (time === null && day === null) return { kind: 'about', by, amount, range: null };
  const range = rangeOf(time, day ?? hkDay(now));
  return range === null ? null : { kind: 'about', by, amount, range };
}

/** The longest name that is in the text as whole words. A name without a letter could be an amount or a time. */
function nameIn(typed: string, names: readonly string[]): string | null {
  const found = names.filter((name) => /\p{L}/u.test(name) && namePattern(name).test(typed));
  return found.toSorted((a, b) => b.length - a.length)[0] ?? null;
}

function namePattern(name: string): RegExp {
  const escaped = name.normalize('NFKC').replaceAll(/[\\^$.*+?()[\]{}|/]/g, String.raw`\$&`);
  return new RegExp(String.raw`(?<![\p{L}\p{N}])${escaped}(?![\p{L}\p{N}])`, 'iu');
}

/**
 * Normalises amount, time and day: removes currency signs and thousands commas, joins "9:05 pm" to one word, and
 * converts times and days as phones show them in Chinese or English.
 */
function plain(text: string): string {
  return text
    .replaceAll(/(?:HK\$|HKD|\$)(?=\s*\d)/gi, ' ')
    .replaceAll(/(\d)\s*(?:HKD|元)(?!\S)/gi, '$1')
    .replaceAll(
      /(\d{1,2})[時时](\d{1,2})分/g,
      (_said, hour: string, minute: string) => `${hour}:${minute.padStart(2, '0')}`,
    )
    .replaceAll(/[上下]午\s*(\d{1,2}:\d{2})/g, (said, time: string) => time + (said.startsWith('上') ? 'am' : 'pm'))
    .replaceAll(/(\d{4})年(\d{1,2})月(\d{1,2})日/g, ' $1-$2-$3 ')
    .replaceAll(DAY_FIRST, (_said, day: string, month: string, year: string) => ` ${year}-${monthOf(month)}-${day} `)
    .replaceAll(MONTH_FIRST, (_said, month: string, day: string, year: string) => ` ${year}-${monthOf(month)}-${day} `)
    .replaceAll(/(\d),(?=\d)/g, '$1')
    .replaceAll(/,(?!\S)|(?<!\S)at(?!\S)/gi, ' ')
    .replaceAll(/(\d)\s+([ap]\.?m\b)/gi, '$1$2')
    .trim();
}

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const MONTH = `(${MONTHS.join('|')})[a-z]*\\.?`;
const DAY_FIRST = new RegExp(`(?<!\\S)(\\d{1,2})\\s+${MONTH},?\\s+(\\d{4})(?!\\d)`, 'gi');
const MONTH_FIRST = new RegExp(`(?<!\\S)${MONTH}\\s+(\\d{1,2}),?\\s+(\\d{4})(?!\\d)`, 'gi');
const monthOf = (name: string): number => MONTHS.indexOf(name.toLowerCase()) + 1;

/** People write O and I (or L) for 0 and 1. */
const misread = (text: string): string => text.replaceAll(/o/gi, '0').replaceAll(/[il]/gi, '1');

/**
 * The possible numbers for a copied text with O, I or L for 0 or 1. The till id and the last two characters may really
 * be those letters, and two readings may both have a right check character: the ledger knows which exists.
 */
function numbersMeant(text: string): readonly AttemptNumber[] {
  const both = (part: string): readonly string[] => [part, misread(part)];
  const middle = misread(text.slice(2, -2));
  const readings = both(text.slice(0, 2)).flatMap((till) =>
    both(text.slice(-2, -1)).flatMap((attempt) =>
      both(text.slice(-1)).map((check) => numberFrom(till + middle + attempt + check)),
    ),
  );
  return [numberFrom(text), ...readings].filter((number) => number !== null);
}

/** Splits words into those that `understand` converts, in converted form, and the others. */
function parted(words: readonly string[], understand: (word: string) => string | null): [string[], string[]] {
  const understood: string[] = [];
  const others: string[] = [];
  for (const word of words) {
    const meant = understand(word);
    if (meant === null) others.push(word);
    else understood.push(meant);
  }
  return [understood, others];
}

/** "9:05pm" -> "21:05"; drops seconds. An impossible hour is kept for `rangeOf` to refuse. */
function timeOf(word: string): string | null {
  const [, hour, minute, half] = /^(\d{1,2}):(\d{2})(?::[0-5]\d)?(?:([ap])\.?m\.?)?$/i.exec(word) ?? [];
  if (hour === undefined || minute === undefined) return null;
  if (half === undefined) return `${hour}:${minute}`;
  if (Number(hour) < 1 || Number(hour) > 12) return '99:99';
  return `${(Number(hour) % 12) + (half.toLowerCase() === 'p' ? 12 : 0)}:${minute}`;
}

/** "2026-11-22", "2026/11/22", and day first as in Hong Kong: "22/11/2026"; "2026-11" is a month. */
function dayOf(word: string): string | null {
  if (isDay(`${word}-01`)) return word;
  const [, first, month, last] = /^(\d{1,4})[-/.](\d{1,2})[-/.](\d{1,4})$/.exec(word) ?? [];
  if (first === undefined || month === undefined || last === undefined) return null;
  const [year, date] = first.length === 4 ? [first, last] : [last, first];
  const day = `${year}-${month.padStart(2, '0')}-${date.padStart(2, '0')}`;
  return isDay(day) ? day : null;
}

/** The time range of the payment; null if the time is impossible. @param day a day or a month */
function rangeOf(time: string | null, day: string): Range | null {
  if (!isDay(day)) return time === null ? hkMonthRange(day) : null;
  if (time === null) return hkDayRange(day);
  const at = parseHkDateTime(`${day} ${time.padStart(5, '0')}:00`);
  return at === null ? null : { from: at - ABOUT_MS, to: at + ABOUT_MS };
}
