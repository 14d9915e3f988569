/** How a payment is started at the counter, tap by tap and scan by scan, and what does not start one. */
import { describe, expect, it, vi } from 'vitest';
import { RARELY } from '../../shared/attempt/record.ts';
import { hkDateTime } from '../../shared/time.ts';
import {
  answerWith,
  handTill,
  handTillForEach,
  LIMIT,
  NOTHING_LEFT,
  qrFor,
  rowOf,
  SILENCE,
  startPayment,
  type HandTill,
} from '../support/hand-till.ts';
import type { LedgerPlace } from '../support/ledger-files.ts';
import { aLabel, EVENING, payMe, PAYME_CODE } from '../support/samples.ts';
import type { Presentment } from '../../shared/wallet.ts';

const DAY_MS = 24 * 3_600_000;
let place: LedgerPlace;
let hand: HandTill;
handTillForEach((made, where) => {
  hand = made;
  place = where;
});

const state = () => hand.till.state();
const start = (amount: number, mode: Presentment = 'mpm') =>
  hand.till.start({ saleId: state().saleId, amount, tender: payMe(mode) });
const onDisk = () => hand.ports.ledger.between(0, Number.MAX_SAFE_INTEGER);
const paid = async () => {
  const number = startPayment(hand, 1234, 'cpm');
  await hand.answer(answerWith(rowOf(hand.attemptOf(number))));
  return number;
};

it('begins at the keypad, with a sale of its own and no news', () => {
  expect(state()).toEqual({
    saleId: 'id-1',
    stage: { kind: 'keypad' },
    customer: { kind: 'idle' },
    checking: [],
    news: [],
    refundsToRetry: [],
    lastSale: null,
    forPerson: [],
  });
  expect([hand.till.currency, hand.till.isIdle(), hand.till.unfinished()]).toEqual(['HKD', true, 0]);
});

describe('a payment by QR', () => {
  it('is in the ledger with all its facts before it is sent', () => {
    expect(start(1234)).toBe('started');
    expect(onDisk()).toEqual([
      {
        number: hand.sent[0]?.request.number,
        kind: 'payment',
        by: 'owner',
        refundOf: null,
        saleId: 'id-1',
        tender: { wallet: 'payme', mode: 'mpm' },
        payType: '805801',
        amount: 1234,
        currency: 'HKD',
        merchantId: null,
        gatewayHost: 'https://gateway.example',
        requestedAtText: hkDateTime(EVENING),
        createdAt: EVENING,
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
      },
    ]);
    expect(hand.sent).toMatchObject([{ by: 'pay', request: { fields: { amount: '1234', authCode: '' } } }]);
    expect(place.raw().prepare('SELECT code_hash FROM attempts').all()).toEqual([{ code_hash: null }]);
    expect(onDisk()[0]?.number).toMatch(/^01/);
  });

  it.each(['mpm', 'cpm'] as const)(
    'by %s is sent and stored with the same time, even if the clock moves on',
    (mode) => {
      const { clock } = hand.ports;
      let now = EVENING;
      vi.spyOn(clock, 'wall').mockImplementation(() => (now += 1_000));
      const { createdAt, requestedAtText } = hand.attemptOf(startPayment(hand, 1234, mode));
      expect(createdAt).toBeGreaterThan(EVENING);
      expect([requestedAtText, hand.sent[0]?.request.fields['requestedAtText']]).toEqual([
        hkDateTime(createdAt),
        hkDateTime(createdAt),
      ]);
    },
  );

  it('stores the merchant if there is one', () => {
    const other = handTill(place, 'merchant-7');
    startPayment(other);
    expect(onDisk()[0]?.merchantId).toBe('merchant-7');
  });

  it('is shown on both screens, and each change is reported', async () => {
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

  it('starts once, however often the key is pressed, and only for the sale on the screen', () => {
    const { saleId } = state();
    expect(hand.till.start({ saleId: 'another', amount: 1234, tender: { wallet: 'payme', mode: 'mpm' } })).toBe('busy');
    expect(onDisk()).toEqual([]);
    const tap = () => hand.till.start({ saleId, amount: 1234, tender: { wallet: 'payme', mode: 'mpm' } });
    expect([tap(), tap()]).toEqual(['started', 'already-started']);
    expect(hand.till.start({ saleId: 'another', amount: 1234, tender: { wallet: 'payme', mode: 'mpm' } })).toBe('busy');
    expect(onDisk()).toHaveLength(1);
  });

  it.each([0, -1, 0.5, Number.NaN, Infinity, LIMIT + 1])('is refused for %d cents', (amount) => {
    expect([start(amount), start(amount, 'cpm')]).toEqual(['amount', 'amount']);
    expect([state().stage, onDisk()]).toEqual([{ kind: 'keypad' }, []]);
  });

  it.each([1, LIMIT])('is accepted for %d cents', (amount) => {
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
      stage: { kind: 'armed', amount: 500, refusal: null, refusals: 0 },
      customer: { kind: 'show-code', wallet: 'payme', amount: 500 },
    });
    expect([onDisk(), hand.till.isIdle()]).toEqual([[], false]);
  });

  it('sends the code, and stores only a hash and its last four characters', () => {
    start(500, 'cpm');
    expect(hand.till.code(aLabel(' 123456789 '))).toBe('accepted');
    expect(hand.sent[0]?.request.fields).toMatchObject({ authCode: '123456789', amount: '500', payType: '805808' });
    expect(onDisk()).toMatchObject([
      { tender: { wallet: 'payme', mode: 'cpm' }, payType: '805808', codeTail: '6789', saleId: 'id-1' },
    ]);
    expect(place.raw().prepare('SELECT code_hash FROM attempts').all()).toEqual([{ code_hash: 'hash of 123456789' }]);
    expect(JSON.stringify(onDisk())).not.toContain('12345');
    expect(hand.hashed).toEqual(['123456789']);
  });

  it('accepts one code for one armed sale', () => {
    expect(hand.till.code(aLabel('111'))).toBe('not-armed');
    start(500, 'cpm');
    expect([hand.till.code(aLabel('111')), hand.till.code(aLabel('222'))]).toEqual(['accepted', 'not-armed']);
    expect(onDisk()).toHaveLength(1);
  });

  it("names another wallet's code and stays armed", () => {
    start(500, 'cpm');
    const before = hand.changes();
    expect(hand.till.code(aLabel('weixin'))).toBe('wechat');
    expect(hand.changes()).toBe(before + 1);
    expect(state().stage).toEqual({ kind: 'armed', tender: PAYME_CODE, amount: 500, refusal: 'wechat', refusals: 1 });
    // The same refusal again is reported again.
    hand.till.code(aLabel('weixin'));
    expect(state().stage).toMatchObject({ refusal: 'wechat', refusals: 2 });
    expect(hand.till.code(aLabel('111'))).toBe('accepted');
  });

  it('reports an unreadable label, but only while the scanner is armed', () => {
    const before = hand.changes();
    hand.till.unreadableCode('unreadable');
    expect([state().stage, hand.changes()]).toEqual([{ kind: 'keypad' }, before]);
    start(500, 'cpm');
    hand.till.unreadableCode('unreadable');
    expect(state().stage).toEqual({
      kind: 'armed',
      tender: PAYME_CODE,
      amount: 500,
      refusal: 'unreadable',
      refusals: 1,
    });
  });

  it('refuses a used code for a day, unless its request was not sent', async () => {
    const pay = () => {
      start(500, 'cpm');
      return hand.till.code(aLabel('111'));
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

describe('when the ledger cannot record it', () => {
  it('nothing is sent, and the sale stays as it was', () => {
    hand.breakLedger('open');
    const before = hand.changes();
    expect(start(1234)).toBe('cannot-record');
    expect(state()).toMatchObject({ saleId: 'id-1', stage: { kind: 'keypad' } });
    expect(hand.told).toEqual([['ledger-failed', 'full']]);
    expect(hand.logged).toEqual([['till.cannot-record', { trouble: 'full' }]]);
    expect([hand.sent, hand.changes()]).toEqual([[], before + 1]);
    hand.breakLedger();
    expect(start(1234)).toBe('started');
  });

  it('a code is not sent either, and the scanner stays armed', () => {
    start(500, 'cpm');
    hand.breakLedger('open');
    expect(hand.till.code(aLabel('111'))).toBe('cannot-record');
    hand.breakLedger('codeUsed');
    expect(hand.till.code(aLabel('111'))).toBe('cannot-record');
    expect(hand.told).toEqual([
      ['ledger-failed', 'full'],
      ['ledger-failed', 'full'],
    ]);
    expect([state().stage.kind, hand.sent]).toEqual(['armed', []]);
    hand.breakLedger();
    expect(hand.till.code(aLabel('111'))).toBe('accepted');
  });

  it('any other error is a bug, and throws', () => {
    const bug = new Error('a bug');
    const fail = () => {
      throw bug;
    };
    hand.ports.gateway.prepare = fail;
    expect(() => start(1234)).toThrow(bug);
    hand.ports.ledger.codeUsed = fail;
    start(500, 'cpm');
    expect(() => hand.till.code(aLabel('111'))).toThrow(bug);
    expect(hand.told).toEqual([]);
  });

  it('a refund is not sent either', async () => {
    const number = await paid();
    hand.breakLedger('open');
    expect(hand.till.refund({ number, amount: 1, expectedRefunds: 0 })).toBe('cannot-record');
    expect(hand.sent.filter(({ by }) => by === 'refund')).toEqual([]);
    expect(hand.told).toEqual([['ledger-failed', 'full']]);
  });
});
