/**
 * P8 and P9: who is asked about when, and in which of QFPay's months. Time stands still until the test moves it, and the
 * gateway is a list of what it was asked.
 */
import { beforeEach, describe, expect, it } from 'vitest';
import { createBudget, type Budget } from '../../electron/till/budget.ts';
import type { Enquiry, EnquiryAnswer, Gateway } from '../../electron/till/ports.ts';
import { createWatch, type Watch } from '../../electron/till/watch.ts';
import { resume, type AttemptEvent } from '../../shared/attempt.ts';
import type { Attempt } from '../../shared/attempt-record.ts';
import type { AttemptNumber } from '../../shared/attempt-number.ts';
import { monthWindows } from '../../shared/time.ts';
import { anAttempt, aRow, EVENING, numberOf, SYSSN } from '../support/samples.ts';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
/** Five minutes before a month ends in Hong Kong. */
const MONTH_END = Date.UTC(2026, 10, 30, 15, 55);
const NOVEMBER = { start: '2026-11-01 00:00:00', end: '2026-11-30 23:59:59' };
const DECEMBER = { start: '2026-12-01 00:00:00', end: '2026-12-31 23:59:59' };

let now: number;
let timers: { at: number; call: () => void }[];
let attempts: Map<AttemptNumber, Attempt>;
let calls: Enquiry[];
let delivered: { number: AttemptNumber; event: AttemptEvent }[];
let fraction: number;
let answer: (enquiry: Enquiry) => EnquiryAnswer | Promise<EnquiryAnswer>;
let budget: Budget;
let watch: Watch;
let heard: number[];

const found = (...rows: ReturnType<typeof aRow>[]): EnquiryAnswer => ({ kind: 'answered', rows, gatewayTime: null });
const SILENT: EnquiryAnswer = { kind: 'unanswered', byteLeft: true, busy: false, why: '' };
const BUSY: EnquiryAnswer = { ...SILENT, busy: true };

beforeEach(() => {
  [now, timers, attempts, calls, delivered, fraction, heard] = [0, [], new Map(), [], [], 0.5, []];
  answer = () => found();
  budget = createBudget();
  const gateway: Pick<Gateway, 'enquire'> = {
    enquire: (enquiry) => {
      calls.push(enquiry);
      return Promise.resolve(answer(enquiry));
    },
  };
  watch = createWatch({
    // Nothing else of a gateway is the watch's business.
    gateway: gateway as Gateway,
    clock: { mono: () => now, wall: () => EVENING },
    timers: {
      after(ms, call) {
        const timer = { at: now + ms, call };
        timers.push(timer);
        return () => {
          timers = timers.filter((other) => other !== timer);
        };
      },
    },
    random: { fraction: () => fraction, id: () => 'id' },
    budget,
    log: () => undefined,
    gatewayClock: { monthsOf: ({ attempt }) => monthWindows(attempt.createdAt, 10 * 60 * SECOND) },
    heardTime: (time) => heard.push(time),
    stateOf: (number) => {
      const attempt = attempts.get(number);
      return attempt === undefined ? null : resume(attempt, 0).state;
    },
    deliver: (number, event) => delivered.push({ number, event }),
  });
});

/** Moves time, timer by timer, and lets answers come in. */
async function wait(ms: number): Promise<void> {
  const until = now + ms;
  for (;;) {
    const next = timers.toSorted((a, b) => a.at - b.at)[0];
    if (next === undefined || next.at > until) break;
    timers = timers.filter((timer) => timer !== next);
    now = Math.max(now, next.at);
    next.call();
    await new Promise(setImmediate);
  }
  now = until;
}

function known(sequence: number, more: Partial<Attempt> = {}): AttemptNumber {
  const number = numberOf(sequence);
  attempts.set(number, anAttempt({ number, ...more }));
  return number;
}

describe('when', () => {
  it.each([
    [0, 2400],
    [0.5, 3000],
    [0.999_999, 3600],
  ])('a fifth early or late by chance (%d), and once', async (chance, due) => {
    fraction = chance;
    watch.plan(known(1), 3 * SECOND);
    await wait(due - 1);
    expect(calls).toEqual([]);
    await wait(2);
    expect(calls).toHaveLength(1);
    await wait(60 * SECOND);
    expect(calls).toHaveLength(1);
  });

  it('a new plan replaces the old one', async () => {
    const number = known(1);
    watch.plan(number, 3 * SECOND);
    watch.plan(number, 10 * SECOND);
    await wait(9 * SECOND);
    expect(calls).toEqual([]);
    await wait(SECOND);
    expect(calls).toHaveLength(1);
  });

  it('each in its turn, though one that is due later was planned after it', async () => {
    watch.plan(known(1), 0);
    watch.plan(known(2), 2 * SECOND);
    watch.plan(known(3), 10 * SECOND);
    await wait(0);
    await wait(2 * SECOND);
    expect(delivered.map(({ number }) => number)).toEqual([numberOf(1), numberOf(2)]);
    await wait(8 * SECOND);
    expect(delivered.map(({ number }) => number)).toEqual([numberOf(1), numberOf(2), numberOf(3)]);
  });

  it('never twice at once for one attempt: what is due meanwhile waits for the answer', async () => {
    let tell: (found: EnquiryAnswer) => void = () => undefined;
    answer = () => new Promise((resolve) => (tell = resolve));
    const number = known(1);
    watch.plan(number, 0);
    await wait(0);
    watch.plan(number, 0);
    await wait(30 * SECOND);
    expect(calls).toHaveLength(1);
    tell(found());
    await wait(0);
    await new Promise(setImmediate);
    await wait(0);
    expect(calls).toHaveLength(2);
    expect(delivered).toHaveLength(1);
  });

  it('and others are asked about meanwhile', async () => {
    answer = () => new Promise(() => undefined);
    watch.plan(known(1), 0);
    await wait(0);
    watch.plan(numberOf(1), 0);
    watch.plan(known(2), SECOND);
    await wait(30 * SECOND);
    expect(calls.map((call) => JSON.stringify(call).includes(numberOf(1)))).toEqual([true, false]);
    expect(JSON.stringify(calls[1])).toContain(numberOf(2));
  });

  it('at most 200 calls a minute, the last of them spread, and every one that had to wait is made after it', async () => {
    // Each of another month, so that none shares a call.
    const numbers = Array.from({ length: 250 }, (_, index) =>
      known(index + 1, { createdAt: Date.UTC(2000 + Math.floor(index / 12), index % 12, 15) }),
    );
    for (const number of numbers) watch.plan(number, 0);
    await wait(0);
    // Forty are left: the next would come a minute's fortieth later.
    expect(calls).toHaveLength(161);
    await wait(59 * SECOND);
    expect(calls.length).toBeGreaterThan(180);
    expect(calls.length).toBeLessThan(190);
    await wait(70 * SECOND);
    expect(calls).toHaveLength(250);
    expect(new Set(delivered.map(({ number }) => number)).size).toBe(250);
  });

  it('what takes two calls is not overtaken by what takes one when few are left', async () => {
    budget.spend(165, 'asked', 0);
    const planned = [2001, 2002, 2003, 2004, 2005, 2006].map((year, index) =>
      known(index + 1, { createdAt: index === 3 ? MONTH_END : Date.UTC(year, 5, 15) }),
    );
    for (const number of planned) watch.plan(number, 0);
    await wait(59 * SECOND);
    expect(calls).toHaveLength(7);
    expect(delivered.map(({ number }) => number)).toEqual(planned);
  });

  it('what is over leaves thirty calls of a minute to what is not', async () => {
    budget.spend(169, 'asked', 0);
    const [over, alsoOver, unfinished] = [
      known(1, { status: 'failed' }),
      known(2, { status: 'expired', createdAt: MONTH_END - 60 * 24 * 60 * MINUTE }),
      known(3, { syssn: SYSSN }),
    ];
    for (const number of [over, alsoOver, unfinished]) watch.plan(number, 0);
    await wait(59 * SECOND);
    expect(delivered.map(({ number }) => number)).toEqual([over, unfinished]);
    await wait(SECOND);
    expect(delivered.map(({ number }) => number)).toEqual([over, unfinished, alsoOver]);
  });

  it('but not where one call asks about both', async () => {
    budget.spend(179, 'asked', 0);
    budget.spend(1, 'unfinished', 0);
    for (const number of [known(1, { status: 'failed' }), known(2)]) watch.plan(number, 0);
    // Twenty are left, three seconds each.
    await wait(2.9 * SECOND);
    expect(delivered).toEqual([]);
    await wait(0.1 * SECOND);
    expect(delivered.map(({ number }) => number)).toEqual([numberOf(1), numberOf(2)]);
  });

  it('nor what somebody asks about, and what shares its call', async () => {
    budget.spend(180, 'asked', 0);
    const numbers = [known(1, { status: 'failed' }), known(2, { status: 'failed' })];
    for (const number of numbers) watch.plan(number, 0);
    void watch.nextAnswer(numberOf(2));
    await wait(SECOND);
    expect(delivered.map((told) => told.number)).toEqual(numbers);
  });

  it('no more after the end, not even an answer that was under way', async () => {
    let tell: (found: EnquiryAnswer) => void = () => undefined;
    answer = () => new Promise((resolve) => (tell = resolve));
    watch.plan(known(1), 0);
    await wait(0);
    watch.plan(known(2), SECOND);
    watch.stop();
    tell(found());
    await wait(60 * SECOND);
    expect([calls.length, delivered.length]).toEqual([1, 0]);
  });

  it('forgets what is not known any more', async () => {
    watch.plan(numberOf(9), 0);
    await wait(60 * SECOND);
    expect(calls).toEqual([]);
    expect(timers).toEqual([]);
  });
});

describe('whom', () => {
  it('several that are due together in one call, each told of its own row', async () => {
    const [one, other, later] = [known(1), known(2), known(3)];
    answer = () => found(aRow({ number: one }), aRow({ number: other, codeClass: 'pending', code: '1143' }));
    watch.plan(one, SECOND);
    watch.plan(other, SECOND + 300);
    watch.plan(later, SECOND + 301);
    await wait(SECOND);
    expect(calls).toEqual([{ by: 'number', numbers: [one, other], window: NOVEMBER }]);
    expect(delivered).toMatchObject([
      { number: one, event: { kind: 'enquiry-found', finding: { kind: 'paid', syssn: SYSSN } } },
      { number: other, event: { kind: 'enquiry-found', finding: { kind: 'pending' } } },
    ]);
  });

  it('at most twenty in a call, since a page holds a hundred rows', async () => {
    for (let sequence = 1; sequence <= 45; sequence += 1) watch.plan(known(sequence, { syssn: `S${sequence}` }), 0);
    await wait(0);
    expect(calls.map((call) => (call.by === 'syssn' ? call.syssns.length : 0))).toEqual([20, 20, 5]);
  });

  it("by QFPay's number when it is known, whatever the month; by ours within the month when it is not", async () => {
    watch.plan(known(1, { syssn: SYSSN, createdAt: MONTH_END }), 0);
    watch.plan(known(2), 0);
    await wait(0);
    expect(calls).toEqual([
      { by: 'syssn', syssns: [SYSSN] },
      { by: 'number', numbers: [numberOf(2)], window: NOVEMBER },
    ]);
  });

  it("what failed by both, in calls of its own: one without QFPay's number waits for no answer about another", async () => {
    watch.plan(known(1, { syssn: SYSSN, status: 'failed' }), 0);
    watch.plan(known(2), 0);
    await wait(0);
    expect(calls).toEqual([
      { by: 'syssn', syssns: [SYSSN] },
      { by: 'number', numbers: [numberOf(1)], window: NOVEMBER },
      { by: 'number', numbers: [numberOf(2)], window: NOVEMBER },
    ]);
  });

  it("near a month's end also in the neighbour's, in a second call", async () => {
    const number = known(1, { createdAt: MONTH_END });
    watch.plan(number, 0);
    await wait(0);
    expect(calls).toEqual([NOVEMBER, DECEMBER].map((window) => ({ by: 'number', numbers: [number], window })));
  });
});

describe('who waits for the next answer hears whether there was one', () => {
  const refused: EnquiryAnswer = { kind: 'enquiry-refused', code: '1100', text: '', advice: 'maintenance' };

  it.each([
    ['found', found(aRow({ number: numberOf(1) })), 'answered'],
    ['not found', found(), 'answered'],
    ['a refusal to say', refused, 'answered'],
    ['nothing', SILENT, 'unanswered'],
  ])('%s', async (_what, said, isTold) => {
    answer = () => said;
    const number = known(1);
    watch.plan(number, 0);
    const [one, other] = [watch.nextAnswer(number), watch.nextAnswer(number)];
    await wait(0);
    // The machine knows before they do.
    expect(delivered).toHaveLength(1);
    expect(await Promise.all([one, other])).toEqual([isTold, isTold]);
  });

  it('to the next one, and not to one that was before it', async () => {
    const number = known(1);
    watch.plan(number, 0);
    const first = watch.nextAnswer(number);
    await wait(0);
    expect(await first).toBe('answered');
    answer = () => SILENT;
    watch.plan(number, 0);
    const second = watch.nextAnswer(number);
    await wait(0);
    expect(await second).toBe('unanswered');
  });

  it('none, when the till is closed before', async () => {
    const number = known(1);
    watch.plan(number, MINUTE);
    const never = watch.nextAnswer(number);
    watch.stop();
    expect(await never).toBe('unanswered');
  });
});

describe('what two months say together', () => {
  const paid = aRow({ number: numberOf(1) });
  const refused: EnquiryAnswer = { kind: 'enquiry-refused', code: '1100', text: '', advice: 'maintenance' };
  const nowhere = { kind: 'enquiry-found', finding: { kind: 'not-found' } };
  const isPaid = { kind: 'enquiry-found', finding: { kind: 'paid' } };
  const isPending = { kind: 'enquiry-found', finding: { kind: 'pending' } };
  const pending = found(aRow({ number: numberOf(1), code: '1143', codeClass: 'pending' }));

  it.each([
    ['in neither', found(), found(), nowhere],
    ['paid in one', found(paid), found(), isPaid],
    ['paid in the other', found(), found(paid), isPaid],
    ['paid in one, the other silent', SILENT, found(paid), isPaid],
    ['pending in one', found(), pending, isPending],
    ['nothing in one, the other silent', found(), SILENT, { kind: 'enquiry-unanswered', busy: false }],
    ['nothing in one, the other busy', BUSY, found(), { kind: 'enquiry-unanswered', busy: true }],
    [
      'nothing in one, the other refused',
      refused,
      found(),
      { kind: 'enquiry-found', finding: { kind: 'unclear', code: '1100', syssn: null } },
    ],
  ])('%s', async (_what, november, december, event) => {
    answer = (enquiry) => (enquiry.by === 'number' && enquiry.window.start === NOVEMBER.start ? november : december);
    watch.plan(known(1, { createdAt: MONTH_END }), 0);
    await wait(0);
    expect(delivered).toMatchObject([{ number: numberOf(1), event }]);
  });
});

it("tells the gateway's time with each answer that says it", async () => {
  answer = () => ({ kind: 'answered', rows: [], gatewayTime: EVENING });
  watch.plan(known(1), 0);
  await wait(SECOND);
  for (const silent of [found(), SILENT]) {
    answer = () => silent;
    watch.plan(known(2), 0);
    await wait(SECOND);
  }
  expect(heard).toEqual([EVENING]);
});

it('what is no longer known when the answer comes is told to nobody', async () => {
  answer = () => {
    attempts.delete(numberOf(1));
    return found(aRow({ number: numberOf(1) }), aRow({ number: numberOf(2) }));
  };
  watch.plan(known(1), 0);
  watch.plan(known(2), 0);
  await wait(0);
  expect(delivered.map(({ number }) => number)).toEqual([numberOf(2)]);
});

it('a call that the till itself did not make is no sign that the gateway is busy', async () => {
  answer = () => ({ kind: 'refused', why: 'no key' });
  watch.plan(known(1), 0);
  await wait(0);
  expect(delivered).toEqual([{ number: numberOf(1), event: { kind: 'enquiry-unanswered', busy: false } }]);
});

it('once stopped it asks nothing, plans nothing, and tells of no answer', async () => {
  let tell: (found: EnquiryAnswer) => void = () => undefined;
  answer = () => new Promise((resolve) => (tell = resolve));
  watch.plan(known(1), 0);
  watch.plan(known(2), 5 * SECOND);
  await wait(0);
  watch.stop();
  expect(timers).toEqual([]);
  watch.plan(known(3), 0);
  tell(found(aRow({ number: numberOf(1) })));
  await new Promise(setImmediate);
  await wait(MINUTE);
  expect([delivered, timers, calls.length]).toEqual([[], [], 1]);
});
