/**
 * Finds payments and refunds by what a person has at hand: our number, written or read aloud, QFPay's number, or an
 * amount with a time. It answers "but my phone says paid".
 */
import { numberFrom, type AttemptNumber } from '../../shared/attempt/number.ts';
import type { Attempt } from '../../shared/attempt/record.ts';
import { parseAmount, type Currency } from '../../shared/money.ts';
import { hkDay, hkDayRange, isDay, parseHkDateTime, type WallMs } from '../../shared/time.ts';
import type { LedgerReader } from './ports/ledger.ts';

/** How far a remembered time may be from the real one. */
const ABOUT_MS = 30 * 60_000;
/** Nobody reads more rows than this. */
export const FOUND_MAX = 50;

/**
 * @param text our number, with or without dashes; QFPay's number; or an amount, optionally with a time of day ("21:05")
 * and a day ("2026-11-22"). A time without a day means today.
 * @returns newest first, at most FOUND_MAX; null if the text is none of these
 * @throws LedgerError
 */
export function lookUp(ledger: LedgerReader, text: string, currency: Currency, now: WallMs): readonly Attempt[] | null {
  const typed = text
    .normalize('NFKC')
    .replaceAll(/[\u2010-\u2015\u2212]/g, '-')
    .trim();
  // Try numbers first, before reading a currency or a month: a number may contain "HKD" or "DEC".
  const whole = typed.replaceAll(/\s+/g, '');
  const numbers = numbersMeant(whole.replaceAll('-', ''));
  if (numbers.length > 0)
    return only(numbers.map((number) => ledger.find(number)).find((found) => found !== null) ?? null);
  if (/^\d{16,40}$/.test(whole)) {
    const holder = ledger.holderOf(whole);
    return holder === null ? [] : only(ledger.find(holder));
  }
  const [times, notTimes] = parted(plain(typed).split(/\s+/), timeOf);
  const [days, [amountText, ...others]] = parted(notTimes, dayOf);
  if (amountText === undefined || others.length > 0 || times.length > 1 || days.length > 1) return null;
  const amount = parseAmount(misread(amountText), currency);
  if (amount === null) return null;
  const range = rangeOf(times[0] ?? null, days[0] ?? null, now);
  return range === null ? null : ledger.ofAmount(amount, range.from, range.to, FOUND_MAX);
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

/** "2026-11-22", "2026/11/22", and day first as in Hong Kong: "22/11/2026". */
function dayOf(word: string): string | null {
  const [, first, month, last] = /^(\d{1,4})[-/.](\d{1,2})[-/.](\d{1,4})$/.exec(word) ?? [];
  if (first === undefined || month === undefined || last === undefined) return null;
  const [year, date] = first.length === 4 ? [first, last] : [last, first];
  const day = `${year}-${month.padStart(2, '0')}-${date.padStart(2, '0')}`;
  return isDay(day) ? day : null;
}

const only = (attempt: Attempt | null): readonly Attempt[] => (attempt === null ? [] : [attempt]);

/** The time range of the payment; null if the time is impossible. */
function rangeOf(time: string | null, day: string | null, now: WallMs): { from: WallMs; to: WallMs } | null {
  if (time === null) return day === null ? { from: 0, to: Number.MAX_SAFE_INTEGER } : hkDayRange(day);
  const at = parseHkDateTime(`${day ?? hkDay(now)} ${time.padStart(5, '0')}:00`);
  return at === null ? null : { from: at - ABOUT_MS, to: at + ABOUT_MS };
}
