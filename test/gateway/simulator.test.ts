/** The simulator as a server: refusals, the call limit, its own pages, its clock, and closing. */

import { spawn } from 'node:child_process';
import { connect } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { OUTCOMES } from '../../electron/simulator/scenarios.ts';
import { startSimulator, TRAINING_APP_CODE, TRAINING_CLIENT_KEY } from '../../electron/simulator/server.ts';
import { gatewayAt, NOON, paymentFields, post, rows, type Gateway } from './simulator-support.ts';

let gateway: Gateway;
beforeEach(async () => {
  gateway = await gatewayAt(NOON);
});
afterEach(() => gateway.close());

describe('HTTP', () => {
  const url = () => `${gateway.simulator.url}/trade/v1/payment`;
  const stillWorks = async () => expect((await gateway.payment({})).json['respcd']).toBe('0000');

  it('refuses GET, JSON and rubbish with 1103', async () => {
    const form = 'application/x-www-form-urlencoded';
    const respcd = async (init: RequestInit) => {
      const body: unknown = await (await fetch(url(), init)).json();
      return body;
    };
    const refused = { respcd: '1103' };
    expect(await respcd({ method: 'GET' })).toMatchObject(refused);
    expect(await respcd({ method: 'POST', body: '{}', headers: { 'Content-Type': 'application/json' } })).toMatchObject(
      refused,
    );
    expect(await respcd({ method: 'POST', body: '%', headers: { 'Content-Type': form } })).toMatchObject(refused);
    expect(await respcd({ method: 'POST', body: 'a=1&a=2', headers: { 'Content-Type': form } })).toMatchObject(refused);
    expect(await respcd({ method: 'POST', headers: { 'Content-Type': form } })).toMatchObject({ respcd: '1108' });
    await stillWorks();
  });

  it('refuses a body larger than any request, and unknown paths', async () => {
    const huge = await fetch(url(), { method: 'POST', body: 'x'.repeat(70_000) });
    expect(huge.status).toBe(413);
    expect((await fetch(`${gateway.simulator.url}/trade/v2/payment`, { method: 'POST' })).status).toBe(404);
    await stillWorks();
  });

  it('survives half a request, bytes that are no HTTP, and a client that disconnects', async () => {
    const port = Number(new URL(gateway.simulator.url).port);
    const head = 'POST /trade/v1/payment HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 100\r\n\r\ntxamt=1';
    for (const bytes of [head, '\0\0\0\r\n\r\n', 'GET http://[ HTTP/1.1\r\nHost: x y\r\n\r\n']) {
      await new Promise<void>((resolve) => {
        const socket = connect(port, '127.0.0.1', () =>
          socket.write(bytes, () => setTimeout(() => socket.destroy(), 20)),
        );
        socket.once('close', () => resolve());
        socket.resume();
      });
    }
    await stillWorks();
    expect(gateway.books.orders()).toHaveLength(1);
  });

  it('writes JSON with fields in any order, and as ASCII by the switch', async () => {
    const orders = new Set<string>();
    for (let count = 0; count < 20; count += 1) orders.add(Object.keys((await gateway.payment({})).json).join());
    expect(orders.size).toBeGreaterThan(1);

    expect((await gateway.payment({})).text).toContain('"resperr": "交易成功"');
    gateway.simulator.setSwitches({ asciiJson: true });
    const { text, json } = await gateway.payment({});
    expect(text).toMatch(/^[\x20-\x7e]+$/);
    expect(text).toContain('\\u4ea4\\u6613\\u6210\\u529f');
    expect(json['resperr']).toBe('交易成功');
  });
});

describe('the call limit', () => {
  it('is 400 in any 60 s: the next call gets HTTP 429 and no JSON until the first is 60 s old', async () => {
    const ask = async () => (await gateway.query({ out_trade_no: 'A' })).status;
    await ask();
    gateway.advance(30_000);
    for (let count = 0; count < 399; count += 1) expect(await ask()).toBe(200);
    expect(gateway.books.callsInLastMinute()).toBe(400);

    const refused = await gateway.payment({ out_trade_no: 'A' });
    expect([refused.status, refused.json]).toEqual([429, {}]);
    expect(gateway.books.order('A')).toBeUndefined();
    expect(gateway.books.requestsReceived('A')).toBe(1);
    gateway.advance(29_999);
    expect(await ask()).toBe(429);
    gateway.advance(1);
    expect(await ask()).toBe(200);
    expect(await ask()).toBe(429);
    gateway.advance(60_000);
    expect(gateway.books.callsInLastMinute()).toBe(0);
    expect(await ask()).toBe(200);
  });
});

describe("the simulator's own pages", () => {
  const at = (path: string, init?: RequestInit) => fetch(gateway.simulator.url + path, init);
  const postTo = (path: string) => at(path, { method: 'POST' });

  it('show the books as JSON', async () => {
    await gateway.payment({ out_trade_no: 'A', txamt: '755' });
    await gateway.payment({ out_trade_no: 'B', txamt: '711' });
    const books: unknown = await (await at('/books')).json();
    expect(books).toEqual({
      orders: JSON.parse(JSON.stringify(gateway.books.orders())),
      refunds: [],
      requestsReceived: { A: 1, B: 1 },
      signaturesRejected: 0,
      callsInLastMinute: 2,
    });
    expect(gateway.books.orders()).toMatchObject([{ number: 'B', amountCents: 711, chargedCents: 711 }]);
  });

  it('act for the customer: pay, decline, expire', async () => {
    await gateway.payment({ out_trade_no: 'A', txamt: '743' });
    expect((await postTo('/customer/expire?out_trade_no=A')).status).toBe(200);
    expect(gateway.books.order('A')?.respcd).toBe('1181');
    expect((await postTo('/customer/decline?out_trade_no=A')).status).toBe(409);
    expect(await (await postTo('/customer/pay?out_trade_no=A')).json()).toMatchObject({ chargedCents: 743 });
    expect((await postTo('/customer/pay?out_trade_no=B')).status).toBe(404);
    expect((await at('/customer/pay?out_trade_no=A')).status).toBe(405);
  });

  it('set the switches, but only known ones to known values', async () => {
    expect(await (await postTo('/switches?lowBalance=true&queryFault=http-500')).json()).toMatchObject({
      lowBalance: true,
      queryFault: 'http-500',
    });
    expect((await gateway.query({ out_trade_no: 'A' })).status).toBe(500);
    expect((await postTo('/switches?lowBalance=maybe')).status).toBe(400);
    expect((await postTo('/switches?toString=1')).status).toBe(400);
  });

  it('are closed to web pages', async () => {
    expect((await at('/books', { headers: { Origin: 'https://example.com' } })).status).toBe(403);
    const port = Number(new URL(gateway.simulator.url).port);
    const answer = await new Promise<string>((resolve) => {
      const socket = connect(port, '127.0.0.1', () =>
        socket.write('GET /books HTTP/1.1\r\nHost: rebound.example\r\n\r\n'),
      );
      socket.once('data', (data) => {
        resolve(data.toString());
        socket.destroy();
      });
    });
    expect(answer).toMatch(/^HTTP\/1\.1 403 /);
  });
});

describe('time', () => {
  it('with speed: delays and silence are shorter, but not the life of a QR', async () => {
    const fast = await gatewayAt(NOON, { speed: 300 });
    const respcd = async (number: string) => rows(await fast.query({ out_trade_no: number }))[0]?.['respcd'];
    await fast.payment({ out_trade_no: 'A', txamt: '712' });
    await fast.payment({ out_trade_no: 'B', txamt: '743', expired_time: '5' });
    fast.advance(39);
    expect(await respcd('A')).toBe('1143');
    fast.advance(1);
    expect(await respcd('A')).toBe('0000');
    fast.advance(299_959);
    expect(await respcd('B')).toBe('1143');
    fast.advance(1);
    expect(await respcd('B')).toBe('1181');

    const startedMs = performance.now();
    await expect(fast.payment({ txamt: '751' })).rejects.toThrow();
    expect(performance.now() - startedMs).toBeGreaterThan(190);
    expect(performance.now() - startedMs).toBeLessThan(20_000);
    await fast.close();
  });

  it('that goes back does not undo a payment', async () => {
    await gateway.payment({ out_trade_no: 'A' });
    gateway.advance(3_000);
    expect(gateway.books.order('A')?.chargedCents).toBe(1000);
    gateway.advance(-3_600_000);
    expect(gateway.books.order('A')?.chargedCents).toBe(1000);
  });

  it('is real time by default, with the given delay before answers', async () => {
    const real = await startSimulator({ speed: 30, answerDelayMs: 60 });
    const startedMs = performance.now();
    await post(real, '/trade/v1/payment', paymentFields({ out_trade_no: 'A' }));
    expect(performance.now() - startedMs).toBeGreaterThan(55);
    await expect.poll(() => real.books.order('A')?.chargedCents, { interval: 20, timeout: 2_000 }).toBe(1000);
    await real.close();
  });
});

describe('closing', () => {
  it('ends held and delayed answers, frees the port, and can be done twice', async () => {
    const held = await startSimulator({ answerDelayMs: 30_000 });
    const port = Number(new URL(held.url).port);
    const ended = async (txamt: string): Promise<string> => {
      const call = post(held, '/trade/v1/payment', paymentFields({ txamt, out_trade_no: `N${txamt}` }));
      return call.then(
        () => 'answered',
        () => 'ended',
      );
    };
    const pending = [ended('751'), ended('752'), ended('700')];
    await expect.poll(() => Object.keys(held.books.allRequestsReceived())).toHaveLength(3);
    await held.close();
    expect(await Promise.all(pending)).toEqual(['ended', 'ended', 'ended']);
    await held.close();
    await (await startSimulator({ port })).close();
  });

  it('fails when the port is taken or the speed is invalid', async () => {
    const port = Number(new URL(gateway.simulator.url).port);
    await expect(startSimulator({ port })).rejects.toThrow('EADDRINUSE');
    await expect(startSimulator({ speed: 0 })).rejects.toThrow(RangeError);
    await expect(startSimulator({ speed: NaN })).rejects.toThrow(RangeError);
  });
});

describe('the command', () => {
  const run = (...args: readonly string[]) => {
    const child = spawn(process.execPath, ['electron/simulator/cli.ts', ...args]);
    const exited = new Promise<number | null>((resolve) => child.once('exit', (code) => resolve(code)));
    let output = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => (output += String(text)));
    return { child, exited, output: () => output };
  };

  it('prints its address and what each amount does, and ends on Ctrl+C even while it holds a request', async () => {
    const { child, exited, output } = run('--port', '0', '--speed', '2');
    await expect.poll(output).toContain('Ctrl+C');
    for (const { cents, id } of OUTCOMES) expect(output()).toContain(`.${cents}  ${id} `);
    expect(output()).toContain(TRAINING_APP_CODE);
    expect(output()).toContain(TRAINING_CLIENT_KEY);

    const url = /http:\/\/127\.0\.0\.1:\d+/.exec(output())?.[0] ?? '';
    const own = { url, appCode: TRAINING_APP_CODE, clientKey: TRAINING_CLIENT_KEY };
    const held = post(own, '/trade/v1/payment', paymentFields({ txamt: '751', out_trade_no: 'A' }));
    const ended = expect(held).rejects.toThrow();
    await expect.poll(async () => (await fetch(`${url}/books`)).text()).toContain('"A": 1');
    const interruptedMs = performance.now();
    child.kill('SIGINT');
    // The process ends without exit(): an open timer, socket or server would keep it alive.
    expect(await exited).toBe(0);
    expect(performance.now() - interruptedMs).toBeLessThan(20_000);
    await ended;
  });

  it('prints what is wrong with its options or its port', async () => {
    const unknown = run('--prot', '1');
    expect(await unknown.exited).toBe(2);
    expect(unknown.output()).toContain('Usage');
    const taken = run('--port', new URL(gateway.simulator.url).port);
    expect(await taken.exited).toBe(1);
    expect(taken.output()).toContain('--port 0');
  });
});
