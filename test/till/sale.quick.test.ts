/** How a sale continues after a payment, and how it ends. The tests move time and answers by hand. */
import { describe, expect, it } from 'vitest';
import {
  answerWith,
  handTill,
  handTillForEach,
  paidBefore,
  qrFor,
  rowOf,
  rows,
  SILENCE,
  startPayment,
  UNPAID,
  type HandTill,
} from '../support/hand-till.ts';
import type { LedgerPlace } from '../support/ledger-files.ts';
import type { Presentment } from '../../shared/wallet.ts';
import { payMe } from '../support/samples.ts';

let place: LedgerPlace;
let hand: HandTill;
handTillForEach((made, where) => {
  hand = made;
  place = where;
});

const state = () => hand.till.state();
const start = (amount: number, mode: Presentment = 'mpm') =>
  hand.till.start({ saleId: state().saleId, amount, tender: payMe(mode) });
const paid = async () => {
  const number = startPayment(hand, 1234, 'cpm');
  await hand.answer(answerWith(rowOf(hand.attemptOf(number))));
  return number;
};

describe('cancel', () => {
  it('disarms the scanner, for a new sale', () => {
    start(500, 'cpm');
    hand.till.cancel('another');
    expect(state().stage.kind).toBe('armed');
    const before = hand.changes();
    hand.till.cancel('id-1');
    expect(state()).toMatchObject({ saleId: 'id-2', stage: { kind: 'keypad' } });
    expect(hand.changes()).toBe(before + 1);
  });

  it('removes the QR and keeps enquiring', async () => {
    const number = startPayment(hand);
    await hand.answer(qrFor(hand.attemptOf(number)));
    hand.till.cancel('another');
    expect(state().customer.kind).toBe('qr');
    hand.till.cancel('id-1');
    expect(state()).toMatchObject({
      saleId: 'id-1',
      stage: { kind: 'attempt', attempt: { word: 'checking' }, qrShown: false, leftMs: 0 },
      customer: { kind: 'given-up', wallet: 'payme', amount: 1234 },
    });
    expect(hand.attemptOf(number)).toMatchObject({ status: 'pending', abandoned: true });
    await hand.pass(2000);
    expect(hand.asked).toHaveLength(1);
  });

  it('at the keypad does nothing', () => {
    const before = hand.changes();
    hand.till.cancel('id-1');
    expect([state().saleId, hand.changes()]).toEqual(['id-1', before]);
  });
});

describe('next', () => {
  it('does nothing while the till waits for the customer', async () => {
    const number = startPayment(hand);
    hand.till.next('id-1');
    expect(state().stage.kind).toBe('attempt');
    await hand.answer(SILENCE);
    hand.till.next('another');
    expect(state().stage.kind).toBe('attempt');
    hand.till.next('id-1');
    expect(state()).toMatchObject({
      saleId: 'id-2',
      stage: { kind: 'keypad' },
      customer: { kind: 'idle' },
      checking: [{ number, word: 'checking' }],
    });
    expect([hand.till.isIdle(), hand.till.unfinished()]).toEqual([true, 1]);
    hand.till.stop();
    hand = handTill(place);
    expect(state()).toMatchObject({ stage: { kind: 'keypad' }, checking: [{ number }] });
    await hand.pass(0);
    expect(hand.asked, 'the unfinished attempt of the last run is enquired').toMatchObject([{ numbers: [number] }]);
  });

  it('moves the attempt to the background, where it is shown as checking', async () => {
    const number = startPayment(hand);
    await hand.answer(qrFor(hand.attemptOf(number)));
    hand.till.cancel('id-1');
    hand.till.next('id-1');
    startPayment(hand, 99);
    expect(state().checking).toMatchObject([{ number, word: 'checking' }]);
    expect(state().customer).toEqual({ kind: 'wait', amount: 99 });
  });

  it('does nothing at the keypad or for an armed scanner', () => {
    hand.till.next('id-1');
    start(500, 'cpm');
    hand.till.next('id-1');
    expect(state()).toMatchObject({ saleId: 'id-1', stage: { kind: 'armed' } });
  });

  it('closes a paid sale, and the result of one sale does not close the next', async () => {
    await paid();
    expect(state()).toMatchObject({ stage: { attempt: { word: 'paid' } }, customer: { kind: 'paid', amount: 1234 } });
    await hand.pass(4000);
    hand.till.next('id-1');
    expect(state()).toMatchObject({ saleId: 'id-2', stage: { kind: 'keypad' }, news: [], checking: [] });
    start(500, 'cpm');
    await hand.pass(20_000);
    expect(state()).toMatchObject({ saleId: 'id-2', stage: { kind: 'armed' } });
  });
});

describe('a result', () => {
  it('of paid stays for eight seconds and then closes the sale', async () => {
    await paid();
    await hand.pass(7999);
    expect(state()).toMatchObject({ saleId: 'id-1', stage: { kind: 'attempt' } });
    const before = hand.changes();
    await hand.pass(1);
    expect(state()).toMatchObject({ saleId: 'id-2', stage: { kind: 'keypad' }, customer: { kind: 'idle' } });
    expect(hand.changes()).toBe(before + 1);
  });

  it('of paid behind another sale closes nothing and is news', async () => {
    const number = startPayment(hand);
    await hand.answer(SILENCE);
    hand.till.next('id-1');
    start(500, 'cpm');
    await hand.pass(5000);
    await hand.reply(rows(rowOf(hand.attemptOf(number))));
    expect(state()).toMatchObject({ stage: { kind: 'armed' }, news: [{ number, word: 'paid' }], checking: [] });
    await hand.pass(20_000);
    expect(state()).toMatchObject({ saleId: 'id-2', stage: { kind: 'armed' } });
  });

  it('of paid is shown by the next till too, until it is read', async () => {
    const number = startPayment(hand);
    await hand.answer(SILENCE);
    hand.till.next('id-1');
    expect(hand.till.unread()).toEqual([]);
    await hand.pass(5000);
    await hand.reply(rows(rowOf(hand.attemptOf(number))));
    expect(hand.till.unread()).toEqual([number]);
    hand.till.stop();
    hand = handTill(place, null, hand.till.unread());
    expect(state()).toMatchObject({ news: [{ number, word: 'paid' }], checking: [] });
    hand.till.seen(number);
    expect([state().news, hand.till.unread()]).toEqual([[], []]);
  });

  it('of paid behind another payment closes nothing, and the payment on screen is no news', async () => {
    const number = startPayment(hand);
    await hand.answer(SILENCE);
    hand.till.next('id-1');
    const other = startPayment(hand, 99);
    await hand.answer(SILENCE);
    await hand.pass(5000);
    await hand.reply(rows(rowOf(hand.attemptOf(number))));
    expect(hand.shown()).toMatchObject({ stage: { attempt: { number: other } }, news: [{ number, word: 'paid' }] });
    await hand.pass(20_000);
    expect(state()).toMatchObject({ saleId: 'id-2', stage: { attempt: { number: other } }, news: [{ number }] });
    expect(hand.till.unfinished()).toBe(1);
  });

  it('of not paid stays on the screens until the cashier goes on', async () => {
    const number = startPayment(hand, 1234, 'cpm');
    await hand.answer(answerWith(rowOf(hand.attemptOf(number), { code: '1202', codeClass: 'failed' })));
    await hand.pass(60_000);
    expect(state()).toMatchObject({
      stage: { kind: 'attempt', attempt: { word: 'not-paid', lastResponse: '1202', advice: 'fresh-code' } },
      customer: { kind: 'not-paid', amount: 1234 },
      news: [],
    });
  });

  it('of paid twice is reported at once, with the readable number', async () => {
    const number = startPayment(hand);
    const attempt = hand.attemptOf(number);
    await hand.answer(qrFor(attempt));
    await hand.pass(2000);
    await hand.reply(rows(rowOf(attempt), rowOf(attempt, { gatewayRef: '2'.repeat(20) })));
    const readable = `${number.slice(0, 2)}-${number.slice(2, 8)}-${number.slice(8, 14)}-${number.slice(14)}`;
    expect(hand.told).toEqual([['paid-twice', readable]]);
    expect(state().stage).toMatchObject({ attempt: { word: 'paid', lastResponse: 'paid-twice' } });
  });

  it('of another amount does not report a double payment', async () => {
    const number = startPayment(hand);
    await hand.answer(answerWith(rowOf(hand.attemptOf(number), { amount: '1' }), 'https://qr.example'));
    expect([hand.told, state().news]).toEqual([[], []]);
    expect(state().stage).toMatchObject({ attempt: { word: 'checking', advice: 'mismatch' } });
  });
});

describe('a day', () => {
  it('is listed newest first, with its totals; the default is today', async () => {
    const first = await paidBefore(hand);
    await hand.pass(1000);
    const second = await paidBefore(hand, 66);
    await hand.pass(1000);
    const third = startPayment(hand, 1);
    const list = hand.till.day(null);
    expect(list).toMatchObject({
      day: '2026-11-22',
      today: '2026-11-22',
      currency: 'HKD',
      attempts: [
        { number: third, word: 'waiting' },
        { number: second, word: 'paid' },
        { number: first, word: 'paid' },
      ],
      totals: [
        { word: 'waiting', count: 1, amount: 1 },
        { word: 'paid', count: 2, amount: 1300 },
      ],
    });
    expect(hand.till.day('2026-11-22')).toEqual(list);
    expect(hand.till.attempts('2026-11-22')).toEqual([third, second, first].map(hand.attemptOf));
    expect(hand.till.day('2026-11-21')).toMatchObject({ day: '2026-11-21', today: '2026-11-22', attempts: [] });
    expect(() => hand.till.day('2026-11-31')).toThrow(RangeError);
  });
});

describe('stop', () => {
  it('ends every timer, and nothing changes later', async () => {
    const number = startPayment(hand);
    await hand.answer(qrFor(hand.attemptOf(number)));
    hand.till.stop();
    expect(hand.due()).toEqual([]);
    await hand.pass(10 * 60_000);
    expect(hand.attemptOf(number).status).toBe('pending');
    expect(hand.asked).toEqual([]);
  });

  it('ends the timer that would close a paid sale', async () => {
    await paid();
    hand.till.stop();
    expect(hand.due()).toEqual([]);
    hand.till.cancel('id-1');
    expect(state().saleId).toBe('id-1');
  });

  it('a later answer is not recorded by this till', async () => {
    const number = startPayment(hand);
    hand.till.stop();
    const before = hand.changes();
    await hand.answer(qrFor(hand.attemptOf(number)));
    expect([hand.attemptOf(number).status, hand.changes()]).toEqual(['sending', before]);
  });
});

describe('an enquiry by a person', () => {
  it('is made at once, and not for a text that is no number', async () => {
    const number = startPayment(hand);
    await hand.answer(answerWith(rowOf(hand.attemptOf(number), UNPAID)));
    expect(await hand.till.enquire('not a number')).toBe('unanswered');
    const said = hand.till.enquire(number);
    await hand.pass(0);
    expect(hand.asked).toHaveLength(1);
    await hand.reply(rows());
    expect(await said).toBe('answered');
  });
});
