/**
 * What the customer sees of a sale that has left the cashier's screen, the last sale on the keypad, and a QR that is
 * shown again. The tests move time and answers by hand.
 */
import { describe, expect, it } from 'vitest';
import {
  answerWith,
  DECLINED,
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
import type { AttemptNumber } from '../../shared/attempt/number.ts';

let hand: HandTill;
handTillForEach((made) => {
  hand = made;
});

const state = () => hand.till.state();
const waiting = async (amount = 1234): Promise<AttemptNumber> => {
  const number = startPayment(hand, amount);
  await hand.answer(qrFor(hand.attemptOf(number)));
  return number;
};
const paidOnScreen = async (): Promise<AttemptNumber> => {
  const number = startPayment(hand, 1234, 'cpm');
  await hand.answer(answerWith(rowOf(hand.attemptOf(number))));
  return number;
};
const qrOf = (number: AttemptNumber) => ({ kind: 'qr', qr: `https://qr.example/${number}` });

describe('"paid" on the customer\'s screen', () => {
  it('stays for four seconds, even if the cashier goes on sooner', async () => {
    await paidOnScreen();
    await hand.pass(900);
    hand.till.next(state().saleId);
    expect(hand.shown()).toMatchObject({ stage: { kind: 'keypad' }, customer: { kind: 'paid', amount: 1234 } });
    await hand.pass(3099);
    expect(state().customer.kind).toBe('paid');
    const before = hand.changes();
    await hand.pass(1);
    expect([state().customer.kind, hand.changes()]).toEqual(['idle', before + 1]);
  });

  it('disappears when the next payment starts', async () => {
    await paidOnScreen();
    hand.till.next(state().saleId);
    expect(hand.till.start({ saleId: state().saleId, amount: 0, tender: { wallet: 'payme', mode: 'cpm' } })).toBe(
      'amount',
    );
    expect(state().customer.kind).toBe('paid');
    hand.till.start({ saleId: state().saleId, amount: 99, tender: { wallet: 'payme', mode: 'cpm' } });
    expect(state().customer).toEqual({ kind: 'show-code', wallet: 'payme', amount: 99 });
    hand.till.cancel(state().saleId);
    await hand.pass(5000);
    expect(state().customer.kind).toBe('idle');
  });

  it('disappears with the sale if four seconds have passed, and with the till', async () => {
    await paidOnScreen();
    await hand.pass(4000);
    hand.till.next(state().saleId);
    expect(state().customer.kind).toBe('idle');
    await paidOnScreen();
    hand.till.next(state().saleId);
    hand.till.stop();
    const before = hand.changes();
    await hand.pass(5000);
    expect(hand.changes()).toBe(before);
  });
});

describe('the last sale', () => {
  it('is shown on the keypad with its current status', async () => {
    const number = await leftBehind(hand);
    expect(state().lastSale).toMatchObject({ number, amount: 1234, word: 'checking' });
    await hand.pass(2000);
    await hand.reply(rows(rowOf(hand.attemptOf(number), DECLINED)));
    // An enquiry by our number comes too, before "not paid" is shown.
    await hand.pass(0);
    await hand.reply(rows(rowOf(hand.attemptOf(number), DECLINED)));
    await hand.reply(rows());
    expect(state().lastSale).toMatchObject({ number, word: 'not-paid' });
    const next = await paidBefore(hand, 99);
    expect(state().lastSale).toMatchObject({ number: next, amount: 99, word: 'paid' });
  });

  it('disappears when it is refunded, and stays when another sale is refunded', async () => {
    const first = await paidBefore(hand, 500);
    const last = await paidBefore(hand, 600);
    await refundedBy(hand, { number: first, amount: 500, expectedRefunds: 0 });
    expect(state().lastSale).toMatchObject({ number: last });
    expect(hand.till.refund({ number: last, amount: 601, expectedRefunds: 0 })).toBe('amount');
    expect(state().lastSale).toMatchObject({ number: last });
    await refundedBy(hand, { number: last, amount: 600, expectedRefunds: 0 });
    expect(state().lastSale).toBeNull();
  });
});

describe('a QR that is shown again', () => {
  it('returns after its time is over: the same number, no request, two minutes', async () => {
    const number = await waiting();
    await hand.pass(120_000);
    expect(state()).toMatchObject({
      stage: { qrShown: false, attempt: { word: 'checking', canShowAgain: true } },
      customer: { kind: 'time-over', amount: 1234 },
    });
    const sent = hand.sent.length;
    hand.till.showAgain(number);
    expect(state()).toMatchObject({
      stage: { kind: 'attempt', qrShown: true, leftMs: 120_000, attempt: { number, word: 'waiting' } },
      customer: qrOf(number),
    });
    expect(hand.sent).toHaveLength(sent);
    expect(hand.shown()).toMatchObject({ customer: qrOf(number) });
  });

  it('returns from the keypad, and the sale is on both screens again', async () => {
    const number = await leftBehind(hand);
    hand.till.showAgain(number);
    expect(state()).toMatchObject({
      stage: { attempt: { number, word: 'waiting' } },
      checking: [],
      customer: qrOf(number),
    });
    expect(hand.attemptOf(number).abandoned).toBe(false);
    await hand.pass(2000);
    await hand.reply(rows(rowOf(hand.attemptOf(number))));
    expect(state()).toMatchObject({ stage: { attempt: { number, word: 'paid' } }, news: [] });
  });

  it('replaces "paid" of the last customer', async () => {
    const number = await leftBehind(hand);
    await paidOnScreen();
    hand.till.next(state().saleId);
    hand.till.showAgain(number);
    expect(state().customer).toMatchObject(qrOf(number));
  });

  it('does not replace another sale, and is not shown for an unknown number or a paid payment', async () => {
    const number = await leftBehind(hand);
    const other = await waiting(99);
    hand.till.showAgain(number);
    expect(state()).toMatchObject({ stage: { attempt: { number: other } }, customer: qrOf(other) });
    hand.till.cancel(state().saleId);
    hand.till.next(state().saleId);
    for (const nobody of ['nothing', '01K7QF3M0099991X']) hand.till.showAgain(nobody);
    const paid = await paidBefore(hand);
    hand.till.showAgain(paid);
    expect(state().stage.kind).toBe('keypad');
  });

  it('gets two more minutes from the cashier, only for the sale on the screen', async () => {
    hand.till.longer(state().saleId);
    await waiting();
    await hand.pass(100_000);
    hand.till.longer('another');
    expect(state().stage).toMatchObject({ leftMs: 20_000 });
    hand.till.longer(state().saleId);
    expect(state().stage).toMatchObject({ leftMs: 140_000 });
    await hand.pass(20_000);
    expect(state().stage).toMatchObject({ qrShown: true, leftMs: 120_000 });
    await hand.pass(120_000);
    expect(state().stage).toMatchObject({ qrShown: false, attempt: { word: 'checking' } });
  });
});

describe('a customer who pays another way', () => {
  it('frees the keypad at once, is told not to confirm, and is still enquired', async () => {
    const number = await waiting();
    hand.till.otherWay('another');
    expect(state().stage.kind).toBe('attempt');
    hand.till.otherWay(state().saleId);
    expect(hand.shown()).toMatchObject({
      stage: { kind: 'keypad' },
      customer: { kind: 'given-up', wallet: 'payme', amount: 1234 },
      checking: [{ number, abandoned: true }],
    });
    expect(hand.attemptOf(number)).toMatchObject({ status: 'pending', abandoned: true });
    await hand.pass(2000);
    await hand.reply(rows(rowOf(hand.attemptOf(number), UNPAID)));
    expect(state().customer.kind).toBe('given-up');
    await hand.pass(8000);
    expect(state().customer.kind).toBe('idle');
  });

  it('and still pays by PayMe causes the alarm of a late payment', async () => {
    const number = await waiting();
    hand.till.otherWay(state().saleId);
    await hand.pass(2000);
    await hand.reply(rows(rowOf(hand.attemptOf(number))));
    expect(state()).toMatchObject({ news: [{ number, word: 'paid-late' }], stage: { kind: 'keypad' } });
  });

  it('changes nothing if the sale is already paid, or at the keypad', async () => {
    hand.till.otherWay(state().saleId);
    const number = await paidOnScreen();
    hand.till.otherWay(state().saleId);
    expect(state().stage).toMatchObject({ attempt: { number, word: 'paid' } });
    expect(hand.attemptOf(number).abandoned).toBe(false);
  });
});
