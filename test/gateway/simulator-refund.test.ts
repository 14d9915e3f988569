/**
 * The simulator's refunds: sums, every refusal, and slow refunds. Also close and reversal, which PayMe does not
 * support.
 */

import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { REFUND_OUTCOMES } from '../../electron/simulator/refund-scenarios.ts';
import { gatewayAt, NOON, rows, post, type Fields, type Gateway } from './simulator-support.ts';

const DAY_MS = 86_400_000;

let gateway: Gateway;
let syssn: string;
beforeEach(async () => {
  gateway = await gatewayAt(NOON);
  syssn = String((await gateway.payment({ out_trade_no: 'paid', txamt: '1000', pay_type: '805808' })).json['syssn']);
});
afterEach(() => gateway.close());

async function refundCode(fields: Fields): Promise<unknown> {
  return (await gateway.refund({ syssn, txamt: '1000', ...fields })).json['respcd'];
}

async function rowOf(number: string) {
  return rows(await gateway.query({ out_trade_no: number }))[0];
}

describe('a refund', () => {
  it('returns a part, then the rest, and marks the payment with cancel 5 and then 3', async () => {
    const first = await gateway.refund({ syssn, txamt: '400', out_trade_no: 'back1' });
    expect(first.json).toMatchObject({ respcd: '0000', orig_syssn: syssn, out_trade_no: 'back1', txamt: '400' });
    expect(await rowOf('paid')).toMatchObject({ respcd: '0000', cancel: '5' });
    expect(await refundCode({ txamt: '600', out_trade_no: 'back2' })).toBe('0000');
    expect(await rowOf('paid')).toMatchObject({ respcd: '0000', cancel: '3', txamt: '1000' });
    expect(gateway.books.order('paid')).toMatchObject({ chargedCents: 1000, refundedCents: 1000 });
  });

  it('has its own row, found by its own number and syssn', async () => {
    const { json } = await gateway.refund({ syssn, txamt: '400', out_trade_no: 'back' });
    expect(await rowOf('back')).toMatchObject({
      order_type: 'refund',
      origssn: syssn,
      syssn: json['syssn'],
      txamt: '400',
      respcd: '0000',
    });
    expect(json['syssn']).not.toBe(syssn);
    expect(rows(await gateway.query({ syssn: String(json['syssn']) }))).toHaveLength(1);
  });
});

describe('a refund is refused', () => {
  it('1251: with the number of a payment or another refund', async () => {
    await gateway.refund({ syssn, txamt: '100', out_trade_no: 'back' });
    expect(await refundCode({ txamt: '100', out_trade_no: 'back' })).toBe('1251');
    expect(await refundCode({ txamt: '100', out_trade_no: 'paid' })).toBe('1251');
    expect((await gateway.payment({ out_trade_no: 'back' })).json['respcd']).toBe('1251');
    expect(gateway.books.order('paid')?.refundedCents).toBe(100);
  });

  it('1264: after a full refund', async () => {
    await gateway.refund({ syssn, txamt: '1000' });
    const { json } = await gateway.refund({ syssn, txamt: '1' });
    expect(json).toMatchObject({ respcd: '1264', respmsg: 'wrong cancel', orig_syssn: syssn });
    expect(json).not.toHaveProperty('syssn');
  });

  it('1272: over the remaining amount, to the cent', async () => {
    expect(await refundCode({ txamt: '1001' })).toBe('1272');
    await gateway.refund({ syssn, txamt: '400' });
    expect(await refundCode({ txamt: '601' })).toBe('1272');
    expect(await refundCode({ txamt: '600' })).toBe('0000');
  });

  it('1269: when the balance is low, by the switch', async () => {
    gateway.simulator.setSwitches({ lowBalance: true });
    expect(await refundCode({ out_trade_no: 'low' })).toBe('1269');
    gateway.simulator.setSwitches({ lowBalance: false });
    expect(await rowOf('low')).toMatchObject({ order_type: 'refund', respcd: '1269' });
    expect(await rowOf('paid')).toMatchObject({ cancel: '0' });
    expect(await refundCode({ out_trade_no: 'low' })).toBe('1251');
    expect(await refundCode({})).toBe('0000');
  });

  it('1265: from 23:30 to 00:30 in Hong Kong, by the clock, always or never', async () => {
    const at = async (blackout: 'by-clock' | 'always' | 'never') => {
      gateway.simulator.setSwitches({ refundBlackout: blackout });
      return refundCode({ txamt: '1' });
    };
    expect(await at('always')).toBe('1265');
    gateway.advance(11.5 * 3_600_000 - 1_000);
    expect(await at('by-clock')).toBe('0000');
    gateway.advance(1_000);
    expect(await at('by-clock')).toBe('1265');
    expect(await at('never')).toBe('0000');
    gateway.advance(3_600_000 - 1_000);
    expect(await at('by-clock')).toBe('1265');
    gateway.advance(1_000);
    expect(await at('by-clock')).toBe('0000');
  });

  it('1250: after 90 days', async () => {
    gateway.advance(90 * DAY_MS);
    expect(await refundCode({ txamt: '1' })).toBe('0000');
    gateway.advance(1);
    expect(await refundCode({ txamt: '1' })).toBe('1250');
  });

  it('1136 and 1261: for a payment that does not exist or is not paid, or for a refund', async () => {
    expect(await refundCode({ syssn: '20261122154100000000000000' })).toBe('1136');
    const waits = await gateway.payment({ txamt: '743' });
    expect(await refundCode({ syssn: String(waits.json['syssn']), txamt: '743' })).toBe('1261');
    const refund = await gateway.refund({ syssn, txamt: '1' });
    expect(await refundCode({ syssn: String(refund.json['syssn']), txamt: '1' })).toBe('1136');
  });

  it('1104: with invalid parameters', async () => {
    for (const txamt of ['0', '-1', '1.5', '01', '']) expect(await refundCode({ txamt })).toBe('1104');
    expect(await refundCode({ txdtm: '22/11/2026' })).toBe('1104');
    expect(gateway.books.refunds()).toEqual([]);
  });
});

describe('a slow refund', () => {
  it('1143, then done; a second one is refused meanwhile', async () => {
    gateway.simulator.setSwitches({ refundMode: 'pending-then-done' });
    expect(await refundCode({ txamt: '400', out_trade_no: 'slow' })).toBe('1143');
    const second = await gateway.refund({ syssn, txamt: '100' });
    expect(second.json['respcd']).toBe('1155');
    expect(second.json['resperr']).toContain('請勿重複提交申請');
    gateway.advance(5_999);
    expect(await rowOf('slow')).toMatchObject({ respcd: '1143' });
    expect(gateway.books.order('paid')?.refundedCents).toBe(0);
    gateway.advance(1);
    expect(await rowOf('slow')).toMatchObject({ respcd: '0000' });
    expect(gateway.books.order('paid')?.refundedCents).toBe(400);
  });

  it('1143, then refused: another refund can still return the money', async () => {
    gateway.simulator.setSwitches({ refundMode: 'pending-then-refused' });
    await gateway.refund({ syssn, txamt: '1000', out_trade_no: 'slow' });
    gateway.advance(6_000);
    expect(await rowOf('slow')).toMatchObject({ respcd: '1155' });
    gateway.simulator.setSwitches({ refundMode: 'done' });
    expect(await refundCode({})).toBe('0000');
  });

  it('no answer: made in one mode, unknown in the other, and counted as a request in both', async () => {
    const unanswered = async (out_trade_no: string): Promise<void> => {
      const signal = AbortSignal.timeout(150);
      const fields = { syssn, txamt: '100', txdtm: '2026-11-22 12:00:00', out_trade_no };
      await expect(post(gateway.simulator, '/trade/v1/refund', fields, { signal })).rejects.toThrow();
    };
    gateway.simulator.setSwitches({ refundMode: 'no-answer' });
    await unanswered('lost');
    gateway.simulator.setSwitches({ refundMode: 'done-no-answer' });
    await unanswered('given');
    gateway.advance(1_000);
    expect(gateway.books.refunds().map(({ number, respcd }) => [number, respcd])).toEqual([['given', '0000']]);
    expect(gateway.books.order('paid')?.refundedCents).toBe(100);
    expect([gateway.books.requestsReceived('lost'), gateway.books.requestsReceived('given')]).toEqual([1, 1]);
  });
});

describe('the outcome of a partial refund by its amount', () => {
  beforeEach(() => {
    gateway.simulator.setSwitches({ refundsByAmount: true });
  });

  it.each(REFUND_OUTCOMES.filter(({ plan }) => plan.kind === 'refused'))(
    '.$cents is refused, and no money moves',
    async ({ cents, plan }) => {
      const respcd = plan.kind === 'refused' ? plan.respcd : null;
      expect(await refundCode({ txamt: `1${cents}`, out_trade_no: 'part' })).toBe(respcd);
      expect(await rowOf('part')).toMatchObject({ respcd });
      expect(gateway.books.order('paid')?.refundedCents).toBe(0);
    },
  );

  it('.43 is in progress and then done; an amount outside the table is done at once', async () => {
    expect(await refundCode({ txamt: '143', out_trade_no: 'part' })).toBe('1143');
    gateway.advance(6_000);
    expect(await rowOf('part')).toMatchObject({ respcd: '0000' });
    expect(await refundCode({ txamt: '100' })).toBe('0000');
    expect(gateway.books.order('paid')?.refundedCents).toBe(243);
  });

  it('a full refund is made whatever its cents are', async () => {
    const { json } = await gateway.payment({ out_trade_no: 'odd', txamt: '1269', pay_type: '805808' });
    expect(await refundCode({ syssn: String(json['syssn']), txamt: '1269' })).toBe('0000');
  });
});

describe.each(['close', 'reversal'])('%s', (path) => {
  const ask = (fields: Fields) =>
    post(gateway.simulator, `/trade/v1/${path}`, { txamt: '743', txdtm: '2026-11-22 12:00:00', ...fields });

  it('does not work for PayMe: 1297 without a syssn of its own, and the customer can still pay', async () => {
    await gateway.payment({ out_trade_no: 'waits', txamt: '743' });
    const { json } = await ask({ out_trade_no: 'waits' });
    expect(json['respcd']).toBe('1297');
    expect(json).not.toHaveProperty('syssn');
    expect(gateway.books.payNow('waits')).toBe(true);
  });

  it('answers 1136 for an unknown order, and requires an order', async () => {
    expect((await ask({ out_trade_no: 'nobody' })).json['respcd']).toBe('1136');
    expect((await ask({ syssn })).json).toMatchObject({ respcd: '1297', orig_syssn: syssn });
    expect((await ask({})).json['respcd']).toBe('1104');
  });
});
