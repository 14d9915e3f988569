/**
 * Every answer of QFPay's documents and of published production traffic that a till can meet, word for word, read by
 * the client over real HTTP.
 */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Gateway } from '../../electron/till/ports/gateway.ts';
import { cents } from '../../shared/money.ts';
import { gatewayTo, startLocalServer, type LocalServer } from '../support/local-server.ts';
import { anOrder, NOVEMBER, NUMBER, SYSSN } from '../support/samples.ts';

let server: LocalServer;
let gateway: Gateway;

beforeEach(async () => {
  server = await startLocalServer();
  gateway = gatewayTo(server.url);
});
afterEach(() => server.close());

const pay = () => gateway.pay(gateway.prepare(NUMBER, anOrder()));
const enquire = () => gateway.enquire({ by: 'syssn', gatewayRefs: [SYSSN], window: NOVEMBER }, 1);
const refund = () =>
  gateway.refund(
    gateway.prepareRefund(NUMBER, { gatewayRef: SYSSN, amount: cents(100), requestedAtText: '2026-11-22 21:05:09' }),
  );

describe('payment', () => {
  it("PayMe's QR: 0000, a text for success and a filled paydtm on an order that nobody has paid", async () => {
    server.answerJson(
      '{"pay_type":"805801","sysdtm":"2022-06-30 11:14:29","paydtm":"2022-06-30 11:14:29","resperr":"交易成功",' +
        '"txcurrcd":"HKD","txdtm":"2022-06-30 11:13:41","txamt":"200","payme_logo":"https://shopfront.paymebiz.hsbc' +
        '.com.hk/onboarding/dfbd33ed8dd4282ccb0f0db0e9301a9a04ab29db0b7e2b7597bff9fd7382776d/businessLogo_300x300.png"' +
        ',"respmsg":"PR001:Request for Payment Initiated","out_trade_no":"16565588217444950016",' +
        '"syssn":"20220630154100020012764799","respcd":"0000",' +
        '"qrcode":"https://qr.payme.hsbc.com.hk/2/CmJBJZAXRgCh8GmBXJKuXG","udid":"my_udid","pay_url":"",' +
        '"chnlsn":"5f43d654-d309-4560-8585-fb78f8dc694b","cardcd":""}',
    );
    expect(await pay()).toMatchObject({
      kind: 'answered',
      qr: 'https://qr.payme.hsbc.com.hk/2/CmJBJZAXRgCh8GmBXJKuXG',
      row: {
        code: '0000',
        codeClass: 'ok',
        refundClass: 'ok',
        number: '16565588217444950016',
        gatewayRef: '20220630154100020012764799',
        amount: '200',
        currency: 'HKD',
        payType: '805801',
      },
    });
  });

  it('a scanned code, with the amount as a number', async () => {
    server.answerJson(
      '{"pay_type":"800108","sysdtm":"2019-07-22 15:20:54","paydtm":"2019-07-22 15:20:56",' +
        '"txdtm":"2019-07-22 15:20:54","udid":"AA","txcurrcd":"EUR","txamt":10,"resperr":"交易成功","respmsg":"OK",' +
        '"out_trade_no":"201907221520536a25477909","syssn":"20190722000300020081074842","respcd":"0000",' +
        '"chnlsn":"4200000384201907223585006133"}',
    );
    expect(await pay()).toMatchObject({
      kind: 'answered',
      qr: null,
      row: {
        codeClass: 'ok',
        amount: '10',
        currency: 'EUR',
        payType: '800108',
        gatewayRef: '20190722000300020081074842',
      },
    });
  });

  it.each([
    ['1101', 'unknown'],
    ['1202', 'try-failed'],
  ])('a scanned code that failed (%s), still with a syssn', async (respcd, codeClass) => {
    server.answerJson({
      pay_type: '805808',
      resperr: '付款码错误',
      txcurrcd: 'HKD',
      txdtm: '2016-08-22 10:00:00',
      txamt: '1',
      respmsg: '',
      out_trade_no: NUMBER,
      syssn: '201608220901020011216135',
      respcd,
    });
    expect(await pay()).toMatchObject({
      kind: 'answered',
      row: { code: respcd, codeClass, gatewayRef: '201608220901020011216135' },
    });
  });

  it('a bad signature or merchant code, with three fields only', async () => {
    server.answerJson('{"resperr": "MCHCODE\\u975e\\u6cd5", "respcd": "1108", "respmsg": ""}');
    expect(await pay()).toMatchObject({ kind: 'answered', row: { code: '1108', codeClass: 'failed', number: null } });
  });

  it('a pay type that is not enabled', async () => {
    server.answerJson({ resperr: '参数错误', respcd: '1104', respmsg: 'filter error' });
    expect(await pay()).toMatchObject({ kind: 'answered', row: { code: '1104', codeClass: 'failed' } });
  });
});

describe('enquiry', () => {
  const PARTLY_REFUNDED =
    '{"syssn":"20250729155400020063698239","out_trade_no":"TS1-156684","chnlsn":"7bed3a81-","chnlsn2":"1f0e5090-",' +
    '"goods_name":"","txcurrcd":"HKD","origssn":null,"pay_type":"805812","order_type":"payment",' +
    '"txdtm":"2025-07-29 10:32:41","txamt":"41820","sysdtm":"2025-07-29 10:32:41","paydtm":"2025-07-29 10:32:52",' +
    '"cancel":"5","cardcd":"","userid":"1000029318","respcd":"0000","goods_info":"","errmsg":"交易成功",' +
    '"clisn":"037961","cardtp":"5"}';

  it.each([
    ['numbers', '1', '100'],
    ['text', '"1"', '"100"'],
  ])('PayMe in production, page and page_size as %s', async (_how, page, size) => {
    server.answerJson(
      `{"respcd":"0000","resperr":"请求成功","page":${page},"page_size":${size},"data":[${PARTLY_REFUNDED}]}`,
    );
    expect(await enquire()).toEqual({
      kind: 'answered',
      // From the HTTP headers: the body has no time.
      gatewayTime: expect.any(Number),
      unread: [],
      isLast: true,
      rows: [
        {
          code: '0000',
          codeClass: 'ok',
          refundClass: 'ok',
          number: 'TS1-156684',
          gatewayRef: '20250729155400020063698239',
          amount: '41820',
          currency: 'HKD',
          payType: '805812',
          merchant: null,
          orderType: 'payment',
          cancel: '5',
          madeAt: Date.UTC(2025, 6, 29, 2, 32, 41),
        },
      ],
    });
  });

  it('nothing found', async () => {
    server.answerJson('{"respcd":"0000","resperr":"","respmsg":"","page":1,"page_size":10,"data":[]}');
    expect(await enquire()).toEqual({
      kind: 'answered',
      rows: [],
      unread: [],
      isLast: true,
      gatewayTime: expect.any(Number),
    });
  });

  it('not paid yet, then closed', async () => {
    const unpaid = { respcd: '1143', errmsg: '订单还未支付，或者正在输入密码中', paydtm: '', order_type: 'payment' };
    server.answerJson({ respcd: '0000', data: [unpaid, { cancel: '2', respcd: '1142' }] });
    expect(await enquire()).toMatchObject({
      kind: 'answered',
      rows: [
        { code: '1143', codeClass: 'pending', orderType: 'payment' },
        { code: '1142', codeClass: 'closed', cancel: '2' },
      ],
    });
  });

  it.each([
    ['absent', {}],
    ['null', { data: null }],
    ['an object, as another page of the documents has it', { data: { txstatus: 'SUCCESS' } }],
    ['text', { data: '[]' }],
  ])('data that is %s proves nothing, and not that there is no order', async (_how, more) => {
    server.answerJson({ respcd: '0000', resperr: 'success', ...more });
    expect(await enquire()).toMatchObject({ kind: 'unanswered', mayHaveLeft: true, busy: false });
  });

  it.each([
    [null, null, null],
    ['0000', null, null],
    [{}, null, null],
    [[], null, null],
    [{ respcd: 1143, out_trade_no: 7 }, null, null],
    [{ respcd: 1143, out_trade_no: 'N', syssn: 'S' }, 'N', 'S'],
    [{ respcd: '0000', out_trade_no: 'N', cancel: ['0'] }, 'N', null],
  ])('a row that is %j is reported as unread, with its readable numbers', async (row, number, syssn) => {
    server.answerJson({ respcd: '0000', data: [{ respcd: '1143' }, row] });
    expect(await enquire()).toMatchObject({
      kind: 'answered',
      rows: [{ code: '1143' }],
      unread: [{ number, gatewayRef: syssn }],
    });
  });

  it.each([
    [100, undefined, false],
    [99, undefined, true],
    [100, '100', false],
    [10, 10, false],
    [9, '10', true],
    [10, '1000', true],
    [10, 'many', true],
    [10, 0, true],
    [101, 100, false],
  ])('%d rows on a page of %j: the last %s', async (count, size, isLast) => {
    const data = Array.from({ length: count }, () => ({ respcd: '1143' }));
    server.answerJson({ respcd: '0000', page_size: size, data });
    expect(await enquire()).toMatchObject({ kind: 'answered', isLast });
  });

  it.each([
    ['1108', 'signature'],
    ['1100', 'maintenance'],
    ['1143', 'waiting-customer'],
    ['4711', 'unlisted'],
  ])('refused itself (%s): the answer says nothing about a payment', async (respcd, advice) => {
    server.answerJson({ respcd, resperr: 'MCHCODE非法', respmsg: 'x', data: [{ respcd: '0000' }] });
    expect(await enquire()).toEqual({ kind: 'enquiry-refused', code: respcd, text: 'MCHCODE非法 x', advice });
  });
});

describe('refund', () => {
  it('done', async () => {
    server.answerJson({
      orig_syssn: SYSSN,
      sysdtm: '2026-11-22 21:06:00',
      paydtm: '2026-11-22 21:06:00',
      udid: 'qiantai2',
      txdtm: '2026-11-22 21:05:09',
      txcurrcd: 'HKD',
      txamt: '100',
      resperr: 'success',
      respmsg: '',
      out_trade_no: NUMBER,
      syssn: '20261122154100020012764800',
      respcd: '0000',
      chnlsn: '',
      cardcd: '',
    });
    expect(await refund()).toMatchObject({
      kind: 'answered',
      qr: null,
      row: { codeClass: 'ok', number: NUMBER, gatewayRef: '20261122154100020012764800', amount: '100' },
    });
  });

  it.each([
    ['1143', '處理中，請稍等(1143)', ''],
    ['1251', 'Do not use duplicate out_trade_no for request(1251)', 'out_trade_no is used'],
    ['1264', 'Order closed, please confirm the order status before continuing(1264)', 'wrong cancel'],
    ['1269', 'Today this payment method refundable balance is 0 HKD, not enough.(1269)', ''],
  ])('not done (%s), most fields absent or null', async (respcd, resperr, respmsg) => {
    server.answerJson({ orig_syssn: SYSSN, respcd, resperr, respmsg, out_trade_no: NUMBER, syssn: null, txamt: null });
    expect(await refund()).toMatchObject({
      kind: 'answered',
      row: { code: respcd, number: NUMBER, gatewayRef: null, amount: null },
    });
  });

  it('of an unknown payment', async () => {
    server.answerJson({ resperr: '交易不存在', respcd: '1136', respmsg: '', out_trade_no: NUMBER });
    expect(await refund()).toMatchObject({ kind: 'answered', row: { code: '1136', codeClass: 'unknown' } });
  });
});
