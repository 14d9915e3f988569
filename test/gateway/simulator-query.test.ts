/** The simulator's enquiry: lists, filters, the calendar month of Hong Kong time, pages. */

import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { gatewayAt, NOON, rows, type Fields, type Gateway } from './simulator-support.ts';

let gateway: Gateway;
beforeEach(async () => {
  gateway = await gatewayAt(NOON);
});
afterEach(() => gateway.close());

async function numbersFound(fields: Fields): Promise<readonly unknown[]> {
  return rows(await gateway.query(fields)).map((row) => row['out_trade_no']);
}

async function respcdOf(fields: Fields): Promise<unknown> {
  return (await gateway.query(fields)).json['respcd'];
}

describe('finding', () => {
  it('returns an empty list with an outer 0000 when nothing matches', async () => {
    const { json } = await gateway.query({ out_trade_no: 'nothing' });
    expect(json).toMatchObject({ respcd: '0000', data: [] });
  });

  it('accepts lists of numbers and of syssns, and returns the newest first', async () => {
    const a = await gateway.payment({ out_trade_no: 'A' });
    gateway.advance(1_000);
    const b = await gateway.payment({ out_trade_no: 'B' });
    await gateway.payment({ out_trade_no: 'C' });
    expect(await numbersFound({ out_trade_no: 'A,B,absent' })).toEqual(['B', 'A']);
    expect(await numbersFound({ syssn: [a, b].map(({ json }) => String(json['syssn'])).join(',') })).toEqual([
      'B',
      'A',
    ]);
    expect(await numbersFound({ syssn: String(a.json['syssn']), out_trade_no: 'B' })).toEqual([]);
  });

  it('filters by pay type and by state', async () => {
    await gateway.payment({ out_trade_no: 'paid', txamt: '711' });
    await gateway.payment({ out_trade_no: 'waits', txamt: '743' });
    await gateway.payment({ out_trade_no: 'scanned', pay_type: '805808' });
    const out_trade_no = 'paid,waits,scanned';
    expect(await numbersFound({ out_trade_no, pay_type: '805808' })).toEqual(['scanned']);
    expect(await numbersFound({ out_trade_no, pay_type: '805801,805808' })).toHaveLength(3);
    expect(await numbersFound({ out_trade_no, respcd: '1143' })).toEqual(['waits']);
    expect(await numbersFound({ out_trade_no, respcd: '0000' })).toEqual(['scanned', 'paid']);
  });

  it('shows a payment time and a second channel number once paid, and neither before', async () => {
    await gateway.payment({ out_trade_no: 'A', goods_name: '奶茶' });
    const before = rows(await gateway.query({ out_trade_no: 'A' }))[0];
    expect(before).toMatchObject({ order_type: 'payment', paydtm: '', chnlsn2: '', cancel: '0', goods_name: '奶茶' });
    gateway.advance(3_000);
    const after = rows(await gateway.query({ out_trade_no: 'A' }))[0];
    expect(after).toMatchObject({ paydtm: '2026-11-22 12:00:03', sysdtm: '2026-11-22 12:00:00', txamt: '1000' });
    expect(after?.['chnlsn2']).toMatch(/^[0-9a-f-]{36}$/);
  });

  it('requires a syssn, a number or a whole time range', async () => {
    expect(await respcdOf({ pay_type: '805801' })).toBe('1104');
    expect(await respcdOf({ start_time: '2026-11-01 00:00:00' })).toBe('1104');
    expect(await respcdOf({ start_time: '2026-11-01 00:00:00', end_time: '2026-11-30 23:59:59' })).toBe('0000');
  });
});

describe('the calendar month', () => {
  /** One second before midnight of 30 November in Hong Kong, which is still the afternoon of the 30th in UTC. */
  const LAST_SECOND = Date.UTC(2026, 10, 30, 15, 59, 59);
  const NOVEMBER = { start_time: '2026-11-01 00:00:00', end_time: '2026-11-30 23:59:59' };

  let edge: Gateway;
  let syssn: string;
  beforeEach(async () => {
    edge = await gatewayAt(LAST_SECOND);
    syssn = String((await edge.payment({ out_trade_no: 'late' })).json['syssn']);
  });
  afterEach(() => edge.close());
  const found = async (fields: Fields): Promise<number> => rows(await edge.query(fields)).length;

  it('hides an order of last month from an enquiry by number, from the first second of the new one', async () => {
    expect(await found({ out_trade_no: 'late' })).toBe(1);
    edge.advance(1_000);
    expect(await found({ out_trade_no: 'late' })).toBe(0);
  });

  it('does not hide it from an enquiry by syssn, even with a time range', async () => {
    edge.advance(1_000);
    expect(await found({ syssn })).toBe(1);
    expect(await found({ syssn, start_time: '2026-12-01 00:00:00', end_time: '2026-12-01 00:00:01' })).toBe(1);
  });

  it('shows it when the enquiry names its month', async () => {
    edge.advance(1_000);
    expect(await found({ out_trade_no: 'late', ...NOVEMBER })).toBe(1);
    expect(await found(NOVEMBER)).toBe(1);
  });

  it('includes both ends of the range', async () => {
    const second = '2026-11-30 23:59:59';
    expect(await found({ out_trade_no: 'late', start_time: second, end_time: second })).toBe(1);
    expect(await found({ out_trade_no: 'late', ...NOVEMBER, end_time: '2026-11-30 23:59:58' })).toBe(0);
  });

  it('refuses a range over two months, a range backwards, and no date at all', async () => {
    const outer = async (start_time: string, end_time: string) =>
      (await edge.query({ out_trade_no: 'late', start_time, end_time })).json['respcd'];
    expect(await outer('2026-11-30 00:00:00', '2026-12-01 00:00:00')).toBe('1104');
    expect(await outer('2025-11-01 00:00:00', '2026-11-30 00:00:00')).toBe('1104');
    expect(await outer('2026-11-30 00:00:01', '2026-11-30 00:00:00')).toBe('1104');
    expect(await outer('2026-11-01 00:00:00', '2026-11-31 00:00:00')).toBe('1104');
  });
});

describe('pages', () => {
  const NOVEMBER = { start_time: '2026-11-01 00:00:00', end_time: '2026-11-30 23:59:59' };

  it('have ten rows by default, and at most a hundred', async () => {
    for (let count = 0; count < 101; count += 1) await gateway.payment({ out_trade_no: `N${count}` });
    const plain = await gateway.query(NOVEMBER);
    expect(rows(plain)).toHaveLength(10);
    expect(plain.json).toMatchObject({ page: 1, page_size: 10 });
    expect(rows(plain)[0]?.['out_trade_no']).toBe('N100');

    const large = await gateway.query({ ...NOVEMBER, page_size: '500' });
    expect(rows(large)).toHaveLength(100);
    expect(large.json['page_size']).toBe(100);
    const rest = await gateway.query({ ...NOVEMBER, page_size: '100', page: '2' });
    expect(rows(rest).map((row) => row['out_trade_no'])).toEqual(['N0']);
    expect(rows(await gateway.query({ ...NOVEMBER, page: '12' }))).toEqual([]);
  });

  it.each(['0', '-1', '1.5', 'x'])('refuses page %s', async (page) => {
    expect(await respcdOf({ ...NOVEMBER, page })).toBe('1104');
    expect(await respcdOf({ ...NOVEMBER, page_size: page })).toBe('1104');
  });
});

describe('faults of the enquiry itself', () => {
  it('follow the switch, and change nothing in the books', async () => {
    await gateway.payment({ out_trade_no: 'A', txamt: '711' });
    const ask = () => gateway.query({ out_trade_no: 'A' });

    gateway.simulator.setSwitches({ queryFault: 'http-500' });
    expect((await ask()).status).toBe(500);
    gateway.simulator.setSwitches({ queryFault: 'html-page' });
    expect((await ask()).text).toContain('<html>');
    gateway.simulator.setSwitches({ queryFault: 'cut-json' });
    const cut = await ask();
    expect([cut.text.startsWith('{'), cut.json]).toEqual([true, {}]);
    gateway.simulator.setSwitches({ queryFault: 'drop' });
    await expect(ask()).rejects.toThrow();

    gateway.simulator.setSwitches({ queryFault: 'none' });
    expect(rows(await ask())[0]?.['respcd']).toBe('0000');
  });
});
