/** What the till does with the machine's effects: the order of commit, send and report; the meaning of each answer. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Payments } from '../../electron/till/payments.ts';
import type { EnquiryAnswer, PayAnswer } from '../../electron/till/ports/gateway.ts';
import { LedgerError, type Draft } from '../../electron/till/ports/ledger.ts';
import type { Attempt } from '../../shared/attempt/record.ts';
import type { AttemptNumber } from '../../shared/attempt/number.ts';
import {
  answerWith,
  DECLINED,
  newPlace,
  NOTHING_LEFT,
  qrFor,
  rows,
  SILENCE,
  syssnOf,
  UNPAID,
} from '../support/hand-till.ts';
import { CLOSEST_MS } from '../support/attempt-events.ts';
import { handPayments, type HandPayments } from '../support/hand-payments.ts';
import { handWorld, type HandWorld } from '../support/hand-world.ts';
import { openOne, prepared } from '../support/ledger-files.ts';
import { aDraft, EVENING, NOVEMBER } from '../support/samples.ts';

const HOUR = 3_600_000;

let place: ReturnType<typeof newPlace>;
let world: HandWorld;
let payments: Payments;
let told: HandPayments['told'];
let disk: HandPayments['disk'];
let row: HandPayments['row'];
let saleCount: number;

beforeEach(() => {
  place = newPlace();
  world = handWorld(place);
  saleCount = 0;
  ({ payments, told, disk, row } = handPayments(world));
});
afterEach(() => {
  place.remove();
});

function start(more: Partial<Draft> = {}): AttemptNumber {
  saleCount += 1;
  return payments.start(aDraft({ saleId: `sale-${saleCount}`, ...more }), prepared);
}
const stateOf = (number: AttemptNumber) => payments.stateOf(number);

describe('a start', () => {
  it('commits, then reports and sends, and sets the two timers', () => {
    const number = start();
    expect(disk(number)).toMatchObject({ status: 'sending', version: 1 });
    expect(told).toEqual(['nothing to sending, on the disk sending']);
    expect(world.sent).toEqual([{ by: 'pay', request: prepared(number) }]);
    // The timer in the middle is the timeout of the call.
    expect(world.due()).toEqual([5000, 61_000, 120_000]);
    expect(payments.open().map(({ attempt }) => attempt.number)).toEqual([number]);
  });

  it('reports nothing and sends nothing if the ledger cannot record it', () => {
    world.breakLedger('open');
    expect(() => start()).toThrow('Ledger: full');
    expect([told, world.sent, world.due(), payments.open()]).toEqual([[], [], [], []]);
  });

  it('enquires while the answer is late, and moves to the background after two minutes', async () => {
    const number = start();
    await world.pass(4999);
    expect(disk(number).status).toBe('sending');
    await world.pass(1);
    expect(disk(number).status).toBe('unknown');
    expect(world.asked).toEqual([
      { by: 'number', numbers: [number], window: { start: '2026-11-01 00:00:00', end: '2026-11-30 23:59:59' } },
    ]);
    expect(world.sent).toHaveLength(1);
    await world.pass(114_999);
    expect(stateOf(number)?.watch.stage).toBe('live');
    await world.pass(1);
    expect(stateOf(number)?.watch.stage).toBe('background');
  });
});

describe('the answer to a payment', () => {
  it('with a QR shows the QR once the change is on the disk', async () => {
    const number = start();
    await world.answer(qrFor(disk(number)));
    expect(stateOf(number)?.watch.qr).toBe(`https://qr.example/${number}`);
    expect(disk(number)).toMatchObject({ status: 'pending', gatewayRef: syssnOf(number), lastResponse: 'qr-made' });
    expect(told.at(-1)).toBe('sending to pending, on the disk pending');
    expect(world.logged).toEqual([['payments.answered', { number, kind: 'answered', code: '0000' }]]);
  });

  it.each<[string, Partial<Attempt>, (number: AttemptNumber) => PayAnswer, Partial<Attempt>]>([
    [
      'to a code: paid',
      { tender: { wallet: 'payme', mode: 'cpm' } },
      (number) => answerWith(row(number)),
      { status: 'paid', lastResponse: '0000' },
    ],
    [
      'to a code with a QR beside it: paid',
      { tender: { wallet: 'payme', mode: 'cpm' } },
      (n) => answerWith(row(n), 'qr'),
      { status: 'paid' },
    ],
    [
      'to a code: pending',
      { tender: { wallet: 'payme', mode: 'cpm' } },
      (n) => answerWith(row(n, UNPAID)),
      { status: 'pending', lastResponse: '1143' },
    ],
    ['of a refusal', {}, (n) => answerWith(row(n, DECLINED), 'qr'), { status: 'failed', lastResponse: '1201' }],
    ['of "still processing"', {}, (n) => answerWith(row(n, UNPAID), 'qr'), { status: 'pending', lastResponse: '1143' }],
    [
      'of a QR for another amount',
      {},
      (n) => answerWith(row(n, { amount: '1' }), 'qr'),
      { status: 'unknown', lastResponse: 'mismatch-amount' },
    ],
    ['of a QR that is missing', {}, (n) => answerWith(row(n)), { status: 'unknown', lastResponse: 'row-unclear' }],
    ['that never came', {}, () => SILENCE, { status: 'unknown', lastResponse: 'no-answer' }],
  ])('%s', async (_what, draft, answer, expected) => {
    const number = start(draft);
    await world.answer(answer(number));
    expect(disk(number)).toMatchObject(expected);
    expect(stateOf(number)).toMatchObject({ attempt: disk(number), watch: { qr: null } });
    expect(world.sent).toHaveLength(1);
  });

  it('without a QR still gives QFPay’s number of the order', async () => {
    const number = start();
    await world.answer(answerWith(row(number)));
    expect(disk(number).gatewayRef).toBe(syssnOf(number));
  });

  it.each<PayAnswer>([NOTHING_LEFT, { kind: 'refused', why: 'no key' }])(
    '%o: the same request is sent once more, and then the attempt fails',
    async (nothing) => {
      const number = start();
      await world.answer(nothing);
      expect(world.sent).toEqual([
        { by: 'pay', request: prepared(number) },
        { by: 'pay', request: prepared(number) },
      ]);
      expect(disk(number).status).toBe('sending');
      await world.answer(nothing);
      expect(world.sent).toHaveLength(2);
      expect(disk(number)).toMatchObject({ status: 'failed', lastResponse: 'not-sent' });
      const code = nothing.kind === 'answered' ? '' : nothing.why;
      expect(world.logged).toContainEqual(['payments.answered', { number, kind: nothing.kind, code }]);
    },
  );

  it.each([
    [119_000, 2],
    [121_000, 1],
  ])('that nothing was sent, after a sleep of %i ms, leads to %i requests in total', async (ms, requests) => {
    const number = start();
    world.sleep(ms);
    await world.answer(NOTHING_LEFT);
    await world.pass(0);
    expect(world.sent).toHaveLength(requests);
    expect(disk(number)).toMatchObject(
      requests === 1 ? { status: 'failed', lastResponse: 'not-sent' } : { status: 'sending' },
    );
  });

  it('reports the difference of the clocks, if the gateway sent its time', async () => {
    const number = start();
    await world.pass(300);
    await world.answer({ kind: 'answered', row: row(number), qr: 'qr', gatewayTime: EVENING + 10_300 });
    start();
    await world.answer(qrFor(disk(number)));
    await world.pass(5000);
    await world.reply({ ...rows(), gatewayTime: EVENING + 5300 - 7 } as EnquiryAnswer);
    expect(told.filter((what) => what.startsWith('clock'))).toEqual(['clock 10000', 'clock -7']);
  });

  it('of an unknown kind is a bug, and throws', () => {
    const number = start();
    const state = stateOf(number);
    expect(() => payments.dispatch(number, { kind: 'something' } as never)).toThrow();
    expect(stateOf(number)).toBe(state);
  });
});

describe("QFPay's number", () => {
  const other = () => {
    const { number } = openOne(place.ledger());
    place.ledger().record(number, 1, { status: 'paid', gatewayRef: 'taken' }, EVENING);
    return number;
  };

  it('that another attempt holds shows no QR', async () => {
    other();
    const number = start();
    await world.answer(answerWith(row(number, { gatewayRef: 'taken' }), 'qr'));
    expect(disk(number)).toMatchObject({ status: 'unknown', gatewayRef: null, lastResponse: 'mismatch-syssn-taken' });
    expect(stateOf(number)?.watch.qr).toBeNull();
    expect(told).toContain(`alarm mismatch ${number}`);
    expect(world.logged).toContainEqual(['payments.alarm', { number, alarm: 'mismatch' }]);
  });

  it('that another attempt holds never means paid, neither directly nor in an enquiry', async () => {
    other();
    const number = start({ tender: { wallet: 'payme', mode: 'cpm' } });
    await world.answer(answerWith(row(number, { gatewayRef: 'taken' })));
    expect(disk(number)).toMatchObject({ status: 'unknown', lastResponse: 'mismatch-syssn-taken' });
    await world.pass(3000);
    await world.reply(rows(row(number, { gatewayRef: 'taken' })));
    expect(disk(number)).toMatchObject({ status: 'unknown', gatewayRef: null });
    await world.pass(3000);
    await world.reply(rows(row(number)));
    expect(disk(number)).toMatchObject({ status: 'paid', gatewayRef: syssnOf(number) });
  });

  it('that another attempt holds is not stored from an unsuccessful row', async () => {
    other();
    const number = start();
    await world.answer(answerWith(row(number, { gatewayRef: null }), 'qr'));
    await world.pass(3000);
    await world.reply(rows(row(number, { ...UNPAID, gatewayRef: 'taken' })));
    expect(disk(number)).toMatchObject({ status: 'unknown', gatewayRef: null, lastResponse: 'mismatch-syssn-taken' });
  });

  it('that another attempt holds does not hide a success in another row', async () => {
    other();
    const number = start();
    await world.answer(qrFor(disk(number)));
    await world.pass(3000);
    await world.reply(rows(row(number, { gatewayRef: 'taken' }), row(number)));
    expect(disk(number)).toMatchObject({ status: 'paid', gatewayRef: syssnOf(number) });
    expect(told.filter((line) => line.startsWith('alarm'))).toEqual([]);
  });

  it('that another attempt holds does not hide that the attempt’s own money was returned', async () => {
    other();
    const number = start();
    await world.answer(qrFor(disk(number)));
    await world.pass(3000);
    await world.reply(rows(row(number, { gatewayRef: 'taken' }), row(number, { cancel: '3' })));
    expect(disk(number)).toMatchObject({ status: 'paid', gatewayRef: syssnOf(number), lastResponse: '0000' });
    expect(disk(number).returnedElsewhere).toBe(disk(number).amount);
  });

  it('that another attempt holds is skipped, and a kept payment is preferred to a returned one', async () => {
    other();
    const number = start();
    await world.answer(qrFor(disk(number)));
    await world.pass(3000);
    const gone = row(number, { cancel: '3' });
    await world.reply(rows(row(number, { gatewayRef: 'taken' }), gone, row(number, { gatewayRef: 'another' })));
    expect(disk(number)).toMatchObject({
      status: 'paid',
      gatewayRef: 'another',
      returnedElsewhere: 0,
      lastResponse: '0000',
    });
  });

  it('that another attempt holds does not hide two successes of the attempt’s own', async () => {
    other();
    const number = start();
    await world.answer(qrFor(disk(number)));
    await world.pass(3000);
    await world.reply(rows(row(number, { gatewayRef: 'taken' }), row(number), row(number, { gatewayRef: 'another' })));
    expect(disk(number)).toMatchObject({ status: 'paid', gatewayRef: syssnOf(number), lastResponse: 'paid-twice' });
    expect(told).toContain(`alarm paid-twice ${number}`);
  });

  it('that another attempt held earlier never means paid either', async () => {
    place.ledger().record(other(), 2, { gatewayRef: 'second' }, EVENING);
    const number = start({ tender: { wallet: 'payme', mode: 'cpm' } });
    await world.answer(answerWith(row(number, { gatewayRef: 'taken' })));
    expect(disk(number)).toMatchObject({ status: 'unknown', gatewayRef: null, lastResponse: 'mismatch-syssn-taken' });
  });

  it('that the attempt itself holds already is accepted', async () => {
    const number = start();
    await world.answer(qrFor(disk(number)));
    payments.dispatch(number, { kind: 'qr-made', qr: 'again', gatewayRef: syssnOf(number) });
    expect(stateOf(number)?.watch.qr).toBe('again');
    await world.pass(2000);
    await world.reply(rows(row(number)));
    expect(disk(number).status).toBe('paid');
  });

  it('that is still unknown is accepted too', async () => {
    const number = start();
    await world.answer(answerWith(row(number, { gatewayRef: null }), 'qr'));
    expect(disk(number)).toMatchObject({ status: 'pending', gatewayRef: null });
    await world.pass(2000);
    await world.reply(rows(row(number, { ...UNPAID, gatewayRef: null })));
    expect(disk(number)).toMatchObject({ status: 'pending', gatewayRef: null, lastResponse: '1143' });
  });
});

describe('an answer to an enquiry', () => {
  it('settles the payment, and no enquiry follows soon', async () => {
    const number = start();
    await world.answer(qrFor(disk(number)));
    await world.pass(2000);
    expect(world.asked).toEqual([{ by: 'syssn', gatewayRefs: [syssnOf(number)], window: NOVEMBER }]);
    await world.reply(rows(row(number)));
    expect(disk(number).status).toBe('paid');
    expect(told.at(-1)).toBe('pending to paid, on the disk paid');
    await world.pass(9999);
    expect(world.asked).toHaveLength(1);
  });

  it("is also sought in the gateway's month, even if the machine's clock is wrong", async () => {
    const number = start();
    await world.answer({
      kind: 'answered',
      row: row(number, { gatewayRef: null }),
      qr: 'qr',
      gatewayTime: EVENING + 61 * 24 * HOUR,
    });
    await world.pass(2000);
    expect(world.asked).toMatchObject(
      ['2027-01', '2026-11', '2026-12'].map((month) => ({ by: 'number', window: { start: `${month}-01 00:00:00` } })),
    );
  });

  it('is logged with the result of each call', async () => {
    const number = start({ createdAt: Date.UTC(2026, 10, 30, 15, 55) });
    await world.pass(5000);
    expect(world.asked).toHaveLength(2);
    await world.reply(rows());
    await world.reply(SILENCE);
    expect(world.logged).toEqual([['watch.asked', { attempts: 1, answers: 'answered unanswered' }]]);
    expect(disk(number).status).toBe('unknown');
  });

  it('is followed by the next enquiry at the pace of the schedule', async () => {
    const number = start();
    await world.answer(qrFor(disk(number)));
    await world.pass(2000);
    await world.reply(rows(row(number, UNPAID)));
    await world.pass(CLOSEST_MS - 1);
    expect(world.asked).toHaveLength(1);
    await world.pass(1);
    expect(world.asked).toHaveLength(2);
  });

  it('that shows paid after the sale was abandoned raises the alarm', async () => {
    const number = start();
    await world.answer(qrFor(disk(number)));
    payments.dispatch(number, { kind: 'given-up' });
    await world.pass(2000);
    await world.reply(rows(row(number)));
    expect(disk(number).status).toBe('late-paid');
    expect(told.slice(-2)).toEqual(['pending to late-paid, on the disk late-paid', `alarm late ${number}`]);
  });
});

describe('when the ledger cannot record a change', () => {
  it('nothing is shown, sent or planned, and the failure is reported', async () => {
    const number = start();
    world.breakLedger('record');
    await world.answer(qrFor(disk(number)));
    expect(told).toEqual(['nothing to sending, on the disk sending', 'ledger full']);
    expect(stateOf(number)).toMatchObject({ attempt: { status: 'sending', version: 1 }, watch: { qr: null } });
    expect(world.logged).toContainEqual(['payments.ledger-trouble', { number, trouble: 'full' }]);
    expect(world.due()).toEqual([5000, 120_000]);
  });

  it('its error keeps what caused it', () => {
    const cause = new Error('SQLITE_FULL');
    expect(new LedgerError('full', cause)).toMatchObject({ message: 'Ledger: full', fault: 'full', cause });
  });

  it('a row that was changed without the till is a bug, and throws', () => {
    const number = start();
    place.ledger().record(number, 1, { status: 'paid', gatewayRef: 'S' }, EVENING);
    expect(() => payments.dispatch(number, { kind: 'pay-unanswered' })).toThrow(
      `Attempt ${number} moved on without the till`,
    );
    expect(stateOf(number)?.attempt.status).toBe('sending');
  });
});

describe('the budget of calls', () => {
  it('counts payments too: an enquiry waits for the minute to pass', async () => {
    // By then the calls of the previous run no longer count.
    await world.pass(60_000);
    const number = start();
    await world.answer(qrFor(disk(number)));
    await world.pass(2000);
    for (let asked = 1; asked < 319; asked += 1) {
      await world.reply(rows(row(number, UNPAID)));
      void payments.enquire(number);
      await world.pass(0);
    }
    expect(world.asked).toHaveLength(319);
    await world.reply(rows(row(number, UNPAID)));
    void payments.enquire(number);
    await world.pass(57_999);
    expect(world.asked, 'the payment is one of the 320').toHaveLength(319);
    await world.pass(1);
    expect(world.asked).toHaveLength(320);
  });
});

describe('after stop', () => {
  it('no timer is left, nothing is enquired, and events are ignored', async () => {
    const number = start();
    payments.stop();
    expect(world.due()).toEqual([]);
    payments.dispatch(number, { kind: 'given-up' });
    await world.answer(NOTHING_LEFT);
    expect(disk(number)).toMatchObject({ status: 'sending', abandoned: false });
    expect([told.length, world.sent.length]).toEqual([1, 1]);
  });
});

describe('a final attempt', () => {
  /** Makes a paid payment by code whose look-backs are done. */
  const paidAndOver = async (): Promise<AttemptNumber> => {
    const number = start({ tender: { wallet: 'payme', mode: 'cpm' } });
    await world.answer(answerWith(row(number)));
    for (const ms of [10_000, 290_000]) {
      await world.pass(ms);
      await world.reply(rows());
      await world.reply(rows());
    }
    return number;
  };

  it('is unloaded in its turn, and loaded again for an enquiry', async () => {
    const held = await paidAndOver();
    ({ payments } = handPayments(world, (number) => number === held));
    payments.load(held);
    const numbers: AttemptNumber[] = [];
    for (let count = 0; count < 70; count += 1) numbers.push(await paidAndOver());
    const known = [held, ...numbers].filter((number) => stateOf(number) !== null);
    expect(known).toEqual([held, ...numbers.slice(7)]);
    const [forgotten] = numbers;
    if (forgotten === undefined) throw new Error('none');
    void payments.enquire(forgotten);
    expect(stateOf(forgotten)?.attempt.status).toBe('paid');
  });

  it('stays loaded while look-backs are due, or a person must decide about it', async () => {
    const failed = start({ tender: { wallet: 'payme', mode: 'cpm' } });
    await world.answer(answerWith(row(failed, DECLINED)));
    const late = start({ tender: { wallet: 'payme', mode: 'cpm' } });
    payments.dispatch(late, { kind: 'given-up' });
    await world.answer(answerWith(row(late)));
    for (let count = 0; count < 70; count += 1) await shortlyPaid();
    expect([failed, late].map((number) => stateOf(number)?.attempt.status)).toEqual(['failed', 'late-paid']);
  });

  it('stays loaded for its next look-back also after other events, however many attempts end before that', async () => {
    const failed = start({ tender: { wallet: 'payme', mode: 'cpm' } });
    await world.answer(answerWith(row(failed, DECLINED)));
    // The time on the screens ends.
    await world.pass(120_000);
    for (let count = 0; count < 70; count += 1) {
      start({ tender: { wallet: 'payme', mode: 'cpm' } });
      await world.answer(NOTHING_LEFT);
      await world.answer(NOTHING_LEFT);
    }
    await world.pass(480_000);
    expect(world.asked).toMatchObject([{ by: 'syssn', gatewayRefs: [syssnOf(failed)] }, { numbers: [failed] }]);
    await world.reply(rows(row(failed)));
    await world.reply(rows());
    expect(disk(failed).status).toBe('late-paid');
  });

  const shortlyPaid = async (): Promise<AttemptNumber> => {
    const number = start({ tender: { wallet: 'payme', mode: 'cpm' } });
    await world.answer(answerWith(row(number)));
    return number;
  };
});

describe('what should never happen', () => {
  it('a request that never ends times out after a minute, and the attempt is enquired', async () => {
    const number = start({ tender: { wallet: 'payme', mode: 'cpm' } });
    // The till's own timeout decides, not the call's: no request may take longer.
    await world.pass(61_000);
    expect(world.logged).toContainEqual(['payments.lost', { number, why: 'under way for too long' }]);
    expect(disk(number).status).toBe('unknown');
    expect(stateOf(number)?.watch.requestOverAt).not.toBeNull();
    expect(world.sent).toHaveLength(1);
  });

  it.each([
    [
      'an answer comes',
      () => world.answer(answerWith(row(start({ tender: { wallet: 'payme', mode: 'cpm' } })))),
      'pay-found',
    ],
    [
      'a timer goes',
      () => {
        start({ tender: { wallet: 'payme', mode: 'cpm' } });
        return world.pass(5000);
      },
      'slow',
    ],
  ])('an unexpected error when %s is logged, and the attempt is enquired', async (_when, happen, event) => {
    world.breakLedger(new TypeError('secret'), 'record');
    await happen();
    const [number] = payments.open().map(({ attempt }) => attempt.number);
    expect(number).toBeDefined();
    expect(world.logged).toContainEqual(['payments.unexpected', { number, event, error: 'TypeError' }]);
    world.breakLedger();
    const asked = world.asked.length;
    await world.pass(5_000);
    expect(world.asked.length).toBeGreaterThan(asked);
  });
});
