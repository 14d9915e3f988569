/** What ended behind the cashier: a late payment, which somebody has to decide about, and news, which is only to be read. */
import { describe, expect, it } from 'vitest';
import { NOT_SENT } from '../../shared/attempt/record.ts';
import { isAttemptNumber, type AttemptNumber } from '../../shared/attempt/number.ts';
import {
  answerWith,
  DECLINED,
  handTill,
  handTillForEach,
  leftBehind,
  paidBefore,
  qrFor,
  refundedBy,
  rowOf,
  rows,
  startPayment,
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

const whole = (number: AttemptNumber) => ({ number, amount: 1234, knownRefunds: 0 });

describe('a late payment', () => {
  const late = async () => {
    const number = await leftBehind(hand);
    await hand.pass(2000);
    await hand.reply(rows(rowOf(hand.attemptOf(number))));
    return number;
  };

  it('is news until somebody decides; reading it is not enough, nor is a restart', async () => {
    const number = await late();
    for (const look of [() => undefined, () => hand.till.seen(number), () => hand.till.dropRefund(number)]) {
      look();
      expect(hand.till.state()).toMatchObject({ news: [{ number, word: 'paid-late' }], refundsToDo: [] });
    }
    hand.till.stop();
    hand = handTill(place);
    expect(hand.till.state()).toMatchObject({ news: [{ number, word: 'paid-late' }] });
    await hand.pass(3_600_000);
    expect(hand.asked, 'what is paid is not asked about').toEqual([]);
    expect(hand.till.unfinished(), 'it waits for a person and not for the gateway').toBe(0);
  });

  it('is kept for its sale', async () => {
    const number = await late();
    hand.till.keepLate('nonsense');
    hand.till.keepLate(NUMBER);
    hand.till.keepLate(number);
    expect(hand.till.state().news).toEqual([]);
    expect(hand.attemptOf(number)).toMatchObject({ status: 'late-paid', resolved: true });
    expect(hand.till.payment(number)?.toDecide).toBe(false);
    const { version } = hand.attemptOf(number);
    hand.till.keepLate(number);
    expect(hand.attemptOf(number).version).toBe(version);
  });

  it('is not kept where the ledger does not take it, and nobody is told that it was', async () => {
    const number = await late();
    hand.breakLedger('record');
    expect(hand.till.keepLate(number)).toBe(false);
    expect(hand.attemptOf(number)).toMatchObject({ status: 'late-paid', resolved: false });
    hand.breakLedger();
    expect(hand.till.keepLate(number)).toBe(true);
    expect(hand.till.keepLate(number)).toBe(false);
  });

  it.each([
    ['kept', (number: AttemptNumber) => hand.till.keepLate(number)],
    ['given back', (number: AttemptNumber) => hand.till.refund(whole(number))],
  ])('is %s, and then stands on neither screen any more', async (_how, decide) => {
    const earlier = await late();
    const number = startPayment(hand);
    await hand.answer(qrFor(hand.attemptOf(number)));
    hand.till.cancel(hand.till.state().saleId);
    await hand.pass(2000);
    await hand.reply(rows(rowOf(hand.attemptOf(number))));
    decide(earlier);
    const onScreen = { stage: { kind: 'attempt', attempt: { number, word: 'paid-late' } }, customer: { kind: 'paid' } };
    expect(hand.till.state()).toMatchObject(onScreen);
    hand.till.keepLate('nonsense');
    expect(hand.till.state()).toMatchObject(onScreen);
    decide(number);
    expect(hand.till.state()).toMatchObject({ stage: { kind: 'keypad' }, customer: { kind: 'idle' } });
  });

  it('or given back, which decides it too', async () => {
    const number = await late();
    const back = await refundedBy(hand, whole(number));
    expect(hand.attemptOf(number)).toMatchObject({ status: 'late-paid', resolved: true });
    expect(hand.till.state().news).toMatchObject([{ number: back, word: 'refunded' }]);
  });

  it('of an earlier run is decided by a refund too', async () => {
    const number = await late();
    hand.till.stop();
    hand = handTill(place);
    await refundedBy(hand, whole(number));
    expect(hand.attemptOf(number).resolved).toBe(true);
  });

  it('that this run never took up is decided by a refund all the same', async () => {
    const { number } = openOne(place.ledger());
    place.ledger().record(number, 1, { status: 'late-paid', gatewayRef: 'S' }, EVENING);
    await refundedBy(hand, whole(number));
    expect(hand.attemptOf(number).resolved).toBe(true);
  });
});

describe('news', () => {
  it('is what ended behind the cashier, until it was read; each reading is told', async () => {
    const number = startPayment(hand);
    await hand.answer(answerWith(rowOf(hand.attemptOf(number), UNPAID)));
    hand.till.cancel(hand.till.state().saleId);
    hand.till.next(hand.till.state().saleId);
    expect(hand.till.state().news).toEqual([]);
    await hand.pass(2000);
    await hand.reply(rows(rowOf(hand.attemptOf(number), DECLINED)));
    // By QFPay's number alone nobody is told "not paid".
    expect(hand.till.state()).toMatchObject({ news: [], checking: [{ number }] });
    await hand.pass(0);
    await hand.reply(rows(rowOf(hand.attemptOf(number), DECLINED)));
    await hand.reply(rows());
    expect(hand.till.state()).toMatchObject({ news: [{ number, word: 'not-paid' }], checking: [] });
    hand.till.seen('nonsense');
    expect(hand.till.state().news).toHaveLength(1);
    const before = hand.changes();
    hand.till.seen(number);
    expect([hand.till.state().news, hand.changes()]).toEqual([[], before + 1]);
    expect(hand.attemptOf(number).resolved).toBe(false);
  });

  it('stays until it was read, however many payments are made meanwhile', async () => {
    const number = await leftBehind(hand);
    await hand.pass(2000);
    await hand.reply(rows(rowOf(hand.attemptOf(number), DECLINED)));
    await hand.pass(0);
    await hand.reply(rows(rowOf(hand.attemptOf(number), DECLINED)));
    await hand.reply(rows());
    hand.ports.ledger.record(number, hand.attemptOf(number).version, { lastResponse: NOT_SENT }, EVENING);
    hand.till.stop();
    hand = handTill(place, null, [number]);
    for (let count = 0; count < 70; count += 1) await paidBefore(hand);
    // So many calls need more than the first minute's part of what a till may make.
    for (const ms of [10_000, 60_000, 290_000, 60_000]) {
      const asked = hand.asked.length;
      await hand.pass(ms);
      for (let call = asked; call < hand.asked.length; call += 1) await hand.reply(rows());
    }
    expect(hand.till.state()).toMatchObject({ news: [{ number, word: 'not-paid' }] });
  });

  it('of a number nobody knows is read without harm', () => {
    expect(isAttemptNumber(NUMBER)).toBe(true);
    hand.till.seen(NUMBER);
    expect(hand.till.state().news).toEqual([]);
  });
});
