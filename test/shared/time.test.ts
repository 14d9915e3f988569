/** Hong Kong time in any time zone of the machine: labels, the shop's day, and the months of QFPay's orders. */
import fc from 'fast-check';
import { afterEach, describe, expect, it, vi } from 'vitest';
import {
  hkDateTime,
  hkDay,
  hkDayRange,
  isDay,
  monthWindows,
  parseHkDateTime,
  windowsBetween,
} from '../../shared/time.ts';

afterEach(() => {
  vi.unstubAllEnvs();
});

const HOUR = 3_600_000;
/** A wall time of Hong Kong. */
const hk = (text: string): number => Date.parse(`${text.replace(' ', 'T')}+08:00`);
const years = { min: new Date('2020-01-01T00:00:00Z'), max: new Date('2040-01-01T00:00:00Z'), noInvalidDate: true };
const anyTime = fc.date(years).map((date) => date.getTime());

it.each(['UTC', 'Asia/Hong_Kong', 'America/Los_Angeles', 'Europe/London', 'Pacific/Kiritimati'])(
  'Hong Kong time is the same on a machine in %s',
  (zone) => {
    vi.stubEnv('TZ', zone);
    expect(hkDateTime(Date.UTC(2026, 10, 22, 13, 5, 9))).toBe('2026-11-22 21:05:09');
    expect(hkDateTime(Date.UTC(2026, 11, 31, 16))).toBe('2027-01-01 00:00:00');
    expect(hkDay(Date.UTC(2026, 2, 29, 1))).toBe('2026-03-29');
    expect(hkDayRange('2026-03-29')).toEqual({ from: hk('2026-03-29 00:00:00'), to: hk('2026-03-30 00:00:00') });
  },
);

it('reads back every time it writes, to the second, and nothing else', () => {
  fc.assert(
    fc.property(anyTime, (at) => {
      expect(parseHkDateTime(hkDateTime(at))).toBe(at - (at % 1000));
    }),
  );
  for (const text of [
    '',
    '2026-11-22',
    '2026-11-22T21:05:09',
    '2026-11-22 21:05',
    '2026-11-22 21:05:61',
    'x 21:05:09',
  ]) {
    expect(parseHkDateTime(text), text).toBeNull();
  }
});

it('equals the machine’s own calendar for Hong Kong', () => {
  const calendar = new Intl.DateTimeFormat('sv-SE', {
    timeZone: 'Asia/Hong_Kong',
    dateStyle: 'short',
    timeStyle: 'medium',
  });
  fc.assert(
    fc.property(anyTime, (at) => {
      expect(hkDateTime(at)).toBe(calendar.format(at));
    }),
  );
});

describe('a day', () => {
  it('contains exactly its own times, and the next day begins where it ends', () => {
    fc.assert(
      fc.property(anyTime, (at) => {
        const { from, to } = hkDayRange(hkDay(at));
        expect(from <= at && at < to).toBe(true);
        expect(to - from).toBe(24 * HOUR);
        expect([hkDay(from), hkDay(to - 1)]).toEqual([hkDay(at), hkDay(at)]);
        expect(hkDayRange(hkDay(to)).from).toBe(to);
      }),
    );
  });

  it.each(['2026-11-22', '2024-02-29', '2000-02-29', '2026-12-31'])('%s is a day', (day) => {
    expect(isDay(day)).toBe(true);
  });

  it.each([
    '2026-02-29',
    '2100-02-29',
    '2026-02-30',
    '2026-04-31',
    '2026-13-01',
    '2026-00-10',
    '2026-01-00',
    '2026-01-32',

    '2026-1-1',
    '26-01-01',
    '2026/01/01',
    '20260101',
    '2026-11-22T00:00',
    ' 2026-11-22',
    '2026-11-22\n',
    '',
    'today',
  ])('%j is not a day', (day) => {
    expect(isDay(day)).toBe(false);
    expect(() => hkDayRange(day)).toThrow(RangeError);
  });
});

describe('the months to search', () => {
  const MARGIN = 10 * 60_000;
  const november = { start: '2026-11-01 00:00:00', end: '2026-11-30 23:59:59' };
  const december = { start: '2026-12-01 00:00:00', end: '2026-12-31 23:59:59' };
  const january = { start: '2027-01-01 00:00:00', end: '2027-01-31 23:59:59' };

  it.each([
    ['in the middle', '2026-11-22 21:05:09', [november]],
    ['eleven minutes before the end', '2026-11-30 23:49:00', [november]],
    ['ten minutes before the end', '2026-11-30 23:50:00', [november, december]],
    ['in the last second', '2026-11-30 23:59:59', [november, december]],
    ['in the first second', '2026-12-01 00:00:00', [november, december]],
    ['nine minutes in', '2026-12-01 00:09:59', [november, december]],
    ['ten minutes in', '2026-12-01 00:10:00', [december]],
    ['in the last minute of a year', '2026-12-31 23:59:30', [december, january]],
    ['in the first minute of a year', '2027-01-01 00:00:30', [december, january]],
  ])('%s of a month', (_when, at, windows) => {
    expect(monthWindows(hk(at) - MARGIN, hk(at) + MARGIN)).toEqual(windows);
  });

  it.each([
    ['2028-02-10 12:00:00', '2028-02-29 23:59:59'],
    ['2026-02-10 12:00:00', '2026-02-28 23:59:59'],
    ['2100-02-10 12:00:00', '2100-02-28 23:59:59'],
    ['2026-04-10 12:00:00', '2026-04-30 23:59:59'],
  ])('of %s end at %s', (at, end) => {
    expect(monthWindows(hk(at), hk(at)).map((window) => window.end)).toEqual([end]);
  });

  it('cover both times and all between, each within one month, and are not more than needed', () => {
    fc.assert(
      fc.property(anyTime, fc.integer({ min: 0, max: 24 * HOUR }), (at, margin) => {
        const windows = monthWindows(at - margin, at + margin);
        const holds = (time: number) =>
          windows.some(({ start, end }) => start <= hkDateTime(time) && hkDateTime(time) <= end);
        expect([at, at - margin, at + margin].every(holds)).toBe(true);
        expect(windows[0]?.start.slice(0, 7)).toBe(hkDay(at - margin).slice(0, 7));
        expect(windows.at(-1)?.start.slice(0, 7)).toBe(hkDay(at + margin).slice(0, 7));
        expect(windows.length).toBeLessThanOrEqual(2);
        for (const { start, end } of windows) expect(start.slice(0, 7)).toBe(end.slice(0, 7));
      }),
    );
  });
});

describe('a range of time for QFPay’s list', () => {
  it('is one window if both ends are in one month', () => {
    const [from, to] = [hk('2026-11-22 21:05:09'), hk('2026-11-22 21:05:10')];
    expect(windowsBetween(from, to)).toEqual([{ start: '2026-11-22 21:05:09', end: '2026-11-30 23:59:59' }]);
    expect(windowsBetween(from, from)).toHaveLength(1);
    expect(windowsBetween(to, from)).toEqual([]);
  });

  it('is split at the ends of months, without a gap', () => {
    expect(windowsBetween(hk('2026-11-30 23:59:59'), hk('2027-01-01 00:00:00'))).toEqual([
      { start: '2026-11-30 23:59:59', end: '2026-11-30 23:59:59' },
      { start: '2026-12-01 00:00:00', end: '2026-12-31 23:59:59' },
      { start: '2027-01-01 00:00:00', end: '2027-01-31 23:59:59' },
    ]);
  });

  it('has no window over two months, and leaves out no second', () => {
    fc.assert(
      fc.property(anyTime, fc.integer({ min: 0, max: 400 * 24 * HOUR }), (from, length) => {
        const windows = windowsBetween(from, from + length);
        for (const { start, end } of windows) expect(start.slice(0, 7)).toBe(end.slice(0, 7));
        for (const [index, { start }] of windows.entries()) {
          const before = windows[index - 1];
          const expected = before === undefined ? from - (from % 1000) : (parseHkDateTime(before.end) ?? 0) + 1000;
          expect(parseHkDateTime(start)).toBe(expected);
        }
        const last = windows.at(-1)?.end ?? '';
        expect(last.slice(0, 7)).toBe(hkDateTime(from + length).slice(0, 7));
        expect(hkDateTime((parseHkDateTime(last) ?? 0) + 1000)).toMatch(/-01 00:00:00$/);
      }),
    );
  });
});
