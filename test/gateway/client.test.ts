/**
 * What the client sends: every parameter, header and byte of payment, enquiry and refund, over real HTTP to the test's
 * own server, and once to the simulator, which checks the signature with its own code.
 */
import { createHash } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { GatewayOptions } from '../../electron/gateway/client.ts';
import { Secret } from '../../electron/vault/secret.ts';
import { startSimulator } from '../../electron/simulator/server.ts';
import { cents } from '../../shared/money.ts';
import {
  APP_CODE,
  CLIENT_KEY,
  gatewayTo,
  startLocalServer,
  type LocalServer,
  type Received,
} from '../support/local-server.ts';
import { anOrder, NOVEMBER, NUMBER, numberOf, SYSSN } from '../support/samples.ts';

let server: LocalServer;

beforeEach(async () => {
  server = await startLocalServer();
  server.answerJson({ respcd: '1143' });
});
afterEach(() => server.close());

/** The form as the gateway decodes it. */
const form = ({ body }: Received): Record<string, string> => Object.fromEntries(new URLSearchParams(body));

/** QFPay's signature algorithm, implemented a second time for the test. */
function signatureOf(request: Received, algorithm: 'md5' | 'sha256'): string {
  const fields = form(request);
  const text = Object.keys(fields)
    .toSorted()
    .map((name) => `${name}=${fields[name]}`)
    .join('&');
  return createHash(algorithm)
    .update(text + CLIENT_KEY)
    .digest('hex');
}

const EVERYTHING_SET: Partial<GatewayOptions> = {
  mchid: 'eqqmYMn0Zj6pncw5',
  expiredMinutes: 5,
  goodsName: '珍珠奶茶大杯',
  udid: 'harbour-till-01',
  returnUrl: 'https://shop.example/done?a=1&b=2',
};

async function sent(options: Partial<GatewayOptions>, order = anOrder()): Promise<Received> {
  const gateway = gatewayTo(server.url, options);
  await gateway.pay(gateway.prepare(NUMBER, order));
  const [request, ...more] = server.received;
  if (request === undefined || more.length > 0) throw new Error(`${server.received.length} requests`);
  return request;
}

const CODE = anOrder({ tender: { wallet: 'payme', mode: 'cpm' }, payType: '805808', authCode: 'PAYME 0123+4567&89' });

describe('a payment', () => {
  it('by QR, with no options, sends the mandatory parameters and the life of the QR', async () => {
    const request = await sent({});
    expect(request).toMatchObject({ method: 'POST', path: '/trade/v1/payment' });
    expect(form(request)).toEqual({
      txamt: '1234',
      txcurrcd: 'HKD',
      pay_type: '805801',
      out_trade_no: NUMBER,
      txdtm: '2026-11-22 21:05:09',
      expired_time: '30',
    });
  });

  it('by QR, with all options, sends all parameters', async () => {
    expect(form(await sent(EVERYTHING_SET))).toEqual({
      txamt: '1234',
      txcurrcd: 'HKD',
      pay_type: '805801',
      out_trade_no: NUMBER,
      txdtm: '2026-11-22 21:05:09',
      expired_time: '5',
      goods_name: '珍珠奶茶大杯',
      mchid: 'eqqmYMn0Zj6pncw5',
      udid: 'harbour-till-01',
      return_url: 'https://shop.example/done?a=1&b=2',
    });
  });

  it('by code, with no options, sends the code but neither a life nor a return_url', async () => {
    expect(form(await sent({}, CODE))).toEqual({
      txamt: '1234',
      txcurrcd: 'HKD',
      pay_type: '805808',
      out_trade_no: NUMBER,
      txdtm: '2026-11-22 21:05:09',
      auth_code: 'PAYME 0123+4567&89',
    });
  });

  it('by code, with all options, still sends neither a life nor a return_url', async () => {
    expect(form(await sent(EVERYTHING_SET, CODE))).toEqual({
      txamt: '1234',
      txcurrcd: 'HKD',
      pay_type: '805808',
      out_trade_no: NUMBER,
      txdtm: '2026-11-22 21:05:09',
      auth_code: 'PAYME 0123+4567&89',
      goods_name: '珍珠奶茶大杯',
      mchid: 'eqqmYMn0Zj6pncw5',
      udid: 'harbour-till-01',
    });
  });

  it('never sends an empty parameter', async () => {
    const { body } = await sent({});
    expect(body.split('&').filter((pair) => pair.endsWith('='))).toEqual([]);
  });

  it('is encoded as a form in UTF-8: spaces, & and Chinese', async () => {
    const { body } = await sent(EVERYTHING_SET, CODE);
    expect(body.split('&')).toEqual(
      expect.arrayContaining([
        'goods_name=%E7%8F%8D%E7%8F%A0%E5%A5%B6%E8%8C%B6%E5%A4%A7%E6%9D%AF',
        'txdtm=2026-11-22+21%3A05%3A09',
        'auth_code=PAYME+0123%2B4567%2689',
      ]),
    );
  });

  it('carries the headers of QFPay, the signature in MD5 capitals and no sign type', async () => {
    const request = await sent(EVERYTHING_SET);
    expect(request.headers).toMatchObject({
      'content-type': 'application/x-www-form-urlencoded; charset=UTF-8',
      'x-qf-appcode': APP_CODE,
      'x-qf-sign': signatureOf(request, 'md5').toUpperCase(),
    });
    expect(request.headers).not.toHaveProperty('x-qf-signtype');
  });

  it('signs with SHA256 if the settings say so, and sends the sign type', async () => {
    const request = await sent({ ...EVERYTHING_SET, signType: 'SHA256' });
    expect(request.headers).toMatchObject({
      'x-qf-signtype': 'SHA256',
      'x-qf-sign': signatureOf(request, 'sha256'),
    });
  });

  it('uses a new connection, so that no lower layer sends it a second time', async () => {
    const { headers } = await sent({});
    expect(headers.connection).toBe('close');
    expect(headers).not.toHaveProperty('cookie');
  });

  it('never carries the client key', async () => {
    const { body, headers } = await sent(EVERYTHING_SET);
    expect(body + JSON.stringify(headers)).not.toContain(CLIENT_KEY);
  });

  it('has the body that was hashed for the ledger, and the same order always gives the same body', async () => {
    const gateway = gatewayTo(server.url, EVERYTHING_SET);
    const payment = gateway.prepare(NUMBER, anOrder());
    await gateway.pay(payment);
    const hash = createHash('sha256')
      .update(server.received[0]?.body ?? '')
      .digest('hex');
    expect(payment.bodyHash).toBe(hash);
    expect(gateway.prepare(NUMBER, anOrder())).toEqual(payment);
    expect(gateway.prepare(numberOf(124), anOrder()).bodyHash).not.toBe(hash);
  });
});

describe('an enquiry', () => {
  const ask = async (mchid: string, enquiry: Parameters<ReturnType<typeof gatewayTo>['enquire']>[0]) => {
    await gatewayTo(server.url, { ...EVERYTHING_SET, mchid }).enquire(enquiry, 3);
    const [request] = server.received;
    if (request === undefined) throw new Error('nothing was sent');
    return request;
  };

  it('by syssn sends the numbers in one list, and the month, which one edition of the documents requires', async () => {
    const request = await ask('', { by: 'syssn', gatewayRefs: [SYSSN, '2'], window: NOVEMBER });
    expect(request).toMatchObject({ method: 'POST', path: '/trade/v1/query' });
    expect(form(request)).toEqual({
      syssn: `${SYSSN},2`,
      start_time: '2026-11-01 00:00:00',
      end_time: '2026-11-30 23:59:59',
      page: '3',
      page_size: '100',
    });
    expect(request.headers['x-qf-sign']).toBe(signatureOf(request, 'md5').toUpperCase());
  });

  it("by the till's own number sends the month; without it QFPay searches the current one", async () => {
    const window = { start: '2026-10-01 00:00:00', end: '2026-10-31 23:59:59' };
    const request = await ask('abc', { by: 'number', numbers: [NUMBER, numberOf(124)], window });
    expect(form(request)).toEqual({
      out_trade_no: `${NUMBER},${numberOf(124)}`,
      start_time: '2026-10-01 00:00:00',
      end_time: '2026-10-31 23:59:59',
      page: '3',
      page_size: '100',
      mchid: 'abc',
    });
  });
});

describe('a refund', () => {
  it("sends the payment's syssn, its own number, the amount in cents and the time", async () => {
    const gateway = gatewayTo(server.url, EVERYTHING_SET);
    const order = { gatewayRef: SYSSN, amount: cents(500), requestedAtText: '2026-11-23 10:00:00' };
    await gateway.refund(gateway.prepareRefund(numberOf(124), order));
    const [request] = server.received;
    expect(request).toMatchObject({ method: 'POST', path: '/trade/v1/refund' });
    expect(form(request as Received)).toEqual({
      syssn: SYSSN,
      out_trade_no: numberOf(124),
      txamt: '500',
      txdtm: '2026-11-23 10:00:00',
      mchid: 'eqqmYMn0Zj6pncw5',
      udid: 'harbour-till-01',
    });
  });
});

describe('against the simulator, which shares no code with this client', () => {
  it.each(['MD5', 'SHA256'] as const)('every call is accepted, signed with %s', async (signType) => {
    const simulator = await startSimulator({ answerDelayMs: 0, mchid: 'eqqmYMn0Zj6pncw5', speed: 1000 });
    try {
      const gateway = gatewayTo(simulator.url, {
        ...EVERYTHING_SET,
        signType,
        credentials: { appCode: new Secret(simulator.appCode), clientKey: new Secret(simulator.clientKey) },
      });
      const paid = await gateway.pay(gateway.prepare(NUMBER, CODE));
      expect(paid).toMatchObject({ kind: 'answered', row: { code: '0000', number: NUMBER } });
      const syssn = simulator.books.order(NUMBER)?.syssn ?? '';
      expect(await gateway.enquire({ by: 'syssn', gatewayRefs: [syssn], window: NOVEMBER }, 1)).toMatchObject({
        kind: 'answered',
        rows: [{ code: '0000', amount: '1234', currency: 'HKD', orderType: 'payment', cancel: '0' }],
      });
      const refund = { gatewayRef: syssn, amount: cents(1234), requestedAtText: '2026-11-22 21:10:00' };
      expect(await gateway.refund(gateway.prepareRefund(numberOf(124), refund))).toMatchObject({
        kind: 'answered',
        row: { code: '0000', number: numberOf(124), amount: '1234' },
      });
      expect(simulator.books.order(NUMBER)?.refundedCents).toBe(1234);
      expect(simulator.books.signaturesRejected()).toBe(0);
    } finally {
      await simulator.close();
    }
  });
});
