/** P9 and P13: in which of QFPay's months the till searches for an order, even if the machine's clock is wrong. */
import { beforeEach, describe, expect, it } from 'vitest';
import { createGatewayClock, type GatewayClock } from '../../electron/till/gateway-clock.ts';
import { begin, resume } from '../../shared/attempt/machine.ts';
import { anAttempt } from '../support/samples.ts';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
/** The middle of November 2026 in Hong Kong. */
const NOW = Date.UTC(2026, 10, 15, 4);
const MONTH_END = Date.UTC(2026, 10, 30, 15, 55);

let mono: number;
let wall: number;
let clock: GatewayClock;

beforeEach(() => {
  // The machine has run for longer than any attempt is old.
  [mono, wall] = [100 * DAY, NOW];
  clock = createGatewayClock({ mono: () => mono, wall: () => wall });
});

const begunNow = () => begin(anAttempt({ createdAt: wall }), mono).state;
const fromEarlier = (createdAt: number) => resume(anAttempt({ createdAt }), mono).state;
const months = (state: ReturnType<typeof begunNow>) =>
  clock
    .monthsOf(state)
    .map(({ start }) => start.slice(0, 7))
    .toSorted();

describe('the earliest possible time of an order', () => {
  const since = (state: ReturnType<typeof begunNow>) => clock.sinceOf(state);

  it('is the time in the ledger, less the allowed difference of two clocks', () => {
    const state = begin(anAttempt({ createdAt: wall, gatewayAt: NOW - DAY }), mono).state;
    expect(since(state)).toBe(NOW - DAY - 2 * MINUTE);
    clock.heard(NOW + DAY);
    expect(since(state)).toBe(NOW - DAY - 2 * MINUTE);
  });

  it("is the gateway's time at the attempt, once the gateway has sent its time in this run", () => {
    const state = begunNow();
    expect(since(state)).toBe(NOW - 10 * MINUTE);
    mono += MINUTE;
    wall += MINUTE;
    clock.heard(NOW + DAY + MINUTE);
    expect(since(state)).toBe(NOW + DAY - 2 * MINUTE);
  });

  it('is unknown while the only date comes from a clock that is ahead', () => {
    const state = fromEarlier(NOW + DAY);
    expect(since(state)).toBeNull();
    clock.heard(NOW);
    expect(since(state)).toBeNull();
    // The clock is still ahead by the same amount.
    wall += DAY;
    clock.heard(NOW);
    expect(since(state)).toBe(NOW - 10 * MINUTE);
  });

  it('is the earlier of both clocks after a sleep in which one clock stood still', () => {
    clock.heard(NOW);
    const state = begunNow();
    mono += MINUTE;
    wall += DAY;
    clock.heard(NOW + DAY);
    expect(since(state)).toBe(NOW - 10 * MINUTE);
  });
});

describe('before the gateway has sent its time', () => {
  it("the machine's clock decides", () => expect(months(begunNow())).toEqual(['2026-11']));
  it("both months are searched near a month's end", () => {
    wall = MONTH_END;
    expect(months(begunNow())).toEqual(['2026-11', '2026-12']);
  });
});

describe('an attempt of this run', () => {
  it("is searched in the gateway's month of its start, even if the machine's clock is years behind", () => {
    wall = Date.UTC(2020, 0, 1);
    const state = begunNow();
    mono += 5 * MINUTE;
    clock.heard(NOW + 5 * MINUTE);
    // The two clocks contradict each other, so the months of both are searched, and the month before too.
    expect(months(state)).toEqual(['2020-01', '2026-10', '2026-11']);
  });

  it('is found after a sleep in which the monotonic clock stood still', () => {
    wall = MONTH_END - 2 * 60 * MINUTE;
    clock.heard(wall);
    const state = begunNow();
    mono += MINUTE;
    wall += 9 * 60 * MINUTE;
    clock.heard(wall);
    expect(months(state)).toEqual(['2026-11', '2026-12']);
  });

  it('is found too if the clock was wrong at its start and was corrected after the sleep', () => {
    wall = Date.UTC(2020, 0, 15);
    clock.heard(MONTH_END - 2 * 60 * MINUTE);
    const state = begunNow();
    mono += MINUTE;
    wall = MONTH_END + 7 * 60 * MINUTE;
    clock.heard(wall);
    expect(months(state)).toEqual(expect.arrayContaining(['2026-11', '2026-12']));
  });

  it.each([
    [10, ['2026-11']],
    [11, ['2026-10', '2026-11']],
  ])('is searched in the expected months when the two clocks are %d minutes apart', (minutes, wanted) => {
    clock.heard(NOW + minutes * MINUTE);
    expect(months(begunNow())).toEqual(wanted);
  });

  it('is found even if the machine clock was set in between', () => {
    clock.heard(NOW);
    const state = begunNow();
    wall += 400 * DAY;
    mono += MINUTE;
    expect(months(state)).toEqual(['2026-11']);
  });

  it("is searched only in its month a day before the gateway's month ends", () => {
    wall = MONTH_END - DAY;
    clock.heard(wall);
    expect(months(begunNow())).toEqual(['2026-11']);
  });

  it("is searched in both months if the gateway's month was ending", () => {
    wall = MONTH_END;
    clock.heard(wall);
    expect(months(begunNow())).toEqual(['2026-11', '2026-12']);
  });
});

describe('an attempt of an earlier run', () => {
  it('is searched in the month of its own date when both clocks agree', () => {
    clock.heard(NOW);
    expect(months(fromEarlier(NOW - 10 * DAY))).toEqual(['2026-11']);
    expect(months(fromEarlier(NOW - 20 * DAY))).toEqual(['2026-10']);
  });

  it("is searched in the next month too if a clock that was a day wrong may have moved it across a month's end", () => {
    const dayAfter = MONTH_END + DAY;
    wall = dayAfter;
    clock.heard(dayAfter);
    expect(months(fromEarlier(MONTH_END + DAY / 2))).toEqual(['2026-11', '2026-12']);
    expect(months(fromEarlier(MONTH_END - 3 * DAY))).toEqual(['2026-11']);
  });

  it.each([-400 * DAY, 400 * DAY])(
    "with a date of the gateway's clock is searched only in that month, though the machine's clock was %d ms off",
    (off) => {
      const dated = resume(anAttempt({ createdAt: NOW + off, gatewayAt: MONTH_END - DAY }), mono).state;
      expect(months(dated)).toEqual(['2026-11']);
      clock.heard(NOW + 30 * DAY);
      expect(months(dated)).toEqual(['2026-11']);
    },
  );

  it.each([-MINUTE, 10 * MINUTE])('is searched only in this month if it was dated %d ms from now', (ms) => {
    clock.heard(NOW);
    expect(months(fromEarlier(NOW + ms))).toEqual(['2026-11']);
  });

  it('has a date that is trusted for 35 days and no longer', () => {
    clock.heard(NOW);
    expect(months(fromEarlier(NOW - 35 * DAY))).toEqual(['2026-10']);
    expect(months(fromEarlier(NOW - 35 * DAY - 1))).toEqual(['2026-10', '2026-11']);
  });

  it('is searched in this month and the last too if only one of the two clocks can be right', () => {
    clock.heard(NOW);
    wall = NOW + 100 * DAY;
    expect(months(fromEarlier(NOW - DAY))).toEqual(['2026-08', '2026-10', '2026-11']);
  });

  it('is searched in the previous month also on 1 March, when 30 days ago was in January', () => {
    wall = Date.UTC(2026, 2, 1, 4);
    clock.heard(wall);
    expect(months(fromEarlier(Date.UTC(2020, 0, 15)))).toEqual(['2020-01', '2026-02', '2026-03']);
  });

  it('is searched by both clocks when they differ', () => {
    clock.heard(NOW);
    wall = NOW + 20 * DAY;
    // The clock that dated it is 20 days ahead now, but perhaps was not then.
    expect(months(fromEarlier(NOW + 4 * MINUTE))).toEqual(['2026-10', '2026-11']);
  });

  it.each([
    ['dated years ago', Date.UTC(2020, 0, 15), ['2020-01', '2026-10', '2026-11']],
    ['dated in the future', Date.UTC(2027, 5, 15), ['2026-10', '2026-11', '2027-06']],
  ])(
    '%s by a clock that was wrong then and is right now: it is searched in this month and the last too',
    (_, at, wanted) => {
      clock.heard(NOW);
      expect(months(fromEarlier(at))).toEqual(wanted);
    },
  );
});

describe("the gateway's time", () => {
  it('is unknown before the gateway has sent it', () => {
    expect([clock.now(), clock.madeAt(begunNow())]).toEqual([null, null]);
  });

  it("is known in whole milliseconds from then on, even if the machine's clock is wrong", () => {
    wall = Date.UTC(2020, 0, 1);
    const state = begunNow();
    mono += 5000.4;
    wall += 5000;
    clock.heard(NOW + 5000);
    mono += 1000.2;
    wall += 1000;
    expect([clock.now(), clock.madeAt(state)]).toEqual([NOW + 6000, NOW]);
  });

  it.each([-1, 1])(
    'is unknown after the machine slept or its clock was set, until the gateway sends it again',
    (by) => {
      clock.heard(NOW);
      const state = begunNow();
      wall += by * 2 * MINUTE;
      expect(clock.now()).toBe(NOW);
      wall += by;
      expect(clock.now()).toBeNull();
      clock.heard(NOW + MINUTE);
      expect([clock.now(), clock.madeAt(state)]).toEqual([NOW + MINUTE, null]);
    },
  );

  it('is unknown for an attempt of an earlier run', () => {
    clock.heard(NOW);
    expect(clock.madeAt(fromEarlier(NOW - MINUTE))).toBeNull();
  });
});

describe('while its QR can be paid', () => {
  it('the next month is searched too, from 90 minutes before the end of this month, for a second try', () => {
    wall = MONTH_END - 86 * MINUTE;
    expect(months(begunNow())).toEqual(['2026-11']);
    wall = MONTH_END - 85 * MINUTE;
    expect(months(begunNow())).toEqual(['2026-11', '2026-12']);
    clock.heard(wall);
    expect(months(begunNow())).toEqual(['2026-11', '2026-12']);
    expect(months(fromEarlier(MONTH_END - 2 * DAY))).toEqual(['2026-11', '2026-12']);
  });

  it('no month is searched that ended more than ten minutes before the request was sent', () => {
    wall = MONTH_END + 15 * MINUTE - 1;
    expect(months(begunNow())).toEqual(['2026-11', '2026-12']);
    wall = MONTH_END + 15 * MINUTE;
    expect(months(begunNow())).toEqual(['2026-12']);
  });
});

describe('an order whose number names another month than the attempt was dated in', () => {
  it.each([
    ['20261201154100020012764799', ['2026-11', '2026-12']],
    ['20261231154100020012764799', ['2026-11']],
    ['20261115154100020012764799', ['2026-11']],
    ['20290101154100020012764799', ['2026-11']],
    ['20269901154100020012764799', ['2026-11']],
    ['S1', ['2026-11']],
  ])('%s is searched in %j', (gatewayRef, wanted) => {
    clock.heard(NOW);
    expect(months(resume(anAttempt({ createdAt: NOW, gatewayAt: NOW, gatewayRef }), mono).state)).toEqual(wanted);
  });
});

describe("QFPay's number of an order", () => {
  const both = [
    { start: '2026-11-01 00:00:00', end: '2026-11-30 23:59:59' },
    { start: '2026-12-01 00:00:00', end: '2026-12-31 23:59:59' },
  ];
  it.each([
    ['20261130154100020012764799', ['2026-11']],
    ['20261201154100020012764799', ['2026-12']],
    ['20270101154100020012764799', ['2026-11', '2026-12']],
    ['S1', ['2026-11', '2026-12']],
  ])('%s is searched in %j', (gatewayRef, wanted) => {
    expect(clock.monthsOfSyssn(both, gatewayRef).map(({ start }) => start.slice(0, 7))).toEqual(wanted);
  });
});
