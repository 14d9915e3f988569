/**
 * Hong Kong time: the time zone of QFPay's documents and of the shop's day. Hong Kong has had no daylight saving time
 * since 1979, so the offset is constant and the machine's time zone does not matter. Wall-clock times are labels; no
 * waiting depends on them.
 */

const HK_OFFSET_MS = 8 * 3_600_000;

/** Milliseconds of the monotonic clock; comparable only within one run of the program. */
export type MonoMs = number;

/** Milliseconds since 1970 by the machine's clock: a label for people and files. */
export type WallMs = number;

/** "2026-11-22 21:05:09" in Hong Kong, the format of QFPay's `txdtm`. */
export function hkDateTime(at: WallMs): string {
  return new Date(at + HK_OFFSET_MS).toISOString().slice(0, 19).replace('T', ' ');
}

/** Parses that format; null for other text. */
export function parseHkDateTime(text: string): WallMs | null {
  if (!/^\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}$/.test(text)) return null;
  const at = Date.parse(`${text.replace(' ', 'T')}Z`) - HK_OFFSET_MS;
  return Number.isNaN(at) ? null : at;
}

/** "2026-11-22": the shop's day. */
export function hkDay(at: WallMs): string {
  return hkDateTime(at).slice(0, 10);
}

/** Whether the text is a calendar day like "2026-11-22". */
export function isDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const at = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(at) && new Date(at).toISOString().slice(0, 10) === text;
}

/** One day in Hong Kong as the half-open range [from, to) of wall times. @throws RangeError if `day` is not a day */
export function hkDayRange(day: string): { readonly from: WallMs; readonly to: WallMs } {
  if (!isDay(day)) throw new RangeError(`Not a day: ${day}`);
  const from = Date.parse(`${day}T00:00:00Z`) - HK_OFFSET_MS;
  return { from, to: from + 86_400_000 };
}

/** One month in Hong Kong, "2026-11", as such a range. @throws RangeError if `month` is not a month */
export function hkMonthRange(month: string): { readonly from: WallMs; readonly to: WallMs } {
  const { from } = hkDayRange(`${month}-01`);
  const date = new Date(from + HK_OFFSET_MS);
  return { from, to: Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 1) - HK_OFFSET_MS };
}

/** First and last second of a calendar month, or of part of one, in Hong Kong: QFPay's `start_time` and `end_time`. */
export type MonthWindow = { readonly start: string; readonly end: string };

/** The number of the calendar month in Hong Kong, counted from the year 0. */
function monthOf(at: WallMs): number {
  const date = new Date(at + HK_OFFSET_MS);
  return date.getUTCFullYear() * 12 + date.getUTCMonth();
}

function monthWindow(month: number): MonthWindow {
  const [year, ofYear] = [Math.floor(month / 12), (month % 12) + 1];
  const name = `${String(year).padStart(4, '0')}-${String(ofYear).padStart(2, '0')}`;
  const lastDay = new Date(Date.UTC(year, ofYear, 0)).getUTCDate();
  return { start: `${name}-01 00:00:00`, end: `${name}-${lastDay} 23:59:59` };
}

/** Every calendar month in Hong Kong that contains a time in [from, to], oldest first. QFPay files orders by month. */
export function monthWindows(from: WallMs, to: WallMs): readonly MonthWindow[] {
  const first = monthOf(from);
  return Array.from({ length: monthOf(to) - first + 1 }, (_, later) => monthWindow(first + later));
}

/** The last millisecond of the previous month in Hong Kong. */
export function endOfMonthBefore(at: WallMs): WallMs {
  const date = new Date(at + HK_OFFSET_MS);
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), 1) - HK_OFFSET_MS - 1;
}

/** One window per month, from `from` to the end of the month of `to`, oldest first. */
export function windowsBetween(from: WallMs, to: WallMs): readonly MonthWindow[] {
  const windows: MonthWindow[] = [];
  for (let start = from; start <= to;) {
    const date = new Date(start + HK_OFFSET_MS);
    const next = Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 1) - HK_OFFSET_MS;
    windows.push({ start: hkDateTime(start), end: hkDateTime(next - 1000) });
    start = next;
  }
  return windows;
}
