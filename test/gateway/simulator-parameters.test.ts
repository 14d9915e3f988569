/** Which payment requests the simulator accepts, parameter by parameter. */

import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { gatewayAt, NOON, post, type Fields, type Gateway } from './simulator-support.ts';

let gateway: Gateway;
beforeEach(async () => {
  gateway = await gatewayAt(NOON);
});
afterEach(() => gateway.close());

describe('parameters', () => {
  const cpm = { pay_type: '805808' };
  const wrong: readonly Fields[] = [
    ...['0', '-100', '1.50', '1e3', '0100', 'x', '123456789012'].map((txamt) => ({ txamt })),
    { txcurrcd: 'USD' },
    { txcurrcd: 'hkd' },
    ...['é', 'a b', 'a,b', 'x'.repeat(129)].map((out_trade_no) => ({ out_trade_no })),
    ...['2026-11-22', '2026-02-30 12:00:00', '2026-11-22 24:00:00', '2026-11-22T12:00:00'].map((txdtm) => ({ txdtm })),
    ...['4', '121', '5.5', 'x'].map((expired_time) => ({ expired_time })),
    { ...cpm, expired_time: '5' },
    { auth_code: '123' },
    { ...cpm, auth_code: '一' },
    { ...cpm, auth_code: 'x'.repeat(129) },
    { goods_name: 'x'.repeat(21) },
    { goods_name: 'a & b' },
    { udid: 'x'.repeat(41) },
    { return_url: 'no url' },
    // Present but empty, which differs from absent.
    ...['txamt', 'goods_name', 'udid', 'unknown'].map((name) => ({ [name]: '' })),
  ];

  it.each(wrong)('refuses %o with 1104', async (fields) => {
    const { status, json } = await gateway.payment(fields);
    expect([status, json['respcd']]).toEqual([200, '1104']);
    expect(gateway.books.orders()).toEqual([]);
  });

  it.each(['txamt', 'txcurrcd', 'pay_type', 'out_trade_no', 'txdtm'])('requires %s', async (name) => {
    const all = { txamt: '1', txcurrcd: 'HKD', pay_type: '805801', out_trade_no: 'A', txdtm: '2026-11-22 12:00:00' };
    const fields = Object.fromEntries(Object.entries(all).filter(([field]) => field !== name));
    expect((await post(gateway.simulator, '/trade/v1/payment', fields)).json['respcd']).toBe('1104');
  });

  it('requires a scanned code for 805808, and knows no other wallets', async () => {
    const fields = { txamt: '1', txcurrcd: 'HKD', out_trade_no: 'A', txdtm: '2026-11-22 12:00:00' };
    const noCode = await post(gateway.simulator, '/trade/v1/payment', { ...fields, pay_type: '805808' });
    expect(noCode.json).toMatchObject({ respcd: '1104', respmsg: 'auth_code error' });
    const other = await post(gateway.simulator, '/trade/v1/payment', { ...fields, pay_type: '800201' });
    expect(other.json).toMatchObject({ respcd: '1104', respmsg: 'filter error' });
  });

  it.each([
    { txamt: '1' },
    { txamt: '99999999900' },
    { out_trade_no: 'x'.repeat(128) },
    { out_trade_no: 'A_b|c*d-9' },
    { expired_time: '5' },
    { expired_time: '120' },
    { goods_name: '凍檸茶'.repeat(6) },
    { unknown: 'ignored' },
  ])('accepts %o', async (fields) => {
    expect((await gateway.payment(fields)).json['respcd']).toMatch(/^0000$/);
  });
});
