/** The sale at the counter, tap by tap and scan by scan, with everything around the till moved by hand. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { hkDateTime } from '../../shared/time.ts';
import {
  answerWith,
  handTill,
  LIMIT,
  newPlace,
  NOTHING_LEFT,
  paidBefore,
  qrFor,
  rowOf,
  rows,
  SILENCE,
  startPayment,
  UNPAID,
  type HandTill,
} from '../support/hand-till.ts';
import { EVENING } from '../support/samples.ts';

const DAY_MS = 24 * 3_600_000;
let place: ReturnType<typeof newPlace>;
let hand: HandTill;

beforeEach(() => {
  place = newPlace();
  hand = handTill(place);
});
afterEach(() => {
  place.remove();
});

const state = () => hand.till.state();
const start = (amount: number, way: 'mpm' | 'cpm' = 'mpm') => hand.till.start({ saleId: state().saleId, amount, way });
const onDisk = () => hand.ports.ledger.between(0, Number.MAX_SAFE_INTEGER);
const paid = async () => {
  const number = startPayment(hand, 1234, 'cpm');
  await hand.answer(answerWith(rowOf(hand.attemptOf(number))));
  return number;
};

it('begins at the keypad, with a sale of its own and nothing to tell', () => {
  expect(state()).toEqual({
    saleId: 'id-1',
    stage: { kind: 'keypad' },
    customer: { kind: 'idle' },
    checking: [],
    news: [],
    refundsToDo: [],
  });
  expect([hand.till.currency, hand.till.isIdle(), hand.till.unfinished()]).toEqual(['HKD', true, 0]);
});

describe('a payment by QR', () => {
  it('is in the ledger with all that was asked for before it is sent', () => {
    expect(start(1234)).toBe('started');
    expect(onDisk()).toEqual([
      {
        number: hand.sent[0]?.request.number,
        kind: 'payment',
        refundOf: null,
        saleId: 'id-1',
        way: 'mpm',
        payType: '805801',
        amount: 1234,
        currency: 'HKD',
        merchant: null,
        host: 'https://gateway.example',
        txdtm: hkDateTime(EVENING),
        createdAt: EVENING,
        lifeMs: 30 * 60_000,
        codeTail: null,
        status: 'sending',
        version: 1,
        syssn: null,
        lastSaid: null,
        givenUp: false,
        dealtWith: false,
      },
    ]);
    expect(hand.sent).toMatchObject([{ by: 'pay', request: { fields: { amount: '1234', authCode: '' } } }]);
    expect(place.raw().prepare('SELECT code_hash FROM attempts').all()).toEqual([{ code_hash: null }]);
    expect(onDisk()[0]?.number).toMatch(/^01/);
  });

  it('names the merchant where there is one', () => {
    const other = handTill(place, 'merchant-7');
    startPayment(other);
    expect(onDisk()[0]?.merchant).toBe('merchant-7');
  });

  it('stands on both screens, told with each change', async () => {
    const before = hand.changes();
    const number = startPayment(hand);
    expect(hand.changes()).toBeGreaterThan(before);
    expect(state()).toMatchObject({
      stage: { kind: 'attempt', attempt: { number, word: 'waiting' }, qrShown: false, leftMs: 120_000 },
      customer: { kind: 'wait', amount: 1234 },
      checking: [],
    });
    expect([hand.till.isIdle(), hand.till.unfinished()]).toEqual([false, 1]);
    await hand.pass(400);
    const asked = hand.changes();
    await hand.answer(qrFor(hand.attemptOf(number)));
    expect(hand.changes()).toBeGreaterThan(asked);
    expect(hand.shown()).toEqual(state());
    expect(state()).toMatchObject({
      stage: { attempt: { word: 'waiting' }, qrShown: true, leftMs: 119_600 },
      customer: { kind: 'qr', qr: `https://qr.example/${number}`, leftMs: 119_600 },
    });
  });

  it('is started once however often the key is pressed, and only for the sale on the screen', () => {
    const { saleId } = state();
    expect(hand.till.start({ saleId: 'another', amount: 1234, way: 'mpm' })).toBe('busy');
    expect(onDisk()).toEqual([]);
    const tap = () => hand.till.start({ saleId, amount: 1234, way: 'mpm' });
    expect([tap(), tap()]).toEqual(['started', 'already-started']);
    expect(hand.till.start({ saleId: 'another', amount: 1234, way: 'mpm' })).toBe('busy');
    expect(onDisk()).toHaveLength(1);
  });

  it.each([0, -1, 0.5, Number.NaN, Infinity, LIMIT + 1])('is not made for %d', (amount) => {
    expect([start(amount), start(amount, 'cpm')]).toEqual(['amount', 'amount']);
    expect([state().stage, onDisk()]).toEqual([{ kind: 'keypad' }, []]);
  });

  it.each([1, LIMIT])('is made for %d', (amount) => {
    expect(start(amount)).toBe('started');
    expect(onDisk()).toMatchObject([{ amount }]);
  });
});

describe('a payment by code', () => {
  it('arms the scanner first and tells both windows', () => {
    const before = hand.changes();
    expect(start(500, 'cpm')).toBe('started');
    expect(hand.changes()).toBe(before + 1);
    expect(state()).toMatchObject({
      stage: { kind: 'armed', amount: 500, refusal: null },
      customer: { kind: 'show-code', amount: 500 },
    });
    expect([onDisk(), hand.till.isIdle()]).toEqual([[], false]);
  });

  it('sends the code, and keeps of it a hash and four characters', () => {
    start(500, 'cpm');
    expect(hand.till.code(' 123456789 ')).toBe('accepted');
    expect(hand.sent[0]?.request.fields).toMatchObject({ authCode: '123456789', amount: '500', payType: '805808' });
    expect(onDisk()).toMatchObject([{ way: 'cpm', payType: '805808', codeTail: '6789', saleId: 'id-1' }]);
    expect(place.raw().prepare('SELECT code_hash FROM attempts').all()).toEqual([{ code_hash: 'hash of 123456789' }]);
    expect(JSON.stringify(onDisk())).not.toContain('12345');
  });

  it('takes one code for one armed sale', () => {
    expect(hand.till.code('111')).toBe('not-armed');
    start(500, 'cpm');
    expect([hand.till.code('111'), hand.till.code('222')]).toEqual(['accepted', 'not-armed']);
    expect(onDisk()).toHaveLength(1);
  });

  it("names another wallet's code and stays armed", () => {
    start(500, 'cpm');
    const before = hand.changes();
    expect(hand.till.code('weixin')).toBe('wechat');
    expect(hand.changes()).toBe(before + 1);
    expect(state().stage).toEqual({ kind: 'armed', amount: 500, refusal: 'wechat' });
    expect(hand.till.code('111')).toBe('accepted');
  });

  it('says that a label could not be read, while one is waited for', () => {
    const before = hand.changes();
    hand.till.unreadableCode();
    expect([state().stage, hand.changes()]).toEqual([{ kind: 'keypad' }, before]);
    start(500, 'cpm');
    hand.till.unreadableCode();
    expect(state().stage).toEqual({ kind: 'armed', amount: 500, refusal: 'unreadable' });
  });

  it('does not take a code again for a day, unless nothing of it had left', async () => {
    const pay = () => {
      start(500, 'cpm');
      return hand.till.code('111');
    };
    const back = () => {
      const { saleId } = state();
      hand.till.cancel(saleId);
      hand.till.next(saleId);
    };
    expect(pay()).toBe('accepted');
    await hand.answer(NOTHING_LEFT);
    await hand.answer(NOTHING_LEFT);
    back();
    expect(pay()).toBe('accepted');
    await hand.answer(SILENCE);
    back();
    expect(pay()).toBe('used-before');
    expect(state().stage).toMatchObject({ kind: 'armed', refusal: 'used-before' });
    back();
    await hand.pass(DAY_MS);
    expect(pay()).toBe('used-before');
    back();
    await hand.pass(1);
    expect(pay()).toBe('accepted');
  });
});

describe('when the ledger does not take it', () => {
  it('nothing is sent, and the sale is where it was', () => {
    hand.breakLedger('open');
    const before = hand.changes();
    expect(start(1234)).toBe('cannot-record');
    expect(state()).toMatchObject({ saleId: 'id-1', stage: { kind: 'keypad' } });
    expect(hand.told).toEqual([['ledger-trouble', 'full']]);
    expect(hand.logged).toEqual([['till.cannot-record', { trouble: 'full' }]]);
    expect([hand.sent, hand.changes()]).toEqual([[], before + 1]);
    hand.breakLedger();
    expect(start(1234)).toBe('started');
  });

  it('a code is not sent either, and the scanner stays armed', () => {
    start(500, 'cpm');
    hand.breakLedger('open');
    expect(hand.till.code('111')).toBe('cannot-record');
    hand.breakLedger('codeUsed');
    expect(hand.till.code('111')).toBe('cannot-record');
    expect(hand.told).toEqual([
      ['ledger-trouble', 'full'],
      ['ledger-trouble', 'full'],
    ]);
    expect([state().stage.kind, hand.sent]).toEqual(['armed', []]);
    hand.breakLedger();
    expect(hand.till.code('111')).toBe('accepted');
  });

  it('what is no trouble of the ledger is a bug and is not hidden', () => {
    const bug = new Error('a bug');
    const fail = () => {
      throw bug;
    };
    hand.ports.gateway.prepare = fail;
    expect(() => start(1234)).toThrow(bug);
    hand.ports.ledger.codeUsed = fail;
    start(500, 'cpm');
    expect(() => hand.till.code('111')).toThrow(bug);
    expect(hand.told).toEqual([]);
  });

  it('a refund is not sent either', async () => {
    const number = await paid();
    hand.breakLedger('open');
    expect(hand.till.refund({ number, amount: 1, knownRefunds: 0 })).toBe('cannot-record');
    expect(hand.sent.filter(({ by }) => by === 'refund')).toEqual([]);
    expect(hand.told).toEqual([['ledger-trouble', 'full']]);
  });
});

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

  it('takes the QR away and goes on watching', async () => {
    const number = startPayment(hand);
    await hand.answer(qrFor(hand.attemptOf(number)));
    hand.till.cancel('another');
    expect(state().customer.kind).toBe('qr');
    hand.till.cancel('id-1');
    expect(state()).toMatchObject({
      saleId: 'id-1',
      stage: { kind: 'attempt', attempt: { word: 'checking' }, qrShown: false, leftMs: 0 },
      customer: { kind: 'checking', amount: 1234 },
    });
    expect(hand.attemptOf(number)).toMatchObject({ status: 'pending', givenUp: true });
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
  it('waits until the customer is not waited for any more', async () => {
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
    expect(hand.asked, 'what the last run left is asked about').toMatchObject([{ numbers: [number] }]);
  });

  it('leaves the attempt behind: what it waits for is not shown as waiting any more', async () => {
    const number = startPayment(hand);
    await hand.answer(qrFor(hand.attemptOf(number)));
    hand.till.cancel('id-1');
    hand.till.next('id-1');
    startPayment(hand, 99);
    expect(state().checking).toMatchObject([{ number, word: 'checking' }]);
    expect(state().customer).toEqual({ kind: 'wait', amount: 99 });
  });

  it('is nothing at the keypad and for an armed scanner', () => {
    hand.till.next('id-1');
    start(500, 'cpm');
    hand.till.next('id-1');
    expect(state()).toMatchObject({ saleId: 'id-1', stage: { kind: 'armed' } });
  });

  it('goes on from what is paid, and the result of one sale does not close the next', async () => {
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

describe('what is paid', () => {
  it('stands for eight seconds and then closes the sale', async () => {
    await paid();
    await hand.pass(7999);
    expect(state()).toMatchObject({ saleId: 'id-1', stage: { kind: 'attempt' } });
    const before = hand.changes();
    await hand.pass(1);
    expect(state()).toMatchObject({ saleId: 'id-2', stage: { kind: 'keypad' }, customer: { kind: 'idle' } });
    expect(hand.changes()).toBe(before + 1);
  });

  it('behind another sale closes nothing and is news', async () => {
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

  it('behind another payment closes nothing either, and the one on the screens is no news', async () => {
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

  it('stays on the screens when it is not paid, until somebody goes on', async () => {
    const number = startPayment(hand, 1234, 'cpm');
    await hand.answer(answerWith(rowOf(hand.attemptOf(number), { code: '1202', codeClass: 'failed' })));
    await hand.pass(60_000);
    expect(state()).toMatchObject({
      stage: { kind: 'attempt', attempt: { word: 'not-paid', lastSaid: '1202', advice: 'fresh-code' } },
      customer: { kind: 'not-paid', amount: 1234 },
      news: [],
    });
  });

  it('twice is told at once, by the number people read', async () => {
    const number = startPayment(hand);
    const attempt = hand.attemptOf(number);
    await hand.answer(qrFor(attempt));
    await hand.pass(2000);
    await hand.reply(rows(rowOf(attempt), rowOf(attempt, { syssn: '2'.repeat(20) })));
    const readable = `${number.slice(0, 2)}-${number.slice(2, 8)}-${number.slice(8, 14)}-${number.slice(14)}`;
    expect(hand.told).toEqual([['paid-twice', readable]]);
    expect(state().stage).toMatchObject({ attempt: { word: 'paid', lastSaid: 'paid-twice' } });
  });

  it('a contradiction is no alarm of a double payment', async () => {
    const number = startPayment(hand);
    await hand.answer(answerWith(rowOf(hand.attemptOf(number), { amount: '1' }), 'https://qr.example'));
    expect([hand.told, state().news]).toEqual([[], []]);
    expect(state().stage).toMatchObject({ attempt: { word: 'checking', advice: 'mismatch' } });
  });
});

describe('a day', () => {
  it('is listed newest first, with what it comes to, today unless another is asked for', async () => {
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
  it('ends every timer, and what comes in later changes nothing', async () => {
    const number = startPayment(hand);
    await hand.answer(qrFor(hand.attemptOf(number)));
    hand.till.stop();
    expect(hand.due()).toEqual([]);
    await hand.pass(10 * 60_000);
    expect(hand.attemptOf(number).status).toBe('pending');
    expect(hand.asked).toEqual([]);
  });

  it('ends the wait that would close a paid sale', async () => {
    await paid();
    hand.till.stop();
    expect(hand.due()).toEqual([]);
    hand.till.cancel('id-1');
    expect(state().saleId).toBe('id-1');
  });

  it('an answer that arrives afterwards is not recorded by this till', async () => {
    const number = startPayment(hand);
    hand.till.stop();
    const before = hand.changes();
    await hand.answer(qrFor(hand.attemptOf(number)));
    expect([hand.attemptOf(number).status, hand.changes()]).toEqual(['sending', before]);
  });
});

describe('asking again', () => {
  it('asks at once about what a person points at, and about nothing that is no number', async () => {
    const number = startPayment(hand);
    await hand.answer(answerWith(rowOf(hand.attemptOf(number), UNPAID)));
    hand.till.enquire('not a number');
    hand.till.enquire(number);
    await hand.pass(0);
    expect(hand.asked).toHaveLength(1);
  });
});
