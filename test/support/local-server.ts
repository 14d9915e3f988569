/**
 * A web server whose answers a test decides: a gateway that misbehaves in ways for which the simulator has no switch.
 * It records every request.
 */
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createGateway, type GatewayOptions } from '../../electron/gateway/client.ts';
import type { Gateway, GatewayHistory } from '../../electron/till/ports/gateway.ts';
import { Secret } from '../../electron/vault/secret.ts';

export type Received = {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
};

export type LocalServer = {
  readonly url: string;
  readonly received: readonly Received[];
  /** Sets the answer to every request from now on. */
  answer(how: (response: ServerResponse, request: Received) => void): void;
  answerJson(value: unknown, headers?: Readonly<Record<string, string>>): void;
  /** Resolves when the next request has arrived completely. */
  nextRequest(): Promise<Received>;
  close(): Promise<void>;
};

export async function startLocalServer(): Promise<LocalServer> {
  const received: Received[] = [];
  let waiting: ((request: Received) => void)[] = [];
  let how: (response: ServerResponse, request: Received) => void = (response) => response.destroy();
  const server = createServer((incoming, response) => {
    const chunks: Buffer[] = [];
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
    incoming.on('end', () => {
      const { method = '', url: path = '', headers } = incoming;
      const request = { method, path, headers, body: Buffer.concat(chunks).toString('utf8') };
      received.push(request);
      for (const tell of waiting) tell(request);
      waiting = [];
      how(response, request);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  // A listening TCP server has an address of this form.
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    received,
    answer(next) {
      how = next;
    },
    answerJson(value, headers = {}) {
      how = (response) => {
        response.writeHead(200, { 'Content-Type': 'application/json; charset=UTF-8', ...headers });
        response.end(typeof value === 'string' ? value : JSON.stringify(value));
      };
    },
    nextRequest: () => new Promise((resolve) => waiting.push(resolve)),
    close: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
      }),
  };
}

export const APP_CODE = 'APPCODE0123456789';
export const CLIENT_KEY = '0123456789ABCDEF0123456789ABCDEF';

/** The till's own client, with only the necessary settings. */
export function gatewayTo(url: string, options: Partial<GatewayOptions> = {}): Gateway & GatewayHistory {
  return createGateway({
    host: url,
    credentials: { appCode: new Secret(APP_CODE), clientKey: new Secret(CLIENT_KEY) },
    mchid: '',
    signType: 'MD5',
    answersMustBeSigned: false,
    expiredMinutes: 30,
    goodsName: '',
    udid: '',
    returnUrl: '',
    payFetch: fetch,
    askFetch: fetch,
    keyedHash: (text) => createHash('sha256').update(text).digest('hex'),
    log: () => undefined,
    ...options,
  });
}
