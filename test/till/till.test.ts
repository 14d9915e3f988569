/**
 * The till as the cashier, customer and scanner use it: what a tap or a label does in each situation, with a real
 * ledger and real HTTP. The simulator's books prove what was requested and charged.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openDatabase } from '../../electron/ledger/file/open.ts';
import type { Simulator } from '../../electron/simulator/server.ts';
import { newFolder, quickSimulator, startTestTill, type TestTill } from '../support/counter-till.ts';
import { leaveBehind, numberOnScreen, showQr, start, untilNews, untilWord } from '../support/sales.ts';
import { aLabel, PAYME_CODE } from '../support/samples.ts';

const SPEED = 20;

let place: ReturnType<typeof newFolder>;
let simulator: Simulator;
let counter: TestTill;

beforeEach(async () => {
  place = newFolder();
  simulator = await quickSimulator(SPEED);
  counter = startTestTill({ folder: place.folder, simulator, speed: SPEED });
});
afterEach(async () => {
  counter.cut();
  await simulator.close();
  place.remove();
});

const onDisk = () => counter.ledger.between(0, Number.MAX_SAFE_INTEGER);

/** An amount whose QR is paid only when the test pays it. */
const UNPAID = 1243;

describe('the start of a payment', () => {
  it('twice at once (a double tap, a key held down) starts one payment', async () => {
    const { saleId } = counter.till.state();
    const tap = () => counter.till.start({ saleId, amount: 1211, tender: { wallet: 'payme', mode: 'mpm' } });
    expect([tap(), tap(), tap()]).toEqual(['started', 'already-started', 'already-started']);
    const number = numberOnScreen(await untilWord(counter, 'paid'));
    expect(tap()).toBe('already-started');
    expect(onDisk()).toHaveLength(1);
    expect(simulator.books.allRequestsReceived()).toEqual({ [number]: 1 });
    expect(simulator.books.orders()).toMatchObject([{ number, chargedCents: 1211 }]);
  });

  it('by a late tap for a closed sale starts nothing', async () => {
    const { saleId } = counter.till.state();
    start(counter, 1211);
    await untilWord(counter, 'paid');
    counter.till.next(saleId);
    expect(counter.till.state().stage).toEqual({ kind: 'keypad' });
    expect(counter.till.state().saleId).not.toBe(saleId);
    expect(counter.till.start({ saleId, amount: 1211, tender: { wallet: 'payme', mode: 'mpm' } })).toBe('busy');
    expect(
      counter.till.start({ saleId: 'never heard of', amount: 1211, tender: { wallet: 'payme', mode: 'cpm' } }),
    ).toBe('busy');
    expect(onDisk()).toHaveLength(1);
  });

  it('for another sale while one is on the screens starts nothing', async () => {
    await showQr(counter, UNPAID);
    expect(counter.till.start({ saleId: 'another', amount: 1211, tender: { wallet: 'payme', mode: 'mpm' } })).toBe(
      'busy',
    );
    expect(onDisk()).toHaveLength(1);
  });

  it.each([0, -1, -100, 0.5, 12.34, Number.NaN, Infinity, 5_000_001, 2 ** 53])('with %d cents is refused', (amount) => {
    expect(start(counter, amount, 'mpm')).toBe('amount');
    expect(start(counter, amount, 'cpm')).toBe('amount');
    expect(counter.till.state().stage).toEqual({ kind: 'keypad' });
    expect(onDisk()).toEqual([]);
  });

  it.each([1, 5_000_000])('with %d cents, the smallest or the largest amount, is accepted', (amount) => {
    expect(start(counter, amount)).toBe('started');
    expect(onDisk()).toMatchObject([{ amount, currency: 'HKD', status: 'sending' }]);
  });

  it('leads back to the keypad some seconds after the payment is paid', async () => {
    start(counter, 1211);
    await untilWord(counter, 'paid');
    const idle = await counter.until(({ stage }) => stage.kind === 'keypad');
    expect(idle.customer).toEqual({ kind: 'idle' });
    expect(idle.news).toEqual([]);
  });
});

describe('a label', () => {
  const CODE = 'PAYME0123456789CODE';

  it('is ignored while the till is not armed: on the keypad, with a QR, on a result', async () => {
    expect(counter.till.code(aLabel(CODE))).toBe('not-armed');
    await showQr(counter, UNPAID);
    expect(counter.till.code(aLabel(CODE))).toBe('not-armed');
    const { saleId } = counter.till.state();
    counter.till.cancel(saleId);
    expect(counter.till.code(aLabel(CODE))).toBe('not-armed');
    counter.till.next(saleId);
    expect(counter.till.code(aLabel(CODE))).toBe('not-armed');
    // The label was not kept for later either.
    start(counter, 1200, 'cpm');
    expect(counter.till.state().stage).toMatchObject({ kind: 'armed', refusal: null });
    expect(onDisk()).toHaveLength(1);
  });

  it.each([
    ['wechat', '134567890123456789'],
    ['alipay', '2812345678901234'],
    ['unionpay', '6212345678901234567'],
    ['url', 'https://qr.example/abc'],
    ['url', 'WWW.EXAMPLE.COM'],
    ['too-long', 'x'.repeat(129)],
  ])('that is clearly not a PayMe code is refused by name (%s), and the till stays armed', async (refusal, label) => {
    start(counter, 1200, 'cpm');
    expect(counter.till.code(aLabel(label))).toBe(refusal);
    expect(counter.till.state().stage).toEqual({
      kind: 'armed',
      tender: PAYME_CODE,
      amount: 1200,
      refusal,
      refusals: 1,
    });
    expect(counter.till.state().customer).toEqual({ kind: 'show-code', wallet: 'payme', amount: 1200 });
    expect(onDisk()).toEqual([]);
    expect(counter.till.code(aLabel(CODE))).toBe('accepted');
    await untilWord(counter, 'paid');
    expect(simulator.books.orders()).toMatchObject([{ payType: '805808', chargedCents: 1200 }]);
  });

  it('that the scanner could not read is reported, and the till stays armed', () => {
    expect(counter.till.unreadableCode('unreadable')).toBe('not-armed');
    expect(counter.till.state().stage).toEqual({ kind: 'keypad' });
    start(counter, 1200, 'cpm');
    expect(counter.till.unreadableCode('unreadable')).toBe('unreadable');
    expect(counter.till.state().stage).toEqual({
      kind: 'armed',
      tender: PAYME_CODE,
      amount: 1200,
      refusal: 'unreadable',
      refusals: 1,
    });
  });

  it('twice at once (a double scan) is one payment', async () => {
    start(counter, 1200, 'cpm');
    expect([counter.till.code(aLabel(CODE)), counter.till.code(aLabel(CODE))]).toEqual(['accepted', 'not-armed']);
    const number = numberOnScreen(await untilWord(counter, 'paid'));
    expect(simulator.books.allRequestsReceived()).toEqual({ [number]: 1 });
  });

  it('that was used is refused for the next sale, and another label is accepted', async () => {
    start(counter, 1200, 'cpm');
    counter.till.code(aLabel(CODE));
    counter.till.next((await untilWord(counter, 'paid')).saleId);
    start(counter, 1300, 'cpm');
    expect(counter.till.code(aLabel(`${CODE}\r`))).toBe('used-before');
    expect(counter.till.state().stage).toEqual({
      kind: 'armed',
      tender: PAYME_CODE,
      amount: 1300,
      refusal: 'used-before',
      refusals: 1,
    });
    expect(counter.till.code(aLabel(`${CODE}2`))).toBe('accepted');
    await untilWord(counter, 'paid');
    expect(simulator.books.orders().map(({ chargedCents }) => chargedCents)).toEqual([1200, 1300]);
  });

  it('is stored nowhere in the folder, except for its last four characters', async () => {
    start(counter, 1200, 'cpm');
    counter.till.code(aLabel(CODE));
    await untilWord(counter, 'paid');
    for (const name of readdirSync(place.folder)) {
      const bytes = readFileSync(join(place.folder, name));
      expect(bytes.includes(CODE.slice(0, -4)), name).toBe(false);
    }
    expect(onDisk()).toMatchObject([{ codeTail: CODE.slice(-4) }]);
  });

  it('is ignored after "cancel", and nothing is recorded or sent', () => {
    const { saleId } = counter.till.state();
    start(counter, 1200, 'cpm');
    counter.till.cancel('another sale');
    expect(counter.till.state().stage.kind).toBe('armed');
    counter.till.cancel(saleId);
    expect(counter.till.state().stage).toEqual({ kind: 'keypad' });
    expect(counter.till.code(aLabel(CODE))).toBe('not-armed');
    expect(onDisk()).toEqual([]);
    expect(simulator.books.allRequestsReceived()).toEqual({});
  });
});

describe('"cancel" of a shown QR', () => {
  it('with a customer who still pays ends as paid late, and does not touch the next sale', async () => {
    const number = await leaveBehind(counter, UNPAID);
    expect(counter.till.state().customer).toEqual({ kind: 'idle' });
    expect(counter.till.state().checking).toMatchObject([{ number, word: 'checking' }]);
    const next = await showQr(counter, 2243);
    simulator.books.payNow(number);
    const late = await untilNews(counter, number, 'paid-late');
    expect(late.checking).toEqual([]);
    expect(numberOnScreen(late)).toBe(next);
    expect(late.customer).toMatchObject({ kind: 'qr', amount: 2243 });
    expect(counter.ledger.find(number)).toMatchObject({ status: 'late-paid', abandoned: true, amount: UNPAID });
    // Reading does not remove it: a person must decide what happens with the money.
    counter.till.seen(number);
    expect(counter.till.state().news).toHaveLength(1);
    counter.till.keepLatePayment(number);
    expect(counter.till.state().news).toEqual([]);
    expect(counter.ledger.find(number)).toMatchObject({ status: 'late-paid', resolved: true });
    expect(simulator.books.requestsReceived(number)).toBe(1);
  });

  it('leaves the sale on the screens, as checking and as given up, until the cashier goes on', async () => {
    await showQr(counter, UNPAID);
    const { saleId } = counter.till.state();
    counter.till.cancel(saleId);
    expect(counter.till.state()).toMatchObject({
      saleId,
      stage: { kind: 'attempt', qrShown: false, leftMs: 0, attempt: { word: 'checking' } },
      customer: { kind: 'given-up' },
      checking: [],
    });
  });

  it('is the only way out while the till waits: "next" and the "cancel" of another sale do nothing', async () => {
    const number = await showQr(counter, UNPAID);
    const before = counter.till.state();
    counter.till.next(before.saleId);
    counter.till.cancel('another sale');
    counter.till.next('another sale');
    expect(counter.till.state()).toMatchObject({ saleId: before.saleId, customer: { kind: 'qr' } });
    expect(counter.ledger.find(number)?.abandoned).toBe(false);
  });
});

describe('when the ledger refuses writes', () => {
  it('nothing is sent, the reason is reported, and the same sale can be tried again', async () => {
    const lock = openDatabase(join(place.folder, 'ledger.db'));
    lock.exec('BEGIN IMMEDIATE');
    const { saleId } = counter.till.state();
    expect(counter.till.start({ saleId, amount: 1211, tender: { wallet: 'payme', mode: 'mpm' } })).toBe(
      'cannot-record',
    );
    expect(counter.till.state()).toMatchObject({ saleId, stage: { kind: 'keypad' } });
    expect(counter.troubles).toEqual(['in-use']);
    expect(simulator.books.allRequestsReceived()).toEqual({});
    expect(onDisk()).toEqual([]);
    lock.exec('ROLLBACK');
    lock.close();
    expect(counter.till.start({ saleId, amount: 1211, tender: { wallet: 'payme', mode: 'mpm' } })).toBe('started');
    await untilWord(counter, 'paid');
    expect(simulator.books.orders()).toHaveLength(1);
  });
});
