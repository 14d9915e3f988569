/** Attempts that the gateway leaves open: money that was returned outside the till, and decisions by a person. */
import { beforeEach, describe, expect, it } from 'vitest';
import type { AttemptNumber } from '../../shared/attempt/number.ts';
import { createByHand } from '../../electron/till/by-hand.ts';
import { createPayments } from '../../electron/till/payments.ts';
import type { Ruling } from '../../shared/contract/payments.ts';
import { cents } from '../../shared/money.ts';
import {
  answerWith,
  DECLINED,
  FORBIDDEN,
  handTill,
  handTillForEach,
  leftBehind,
  paidBefore,
  paymentLooksOver,
  qrFor,
  refundedBy,
  rowOf,
  rows,
  SILENCE,
  startPayment,
  UNPAID,
  type HandTill,
} from '../support/hand-till.ts';
import type { LedgerPlace } from '../support/ledger-files.ts';
import { EVENING, NUMBER, PAYME_QR } from '../support/samples.ts';

let place: LedgerPlace;
let hand: HandTill;
handTillForEach((made, where) => {
  hand = made;
  place = where;
});

const view = (number: string) => hand.till.payment(number);
const refund = (number: string, amount: number) => hand.till.refund({ number, amount, expectedRefunds: 0 });

describe('a payment that was refunded in the portal before the till saw it paid', () => {
  const paidAndBack = async (cancel: string): Promise<AttemptNumber> => {
    const number = startPayment(hand, 1000);
    await hand.answer(qrFor(hand.attemptOf(number)));
    await hand.pass(2000);
    await hand.reply(rows(rowOf(hand.attemptOf(number), { cancel })));
    return number;
  };

  it('is paid, is fully returned, and cannot be refunded again', async () => {
    const number = await paidAndBack('3');
    expect(hand.attemptOf(number)).toMatchObject({ status: 'paid', returnedElsewhere: 1000 });
    expect(view(number)).toMatchObject({ refundable: 0, payment: { word: 'paid', returnedElsewhere: 1000 } });
    expect(refund(number, 1)).toBe('amount');
    expect(hand.till.day(null)).toMatchObject({ returnedElsewhere: 1000, net: 0 });
  });

  it('cannot be refunded either if an unknown part was returned', async () => {
    const number = await paidAndBack('5');
    expect(hand.attemptOf(number)).toMatchObject({ status: 'paid', returnedElsewhere: null });
    expect(view(number)).toMatchObject({ refundable: 0, payment: { returnedElsewhere: null, verdicts: [] } });
    expect(refund(number, 1)).toBe('amount');
    expect(hand.till.unfinished()).toBe(0);
  });

  it('is paid late if it was abandoned', async () => {
    const number = await leftBehind(hand, 1000);
    await hand.pass(2000);
    await hand.reply(rows(rowOf(hand.attemptOf(number), { cancel: '3' })));
    expect(hand.attemptOf(number)).toMatchObject({ status: 'late-paid', returnedElsewhere: 1000 });
  });

  it('shows no QR of an order that the gateway reports as returned before it was paid', async () => {
    const number = startPayment(hand, 1000);
    const answer = qrFor(hand.attemptOf(number));
    if (answer.kind !== 'answered') throw new Error(answer.kind);
    await hand.answer({ ...answer, row: { ...answer.row, cancel: '2' } });
    expect(hand.till.state()).toMatchObject({ stage: { qrShown: false }, customer: { kind: 'checking' } });
  });
});

const HOUR = 3_600_000;
const forPerson = () => hand.till.state().forPerson;
const numbers = () => forPerson().map(({ number }) => number);
const say = (number: AttemptNumber, verdict: Ruling['verdict'], more: Partial<Ruling> = {}) => {
  const { version, amount } = hand.attemptOf(number);
  return hand.till.decide({ number, version, verdict, amount, by: ' KC ', why: ' seen in the portal ', ...more });
};
const BY = { decidedBy: 'KC', decidedWhy: 'seen in the portal' };
/** Lets this much time pass and answers every enquiry with these rows. */
const days = async (ms: number, answer: () => ReturnType<typeof rows>): Promise<void> => {
  for (let passed = 0; passed < ms; passed += 6 * HOUR) {
    await hand.pass(6 * HOUR);
    while (hand.asked.length > answered) {
      answered += 1;
      await hand.reply(answer());
    }
  }
};
let answered = 0;
beforeEach(() => {
  answered = 0;
});

describe('an order that the gateway does not list any more', () => {
  const silentOrder = async () => {
    const number = await leftBehind(hand);
    await days(18 * HOUR, () => rows());
    return number;
  };

  it('waits for a person after a day, and before that only for the gateway', async () => {
    const number = startPayment(hand);
    await hand.answer(answerWith(rowOf(hand.attemptOf(number), { ...UNPAID, code: '1145' })));
    expect([forPerson(), hand.till.state().checking]).toEqual([[], []]);
    await hand.pass(121_000);
    hand.till.next(hand.till.state().saleId);
    expect(forPerson()).toEqual([]);
    expect(hand.till.state().checking).toMatchObject([{ number, verdicts: ['paid', 'not-paid'] }]);
    await days(25 * HOUR, () => rows());
    expect(forPerson()).toMatchObject([{ number, word: 'checking', verdicts: ['paid', 'not-paid'] }]);
  });

  it('blocks a change of the account for that day, and no longer', async () => {
    await silentOrder();
    expect(hand.till.unfinished()).toBe(1);
    await days(12 * HOUR, () => rows());
    expect([hand.till.unfinished(), forPerson().length]).toEqual([0, 1]);
  });

  it('can be decided sooner by a person: not paid', async () => {
    const number = await silentOrder();
    expect(say(number, 'not-paid')).toBe('decided');
    expect(hand.attemptOf(number)).toMatchObject({ status: 'failed', decided: 'not-paid', ...BY, resolved: true });
    expect(hand.attemptOf(number).decidedAt).toBe(EVENING + 18 * HOUR);
    expect(hand.till.state()).toMatchObject({ forPerson: [], checking: [], news: [] });
    expect(hand.till.unfinished()).toBe(0);
    expect(view(number)?.payment).toMatchObject({
      word: 'not-paid',
      decision: { verdict: 'not-paid', by: 'KC', why: 'seen in the portal' },
      verdicts: [],
    });
    await hand.pass(10 * 60_000);
    await hand.reply(rows(rowOf(hand.attemptOf(number))));
    expect(hand.attemptOf(number).status).toBe('failed');
    await hand.reply(rows());
    expect(hand.attemptOf(number).status).toBe('late-paid');
    expect(hand.till.state().news).toMatchObject([{ number, word: 'paid-late' }]);
  });

  it('can be decided as paid; if it was abandoned, a person still keeps or refunds it', async () => {
    const number = await silentOrder();
    expect(say(number, 'paid', { amount: 1200 })).toBe('decided');
    expect(hand.attemptOf(number)).toMatchObject({ status: 'late-paid', movedAmount: 1200 });
    expect(hand.till.state()).toMatchObject({ forPerson: [], news: [{ number, word: 'paid-late' }] });
    expect(view(number)).toMatchObject({ refundable: 1200, toDecide: true });
    hand.till.keepLatePayment(number);
    expect(hand.till.state().news).toEqual([]);
  });

  it('keeps its decision after a restart', async () => {
    const number = await silentOrder();
    say(number, 'not-paid');
    hand.till.stop();
    hand = handTill(place);
    expect(hand.till.state()).toMatchObject({ forPerson: [], checking: [], news: [] });
    expect(view(number)?.payment).toMatchObject({ word: 'not-paid', decision: { by: 'KC' } });
  });

  it('is not decided if the ledger cannot record it, and the answer says so', async () => {
    const number = await silentOrder();
    hand.breakLedger('record');
    expect(say(number, 'not-paid')).toBe('cannot-record');
    expect(hand.attemptOf(number).decided).toBeNull();
    hand.breakLedger('find');
    expect(hand.till.decide({ number: NUMBER, version: 1, verdict: 'paid', amount: 1, by: 'a', why: 'b' })).toBe(
      'cannot-record',
    );
  });
});

describe('a decision', () => {
  it('counts only for the version that the person saw, and for what it leaves open', async () => {
    const number = await leftBehind(hand);
    const { version } = hand.attemptOf(number);
    expect(say(number, 'paid', { version: version - 1 })).toBe('moved-on');
    expect(say(number, 'paid', { version: version + 1 })).toBe('moved-on');
    expect(say(number, 'refunded')).toBe('moved-on');
    expect(say(number, 'returned')).toBe('moved-on');
    expect(say(number, 'paid', { number: 'nonsense' })).toBe('moved-on');
    expect(say(number, 'paid', { number: NUMBER })).toBe('moved-on');
    const onScreen = startPayment(hand);
    expect(say(onScreen, 'not-paid')).toBe('moved-on');
    expect(hand.attemptOf(number)).toMatchObject({ version, status: 'pending' });
  });

  it.each([
    ['no name', { by: ' ' }],
    ['a name too long', { by: 'x'.repeat(41) }],
    ['a name of two lines', { by: 'K\nC' }],
    ['no reason', { why: '' }],
    ['a reason too long', { why: 'x'.repeat(201) }],
    ['a reason that turns the line', { why: 'a\u202Eb' }],
  ])('is refused with %s', async (_what, more) => {
    const number = await leftBehind(hand);
    expect(say(number, 'not-paid', more)).toBe('words');
    expect(hand.attemptOf(number).decided).toBeNull();
  });

  it.each([0, -1, 1.5, Number.NaN, 100_000_000])('is refused with an amount of %d cents', async (amount) => {
    const number = await leftBehind(hand);
    expect(say(number, 'paid', { amount })).toBe('amount');
    expect(hand.attemptOf(number).decided).toBeNull();
    expect(say(number, 'paid', { amount: 99_999_999 })).toBe('decided');
  });

  it('does nothing for a payment that cannot be found', () => {
    const payments = createPayments({
      ...hand.ports,
      isHeld: () => false,
      onChange: () => undefined,
      onAlarm: () => undefined,
      onEvent: () => undefined,
    });
    const { number } = hand.ports.ledger.open({ ...draftOf(hand), kind: 'payment' }, (own) => ({
      number: own,
      fields: {},
      bodyHash: 'x',
    })).attempt;
    hand.ports.ledger.record(number, 1, { status: 'paid', gatewayRef: 'S1', returnedElsewhere: null }, EVENING);
    const refunds = { of: () => null, start: () => 'amount' as const };
    const decide = createByHand({ ...hand.ports, payments, refunds });
    expect(decide({ number, version: 2, verdict: 'returned', amount: 1, by: 'a', why: 'b' })).toBe('moved-on');
  });
});

const draftOf = ({ ports }: HandTill) => ({
  by: 'owner',
  refundOf: null,
  saleId: 'sale',
  tender: PAYME_QR,
  payType: '805801',
  amount: cents(1000),
  currency: 'HKD' as const,
  merchantId: null,
  gatewayHost: ports.gateway.host,
  requestedAtText: '2026-11-22 21:05:09',
  createdAt: EVENING,
  gatewayAt: null,
  validForMs: 0,
  codeTail: null,
  tillId: '01',
  codeHash: null,
});

describe('a refund that was processing and that the gateway does not list any more', () => {
  it('is decided by a person, and then the payment can be refunded further', async () => {
    const payment = await paidBefore(hand, 1000);
    const number = await refundedBy(hand, { number: payment, amount: 300, expectedRefunds: 0 }, UNPAID);
    await days(25 * HOUR, () => rows());
    expect(forPerson()).toMatchObject([{ number, kind: 'refund', verdicts: ['refunded', 'not-refunded'] }]);
    expect(view(payment)).toMatchObject({ refundable: 0, refundInDoubt: true });
    expect(refund(payment, 1)).toBe('in-doubt');
    expect(say(number, 'refunded', { amount: 1001 })).toBe('amount');
    expect(say(number, 'refunded', { amount: 400 })).toBe('decided');
    expect(view(payment)).toMatchObject({ refundable: 600, refundInDoubt: false });
    const second = await refundedBy(hand, { number: payment, amount: 500, expectedRefunds: 1 }, UNPAID);
    await hand.pass(HOUR);
    expect(say(second, 'refunded', { amount: 601 })).toBe('amount');
    expect(say(second, 'not-refunded', { amount: 601 })).toBe('amount');
    expect(say(second, 'not-refunded')).toBe('decided');
    expect(hand.till.state()).toMatchObject({ forPerson: [], news: [], refundsToRetry: [] });
    expect(view(payment)).toMatchObject({ refundable: 600, refundInDoubt: false });
  });
});

describe('an answer for another amount', () => {
  it('waits for a person at once, who must enter the amount; it does not block a change of the account', async () => {
    const number = await leftBehind(hand);
    await hand.pass(2000);
    await hand.reply(rows(rowOf(hand.attemptOf(number), { amount: '999' })));
    expect(numbers()).toEqual([number]);
    expect(hand.till.state().news).toMatchObject([{ number, word: 'checking', advice: 'mismatch' }]);
    expect(hand.till.unfinished()).toBe(0);
    hand.till.seen(number);
    expect(hand.till.state().news).toEqual([]);
    expect(say(number, 'paid', { amount: 999 })).toBe('decided');
    expect(hand.attemptOf(number)).toMatchObject({ status: 'late-paid', movedAmount: 999 });
  });

  it('shows on the sale on screen, and waits for a person once the cashier leaves it', async () => {
    const number = startPayment(hand);
    await hand.answer(qrFor(hand.attemptOf(number)));
    await hand.pass(2000);
    await hand.reply(rows(rowOf(hand.attemptOf(number), { amount: '999' })));
    expect(hand.till.state()).toMatchObject({ news: [], forPerson: [], stage: { attempt: { advice: 'mismatch' } } });
    hand.till.next(hand.till.state().saleId);
    expect(numbers()).toEqual([number]);
  });

  it('for a sale shown as not paid stays visible until a person decides, also after a restart', async () => {
    const number = startPayment(hand);
    await hand.answer(answerWith(rowOf(hand.attemptOf(number), DECLINED)));
    hand.till.next(hand.till.state().saleId);
    await hand.pass(10 * 60_000);
    await hand.reply(rows(rowOf(hand.attemptOf(number), { amount: '999' })));
    await hand.reply(rows());
    expect(hand.logged).toContainEqual(['payments.alarm', { number, alarm: 'mismatch' }]);
    expect(hand.till.state()).toMatchObject({ news: [{ number, word: 'not-paid', advice: 'mismatch' }] });
    hand.till.seen(number);
    expect([numbers(), hand.till.state().news]).toEqual([[number], []]);
    hand.till.keepLatePayment(number);
    hand.till.cancelRefundRetry(number);
    hand.till.stop();
    hand = handTill(place);
    expect(numbers()).toEqual([number]);
    expect(say(number, 'not-paid')).toBe('decided');
    expect(numbers()).toEqual([]);
    hand.till.stop();
    hand = handTill(place);
    expect(numbers()).toEqual([]);
  });

  it('for a refused refund stays visible too', async () => {
    const number = await refundedBy(
      hand,
      { number: await paidBefore(hand), amount: 10, expectedRefunds: 0 },
      FORBIDDEN,
    );
    hand.till.seen(number);
    await paymentLooksOver(hand);
    await hand.pass(5 * 60_000);
    await hand.reply(rows(rowOf(hand.attemptOf(number), { amount: '999' })));
    await hand.reply(rows());
    expect(hand.till.state()).toMatchObject({ forPerson: [{ number }], news: [{ number, advice: 'refund-mismatch' }] });
    hand.till.seen(number);
    expect([numbers(), hand.till.state().news]).toEqual([[number], []]);
  });
});

describe('a part that was returned outside the till', () => {
  const part = async (): Promise<AttemptNumber> => {
    const number = await leftBehind(hand, 1000);
    await hand.pass(2000);
    await hand.reply(rows(rowOf(hand.attemptOf(number), { cancel: '5' })));
    return number;
  };

  it('is entered by a person, also for a late payment, and the rest can be refunded', async () => {
    const number = await part();
    expect(forPerson()).toMatchObject([{ number, word: 'paid-late', verdicts: ['returned'] }]);
    expect(hand.till.state().news).toMatchObject([{ number }]);
    hand.till.keepLatePayment(number);
    expect([numbers(), hand.till.state().news]).toEqual([[number], []]);
    expect(hand.till.day(null)).toMatchObject({ returnedUnclear: 1, net: 1000 });
    expect(say(number, 'returned', { amount: 1001 })).toBe('amount');
    expect(say(number, 'returned', { amount: 400 })).toBe('decided');
    expect(numbers()).toEqual([]);
    expect(view(number)).toMatchObject({ refundable: 600, payment: { returnedElsewhere: 400 } });
    expect(refund(number, 601)).toBe('amount');
    expect(refund(number, 600)).toBe('started');
    expect(hand.till.day(null)).toMatchObject({ returnedUnclear: 0, returnedElsewhere: 400, net: 600 });
  });

  it('may be entered as zero', async () => {
    const number = await part();
    expect(say(number, 'returned', { amount: 0 })).toBe('decided');
    expect(view(number)?.refundable).toBe(1000);
  });

  it('still waits for a person after a restart', async () => {
    const number = await part();
    hand.till.keepLatePayment(number);
    hand.till.stop();
    hand = handTill(place);
    expect(numbers()).toEqual([number]);
  });
});

it('an unanswered sale older than a day that the gateway never acknowledged blocks a change of the account', async () => {
  const number = startPayment(hand);
  await hand.answer(SILENCE);
  hand.till.cancel(hand.till.state().saleId);
  hand.till.next(hand.till.state().saleId);
  await hand.pass(25 * HOUR);
  await hand.reply(SILENCE);
  expect(numbers()).toEqual([number]);
  expect(hand.till.unfinished()).toBe(1);
});

it('an adopted lost refund explains the returned money of its payment, also in this till', async () => {
  const number = await leftBehind(hand, 1000);
  await hand.pass(2000);
  await hand.reply(rows(rowOf(hand.attemptOf(number), { cancel: '3' })));
  const { tender, payType, currency, merchantId, gatewayHost, requestedAtText, createdAt } = hand.attemptOf(number);
  const lost = { tender, payType, currency, merchantId, gatewayHost, requestedAtText, createdAt, gatewayRef: null };
  const found = { ...lost, number: NUMBER, kind: 'refund', refundOf: number, amount: cents(300) } as const;
  expect(place.ledger().adopt(found, EVENING)).toBe('adopted');
  hand.till.adopted(NUMBER);
  expect(view(number)).toMatchObject({ payment: { returnedElsewhere: 700 }, refunds: [{ number: NUMBER }] });
  hand.till.keepLatePayment(number);
  expect(hand.attemptOf(number)).toMatchObject({ resolved: true, returnedElsewhere: 700 });
  // An attempt that is not watched, and a payment, need no reload.
  hand.till.stop();
  hand = handTill(place);
  hand.till.adopted(NUMBER);
  hand.till.adopted(number);
  expect(view(number)).toMatchObject({ payment: { returnedElsewhere: 700 } });
});
