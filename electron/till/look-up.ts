/**
 * Finds payments and refunds by what a person has at hand: our number as it is on a receipt or read out aloud, QFPay's
 * number, or an amount with a time. The answer to "but my phone says paid".
 */
import { numberFrom } from '../../shared/attempt-number.ts';
import type { Attempt } from '../../shared/attempt-record.ts';
import { parseAmount, type Currency } from '../../shared/money.ts';
import { hkDay, hkDayRange, isDay, parseHkDateTime, type WallMs } from '../../shared/time.ts';
import type { LedgerReader } from './ports.ts';

/** How far a remembered time may be from the payment's. */
const ABOUT_MS = 30 * 60_000;
/** More rows than this nobody reads through. */
export const MOST_FOUND = 50;

/**
 * @param text our number, with or without dashes; QFPay's number; or an amount, optionally with a time of day ("21:05")
 *   and a day ("2026-11-22"). A time without a day is today's.
 * @returns newest first, at most MOST_FOUND; null when the text is none of these @throws LedgerError
 */
export function lookUp(ledger: LedgerReader, text: string, currency: Currency, now: WallMs): readonly Attempt[] | null {
  const words = text.trim().split(/\s+/);
  const whole = words.join('');
  const number = numberFrom(whole);
  if (number !== null) return only(ledger.find(number));
  if (/^\d{16,40}$/.test(whole)) {
    const holder = ledger.holderOf(whole);
    return holder === null ? [] : only(ledger.find(holder));
  }
  const times = words.filter((word) => /^\d{1,2}:\d{2}$/.test(word));
  const days = words.filter(isDay);
  const [amountText, ...others] = words.filter((word) => !times.includes(word) && !days.includes(word));
  if (amountText === undefined || others.length > 0 || times.length > 1 || days.length > 1) return null;
  const amount = parseAmount(amountText.replace(/^(HK)?\$|,/gi, ''), currency);
  if (amount === null) return null;
  const range = rangeOf(times[0] ?? null, days[0] ?? null, now);
  return range === null ? null : ledger.ofAmount(amount, range.from, range.to, MOST_FOUND);
}

const only = (attempt: Attempt | null): readonly Attempt[] => (attempt === null ? [] : [attempt]);

/** When the payment may have been made; null when the time is none. */
function rangeOf(time: string | null, day: string | null, now: WallMs): { from: WallMs; to: WallMs } | null {
  if (time === null) return day === null ? { from: 0, to: Number.MAX_SAFE_INTEGER } : hkDayRange(day);
  const at = parseHkDateTime(`${day ?? hkDay(now)} ${time.padStart(5, '0')}:00`);
  return at === null ? null : { from: at - ABOUT_MS, to: at + ABOUT_MS };
}
