/** P8 and P9: when the watch enquires, about which attempts, and in which of QFPay's months. */
import { beforeEach, describe, expect, it } from 'vitest';
import type { EnquiryAnswer } from '../../electron/till/ports/gateway.ts';
import { HUNG_MS, nameOf } from '../../electron/till/limited.ts';
import { found, handWatch, MONTH_END, type HandWatch } from '../support/hand-watch.ts';
import { aRow, EVENING, numberOf, SYSSN } from '../support/samples.ts';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const NOVEMBER = { start: '2026-11-01 00:00:00', end: '2026-11-30 23:59:59' };
const DECEMBER = { start: '2026-12-01 00:00:00', end: '2026-12-31 23:59:59' };
const SILENT: EnquiryAnswer = { kind: 'unanswered', mayHaveLeft: true, busy: false, why: '' };
const BUSY: EnquiryAnswer = { ...SILENT, busy: true };

let hand: HandWatch;
beforeEach(() => {
  hand = handWatch();
});

describe('the watch enquires', () => {
  it.each([
    [0, 2400],
    [0.5, 3000],
    [0.999_999, 3600],
  ])('up to a fifth early or late by chance (%d), and once', async (chance, due) => {
    hand.fraction = chance;
    hand.watch.plan(hand.known(1), 3 * SECOND);
    await hand.time.pass(due - 1);
    expect(hand.calls).toEqual([]);
    await hand.time.pass(2);
    expect(hand.calls).toHaveLength(1);
    await hand.time.pass(60 * SECOND);
    expect(hand.calls).toHaveLength(1);
  });

  it('by the new plan, which replaces the old one', async () => {
    const number = hand.known(1);
    hand.watch.plan(number, 3 * SECOND);
    hand.watch.plan(number, 10 * SECOND);
    await hand.time.pass(9 * SECOND);
    expect(hand.calls).toEqual([]);
    await hand.time.pass(SECOND);
    expect(hand.calls).toHaveLength(1);
  });

  it('about each attempt when it is due, even if a later one was planned after it', async () => {
    hand.watch.plan(hand.known(1), 0);
    hand.watch.plan(hand.known(2), 2 * SECOND);
    hand.watch.plan(hand.known(3), 10 * SECOND);
    await hand.time.pass(0);
    await hand.time.pass(2 * SECOND);
    expect(hand.delivered.map(({ number }) => number)).toEqual([numberOf(1), numberOf(2)]);
    await hand.time.pass(8 * SECOND);
    expect(hand.delivered.map(({ number }) => number)).toEqual([numberOf(1), numberOf(2), numberOf(3)]);
  });

  it('never twice at once about one attempt: a plan that is due waits for the answer', async () => {
    let tell: (found: EnquiryAnswer) => void = () => undefined;
    hand.answer = () => new Promise((resolve) => (tell = resolve));
    const number = hand.known(1);
    hand.watch.plan(number, 0);
    await hand.time.pass(0);
    hand.watch.plan(number, 0);
    await hand.time.pass(30 * SECOND);
    expect(hand.calls).toHaveLength(1);
    tell(found());
    await hand.time.pass(0);
    await new Promise(setImmediate);
    await hand.time.pass(0);
    expect(hand.calls).toHaveLength(2);
    expect(hand.delivered).toHaveLength(1);
  });

  it('about other attempts while one waits for its answer', async () => {
    hand.answer = () => new Promise(() => undefined);
    hand.watch.plan(hand.known(1), 0);
    await hand.time.pass(0);
    hand.watch.plan(numberOf(1), 0);
    hand.watch.plan(hand.known(2), SECOND);
    await hand.time.pass(30 * SECOND);
    expect(hand.calls.map((call) => JSON.stringify(call).includes(numberOf(1)))).toEqual([true, false]);
    expect(JSON.stringify(hand.calls[1])).toContain(numberOf(2));
  });

  it('no more after stop, and delivers no outstanding answer', async () => {
    let tell: (found: EnquiryAnswer) => void = () => undefined;
    hand.answer = () => new Promise((resolve) => (tell = resolve));
    hand.watch.plan(hand.known(1), 0);
    await hand.time.pass(0);
    hand.watch.plan(hand.known(2), SECOND);
    hand.watch.stop();
    tell(found());
    await hand.time.pass(60 * SECOND);
    expect([hand.calls.length, hand.delivered.length]).toEqual([1, 0]);
  });

  it('about no number that is not in memory', async () => {
    hand.watch.plan(numberOf(9), 0);
    await hand.time.pass(60 * SECOND);
    expect(hand.calls).toEqual([]);
    expect(hand.time.due()).toEqual([]);
  });
});

describe('a call covers', () => {
  it('several attempts that are due together, and each gets its own row', async () => {
    const [one, other, later] = [hand.known(1), hand.known(2), hand.known(3)];
    hand.answer = () => found(aRow({ number: one }), aRow({ number: other, codeClass: 'pending', code: '1143' }));
    hand.watch.plan(one, SECOND);
    hand.watch.plan(other, SECOND + 300);
    hand.watch.plan(later, SECOND + 301);
    await hand.time.pass(SECOND);
    expect(hand.calls).toEqual([{ by: 'number', numbers: [one, other], window: NOVEMBER }]);
    expect(hand.delivered).toMatchObject([
      { number: one, event: { kind: 'enquiry-found', finding: { kind: 'paid', gatewayRef: SYSSN } } },
      { number: other, event: { kind: 'enquiry-found', finding: { kind: 'pending' } } },
    ]);
  });

  it.each([
    ['of ours', {}, [7, 7, 6]],
    ["of QFPay's", { gatewayRef: SYSSN }, [4, 4, 4, 4, 4]],
    ['of both', { gatewayRef: SYSSN, status: 'failed' }, [4, 4, 4, 4, 4]],
    ["of QFPay's that are short", { gatewayRef: 'S1' }, [7, 7, 6]],
    ["of QFPay's that are longer than a list may be", { gatewayRef: 'S'.repeat(129) }, Array<number>(20).fill(1)],
  ] as const)('as many attempts as its list of 128 characters holds: numbers %s', async (_whose, more, counts) => {
    for (let sequence = 1; sequence <= 20; sequence += 1) hand.watch.plan(hand.known(sequence, more), 0);
    await hand.time.pass(0);
    const lists = hand.calls.map((call) => (call.by === 'syssn' ? call.gatewayRefs : call.numbers));
    const isOfBoth = 'status' in more;
    expect(lists.filter((_list, place) => !isOfBoth || place % 2 === 0).map(({ length }) => length)).toEqual(counts);
    for (const list of lists) expect(list.length === 1 || list.join(',').length <= 128).toBe(true);
    expect(new Set(hand.delivered.map(({ number }) => number)).size).toBe(20);
  });

  it("attempts by QFPay's number if it is known, otherwise by ours, each within its month", async () => {
    hand.watch.plan(hand.known(1, { gatewayRef: SYSSN }), 0);
    hand.watch.plan(hand.known(2), 0);
    await hand.time.pass(0);
    expect(hand.calls).toEqual([
      { by: 'syssn', gatewayRefs: [SYSSN], window: NOVEMBER },
      { by: 'number', numbers: [numberOf(2)], window: NOVEMBER },
    ]);
  });

  it('a failed attempt by both numbers, apart from unfinished attempts', async () => {
    hand.watch.plan(hand.known(1, { gatewayRef: SYSSN, status: 'failed' }), 0);
    hand.watch.plan(hand.known(2), 0);
    await hand.time.pass(0);
    expect(hand.calls).toEqual([
      { by: 'syssn', gatewayRefs: [SYSSN], window: NOVEMBER },
      { by: 'number', numbers: [numberOf(1)], window: NOVEMBER },
      { by: 'number', numbers: [numberOf(2)], window: NOVEMBER },
    ]);
  });

  it("one month, so a second call covers the next month near a month's end", async () => {
    const number = hand.known(1, { createdAt: MONTH_END });
    hand.watch.plan(number, 0);
    await hand.time.pass(0);
    expect(hand.calls).toEqual([NOVEMBER, DECEMBER].map((window) => ({ by: 'number', numbers: [number], window })));
  });
});

describe('a caller of nextAnswer learns whether there was an answer', () => {
  const refused: EnquiryAnswer = { kind: 'enquiry-refused', code: '1100', text: '', advice: 'maintenance' };

  it.each([
    ['found', found(aRow({ number: numberOf(1) })), 'answered'],
    ['not found', found(), 'answered'],
    ['a refusal to say', refused, 'unanswered'],
    ['nothing', SILENT, 'unanswered'],
  ])('%s', async (_what, said, isTold) => {
    hand.answer = () => said;
    const number = hand.known(1);
    hand.watch.plan(number, 0);
    const [one, other] = [hand.watch.nextAnswer(number), hand.watch.nextAnswer(number)];
    await hand.time.pass(0);
    // The machine gets the event before the callers get the result.
    expect(hand.delivered).toHaveLength(1);
    expect(await Promise.all([one, other])).toEqual([isTold, isTold]);
  });

  it('about the next enquiry, not about an earlier one', async () => {
    const number = hand.known(1);
    hand.watch.plan(number, 0);
    const first = hand.watch.nextAnswer(number);
    await hand.time.pass(0);
    expect(await first).toBe('answered');
    hand.answer = () => SILENT;
    hand.watch.plan(number, 0);
    const second = hand.watch.nextAnswer(number);
    await hand.time.pass(0);
    expect(await second).toBe('unanswered');
  });

  it('unanswered, if the till is closed first', async () => {
    const number = hand.known(1);
    hand.watch.plan(number, MINUTE);
    const never = hand.watch.nextAnswer(number);
    hand.watch.stop();
    expect(await never).toBe('unanswered');
  });
});

describe('the answers for two months', () => {
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
    ['nothing in one, the other refused', refused, found(), { kind: 'enquiry-unanswered', busy: false }],
  ])('%s', async (_what, november, december, event) => {
    hand.answer = (enquiry) =>
      enquiry.by === 'number' && enquiry.window.start === NOVEMBER.start ? november : december;
    hand.watch.plan(hand.known(1, { createdAt: MONTH_END }), 0);
    await hand.time.pass(0);
    expect(hand.delivered).toMatchObject([{ number: numberOf(1), event }]);
  });
});

it("the watch reports the gateway's time with each answer that carries it", async () => {
  hand.answer = () => ({ ...found(), gatewayTime: EVENING }) as EnquiryAnswer;
  hand.watch.plan(hand.known(1), 0);
  await hand.time.pass(SECOND);
  for (const silent of [found(), SILENT]) {
    hand.answer = () => silent;
    hand.watch.plan(hand.known(2), 0);
    await hand.time.pass(SECOND);
  }
  expect(hand.heard).toEqual([EVENING]);
});

it('no event is delivered for an attempt that is not in memory when the answer comes', async () => {
  hand.answer = () => {
    hand.forget(numberOf(1));
    return found(aRow({ number: numberOf(1) }), aRow({ number: numberOf(2) }));
  };
  hand.watch.plan(hand.known(1), 0);
  hand.watch.plan(hand.known(2), 0);
  await hand.time.pass(0);
  expect(hand.delivered.map(({ number }) => number)).toEqual([numberOf(2)]);
});

it('a call that the till refused to make does not count as a busy gateway', async () => {
  hand.answer = () => ({ kind: 'refused', why: 'no key' });
  hand.watch.plan(hand.known(1), 0);
  await hand.time.pass(0);
  expect(hand.delivered).toEqual([{ number: numberOf(1), event: { kind: 'enquiry-unanswered', busy: false } }]);
});

it('after stop the watch makes no call, plans nothing, and delivers no answer', async () => {
  let tell: (found: EnquiryAnswer) => void = () => undefined;
  hand.answer = () => new Promise((resolve) => (tell = resolve));
  hand.watch.plan(hand.known(1), 0);
  hand.watch.plan(hand.known(2), 5 * SECOND);
  await hand.time.pass(0);
  hand.watch.stop();
  expect(hand.time.due()).toEqual([]);
  hand.watch.plan(hand.known(3), 0);
  tell(found(aRow({ number: numberOf(1) })));
  await new Promise(setImmediate);
  await hand.time.pass(MINUTE);
  expect([hand.delivered, hand.time.due(), hand.calls.length]).toEqual([[], [], 1]);
});

describe('pages', () => {
  const others = found(...[7, 8].map((sequence) => aRow({ number: numberOf(sequence), gatewayRef: String(sequence) })));
  const more = { ...others, isLast: false } as EnquiryAnswer;

  it('are read until the last, and each counts in the budget', async () => {
    const number = hand.known(1);
    hand.answer = (_enquiry, page) => (page < 3 ? more : found(aRow({ number })));
    hand.budget.spend(196, 'asked', hand.time.clock.mono());
    hand.watch.plan(number, 0);
    await hand.time.pass(0);
    expect(hand.pages).toEqual([1, 2, 3]);
    expect(hand.delivered).toMatchObject([{ number, event: { finding: { kind: 'paid' } } }]);
    expect(hand.budget.waitFor(1, 'asked', hand.time.clock.mono())).toBe(0);
    expect(hand.budget.waitFor(2, 'asked', hand.time.clock.mono())).toBeGreaterThan(0);
  });

  it('that are not all answered count as no answer', async () => {
    hand.answer = (_enquiry, page) => (page === 1 ? more : BUSY);
    hand.watch.plan(hand.known(1), 0);
    await hand.time.pass(0);
    expect(hand.delivered).toEqual([{ number: numberOf(1), event: { kind: 'enquiry-unanswered', busy: true } }]);
  });

  it('that never end count as no answer', async () => {
    hand.answer = () => more;
    hand.watch.plan(hand.known(1), 0);
    await hand.time.pass(0);
    expect(hand.pages).toHaveLength(20);
    expect(hand.delivered).toEqual([{ number: numberOf(1), event: { kind: 'enquiry-unanswered', busy: false } }]);
    expect(hand.logged).toContainEqual(['watch.no-last-page', { by: 'number', pages: 20 }]);
  });
});

describe('an unreadable row', () => {
  const answer = (unread: object, ...rows: ReturnType<typeof aRow>[]): EnquiryAnswer =>
    ({ ...found(...rows), unread: [{ number: null, gatewayRef: null, ...unread }] }) as EnquiryAnswer;
  const told = async (said: EnquiryAnswer): Promise<readonly string[]> => {
    hand.answer = () => said;
    for (const number of [hand.known(1, { gatewayRef: 'S1' }), hand.known(2, { gatewayRef: 'S2' })])
      hand.watch.plan(number, 0);
    await hand.time.pass(0);
    return hand.delivered.map(({ event }) => ('finding' in event ? event.finding.kind : event.kind));
  };

  it.each([
    ['with our number', { number: numberOf(1) }, ['unclear', 'not-found']],
    ["with QFPay's number of our attempt", { gatewayRef: 'S2' }, ['not-found', 'unclear']],
    ['with a number of somebody else', { number: numberOf(9) }, ['not-found', 'not-found']],
    ['without a number', {}, ['enquiry-unanswered', 'enquiry-unanswered']],
    ['with an unknown number of QFPay', { gatewayRef: 'S9' }, ['enquiry-unanswered', 'enquiry-unanswered']],
  ])('%s makes the answer unclear for each attempt that it may be about', async (_whose, unread, kinds) => {
    expect(await told(answer(unread))).toEqual(kinds);
  });

  it('does not hide a paid row', async () => {
    const paid = aRow({ number: numberOf(1), gatewayRef: 'S1' });
    expect(await told(answer({}, paid))).toEqual(['paid', 'enquiry-unanswered']);
  });

  it('does not hide a mismatch', async () => {
    const other = aRow({ number: numberOf(1), gatewayRef: 'S1', amount: '999999' });
    expect(await told(answer({}, other))).toEqual(['mismatch', 'enquiry-unanswered']);
  });

  it('may be the missing order if the other rows under our number are too old', async () => {
    hand.since = EVENING;
    const older = aRow({ number: numberOf(1), gatewayRef: 'S1', madeAt: EVENING - 1 });
    expect(await told(answer({}, older))).toEqual(['enquiry-unanswered', 'enquiry-unanswered']);
  });

  it('makes the answer unclear if it has no number of ours', async () => {
    expect(await told(found(aRow({ number: null, gatewayRef: 'S9' })))).toEqual([
      'enquiry-unanswered',
      'enquiry-unanswered',
    ]);
    hand = handWatch();
    expect(await told(found(aRow({ number: null, gatewayRef: 'S1' })))).toEqual(['unclear', 'not-found']);
  });
});

describe('the search of an enquiry', () => {
  const whole = () => hand.delivered.map(({ event }) => 'whole' in event && event.whole);

  it.each([
    ["without QFPay's number", {}, true],
    ["by QFPay's number alone", { gatewayRef: SYSSN }, false],
    ['by both numbers', { gatewayRef: SYSSN, status: 'failed' }, true],
  ] as const)('%s is complete or not', async (_how, more, isWhole) => {
    hand.watch.plan(hand.known(1, more), 0);
    await hand.time.pass(0);
    expect(whole()).toEqual([isWhole]);
  });
});

describe('the age of an answer', () => {
  it('is told from the beginning of the enquiry, with all its pages', async () => {
    hand.answer = async (_enquiry, page) => {
      await new Promise<void>((resolve) => void hand.time.timers.after(7 * SECOND, resolve));
      return page === 1 ? { ...found(), isLast: false } : found();
    };
    hand.watch.plan(hand.known(1), 0);
    await hand.time.pass(14 * SECOND);
    expect(hand.delivered).toMatchObject([{ event: { kind: 'enquiry-found', tookMs: 14 * SECOND } }]);
  });
});

describe('what should never happen', () => {
  it('a call that never ends times out, and its attempts can be enquired again', async () => {
    hand.answer = () => new Promise(() => undefined);
    const number = hand.known(1);
    hand.watch.plan(number, 0);
    const answer = hand.watch.nextAnswer(number);
    await hand.time.pass(HUNG_MS - 1);
    expect(hand.delivered).toEqual([]);
    await hand.time.pass(1);
    expect(hand.delivered).toEqual([{ number, event: { kind: 'enquiry-unanswered', busy: false } }]);
    expect(await answer).toBe('unanswered');
    hand.watch.plan(number, 0);
    await hand.time.pass(0);
    expect(hand.calls).toHaveLength(2);
  });

  it('a call that throws counts as no answer', async () => {
    hand.answer = () => Promise.reject(new RangeError('secret'));
    hand.watch.plan(hand.known(1), 0);
    await hand.time.pass(0);
    expect(hand.delivered).toEqual([{ number: numberOf(1), event: { kind: 'enquiry-unanswered', busy: false } }]);
    expect(hand.logged).toContainEqual(['watch.lost', { by: 'number', why: 'RangeError' }]);
  });

  it('an error with one attempt ends neither its own watch nor that of others', async () => {
    const [one, other] = [hand.known(1), hand.known(2)];
    hand.fail = (number) => {
      if (number === one) throw new TypeError('secret');
    };
    for (const number of [one, other]) hand.watch.plan(number, 0);
    const asked = hand.watch.nextAnswer(one);
    await hand.time.pass(0);
    expect(hand.delivered.map(({ number }) => number)).toEqual([other]);
    expect(await asked).toBe('answered');
    expect(hand.logged).toContainEqual([
      'watch.unexpected',
      { number: one, event: 'enquiry-found', error: 'TypeError' },
    ]);
    await hand.time.pass(5_000);
    expect(hand.calls.map((call) => ('numbers' in call ? call.numbers : []))).toEqual([[one, other], [one]]);
  });

  it('a caller that waits for an unknown attempt gets `unanswered`', async () => {
    const answer = hand.watch.nextAnswer(numberOf(9));
    hand.watch.plan(numberOf(9), 0);
    await hand.time.pass(0);
    expect(await answer).toBe('unanswered');
  });
});

it.each([
  [new TypeError('secret'), 'TypeError'],
  ['secret', 'string'],
  [null, 'object'],
])('the log gets the name of an error, and not its message', (error, name) => {
  expect(nameOf(error)).toBe(name);
});

it('a look-back that is due soon joins one that is due now', async () => {
  const looks = [1, 2, 3].map((sequence) => hand.known(sequence, { status: 'failed' }));
  hand.watch.plan(numberOf(1), 1000);
  hand.watch.plan(numberOf(2), 3000);
  hand.watch.plan(numberOf(3), 3001);
  await hand.time.pass(1000);
  expect(hand.delivered.map(({ number }) => number)).toEqual(looks.slice(0, 2));
});
