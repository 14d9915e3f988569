/** Every row of the simulator's outcome table, by QR and by code: the answers to the till and the customer's charge. */

import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { OUTCOMES, ORDINARY, outcomeOf, type OutcomeId } from '../../electron/simulator/scenarios.ts';
import { cents } from '../../shared/money.ts';
import { gatewayAt, NOON, rows, type Gateway } from './simulator-support.ts';

type PayType = '805801' | '805808';

type Expected = {
  /** The code of the answer, or what comes instead of an answer. */
  readonly reply: string;
  /** By milliseconds after the request: the code that an enquiry finds, or 'none' when it finds no order. */
  readonly seen: Readonly<Record<number, string>>;
  /** Milliseconds after the request when the customer is charged; null for never. */
  readonly chargedAfterMs: number | null;
};

const expected = (reply: string, seen: Readonly<Record<number, string>>, chargedAfterMs: number | null): Expected => ({
  reply,
  seen,
  chargedAfterMs,
});

const QR_LIFE_MS = 1_800_000;

const EXPECTED: { readonly [Id in OutcomeId | 'ordinary']: { readonly mpm: Expected; readonly cpm: Expected } } = {
  ordinary: {
    mpm: expected('0000', { 2999: '1143', 3000: '0000' }, 3000),
    cpm: expected('0000', { 0: '0000' }, 0),
  },
  declined: {
    mpm: expected('0000', { 2999: '1143', 3000: '1201', 60000: '1201' }, null),
    cpm: expected('1201', { 0: '1201', 60000: '1201' }, null),
  },
  'wrong-code': {
    mpm: expected('1104', { 0: 'none', 60000: 'none' }, null),
    cpm: expected('1202', { 0: '1202', 60000: '1202' }, null),
  },
  'paid-at-once': {
    mpm: expected('0000', { 0: '0000' }, 0),
    cpm: expected('0000', { 0: '0000' }, 0),
  },
  'paid-after-wait': {
    mpm: expected('0000', { 11999: '1143', 12000: '0000' }, 12000),
    cpm: expected('1143', { 11999: '1143', 12000: '0000' }, 12000),
  },
  'never-paid': {
    mpm: expected('0000', { [QR_LIFE_MS - 1]: '1143', [QR_LIFE_MS]: '1181' }, null),
    cpm: expected('1143', { [QR_LIFE_MS - 1]: '1143', [QR_LIFE_MS]: '1181' }, null),
  },
  'processing-then-paid': {
    mpm: expected('0000', { 5999: '1145', 6000: '0000' }, 6000),
    cpm: expected('1145', { 5999: '1145', 6000: '0000' }, 6000),
  },
  'no-answer': {
    mpm: expected('silence', { 0: 'none', 60000: 'none' }, null),
    cpm: expected('silence', { 0: 'none', 60000: 'none' }, null),
  },
  'paid-no-answer': {
    mpm: expected('silence', { 999: '1143', 1000: '0000' }, 1000),
    cpm: expected('silence', { 999: '1143', 1000: '0000' }, 1000),
  },
  'connection-dropped': {
    mpm: expected('drop', { 1999: '1143', 2000: '0000' }, 2000),
    cpm: expected('drop', { 1999: '1143', 2000: '0000' }, 2000),
  },
  'cut-json': {
    mpm: expected('half a JSON', { 2999: '1143', 3000: '0000' }, 3000),
    cpm: expected('drop', { 2999: '1143', 3000: '0000' }, 3000),
  },
  'http-500': {
    mpm: expected('HTTP 500', { 0: 'none', 60000: 'none' }, null),
    cpm: expected('HTTP 500', { 0: 'none', 60000: 'none' }, null),
  },
  'html-page': {
    mpm: expected('HTML', { 2999: '1143', 3000: '0000' }, 3000),
    cpm: expected('HTML', { 2999: '1143', 3000: '0000' }, 3000),
  },
  'wrong-amount': {
    mpm: expected('0000', { 2999: '1143', 3000: '0000' }, 3000),
    cpm: expected('0000', { 0: '0000' }, 0),
  },
  'wrong-currency': {
    mpm: expected('0000', { 2999: '1143', 3000: '0000' }, 3000),
    cpm: expected('0000', { 0: '0000' }, 0),
  },
  'paid-late': {
    mpm: expected('0000', { 5999: '1143', 6000: '1181', 11999: '1181', 12000: '0000' }, 12000),
    cpm: expected('1143', { 5999: '1143', 6000: '1181', 11999: '1181', 12000: '0000' }, 12000),
  },
  'slow-then-paid': {
    mpm: expected('0000', { 5999: '1298', 6000: '0000' }, 6000),
    cpm: expected('1298', { 5999: '1298', 6000: '0000' }, 6000),
  },
};

let gateway: Gateway;
beforeEach(async () => {
  gateway = await gatewayAt(NOON);
});
afterEach(() => gateway.close());

/** Long for an answer on a busy machine; where no answer comes, short compared with the 60 s of a silent socket. */
const PATIENCE_MS = { answer: 20_000, silence: 250 };

/** Pays and returns the code of the answer, or what came instead. */
async function pay(number: string, txamt: string, payType: PayType, want: string): Promise<string> {
  const signal = AbortSignal.timeout(want === 'silence' ? PATIENCE_MS.silence : PATIENCE_MS.answer);
  try {
    const { status, text, json } = await gateway.payment(
      { out_trade_no: number, txamt, pay_type: payType },
      { signal },
    );
    if (status !== 200) return `HTTP ${status}`;
    if (typeof json['respcd'] === 'string') return json['respcd'];
    if (text.startsWith('<')) return 'HTML';
    return text.startsWith('{') ? 'half a JSON' : 'rubbish';
  } catch {
    return signal.aborted ? 'silence' : 'drop';
  }
}

async function stateOf(number: string): Promise<string> {
  const found = rows(await gateway.query({ out_trade_no: number }));
  return found.length === 0 ? 'none' : String(found[0]?.['respcd']);
}

describe('the outcome table', () => {
  it('has different two digits in each row, and no multiple of ten, because real prices end in those', () => {
    const digits = OUTCOMES.map((outcome) => outcome.cents);
    expect(new Set(digits).size).toBe(OUTCOMES.length);
    for (const text of digits) expect(text).toMatch(/^\d[1-9]$/);
  });

  it('depends only on the last two digits of the amount', () => {
    expect(outcomeOf(cents(43)).id).toBe('never-paid');
    expect(outcomeOf(cents(1_234_543)).id).toBe('never-paid');
    expect(outcomeOf(cents(1)).id).toBe('declined');
    expect(outcomeOf(cents(4_300)).id).toBe('ordinary');
    expect(outcomeOf(cents(1_250)).id).toBe('ordinary');
  });

  const cases = [...OUTCOMES, { ...ORDINARY, cents: '00' }].flatMap(({ id, cents: digits }) => [
    { id, digits, payType: '805801' as const, want: EXPECTED[id].mpm },
    { id, digits, payType: '805808' as const, want: EXPECTED[id].cpm },
  ]);

  it.each(cases)('$id (.$digits) by $payType', async ({ digits, payType, want }) => {
    const number = gateway.nextNumber();
    expect(await pay(number, `7${digits}`, payType, want.reply)).toBe(want.reply);

    let elapsedMs = 0;
    for (const [after, respcd] of Object.entries(want.seen)) {
      gateway.advance(Number(after) - elapsedMs);
      elapsedMs = Number(after);
      expect(await stateOf(number), `after ${after} ms`).toBe(respcd);
    }

    gateway.advance(3_600_000);
    const order = gateway.books.order(number);
    const isCharged = want.chargedAfterMs !== null;
    expect(order?.chargedAtMs ?? null).toBe(isCharged ? NOON + (want.chargedAfterMs ?? 0) : null);
    expect(order?.chargedCents ?? 0).toBe(isCharged ? Number(`7${digits}`) + (digits === '61' ? 100 : 0) : 0);
    expect(gateway.books.requestsReceived(number)).toBe(1);
  });
});

describe('the answer', () => {
  it('for a QR is like the sample of QFPay: 0000, a text for success and a payment time, on an unpaid order', async () => {
    const { json, status } = await gateway.payment({ out_trade_no: 'Q1', txamt: '4343', udid: 'till-1' });
    expect(status).toBe(200);
    expect(json).toMatchObject({
      respcd: '0000',
      respmsg: 'PR001:Request for Payment Initiated',
      resperr: '交易成功',
      pay_type: '805801',
      out_trade_no: 'Q1',
      txamt: '4343',
      txcurrcd: 'HKD',
      txdtm: '2026-11-22 12:00:00',
      sysdtm: '2026-11-22 12:00:00',
      paydtm: '2026-11-22 12:00:00',
      udid: 'till-1',
      pay_url: '',
    });
    expect(json['qrcode']).toMatch(/^https:\/\/qr\.payme\.hsbc\.com\.hk\/2\/[A-Za-z0-9]{22}$/);
    expect(json['syssn']).toMatch(/^20261122\d{18}$/);
    expect(gateway.books.order('Q1')).toMatchObject({ chargedCents: 0, chargedAtMs: null, respcd: '1143' });
  });

  it('for a scanned code has the amount as a number, and on a decline fewer fields but a syssn', async () => {
    const paid = await gateway.payment({ pay_type: '805808', txamt: '700' });
    expect(paid.json).toMatchObject({ respcd: '0000', txamt: 700, udid: 'qiantai2' });
    const declined = await gateway.payment({ pay_type: '805808', txamt: '701' });
    expect(Object.keys(declined.json).toSorted()).toEqual(
      ['out_trade_no', 'pay_type', 'respcd', 'resperr', 'respmsg', 'syssn', 'txamt', 'txcurrcd', 'txdtm'].toSorted(),
    );
  });

  it('accepts 800008 as a scanned code', async () => {
    const { json } = await gateway.payment({ pay_type: '800008', auth_code: '1' });
    expect(json).toMatchObject({ respcd: '0000', pay_type: '800008' });
  });

  it('has the wrong amount or currency both here and in the enquiry', async () => {
    const amount = await gateway.payment({ out_trade_no: 'A', txamt: '761' });
    const currency = await gateway.payment({ out_trade_no: 'C', txamt: '762', pay_type: '805808' });
    expect(amount.json['txamt']).toBe('861');
    expect(currency.json['txcurrcd']).toBe('CNY');
    expect(rows(await gateway.query({ out_trade_no: 'A' }))[0]).toMatchObject({ txamt: '861', txcurrcd: 'HKD' });
    expect(rows(await gateway.query({ out_trade_no: 'C' }))[0]).toMatchObject({ txamt: '762', txcurrcd: 'CNY' });
    expect(gateway.books.order('C')).toMatchObject({ currency: 'HKD', chargedCurrency: 'CNY', chargedCents: 762 });
  });

  it('respects expired_time: 5 minutes, and not a second more', async () => {
    await gateway.payment({ out_trade_no: 'E', txamt: '743', expired_time: '5' });
    gateway.advance(299_999);
    expect(await stateOf('E')).toBe('1143');
    gateway.advance(1);
    expect(await stateOf('E')).toBe('1181');
  });
});

describe('numbers and codes', () => {
  it('counts a resent request and refuses it with 1251, charging once', async () => {
    await gateway.payment({ out_trade_no: 'D', pay_type: '805808', auth_code: 'x1' });
    const again = await gateway.payment({ out_trade_no: 'D', pay_type: '805808', auth_code: 'x2' });
    expect(again.json).toMatchObject({ respcd: '1251', out_trade_no: 'D' });
    expect(gateway.books.order('D')).toMatchObject({ requestsReceived: 2, chargedCents: 1000 });
    expect(gateway.books.orders()).toHaveLength(1);
  });

  it("accepts a customer's code once, and any number of times with the switch off", async () => {
    const scan = (txamt: string) => gateway.payment({ txamt, pay_type: '805808', auth_code: 'same' });
    expect((await scan('1000')).json['respcd']).toBe('0000');
    expect((await scan('1000')).json['respcd']).toBe('1202');
    gateway.simulator.setSwitches({ singleUseCodes: false });
    expect((await scan('1000')).json['respcd']).toBe('0000');
  });
});

describe("the customer's actions", () => {
  it('pay, decline and expire a waiting payment', async () => {
    for (const number of ['P', 'N', 'X']) await gateway.payment({ out_trade_no: number, txamt: '743' });
    expect(gateway.books.payNow('P')).toBe(true);
    expect(gateway.books.decline('N')).toBe(true);
    expect(gateway.books.expire('X')).toBe(true);
    expect([await stateOf('P'), await stateOf('N'), await stateOf('X')]).toEqual(['0000', '1201', '1181']);
    expect(gateway.books.order('P')).toMatchObject({ chargedCents: 743, chargedAtMs: NOON });
  });

  it('can pay late, but can neither pay twice nor undo a payment', async () => {
    await gateway.payment({ out_trade_no: 'L', txamt: '743' });
    gateway.books.expire('L');
    expect(gateway.books.payNow('L')).toBe(true);
    expect(gateway.books.payNow('L')).toBe(false);
    expect(gateway.books.decline('L')).toBe(false);
    expect(gateway.books.expire('L')).toBe(false);
    expect(gateway.books.payNow('nobody')).toBe(false);
    expect(await stateOf('L')).toBe('0000');
  });

  it("cancel the rest of the outcome's plan", async () => {
    await gateway.payment({ out_trade_no: 'S', txamt: '712' });
    gateway.books.decline('S');
    gateway.advance(60_000);
    expect(await stateOf('S')).toBe('1201');
    expect(gateway.books.order('S')?.chargedCents).toBe(0);
  });
});
