/** "But my phone says paid": which texts find a payment again, and which are not understood. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { findIn } from '../../electron/till/find.ts';
import type { OpenLedger } from '../../electron/ledger/ledger.ts';
import { readableNumber, type AttemptNumber } from '../../shared/attempt/number.ts';
import { cents } from '../../shared/money.ts';
import { handTill, newPlace, paidBefore, syssnOf } from '../support/hand-till.ts';
import { openOne } from '../support/ledger-files.ts';
import type { PlaceView } from '../../shared/contract/history.ts';
import { EVENING, NUMBER } from '../support/samples.ts';
import { about } from '../support/questions.ts';

const MINUTE = 60_000;
const NAMES = ['Ah Ming', 'Ah Ming (late)', '陳美玲', '45', 'C++ Lee'];
const DAY = 24 * 60 * MINUTE;
let place: ReturnType<typeof newPlace>;
let ledger: OpenLedger;

beforeEach(() => {
  place = newPlace();
  ledger = place.ledger();
});
afterEach(() => {
  place.remove();
});

const found = (text: string) =>
  findIn(ledger, about(text), NAMES, 'HKD', EVENING)?.attempts.map(({ number }) => number) ?? null;
const one = (amount: number, createdAt = EVENING): AttemptNumber =>
  openOne(ledger, { amount: cents(amount), createdAt }).number;

describe('our number', () => {
  it('is understood with dashes, small letters and blanks', () => {
    const number = one(1234);
    const readable = `${number.slice(0, 2)}-${number.slice(2, 8)}-${number.slice(8, 14)}-${number.slice(14)}`;
    for (const text of [number, readable, readable.toLowerCase(), `  ${number} `, number.replace(/(.{4})/g, '$1 ')]) {
      expect(found(text), text).toEqual([number]);
    }
  });

  it('finds nothing if no attempt has it', () => {
    one(1234);
    expect(found(NUMBER)).toEqual([]);
  });
});

describe("QFPay's number", () => {
  it.each([16, 26, 40])('of %d digits finds its attempt', (length) => {
    const number = one(1234);
    const gatewayRef = '20261122154100020012764799'.padEnd(40, '7').slice(0, length);
    ledger.record(number, 1, { gatewayRef }, EVENING);
    expect(found(gatewayRef)).toEqual([number]);
    expect(found(` ${gatewayRef.slice(0, 8)} ${gatewayRef.slice(8)} `)).toEqual([number]);
    expect(found(`8${gatewayRef.slice(1)}`)).toEqual([]);
  });

  it.each([15, 41])('has not %d digits', (length) => {
    const number = one(1234);
    const digits = '9'.repeat(length);
    ledger.record(number, 1, { gatewayRef: digits }, EVENING);
    expect(found(digits)).not.toEqual([number]);
  });

  it('contains only digits', () => {
    expect(found('x2026112215410002')).toBeNull();
    expect(found('2026112215410002x')).toBeNull();
  });
});

describe('an amount', () => {
  it.each(['52.43', '$52.43', 'HK$52.43', 'hk$52.43', ' 52.43 '])(
    '%j finds every payment of it, newest first',
    (text) => {
      const [old, young] = [one(5243, EVENING - 300 * DAY), one(5243, EVENING)];
      one(5244);
      expect(found(text)).toEqual([young, old]);
    },
  );

  it('may have commas and no cents', () => {
    const number = one(1_234_500);
    expect(found('12,345')).toEqual([number]);
    expect(found('$12,345.00')).toEqual([number]);
    expect(found('1,2,345')).toEqual([number]);
  });

  it('finds payments of any time', () => {
    const numbers = [one(100, 0), one(100, EVENING + 900 * DAY)];
    expect(found('1')).toEqual(numbers.toReversed());
  });

  it('finds a page of a hundred payments, then the next, and a part that grew as a whole', () => {
    for (let count = 0; count < 150; count += 1) one(100, EVENING + count);
    const page = (after: PlaceView | null, until: PlaceView | null = null) =>
      findIn(ledger, { ...about('1'), part: { after, until } }, NAMES, 'HKD', EVENING);
    const [first, second] = [page(null), page(page(null)?.next ?? null)];
    expect([first, second].map((each) => each?.attempts.length)).toEqual([100, 50]);
    expect([...(first?.attempts ?? []), ...(second?.attempts ?? [])]).toEqual(ledger.between(EVENING, EVENING + DAY));
    expect(second?.next).toBeNull();
    const young = one(100, EVENING + 150);
    const again = page(null, first?.next ?? null);
    expect(again?.attempts.map(({ number }) => number)).toEqual([
      young,
      ...(first?.attempts.map(({ number }) => number) ?? []),
    ]);
    expect(again?.next).toEqual(first?.next);
    expect(page({ madeAt: EVENING, number: 'not a number' })?.attempts[0]?.number, 'a place that is none').toBe(young);
  });

  it.each(['0.001', 'about 5', '5 6', 'HK52', '52$', '-5', '5.43.1', 'x$5', '.5'])('is not %j', (text) => {
    one(500);
    expect(found(text)).toBeNull();
  });
});

describe('an amount with a time', () => {
  // EVENING is 21:05:09.
  it('finds payments of today within half an hour', () => {
    const [early, late] = [one(5243, EVENING - 9000 - 30 * MINUTE), one(5243, EVENING - 9000 + 30 * MINUTE - 1)];
    one(5243, EVENING - 9000 - 30 * MINUTE - 1);
    one(5243, EVENING - 9000 + 30 * MINUTE);
    one(5243, EVENING - DAY);
    expect(found('52.43 21:05')).toEqual([late, early]);
    expect(found('21:05 52.43')).toEqual([late, early]);
    expect(found('52.43   21:05')).toEqual([late, early]);
  });

  it('in the morning may be written without a leading zero', () => {
    const morning = one(5243, EVENING - 9000 - 12 * 60 * MINUTE);
    one(5243);
    for (const text of ['9:05', '09:05', '上午9:05', '9:05 am'])
      expect(found(`52.43 ${text}`), text).toEqual([morning]);
  });

  it('on another day needs the date', () => {
    const yesterday = one(5243, EVENING - DAY);
    one(5243);
    expect(found('52.43 21:05 2026-11-21')).toEqual([yesterday]);
  });

  it('need not be known: a time alone finds what is of today', () => {
    const number = one(5243);
    one(5243, EVENING - DAY);
    expect(found('21:10')).toEqual([number]);
  });

  it.each(['52.43 21:05 21:05', '52.43 25:00', '52.43 21:65', '52.43 21:5', '52.43 x21:05', '52.43 21:055'])(
    'is not %j',
    (text) => {
      one(5243);
      expect(found(text)).toBeNull();
    },
  );
});

describe('an amount with a day', () => {
  it('finds the payments of that whole day in Hong Kong', () => {
    const midnight = Date.UTC(2026, 10, 21, 16);
    const [first, last] = [one(5243, midnight), one(5243, midnight + DAY - 1)];
    one(5243, midnight - 1);
    one(5243, midnight + DAY);
    expect(found('52.43 2026-11-22')).toEqual([last, first]);
    expect(found('2026-11-22 52.43')).toEqual([last, first]);
  });

  it('or a day or a month alone', () => {
    const [of21, of22] = [one(100, EVENING - DAY), one(5243)];
    one(100, Date.UTC(2026, 10, 30, 16));
    one(100, Date.UTC(2026, 9, 31, 15, 59));
    expect(found('2026-11-22')).toEqual([of22]);
    expect(found('2026-11')).toEqual([of22, of21]);
    expect(found('52.43 2026-11')).toEqual([of22]);
  });

  it.each(['52.43 2026-11-31', '52.43 2026-11-22 2026-11-23', '2026-13', '2026-11 21:05', '52.43 22.13.2026'])(
    'is not %j',
    (text) => {
      one(5243);
      expect(found(text)).toBeNull();
    },
  );
});

describe('a name', () => {
  const by = (name: string | null, createdAt = EVENING) =>
    openOne(ledger, { by: name, createdAt, amount: cents(5243) }).number;

  it('finds what that person began, also with an amount, a time or a day', () => {
    const [old, young] = [by('Ah Ming', EVENING - DAY), by('Ah Ming')];
    by('陳美玲');
    by(null);
    expect(found('Ah Ming')).toEqual([young, old]);
    expect(found(' ah ming  52.43')).toEqual([young, old]);
    expect(found('52.43 AH MING 2026-11-21')).toEqual([old]);
    expect(found('2026-11 Ah Ming')).toEqual([young, old]);
    expect(found('Ah Ming 52.44')).toEqual([]);
  });

  it('is the longest that was typed as whole words, whatever characters it has', () => {
    const [short, long, chinese, signs] = ['Ah Ming', 'Ah Ming (late)', '陳美玲', 'C++ Lee'].map((name) => by(name));
    expect(found('Ah Ming (late) 52.43')).toEqual([long]);
    expect(found('Ah Ming')).toEqual([short]);
    expect(found('陳美玲 2026-11-22')).toEqual([chinese]);
    expect(found('c++ lee')).toEqual([signs]);
    expect(found('Ah Mings')).toBeNull();
    expect(found('Nobody')).toBeNull();
  });

  it('without a letter is an amount', () => {
    by('45');
    expect(found('45')).toEqual([]);
    expect(findIn(ledger, about('45'), NAMES, 'HKD', EVENING)?.meant).toMatchObject({ by: null, amount: 4500 });
  });

  it('counts before the chip of a person', () => {
    const number = by('Ah Ming');
    const question = { ...about('Ah Ming'), filter: { ...about('').filter, by: '陳美玲' } };
    expect(findIn(ledger, question, NAMES, 'HKD', EVENING)?.attempts).toMatchObject([{ number }]);
  });
});

it('nothing finds everything', () => {
  const [old, young] = [one(100, EVENING - 900 * DAY), one(5243)];
  expect(found('')).toEqual([young, old]);
  expect(found('  ')).toEqual([young, old]);
});

it('says how it understood a text', () => {
  const meant = (text: string) => findIn(ledger, about(text), NAMES, 'HKD', EVENING)?.meant;
  const time = { from: Date.UTC(2026, 10, 21, 16), to: Date.UTC(2026, 10, 22, 16) };
  expect(meant('')).toEqual({ kind: 'about', by: null, amount: null, time: null });
  expect(meant('12.34 2026-11-22')).toEqual({ kind: 'about', by: null, amount: 1234, time });
  expect([NUMBER, '20261122154100020012764799'].map(meant)).toEqual([{ kind: 'number' }, { kind: 'number' }]);
});

it('the till returns what it found, or that it did not understand', async () => {
  const hand = handTill(place);
  const number = await paidBefore(hand, 5243);
  const attempts = [{ number, word: 'paid', amount: 5243 }];
  expect(hand.till.history(about('52.43'), NAMES)).toMatchObject({ kind: 'page', attempts });
  expect(hand.till.history(about('52.43 21:05'), NAMES)).toMatchObject({ kind: 'page', attempts });
  expect(hand.till.history(about(syssnOf(number)), NAMES)).toMatchObject({ kind: 'page', attempts });
  hand.till.stop();
  expect(handTill(place).till.history(about('52.43'), NAMES), 'also from an earlier run').toMatchObject({
    kind: 'page',
    attempts,
  });
  expect(hand.till.history(about('what?'), NAMES)).toEqual({ kind: 'not-understood' });
});

describe('as a person writes it', () => {
  it.each([
    '５２．４３',
    '52.43 ２１：０５ ２０２６－１１－２２',
    'HKD52.43',
    'hkd 52.43',
    'HK$52.43 9:05pm',
    'ＨＫ＄５２．４３',
    '52.43 9:05 PM',
    '52.43 9:05 p.m.',
    '52.43 HKD',
    '52.43元 下午9:05',
    '52.43 2026年11月22日 下午 9:05',
    '52.43 2026年11月22日',
    '52.43 22/11/2026',
    '52.43 22-11-2026 21:05',
    '52.43 2026/11/22 09:05pm',
    '52.43 2026-11-22 21:05:09',
    '52.43 9:05:09 pm',
    '52.43 下午9時05分',
    '52.43 2026年11月22日21时5分',
    '22 Nov 2026, 9:05 PM 52.43',
    '22 Nov 2026 at 9:05 pm HK$52.43',
    'November 22, 2026 52.43',
    '52.43 2026\u201311\u201322',
    '52.43 2026\u221211\u221222',
  ])('%s', (text) => {
    const number = one(5243);
    one(5244);
    expect(found(text)).toEqual([number]);
  });

  it('O and I are read as 0 and 1, in an amount and in a number that was copied by hand', () => {
    const number = one(10_010);
    expect(found('IOO.1O')).toEqual([number]);
    const copied = `${number.slice(0, 2)}\u2013${number.slice(2, 8)}\u2013${number.slice(8, 14)}\u2013${number.slice(14)}`;
    expect(found(copied.replaceAll('0', 'O'))).toEqual([number]);
  });

  it('O and I are read as 0 and 1 also in a number that ends in I, L or O', () => {
    const ends = new Set<string>();
    for (let amount = 1; amount < 2_000 && !['I', 'L', 'O'].every((end) => ends.has(end)); amount += 1) {
      const number = one(amount);
      ends.add(number.slice(-1));
      if (!/[ILO]$/.test(number)) continue;
      expect(found(number.replaceAll('0', 'O').replaceAll('1', 'I'))).toEqual([number]);
    }
    expect([...ends]).toEqual(expect.arrayContaining(['I', 'L', 'O']));
  });

  it('a number may contain letters that also occur in amounts or dates', () => {
    for (const [tillId, epoch] of [
      ['HK', 'D1QF3M'],
      ['01', 'K7QHKD'],
      ['01', '22DEC2'],
    ] as const) {
      ledger = place.ledger({ draw: () => epoch });
      const { number } = openOne(ledger, { tillId });
      expect(found(readableNumber(number)), number).toEqual([number]);
      expect(found(number.toLowerCase()), number).toEqual([number]);
    }
  });

  it.each([
    '52.43 13:05pm',
    '52.43 21:05:60',
    '52.43 31 Nov 2026',
    '52.43 0:05am',
    '52.43 9:75pm',
    '52.43 32/11/2026',
    '52.43 11/22/2026',
  ])('is not %s, because no such time or date exists', (text) => {
    one(5243);
    expect(found(text)).toBeNull();
  });

  it('12:00am is midnight and 12:00pm is noon', () => {
    const midnight = Date.UTC(2026, 10, 21, 16);
    const [night, noon] = [one(5243, midnight), one(5243, midnight + DAY / 2)];
    expect(found('52.43 12:00am 22/11/2026')).toEqual([night]);
    expect(found('52.43 12:00pm 22/11/2026')).toEqual([noon]);
  });
});
