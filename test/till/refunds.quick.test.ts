/** Refunds at the till: what may be refunded, what is sent, and how a refund ends (P15). */
import { describe, expect, it, vi } from 'vitest';
import type { AttemptNumber } from '../../shared/attempt/number.ts';
import { RARELY } from '../../shared/attempt/record.ts';
import { hkDateTime } from '../../shared/time.ts';
import {
  answerWith,
  DECLINED,
  FORBIDDEN,
  handTill,
  handTillForEach,
  lastNumberSent,
  LATER,
  leftBehind,
  NOTHING_LEFT,
  paidBefore,
  paymentLooksOver,
  refundedBy,
  rowOf,
  rows,
  SILENCE,
  startPayment,
  syssnOf,
  UNPAID,
  type HandTill,
} from '../support/hand-till.ts';
import { openOne, type LedgerPlace } from '../support/ledger-files.ts';
import { EVENING, NUMBER } from '../support/samples.ts';

let place: LedgerPlace;
let hand: HandTill;
handTillForEach((made, where) => {
  hand = made;
  place = where;
});

const refund = (number: string, amount: number, expectedRefunds = 0) =>
  hand.till.refund({ number, amount, expectedRefunds });
const refunds = () => hand.sent.filter(({ by }) => by === 'refund');
const view = (number: string) => hand.till.payment(number);
const lastSent = () => lastNumberSent(hand);
const refunded = (payment: AttemptNumber, amount: number, known: number, more = {}) =>
  refundedBy(hand, { number: payment, amount, expectedRefunds: known }, more);

describe('a refund', () => {
  it('is an attempt of its own, recorded completely before it is sent', async () => {
    const payment = await paidBefore(hand);
    await hand.pass(61_000);
    const before = hand.changes();
    expect(refund(payment, 1000)).toBe('started');
    expect(hand.changes()).toBeGreaterThan(before);
    const number = lastSent();
    const { saleId } = hand.attemptOf(payment);
    const requestedAtText = hkDateTime(EVENING + 61_000);
    expect(hand.attemptOf(number)).toEqual({
      number,
      kind: 'refund',
      by: 'owner',
      refundOf: payment,
      saleId,
      tender: { wallet: 'payme', mode: 'cpm' },
      payType: '805808',
      amount: 1000,
      currency: 'HKD',
      merchantId: null,
      gatewayHost: 'https://gateway.example',
      requestedAtText,
      createdAt: EVENING + 61_000,
      gatewayAt: null,
      validForMs: 30 * 60_000,
      codeTail: null,
      status: 'sending',
      version: 1,
      gatewayRef: null,
      lastResponse: null,
      abandoned: false,
      resolved: false,
      ...RARELY,
    });
    expect(number).not.toBe(payment);
    expect(refunds()).toMatchObject([
      { request: { fields: { amount: '1000', gatewayRef: syssnOf(payment), requestedAtText } } },
    ]);
    const codes = place.raw().prepare('SELECT code_hash FROM attempts WHERE number = ?').all(number);
    expect(codes).toEqual([{ code_hash: null }]);
  });

  it('is decided by one read of the payment and one of its refunds', async () => {
    const payment = await paidBefore(hand);
    const { ledger } = hand.ports;
    const looks = [vi.spyOn(ledger, 'find'), vi.spyOn(ledger, 'refundsOf')];
    expect(refund(payment, 1000)).toBe('started');
    expect(looks.map(({ mock }) => mock.calls)).toEqual([[[payment]], [[payment]]]);
  });

  it('is sent and stored with the same time, even if the clock moves on', async () => {
    const payment = await paidBefore(hand);
    let now = EVENING;
    vi.spyOn(hand.ports.clock, 'wall').mockImplementation(() => (now += 1_000));
    refund(payment, 1000);
    const { createdAt, requestedAtText } = hand.attemptOf(lastSent());
    expect(createdAt).toBeGreaterThan(EVENING);
    expect([requestedAtText, refunds()[0]?.request.fields['requestedAtText']]).toEqual([
      hkDateTime(createdAt),
      hkDateTime(createdAt),
    ]);
  });

  it('leaves the keypad to the next customer, and is checked in the background', async () => {
    const payment = await paidBefore(hand);
    refund(payment, 1000);
    expect(hand.till.state()).toMatchObject({
      stage: { kind: 'keypad' },
      customer: { kind: 'idle' },
      checking: [{ number: lastSent(), kind: 'refund', refundOf: payment, word: 'refund-checking' }],
    });
  });

  it('that succeeded is news once', async () => {
    const number = await refunded(await paidBefore(hand), 1234, 0);
    expect(hand.till.state()).toMatchObject({ checking: [], news: [{ number, word: 'refunded' }], refundsToRetry: [] });
    hand.till.seen(number);
    expect(hand.till.state().news).toEqual([]);
    expect(hand.attemptOf(number)).toMatchObject({ status: 'refunded', gatewayRef: syssnOf(number), resolved: false });
  });

  it('changes neither its payment nor the earlier refunds of it', async () => {
    const payment = await paidBefore(hand);
    const first = await refunded(payment, 100, 0);
    const before = [hand.attemptOf(payment), hand.attemptOf(first)];
    await refunded(payment, 100, 1);
    expect([hand.attemptOf(payment), hand.attemptOf(first)]).toEqual(before);
    expect(hand.till.state().news).toHaveLength(2);
  });

  it('without an answer is enquired by its own number', async () => {
    refund(await paidBefore(hand), 1234);
    const number = lastSent();
    await hand.answer(SILENCE);
    await hand.pass(5000);
    expect(hand.asked.at(-1)).toMatchObject({ by: 'number', numbers: [number] });
    await hand.reply(rows(rowOf(hand.attemptOf(number))));
    expect(hand.attemptOf(number).status).toBe('refunded');
  });

  it('of which nothing was sent is sent once more as a refund', async () => {
    refund(await paidBefore(hand), 1234);
    await hand.answer(NOTHING_LEFT);
    expect(refunds()).toHaveLength(2);
    expect(refunds()[1]).toEqual(refunds()[0]);
    const number = lastSent();
    await hand.answer(NOTHING_LEFT);
    expect(hand.attemptOf(number)).toMatchObject({ status: 'refused', lastResponse: 'not-sent' });
  });

  it('is not settled by the success of its payment', async () => {
    const payment = await paidBefore(hand);
    refund(payment, 1234);
    const number = lastSent();
    await hand.answer(SILENCE);
    await hand.pass(5000);
    await hand.reply(rows(rowOf(hand.attemptOf(payment))));
    expect(hand.attemptOf(number).status).toBe('unknown');
  });
});

describe('the till refunds', () => {
  it('the paid amount, also in parts, and not a cent more', async () => {
    const payment = await paidBefore(hand);
    expect(view(payment)).toMatchObject({ refundable: 1234, refunds: [], refundInDoubt: false, toDecide: false });
    for (const amount of [1235, 0, -1, 0.5, Number.NaN, 2 ** 53]) expect(refund(payment, amount)).toBe('amount');
    const first = await refunded(payment, 1000, 0);
    expect(view(payment)).toMatchObject({ refundable: 234, refunds: [{ number: first }] });
    expect(refund(payment, 235, 1)).toBe('amount');
    const second = await refunded(payment, 234, 1);
    expect(view(payment)).toMatchObject({ refundable: 0, refunds: [{ number: first }, { number: second }] });
    expect(refund(payment, 1, 2)).toBe('amount');
    expect(refunds()).toHaveLength(2);
  });

  it('an amount again whose refund was refused', async () => {
    const payment = await paidBefore(hand);
    await refunded(payment, 1234, 0, FORBIDDEN);
    expect(view(payment)).toMatchObject({ refundable: 1234, refunds: [{ word: 'not-refunded' }] });
    await refunded(payment, 1234, 1);
    expect(view(payment)?.refundable).toBe(0);
  });

  it('a late payment too', async () => {
    const number = await leftBehind(hand);
    await hand.pass(2000);
    await hand.reply(rows(rowOf(hand.attemptOf(number))));
    expect(view(number)).toMatchObject({ refundable: 1234, toDecide: true, payment: { word: 'paid-late' } });
    expect(refund(number, 1234)).toBe('started');
  });

  it('nothing while another refund of the payment is in doubt', async () => {
    const payment = await paidBefore(hand);
    refund(payment, 1);
    await hand.answer(SILENCE);
    expect(view(payment)).toMatchObject({ refundable: 0, refundInDoubt: true });
    expect([refund(payment, 1, 0), refund(payment, 1, 1)]).toEqual(['in-doubt', 'in-doubt']);
    expect(refunds()).toHaveLength(1);
  });

  it('nothing on a second tap, or from a screen older than the last refund', async () => {
    const payment = await paidBefore(hand);
    await refunded(payment, 100, 0);
    expect([refund(payment, 100, 0), refund(payment, 100, 2)]).toEqual(['already-started', 'already-started']);
    expect(refunds()).toHaveLength(1);
  });

  it('nothing of an unpaid payment, of a refund, or of an unknown number', async () => {
    const declined = startPayment(hand, 1234, 'cpm');
    expect(refund(declined, 1234)).toBe('not-refundable');
    await hand.answer(answerWith(rowOf(hand.attemptOf(declined), DECLINED)));
    expect(refund(declined, 1234)).toBe('not-refundable');
    expect(view(declined)).toMatchObject({ refundable: 0, toDecide: false, payment: { word: 'not-paid' } });
    hand.till.next(hand.till.state().saleId);
    const back = await refunded(await paidBefore(hand), 1234, 0);
    expect([refund(back, 1234), refund(NUMBER, 1234), refund('nonsense', 1)]).toEqual([
      'not-refundable',
      'not-refundable',
      'not-refundable',
    ]);
    expect(refunds()).toHaveLength(1);
  });

  it("nothing if QFPay's number of the payment is unknown", () => {
    const { number } = openOne(place.ledger());
    place.ledger().record(number, 1, { status: 'paid' }, EVENING);
    expect(refund(number, 1)).toBe('not-refundable');
  });

  it('nothing more if more was refunded than paid', async () => {
    const payment = await paidBefore(hand);
    await refunded(payment, 1234, 0);
    place.raw().prepare('UPDATE attempts SET amount_cents = 1000 WHERE number = ?').run(payment);
    expect(view(payment)?.refundable).toBe(0);
  });
});

describe('the payment screen finds a payment', () => {
  it('by its own number or by the number of its refund', async () => {
    const payment = await paidBefore(hand);
    const back = await refunded(payment, 1, 0);
    expect(view(back)).toEqual(view(payment));
    expect(view(payment)).toMatchObject({
      payment: { number: payment, word: 'paid' },
      refunds: [{ refundOf: payment }],
    });
  });

  it('by nothing else', () => {
    expect([view(NUMBER), view('nonsense')]).toEqual([null, null]);
  });
});

describe('a refund for later', () => {
  it('is kept as a task, and is no news', async () => {
    const number = await refunded(await paidBefore(hand), 1234, 0, LATER);
    expect(hand.till.state()).toMatchObject({
      news: [],
      refundsToRetry: [{ number, word: 'not-refunded', lastResponse: '1265', advice: 'refund-not-now' }],
    });
    hand.till.seen(number);
    hand.till.keepLatePayment(number);
    expect(hand.till.state().refundsToRetry).toHaveLength(1);
  });

  it('can be dropped', async () => {
    const number = await refunded(await paidBefore(hand), 1234, 0, LATER);
    hand.till.cancelRefundRetry('nonsense');
    hand.till.cancelRefundRetry(NUMBER);
    hand.till.cancelRefundRetry(number);
    expect(hand.till.state()).toMatchObject({ news: [], refundsToRetry: [] });
    expect(hand.attemptOf(number)).toMatchObject({ status: 'refused', resolved: true });
  });

  it('is resolved when the next refund is started', async () => {
    const payment = await paidBefore(hand);
    const number = await refunded(payment, 1234, 0, LATER);
    const next = await refunded(payment, 1234, 1);
    expect(hand.attemptOf(number).resolved).toBe(true);
    expect(hand.till.state()).toMatchObject({ refundsToRetry: [], news: [{ number: next, word: 'refunded' }] });
  });

  it('stays if the next refund was not started', async () => {
    const payment = await paidBefore(hand);
    const number = await refunded(payment, 1234, 0, LATER);
    expect(refund(payment, 1235, 1)).toBe('amount');
    expect(hand.attemptOf(number).resolved).toBe(false);
  });
});

describe('a refund that was refused for good', () => {
  it('is news until it is read, also after a restart', async () => {
    const number = await refunded(await paidBefore(hand), 1234, 0, FORBIDDEN);
    const news = [{ number, word: 'not-refunded', advice: 'refund-forbidden' }];
    expect(hand.till.state()).toMatchObject({ news, refundsToRetry: [] });
    hand.till.stop();
    hand = handTill(place);
    expect(hand.till.state()).toMatchObject({ news, refundsToRetry: [] });
    hand.till.cancelRefundRetry(number);
    expect(hand.till.state().news).toHaveLength(1);
    hand.till.seen(number);
    expect(hand.till.state().news).toEqual([]);
    expect(hand.attemptOf(number).resolved).toBe(true);
  });

  it('without a code from the gateway is news too', async () => {
    const number = await refunded(await paidBefore(hand), 1234, 0, FORBIDDEN);
    hand.till.stop();
    const { version } = hand.attemptOf(number);
    hand.ports.ledger.record(number, version, { lastResponse: null }, EVENING);
    hand = handTill(place);
    expect(hand.till.state()).toMatchObject({ news: [{ number, advice: null }], refundsToRetry: [] });
  });

  it('and succeeded later is news again, with the alarm `late`', async () => {
    const number = await refunded(await paidBefore(hand), 1234, 0, FORBIDDEN);
    hand.till.seen(number);
    const asked = await paymentLooksOver(hand);
    await hand.pass(5 * 60_000);
    expect(hand.asked.slice(asked).map(({ by }) => by)).toEqual(['syssn', 'number']);
    await hand.reply(rows(rowOf(hand.attemptOf(number))));
    await hand.reply(rows());
    expect(hand.attemptOf(number)).toMatchObject({ status: 'refunded', gatewayRef: syssnOf(number) });
    expect(hand.shown().news).toMatchObject([{ number, word: 'refunded' }]);
    expect(hand.logged).toContainEqual(['payments.alarm', { number, alarm: 'late' }]);
  });
});

describe('a refused refund that the gateway later lists as processing', () => {
  /** Makes a payment with a refused refund, which the gateway then lists as processing. */
  const revived = async (then: 'nothing' | 'another') => {
    const payment = await paidBefore(hand);
    const number = await refunded(payment, 1234, 0, FORBIDDEN);
    hand.till.seen(number);
    await paymentLooksOver(hand);
    await hand.pass(5 * 60_000 - 1000);
    if (then === 'another') expect(refund(payment, 1234, 1)).toBe('started');
    await hand.pass(1000);
    await hand.reply(rows(rowOf(hand.attemptOf(number), UNPAID)));
    await hand.reply(rows());
    return { payment, number };
  };

  it('is in doubt again, and no other refund can start', async () => {
    const { payment, number } = await revived('nothing');
    expect(hand.attemptOf(number)).toMatchObject({ status: 'unknown', resolved: false });
    expect(hand.till.state().checking).toMatchObject([{ number, word: 'refund-checking' }]);
    expect(refund(payment, 1234, 1)).toBe('in-doubt');
    await hand.pass(2_000);
    await hand.reply(rows(rowOf(hand.attemptOf(number))));
    expect(hand.attemptOf(number).status).toBe('refunded');
    expect(hand.shown().news).toMatchObject([{ number, word: 'refunded', abandoned: true }]);
    expect(hand.logged).toContainEqual(['payments.alarm', { number, alarm: 'late' }]);
    expect(hand.told.filter(([what]) => what === 'over-returned')).toEqual([]);
  });

  it('and then succeeds is news until it is read, also after a restart', async () => {
    const { number } = await revived('nothing');
    await hand.pass(2_000);
    await hand.reply(rows(rowOf(hand.attemptOf(number))));
    hand.till.stop();
    hand = handTill(place);
    expect(hand.till.state().news).toMatchObject([{ number, word: 'refunded', abandoned: true }]);
    hand.till.seen(number);
    expect(hand.till.state().news).toEqual([]);
    expect(hand.attemptOf(number)).toMatchObject({ status: 'refunded', resolved: true });
  });

  it('beside a second refund: the second success is reported, and nothing is left to refund', async () => {
    const { payment, number } = await revived('another');
    const another = lastSent();
    expect(hand.attemptOf(number).status).toBe('unknown');
    await hand.answer(answerWith(rowOf(hand.attemptOf(another))));
    expect(hand.told.filter(([what]) => what === 'over-returned')).toEqual([]);
    expect(view(payment)).toMatchObject({ refundable: 0, refundInDoubt: true, payment: { refunded: 1234 } });
    await hand.pass(2_000);
    await hand.reply(rows(rowOf(hand.attemptOf(number))));
    const { readable } = hand.till.payment(payment)?.payment ?? { readable: '' };
    expect(hand.told.filter(([what]) => what === 'over-returned')).toEqual([['over-returned', readable]]);
    expect(view(payment)).toMatchObject({ refundable: 0, refundInDoubt: false, payment: { refunded: 2468 } });
    expect(hand.till.day(null).attempts.find((each) => each.number === payment)?.refunded).toBe(2468);
  });

  it('is news even if the ledger cannot be read at that moment, and the failure is reported', async () => {
    const { number } = await revived('nothing');
    hand.breakLedger('refundsOf');
    await hand.pass(2_000);
    await hand.reply(rows(rowOf(hand.attemptOf(number))));
    hand.breakLedger();
    expect(hand.told).toContainEqual(['ledger-failed', 'full']);
    expect(hand.till.state().news).toMatchObject([{ number, word: 'refunded' }]);
  });

  it("reports a ledger that cannot be read for the day's list", async () => {
    await paidBefore(hand);
    hand.breakLedger('refundsOf');
    expect(() => hand.till.day(null)).toThrow('full');
    expect(hand.told).toContainEqual(['ledger-failed', 'full']);
  });

  it('logs an unexpected error', async () => {
    const { number } = await revived('nothing');
    hand.breakLedger(new TypeError('odd'), 'refundsOf');
    await hand.pass(2_000);
    await hand.reply(rows(rowOf(hand.attemptOf(number))));
    const facts = { number, event: 'enquiry-found', error: 'TypeError' };
    expect(hand.logged).toContainEqual(['watch.unexpected', facts]);
  });

  it('can be decided by a person as fully refunded, even if another refund was too', async () => {
    const { number } = await revived('another');
    await hand.answer(answerWith(rowOf(hand.attemptOf(lastSent()))));
    await hand.pass(25 * 3_600_000);
    const { version } = hand.attemptOf(number);
    const said = { number, version, verdict: 'refunded', by: 'KC', why: 'portal' } as const;
    expect(hand.till.decide({ ...said, amount: 1235 })).toBe('amount');
    expect(hand.till.decide({ ...said, amount: 1234 })).toBe('decided');
    expect(hand.told.filter(([what]) => what === 'over-returned')).toHaveLength(1);
  });
});
