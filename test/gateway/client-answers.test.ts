/**
 * How the client reads answers, over real HTTP. An unreadable answer is "no answer", with whether a byte was sent. A
 * request counts as not sent only if certainly no byte left.
 */
import { createServer } from 'node:net';
import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Gateway } from '../../electron/till/ports/gateway.ts';
import { CLIENT_KEY, gatewayTo, startLocalServer, type LocalServer } from '../support/local-server.ts';
import { anOrder, NOVEMBER, NUMBER, SYSSN } from '../support/samples.ts';
import { createHash } from 'node:crypto';

let server: LocalServer;
let logged: unknown[];
let gateway: Gateway;

beforeEach(async () => {
  server = await startLocalServer();
  logged = [];
  gateway = gatewayTo(server.url, { log: (event, facts) => logged.push([event, facts]) });
});
afterEach(async () => {
  gateway.close();
  await server.close();
});

const pay = (by = gateway) => by.pay(by.prepare(NUMBER, anOrder()));
const enquire = () => gateway.enquire({ by: 'syssn', gatewayRefs: [SYSSN], window: NOVEMBER }, 1);

const left = { kind: 'unanswered', mayHaveLeft: true, busy: false };
const leftAndBusy = { ...left, busy: true };

const text = (status: number, body: string, type = 'text/html') => {
  server.answer((response) => {
    response.writeHead(status, { 'Content-Type': type }).end(body);
  });
};

describe('no answer, but the request was sent', () => {
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
    // Whatever went wrong, the client sends no request a second time.
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
  it('when no server listens: no byte was sent', async () => {
    await server.close();
    expect(await pay()).toMatchObject({ kind: 'unanswered', mayHaveLeft: false, busy: false });
    expect(await enquire()).toMatchObject({ kind: 'unanswered', mayHaveLeft: false });
  });

  it('but not when the server closes the connection, because it may have read the request', async () => {
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

  // Chromium names the error in its message, Node in the cause. After any other error a byte may have been sent.
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
      expect(await failing(new Error(`net::${code}`))).toMatchObject({ kind: 'unanswered', mayHaveLeft: false });
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
    expect(await failing(error)).toMatchObject({ mayHaveLeft: false });
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

  const sha256 = createHash('sha256')
    .update(body + CLIENT_KEY)
    .digest('hex');
  const changes = (is: string) => [['gateway.answer-signature', { is }]];
  const ways = [
    ['right', answerSigned(right.toUpperCase()), []],
    ['right by SHA256', answerSigned(sha256), []],
    ['wrong', answerSigned('0'.repeat(32)), changes('wrong')],
    ['empty', answerSigned(''), changes('wrong')],
    ['missing', () => server.answerJson(body), changes('missing')],
  ] as const;

  it.each(ways)(
    'that is %s is at most logged, once, because QFPay does not say how it signs answers',
    async (_how, answer, log) => {
      answer();
      for (let times = 0; times < 3; times += 1) {
        expect(await pay()).toMatchObject({ kind: 'answered', row: { code: '1143' } });
      }
      expect(logged).toEqual(log);
      expect(JSON.stringify(logged)).not.toContain(CLIENT_KEY);
    },
  );

  it.each(ways)(
    'that is %s is checked if the setting demands it; a bad one means no answer',
    async (how, answer, log) => {
      answer();
      const strict = gatewayTo(server.url, {
        answersMustBeSigned: true,
        log: (event, facts) => logged.push([event, facts]),
      });
      const why = `answer whose signature is ${how === 'missing' ? 'missing' : 'wrong'}`;
      const wanted = how.startsWith('right')
        ? { kind: 'answered' }
        : { kind: 'unanswered', mayHaveLeft: true, busy: false, why };
      expect(await pay(strict)).toMatchObject(wanted);
      expect(logged).toEqual(log);
      strict.close();
    },
  );
});
