/** The till obeys each column of a wallet's row. The tests use a second wallet whose row fills every column. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { AttemptNumber } from '../../shared/attempt/number.ts';
import type { Tender, Wallet } from '../../shared/wallet.ts';
import {
  answerWith,
  handTillForEach,
  lastNumberSent,
  qrFor,
  rowOf,
  rows,
  startWith,
  type HandTill,
} from '../support/hand-till.ts';
import { addWallet, MADE_UP } from '../support/made-up-wallet.ts';
import { aLabel, PAYME_CODE, PAYME_QR } from '../support/samples.ts';

const QR: Tender = { wallet: MADE_UP.id, mode: 'mpm' };
const CODE: Tender = { wallet: MADE_UP.id, mode: 'cpm' };
const DAY_MS = 24 * 3_600_000;

let hand: HandTill;
let remove: () => void;
const withRow = (more: Partial<Wallet>): void => {
  remove();
  remove = addWallet(more);
};
beforeEach(() => {
  remove = addWallet();
});
handTillForEach((made) => {
  hand = made;
});
afterEach(() => remove());

const start = (amount: number, tender: Tender) => hand.till.start({ saleId: hand.till.state().saleId, amount, tender });
const paid = async (amount: number): Promise<AttemptNumber> => {
  const number = startWith(hand, amount, CODE);
  await hand.answer(answerWith(rowOf(hand.attemptOf(number))));
  hand.till.next(hand.till.state().saleId);
  return number;
};
const refund = (number: string, amount: number, expectedRefunds = 0) =>
  hand.till.refund({ number, amount, expectedRefunds });
const refundable = (number: AttemptNumber) => hand.till.payment(number)?.refundable;

describe('a payment with a second wallet', () => {
  it('by QR is requested with its pay type and shown as this wallet', async () => {
    const number = startWith(hand, 1230, QR);
    expect(hand.attemptOf(number)).toMatchObject({ tender: QR, payType: '899901', currency: 'HKD' });
    expect(hand.sent[0]?.request.fields).toMatchObject({ payType: '899901', way: 'mpm' });
    await hand.answer(qrFor(hand.attemptOf(number)));
    expect(hand.till.state().stage).toMatchObject({ qrShown: true, attempt: { tender: QR } });
  });

  it('is paid when the gateway lists it under another pay type of the wallet, and not under PayMe’s', async () => {
    const number = startWith(hand, 1230, QR);
    await hand.answer(qrFor(hand.attemptOf(number)));
    await hand.pass(2_500);
    await hand.reply(rows(rowOf(hand.attemptOf(number), { payType: '805801' })));
    expect(hand.attemptOf(number)).toMatchObject({ status: 'unknown', lastResponse: 'mismatch-pay-type' });
    await hand.pass(3_000);
    await hand.reply(rows(rowOf(hand.attemptOf(number), { payType: '899902' })));
    expect(hand.attemptOf(number).status).toBe('paid');
  });

  it('must be a multiple of the wallet’s step', () => {
    expect(start(1234, QR)).toBe('amount');
    expect(start(1234, CODE)).toBe('amount');
    expect(hand.sent).toEqual([]);
    expect(start(1234, PAYME_QR)).toBe('started');
  });

  it('that is switched off cannot start', () => {
    withRow({ isOn: false });
    expect(() => start(1230, QR)).toThrow('is not on offer');
    expect(hand.sent).toEqual([]);
  });
});

describe('a code', () => {
  it('of another wallet than the chosen one is refused', () => {
    start(1230, CODE);
    expect(hand.till.code(aLabel('111'))).toBe('not-of-wallet');
    expect(hand.till.state().stage).toMatchObject({ kind: 'armed', tender: CODE, refusal: 'not-of-wallet' });
    expect(hand.till.code(aLabel('TRAM 1'))).toBe('accepted');
    expect(hand.sent[0]?.request.fields).toMatchObject({ payType: '899908', authCode: 'TRAM 1' });
  });

  it('that has the shape of another wallet is refused for PayMe', () => {
    start(1230, PAYME_CODE);
    expect(hand.till.code(aLabel('TRAM 1'))).toBe('not-of-wallet');
    expect(hand.sent).toEqual([]);
    expect(hand.till.code(aLabel('111'))).toBe('accepted');
  });
});

describe('a refund', () => {
  it('uses its payment’s wallet, and must be a multiple of the wallet’s step', async () => {
    const payment = await paid(1230);
    expect(refund(payment, 123)).toBe('amount');
    expect(refund(payment, 120)).toBe('started');
    expect(hand.attemptOf(lastNumberSent(hand))).toMatchObject({ kind: 'refund', tender: CODE, payType: '899908' });
  });

  it('must be of the whole amount if the wallet has no partial refunds', async () => {
    withRow({ refundsInPart: false });
    const payment = await paid(1230);
    expect(refundable(payment)).toBe(1230);
    expect(refund(payment, 1220)).toBe('amount');
    expect(refund(payment, 1230)).toBe('started');
  });

  it('is impossible if the wallet has no partial refunds and a part was refunded', async () => {
    const payment = await paid(1230);
    refund(payment, 100);
    await hand.answer(answerWith(rowOf(hand.attemptOf(lastNumberSent(hand)))));
    expect(refundable(payment)).toBe(1130);
    withRow({ refundsInPart: false });
    expect(refundable(payment)).toBe(0);
    expect(refund(payment, 1130, 1)).toBe('amount');
  });

  it('is impossible after the wallet’s refund period', async () => {
    const payment = await paid(1230);
    await hand.pass(30 * DAY_MS - 1_000);
    expect(refundable(payment)).toBe(1230);
    await hand.pass(2_000);
    expect(refundable(payment)).toBe(0);
    expect(refund(payment, 1230)).toBe('not-refundable');
    withRow({ refundDays: null });
    expect(refund(payment, 1230)).toBe('started');
  });
});
