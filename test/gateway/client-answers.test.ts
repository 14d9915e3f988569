/**
 * What becomes of an answer, over real HTTP: whatever cannot be read is "no answer" with the one fact that matters, and
 * only what certainly never left counts as not sent.
 */
import { createServer } from 'node:net';
import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Gateway } from '../../electron/till/ports.ts';
import { CLIENT_KEY, gatewayTo, startLocalServer, type LocalServer } from '../support/local-server.ts';
import { anOrder, NUMBER, SYSSN } from '../support/samples.ts';
import { createHash } from 'node:crypto';

let server: LocalServer;
let logged: string[];
let gateway: Gateway;

beforeEach(async () => {
  server = await startLocalServer();
  logged = [];
  gateway = gatewayTo(server.url, { log: (event) => logged.push(event) });
});
afterEach(async () => {
  gateway.close();
  await server.close();
});

const pay = () => gateway.pay(gateway.prepare(NUMBER, anOrder()));
const enquire = () => gateway.enquire({ by: 'syssn', syssns: [SYSSN] });

const left = { kind: 'unanswered', byteLeft: true, busy: false };
const leftAndBusy = { ...left, busy: true };

const text = (status: number, body: string, type = 'text/html') => {
  server.answer((response) => {
    response.writeHead(status, { 'Content-Type': type }).end(body);
  });
};

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

  it('come out as they are', async () => {
    server.answerJson(whole);
    expect(await pay()).toEqual({
      kind: 'answered',
      qr: 'https://qr.payme.example/2/x',
      gatewayTime: null,
      row: {
        code: '0000',
        codeClass: 'ok',
        refundClass: 'ok',
        number: NUMBER,
        syssn: SYSSN,
        amount: '1234',
        currency: 'HKD',
        payType: '805801',
        merchant: null,
        orderType: null,
        cancel: null,
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
  ])("the gateway's clock, told as %j", async (sysdtm, gatewayTime) => {
    server.answerJson({ ...whole, sysdtm });
    expect(await pay()).toMatchObject({ kind: 'answered', gatewayTime });
  });

  it('that are absent, null, empty or of another kind are not said', async () => {
    const nothing = { number: null, syssn: null, amount: null, currency: null, payType: null, merchant: null };
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
    '%s of a kind that nobody can read may be what contradicts the payment, so nothing is read',
    async (field) => {
      for (const value of [17.5, true, [], {}, ['0'], 2 ** 53]) {
        server.answerJson({ ...whole, [field]: value });
        expect(await pay()).toMatchObject({ kind: 'unanswered', byteLeft: true });
      }
    },
  );

  it.each([
    ['null', null],
    ['an object', {}],
    ['text', ''],
    ['absent', undefined],
    ['a list', []],
  ])('data that is %s takes nothing from a refusal, and an enquiry that was understood has rows', async (how, data) => {
    server.answerJson({ respcd: '1108', resperr: 'wrong key', data });
    expect(await enquire()).toMatchObject({ kind: 'enquiry-refused', code: '1108', advice: 'signature' });
    server.answerJson({ respcd: '0000', data });
    const why = 'enquiry answer without data';
    expect(await enquire()).toMatchObject(how === 'a list' ? { kind: 'answered', rows: [] } : { ...left, why });
  });

  it('that cannot be read are named, without their content', async () => {
    server.answerJson({ ...whole, cancel: ['secret'] });
    expect(await pay()).toMatchObject({ ...left, why: 'payment answer that has no readable cancel' });
    server.answerJson({ ...whole, respcd: 0 });
    expect(await pay()).toMatchObject({ ...left, why: 'payment answer that has no readable respcd' });
    server.answerJson({ data: [] });
    expect(await enquire()).toMatchObject({ ...left, why: 'enquiry answer that has no readable respcd' });
    server.answerJson([]);
    expect(await enquire()).toMatchObject({ ...left, why: 'enquiry answer that is no object' });
  });

  it('that nobody knows are ignored', async () => {
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
    expect(await enquire()).toMatchObject(left);
  });
});

describe('no answer, but the request has left', () => {
  const cases: readonly (readonly [string, () => void, object])[] = [
    ['an HTML page', () => text(200, '<!DOCTYPE html><html><body>Please sign in</body></html>'), left],
    ['an empty body', () => text(200, ''), left],
    ['half a JSON', () => text(200, '{"respcd": "0000", "syssn": "2026', 'application/json'), left],
    ['bare zeros, as one published sample has them', () => text(200, '{"respcd": 0000}', 'application/json'), left],
    ['JSON that is no object: null', () => text(200, 'null'), left],
    ['JSON that is no object: a list', () => text(200, '[{"respcd":"0000"}]'), left],
    ['JSON that is no object: text', () => text(200, '"0000"'), left],
    ['two megabytes', () => text(200, `{"respcd":"0000","x":"${'y'.repeat(2_000_000)}"}`), left],
    ['HTTP 429', () => text(429, 'Too Many Requests'), leftAndBusy],
    ['HTTP 500', () => text(500, 'Internal Server Error'), leftAndBusy],
    ['HTTP 503', () => text(503, 'Service Unavailable'), leftAndBusy],
    ['HTTP 404', () => text(404, 'Not Found'), left],
    ['HTTP 201 with a success in it', () => text(201, '{"respcd":"0000"}'), left],
    ['HTTP 500 with a success in it', () => text(500, '{"respcd":"0000"}'), leftAndBusy],
    ['HTTP 500 with a failure in it', () => text(500, '{"respcd":"1201"}'), leftAndBusy],
    ['a dropped line', () => server.answer((response) => void response.destroy()), left],
    [
      'a line that drops in the middle of the answer',
      () =>
        server.answer((response) => {
          response.writeHead(200, { 'Content-Length': 100 });
          response.write('{"respcd":"0000"', () => response.destroy());
        }),
      left,
    ],
    ['no HTTP at all', () => server.answer((response) => void response.socket?.end('rubbish\r\n\r\n')), left],
  ];

  it.each(cases)('%s', async (_how, answer, expected) => {
    answer();
    expect(await pay()).toMatchObject(expected);
    expect(await enquire()).toMatchObject(expected);
    // Whatever went wrong, nothing was sent a second time.
    expect(server.received.map(({ path }) => path)).toEqual(['/trade/v1/payment', '/trade/v1/query']);
  });

  it.each([301, 302, 303, 307, 308])('a redirect (%i), which is never followed', async (status) => {
    server.answer((response) => {
      response.writeHead(status, { Location: `${server.url}/elsewhere` }).end();
    });
    expect(await pay()).toMatchObject(left);
    expect(server.received).toHaveLength(1);
  });

  it('an answer still awaited when the program closes', async () => {
    server.answer(() => undefined);
    const arrived = server.nextRequest();
    const answer = pay();
    await arrived;
    gateway.close();
    expect(await answer).toMatchObject(left);
  });
});

describe('not sent', () => {
  it('when nobody listens: not one byte has left', async () => {
    await server.close();
    expect(await pay()).toMatchObject({ kind: 'unanswered', byteLeft: false, busy: false });
    expect(await enquire()).toMatchObject({ kind: 'unanswered', byteLeft: false });
  });

  it('but not when the other side hangs up: the request may have been read', async () => {
    const rude = createServer((socket) => {
      socket.once('data', () => socket.destroy());
    }).listen(0, '127.0.0.1');
    await once(rude, 'listening');
    const address = rude.address();
    if (address === null || typeof address === 'string') throw new Error('no port');
    const other = gatewayTo(`http://127.0.0.1:${address.port}`);
    expect(await other.pay(other.prepare(NUMBER, anOrder()))).toMatchObject(left);
    rude.close();
  });

  // Chromium tells these in its message, Node in the cause; after any other failure a byte may have left.
  const failing = (error: Error) => {
    const fetch = async () => {
      throw error;
    };
    const broken = gatewayTo('http://127.0.0.1:1', { payFetch: fetch, askFetch: fetch });
    return broken.pay(broken.prepare(NUMBER, anOrder()));
  };

  it.each(['ERR_NAME_NOT_RESOLVED', 'ERR_INTERNET_DISCONNECTED', 'ERR_CONNECTION_REFUSED', 'ERR_CERT_DATE_INVALID'])(
    "is Chromium's %s",
    async (code) => {
      expect(await failing(new Error(`net::${code}`))).toMatchObject({ kind: 'unanswered', byteLeft: false });
    },
  );

  it.each([
    'ERR_CONNECTION_RESET',
    'ERR_CONNECTION_CLOSED',
    'ERR_CONNECTION_ABORTED',
    'ERR_EMPTY_RESPONSE',
    'ERR_TIMED_OUT',
    'ERR_NETWORK_CHANGED',
    'ERR_NETWORK_IO_SUSPENDED',
    'ERR_HTTP2_PROTOCOL_ERROR',
    'ERR_SSL_BAD_RECORD_MAC_ALERT',
    'ERR_FAILED',
    'ERR_ABORTED',
    'ERR_NEVER_HEARD_OF',
  ])("is not Chromium's %s", async (code) => {
    expect(await failing(new Error(`net::${code}`))).toMatchObject(left);
  });

  it.each(['ENOTFOUND', 'EAI_AGAIN', 'ECONNREFUSED', 'UND_ERR_CONNECT_TIMEOUT'])("is Node's %s", async (code) => {
    const error = new TypeError('fetch failed', { cause: Object.assign(new Error(code), { code }) });
    expect(await failing(error)).toMatchObject({ byteLeft: false });
  });

  it.each(['ECONNRESET', 'EPIPE', 'UND_ERR_SOCKET', 'UND_ERR_HEADERS_TIMEOUT', 'UND_ERR_BODY_TIMEOUT', ''])(
    "is not Node's %j",
    async (code) => {
      const error = new TypeError('fetch failed', { cause: Object.assign(new Error(code), { code }) });
      expect(await failing(error)).toMatchObject(left);
    },
  );
});

describe('the signature of an answer', () => {
  const body = '{"respcd": "1143", "resperr": "订单还未支付"}';
  const answerSigned = (signature: string) => () => {
    server.answer((response: ServerResponse) => {
      response.writeHead(200, { 'X-QF-SIGN': signature }).end(body);
    });
  };
  const right = createHash('md5')
    .update(body + CLIENT_KEY)
    .digest('hex');

  it.each([
    ['right', answerSigned(right.toUpperCase()), []],
    ['wrong', answerSigned('0'.repeat(32)), ['gateway.response-signature-differs']],
    ['absent', () => server.answerJson(body), []],
  ])('that is %s is at most logged, since the algorithm is not known', async (_how, answer, events) => {
    answer();
    expect(await pay()).toMatchObject({ kind: 'answered', row: { code: '1143' } });
    expect(logged).toEqual(events);
  });
});
