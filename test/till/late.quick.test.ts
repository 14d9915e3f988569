/** Attempts that end in the background: a late payment, which needs a decision, and news, which needs only reading. */
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

const whole = (number: AttemptNumber) => ({ number, amount: 1234, expectedRefunds: 0 });

describe('a late payment', () => {
  const late = async () => {
    const number = await leftBehind(hand);
    await hand.pass(2000);
    await hand.reply(rows(rowOf(hand.attemptOf(number))));
    return number;
  };

  it('is news until a person decides; neither reading nor a restart is enough', async () => {
    const number = await late();
    for (const look of [() => undefined, () => hand.till.seen(number), () => hand.till.cancelRefundRetry(number)]) {
      look();
      expect(hand.till.state()).toMatchObject({ news: [{ number, word: 'paid-late' }], refundsToRetry: [] });
    }
    hand.till.stop();
    hand = handTill(place);
    expect(hand.till.state()).toMatchObject({ news: [{ number, word: 'paid-late' }] });
    await hand.pass(3_600_000);
    expect(hand.asked, 'a paid payment is not enquired').toEqual([]);
    expect(hand.till.unfinished(), 'it waits for a person, not for the gateway').toBe(0);
  });

  it('is kept for its sale', async () => {
    const number = await late();
    hand.till.keepLatePayment('nonsense');
    hand.till.keepLatePayment(NUMBER);
    hand.till.keepLatePayment(number);
    expect(hand.till.state().news).toEqual([]);
    expect(hand.attemptOf(number)).toMatchObject({ status: 'late-paid', resolved: true });
    expect(hand.till.payment(number)?.toDecide).toBe(false);
    const { version } = hand.attemptOf(number);
    hand.till.keepLatePayment(number);
    expect(hand.attemptOf(number).version).toBe(version);
  });

  it('is not kept if the ledger cannot record it, and the answer says so', async () => {
    const number = await late();
    hand.breakLedger('record');
    expect(hand.till.keepLatePayment(number)).toBe(false);
    expect(hand.attemptOf(number)).toMatchObject({ status: 'late-paid', resolved: false });
    hand.breakLedger();
    expect(hand.till.keepLatePayment(number)).toBe(true);
    expect(hand.till.keepLatePayment(number)).toBe(false);
  });

  it.each([
    ['kept', (number: AttemptNumber) => hand.till.keepLatePayment(number)],
    ['refunded', (number: AttemptNumber) => hand.till.refund(whole(number))],
  ])('is %s, and then disappears from both screens', async (_how, decide) => {
    const earlier = await late();
    const number = startPayment(hand);
    await hand.answer(qrFor(hand.attemptOf(number)));
    hand.till.cancel(hand.till.state().saleId);
    await hand.pass(2000);
    await hand.reply(rows(rowOf(hand.attemptOf(number))));
    decide(earlier);
    const onScreen = { stage: { kind: 'attempt', attempt: { number, word: 'paid-late' } }, customer: { kind: 'paid' } };
    expect(hand.till.state()).toMatchObject(onScreen);
    hand.till.keepLatePayment('nonsense');
    expect(hand.till.state()).toMatchObject(onScreen);
    decide(number);
    expect(hand.till.state()).toMatchObject({ stage: { kind: 'keypad' }, customer: { kind: 'idle' } });
  });

  it('is refunded, which decides it too', async () => {
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

  it('that this run never loaded is decided by a refund too', async () => {
    const { number } = openOne(place.ledger());
    place.ledger().record(number, 1, { status: 'late-paid', gatewayRef: 'S' }, EVENING);
    await refundedBy(hand, whole(number));
    expect(hand.attemptOf(number).resolved).toBe(true);
  });
});

describe('news', () => {
  it('holds attempts that ended in the background until they are read; each reading is reported', async () => {
    const number = startPayment(hand);
    await hand.answer(answerWith(rowOf(hand.attemptOf(number), UNPAID)));
    hand.till.cancel(hand.till.state().saleId);
    hand.till.next(hand.till.state().saleId);
    expect(hand.till.state().news).toEqual([]);
    await hand.pass(2000);
    await hand.reply(rows(rowOf(hand.attemptOf(number), DECLINED)));
    // An enquiry by QFPay's number alone never proves "not paid".
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

  it('stays until it is read, however many payments are made meanwhile', async () => {
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
    // These calls need more than the till's share of the first minute.
    for (const ms of [10_000, 60_000, 290_000, 60_000]) {
      const asked = hand.asked.length;
      await hand.pass(ms);
      for (let call = asked; call < hand.asked.length; call += 1) await hand.reply(rows());
    }
    expect(hand.till.state()).toMatchObject({ news: [{ number, word: 'not-paid' }] });
  });

  it('ignores the reading of an unknown number', () => {
    expect(isAttemptNumber(NUMBER)).toBe(true);
    hand.till.seen(NUMBER);
    expect(hand.till.state().news).toEqual([]);
  });
});
