/** What the gateway does not settle at the till: money that went back elsewhere, and what waits for a person. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { AttemptNumber } from '../../shared/attempt-number.ts';
import {
  handTill,
  leftBehind,
  newPlace,
  qrFor,
  rowOf,
  rows,
  startPayment,
  type HandTill,
} from '../support/hand-till.ts';

let place: ReturnType<typeof newPlace>;
let hand: HandTill;

beforeEach(() => {
  place = newPlace();
  hand = handTill(place);
});
afterEach(() => {
  place.remove();
});

const view = (number: string) => hand.till.payment(number);
const refund = (number: string, amount: number) => hand.till.refund({ number, amount, knownRefunds: 0 });

describe('a payment that was refunded in the portal before the till saw it paid', () => {
  const paidAndBack = async (cancel: string): Promise<AttemptNumber> => {
    const number = startPayment(hand, 1000);
    await hand.answer(qrFor(hand.attemptOf(number)));
    await hand.pass(2000);
    await hand.reply(rows(rowOf(hand.attemptOf(number), { cancel })));
    return number;
  };

  it('was paid; all of it is back, and nothing more is given back', async () => {
    const number = await paidAndBack('3');
    expect(hand.attemptOf(number)).toMatchObject({ status: 'paid', returnedElsewhere: 1000 });
    expect(view(number)).toMatchObject({ refundable: 0, payment: { word: 'paid', returnedElsewhere: 1000 } });
    expect(refund(number, 1)).toBe('amount');
    expect(hand.till.day(null)).toMatchObject({ returnedElsewhere: 1000, net: 0 });
  });

  it('in part, of which nobody knows how much: nothing is given back either', async () => {
    const number = await paidAndBack('5');
    expect(hand.attemptOf(number)).toMatchObject({ status: 'paid', returnedElsewhere: null });
    expect(view(number)).toMatchObject({ refundable: 0, payment: { returnedElsewhere: null, verdicts: [] } });
    expect(refund(number, 1)).toBe('amount');
    expect(hand.till.unfinished()).toBe(0);
  });

  it('late, when it was given up', async () => {
    const number = await leftBehind(hand, 1000);
    await hand.pass(2000);
    await hand.reply(rows(rowOf(hand.attemptOf(number), { cancel: '3' })));
    expect(hand.attemptOf(number)).toMatchObject({ status: 'late-paid', returnedElsewhere: 1000 });
  });

  it('shows no QR of an order that is said to be back before it was paid', async () => {
    const number = startPayment(hand, 1000);
    const answer = qrFor(hand.attemptOf(number));
    if (answer.kind !== 'answered') throw new Error(answer.kind);
    await hand.answer({ ...answer, row: { ...answer.row, cancel: '2' } });
    expect(hand.till.state()).toMatchObject({ stage: { qrShown: false }, customer: { kind: 'checking' } });
  });
});
