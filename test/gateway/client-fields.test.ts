/**
 * The fields of an answer, over real HTTP: which values are read, which count as absent, which make the answer
 * unreadable.
 */
import { create } from 'qrcode';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { QR_BYTES_MAX } from '../../electron/gateway/messages.ts';
import { payEventFrom } from '../../electron/till/pay-event.ts';
import { QR_LEVEL } from '../../renderer/ui/qr-layout.ts';
import { gatewayTo, startLocalServer, type LocalServer } from '../support/local-server.ts';
import { anAttempt, anOrder, NOVEMBER, NUMBER, SYSSN } from '../support/samples.ts';

let server: LocalServer;
let gateway: ReturnType<typeof gatewayTo>;

beforeEach(async () => {
  server = await startLocalServer();
  gateway = gatewayTo(server.url);
});
afterEach(async () => {
  gateway.close();
  await server.close();
});

const pay = () => gateway.pay(gateway.prepare(NUMBER, anOrder()));
const enquire = () => gateway.enquire({ by: 'syssn', gatewayRefs: [SYSSN], window: NOVEMBER }, 1);

const left = { kind: 'unanswered', mayHaveLeft: true, busy: false };

describe('fields of an answer', () => {
  const whole = {
    respcd: '0000',
    out_trade_no: NUMBER,
    syssn: SYSSN,
    txamt: '1234',
    txcurrcd: 'HKD',
    pay_type: '805801',
    qrcode: 'https://qr.payme.example/2/x',
  };

  it('are read unchanged', async () => {
    server.answerJson(whole);
    expect(await pay()).toEqual({
      kind: 'answered',
      qr: 'https://qr.payme.example/2/x',
      gatewayTime: expect.any(Number) as number,
      row: {
        code: '0000',
        codeClass: 'ok',
        refundClass: 'ok',
        number: NUMBER,
        gatewayRef: SYSSN,
        amount: '1234',
        currency: 'HKD',
        payType: '805801',
        merchant: null,
        orderType: null,
        cancel: null,
        madeAt: null,
      },
    });
  });

  it.each([
    ['a number', 1234, '1234'],
    ['text', '1234', '1234'],
    ['another text, for evidence to refuse', '12.34', '12.34'],
    ['a fraction', 12.34, null],
    ['too large to be exact', 2 ** 53, null],
    ['an object', { cents: 1234 }, null],
    ['a truth', true, null],
    ['null', null, null],
    ['nothing', '', null],
  ])('txamt as %s', async (_how, txamt, amount) => {
    server.answerJson({ ...whole, txamt });
    expect(await pay()).toMatchObject({ kind: 'answered', row: { amount } });
  });

  it.each([
    ['2026-11-22 21:05:09', Date.UTC(2026, 10, 22, 13, 5, 9)],
    ['2026-11-22T21:05:09Z', null],
    ['yesterday', null],
    [1_795_352_709, null],
    [null, null],
  ])("an order's time as %j, which is not the gateway's current time", async (sysdtm, madeAt) => {
    const gatewayTime: unknown = expect.toSatisfy((at: number) => Math.abs(at - Date.now()) < 60_000);
    server.answerJson({ ...whole, sysdtm });
    expect(await pay()).toMatchObject({ kind: 'answered', gatewayTime, row: { madeAt } });
    server.answerJson({ respcd: '0000', data: [{ ...whole, sysdtm }] });
    expect(await enquire()).toMatchObject({ kind: 'answered', gatewayTime, rows: [{ madeAt }] });
  });

  it('that are absent, null, empty or of another type count as absent', async () => {
    const nothing = { number: null, gatewayRef: null, amount: null, currency: null, payType: null, merchant: null };
    for (const value of [undefined, null, '', 17.5, [], {}]) {
      const unsaid = typeof value === 'string' ? '' : null;
      server.answerJson({
        respcd: '1143',
        out_trade_no: value,
        syssn: value,
        txamt: value,
        txcurrcd: value,
        pay_type: unsaid,
        mchid: unsaid,
        qrcode: value,
        order_type: unsaid,
        cancel: unsaid,
        resperr: value,
        respmsg: value,
      });
      expect(await pay()).toMatchObject({
        kind: 'answered',
        qr: null,
        row: { code: '1143', codeClass: 'pending', ...nothing, orderType: null, cancel: null },
      });
    }
  });

  it.each(['pay_type', 'mchid', 'order_type', 'cancel'])(
    '%s of an unreadable type makes the answer unreadable, because it may contradict the payment',
    async (field) => {
      for (const value of [17.5, true, [], {}, ['0'], 2 ** 53]) {
        server.answerJson({ ...whole, [field]: value });
        expect(await pay()).toMatchObject({ kind: 'unanswered', mayHaveLeft: true });
      }
    },
  );

  it.each([
    ['null', null],
    ['an object', {}],
    ['text', ''],
    ['absent', undefined],
    ['a list', []],
  ])('data that is %s does not hide a refusal, but a successful enquiry needs a list', async (how, data) => {
    server.answerJson({ respcd: '1108', resperr: 'wrong key', data });
    expect(await enquire()).toMatchObject({ kind: 'enquiry-refused', code: '1108', advice: 'signature' });
    server.answerJson({ respcd: '0000', data });
    const why = 'enquiry answer without data';
    expect(await enquire()).toMatchObject(how === 'a list' ? { kind: 'answered', rows: [] } : { ...left, why });
  });

  it('a qrcode may be as long as a QR can hold; a longer one is unclear, and never paid or failed', async () => {
    const sent = anAttempt({ status: 'sending' });
    for (const longest of ['x'.repeat(QR_BYTES_MAX), '付'.repeat(QR_BYTES_MAX / 3)]) {
      expect(() => create(longest, { errorCorrectionLevel: QR_LEVEL })).not.toThrow();
      server.answerJson({ ...whole, qrcode: longest });
      expect(payEventFrom(sent, await pay())).toEqual({ kind: 'qr-made', qr: longest, gatewayRef: SYSSN });

      const tooLong = `${longest}x`;
      expect(() => create(tooLong, { errorCorrectionLevel: QR_LEVEL })).toThrow();
      server.answerJson({ ...whole, qrcode: tooLong });
      const finding = { kind: 'unclear', code: null, gatewayRef: SYSSN, isOrder: true };
      expect(payEventFrom(sent, await pay())).toEqual({ kind: 'pay-found', finding });
    }
  });

  it('that are unreadable are named, without their content', async () => {
    server.answerJson({ ...whole, cancel: ['secret'] });
    expect(await pay()).toMatchObject({ ...left, why: 'payment answer that has no readable cancel' });
    server.answerJson({ ...whole, respcd: 0 });
    expect(await pay()).toMatchObject({ ...left, why: 'payment answer that has no readable respcd' });
    server.answerJson({ data: [] });
    expect(await enquire()).toMatchObject({ ...left, why: 'enquiry answer that has no readable respcd' });
    server.answerJson([]);
    expect(await enquire()).toMatchObject({ ...left, why: 'enquiry answer that is no object' });
  });

  it('are read for at most five thousand rows, because more would block the whole till', async () => {
    const rows = (count: number) => ({ respcd: '0000', data: Array.from({ length: count }, () => ({})) });
    server.answerJson(rows(5_000));
    expect(await enquire()).toMatchObject({ kind: 'answered', isLast: false });
    server.answerJson(rows(5_001));
    expect(await enquire()).toMatchObject({ ...left, why: 'enquiry answer of more than 5000 rows' });
    expect(await gateway.page(NOVEMBER, 1)).toMatchObject(left);
  });

  it('that are unknown are ignored', async () => {
    server.answerJson({ ...whole, payme_logo: 'x', surcharge_fee: 0, txstatus: 'FAILED', data: [{ respcd: 7 }] });
    expect(await pay()).toMatchObject({ kind: 'answered', row: { code: '0000' } });
  });

  it.each([
    ['a number', 0],
    ['the number 1143', 1143],
    ['absent', undefined],
    ['null', null],
    ['empty', ''],
    ['three digits', '000'],
    ['five digits', '00000'],
    ['padded', ' 0000'],
    ['followed by a line', '0000\n'],
    ['words', 'SUCCESS'],
  ])('respcd that is %s makes the whole answer unreadable', async (_how, respcd) => {
    server.answerJson({ ...whole, respcd });
    expect(await pay()).toMatchObject(left);
    server.answerJson({ respcd, data: [] });
    expect(await enquire()).toMatchObject(left);
    server.answerJson({ respcd: '0000', data: [{ ...whole }, { ...whole, respcd }] });
    expect(await enquire()).toMatchObject({
      kind: 'answered',
      rows: [{ code: '0000' }],
      unread: [{ number: NUMBER, gatewayRef: SYSSN }],
    });
  });
});
