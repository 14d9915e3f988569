/**
 * A QFPay gateway on loopback, over real HTTP, for training and tests. It shares only the basic types in shared/ with
 * the till's own client. So the two agree because of QFPay's documents, not because of common code. It must never
 * listen on anything but loopback, and it knows no real credential.
 */

import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { WallMs } from '../../shared/time.ts';
import { openBooks, type Books } from './books.ts';
import { answerControl } from './controls.ts';
import { bookIn, textOf, type Shelf } from './kept-book.ts';
import { OrderBook } from './order-book.ts';
import { perform, sendText, type ReplyStyle } from './reply.ts';
import { DEFAULT_SWITCHES, type Switches } from './switches.ts';
import { createTrade, endpointAt } from './trade.ts';
import { Traffic } from './traffic.ts';

/** Public and worth nothing: they open this simulator only. */
export const TRAINING_APP_CODE = 'TRAININGAPPCODE00000NOTASECRET00';
export const TRAINING_CLIENT_KEY = 'TRAININGCLIENTKEY000NOTASECRET00';

const HOST = '127.0.0.1';
const BODY_MAX_BYTES = 64 * 1024;
const ANSWER_DELAY_MS = 150;
const CALLS_PER_MINUTE = 400;

export type SimulatorOptions = {
  /** 0, the default, takes any free port. */
  readonly port?: number;
  readonly appCode?: string;
  readonly clientKey?: string;
  /** If given, every request must carry it; if not, no request may. */
  readonly mchid?: string;
  /** The gateway's clock. A step back is ignored: what has happened stays. */
  readonly now?: () => WallMs;
  /** Divides every delay of a scenario, and how long a silent socket stays open, but not the life of a QR. */
  readonly speed?: number;
  /** Delay before every answer; not divided by speed. */
  readonly answerDelayMs?: number;
  readonly callsPerMinute?: number;
  readonly scenarios?: Partial<Switches>;
  /** Keeps its orders for the next run; without it they are forgotten. */
  readonly shelf?: Shelf;
  /** Whether to serve its own pages, which anybody on the machine can use; see controls.ts. */
  readonly hasControls?: boolean;
  /** Gets errors of the simulator itself; the client gets HTTP 500. */
  readonly reportBug?: (error: unknown) => void;
};

export type Simulator = {
  /** Has no slash at the end. */
  readonly url: string;
  readonly appCode: string;
  readonly clientKey: string;
  readonly books: Books;
  setSwitches(change: Partial<Switches>): Switches;
  /** Ends every connection, answered or not. No part of the simulator keeps running. */
  close(): Promise<void>;
};

/** @throws Error of node:net when the port is taken. */
export async function startSimulator(options: SimulatorOptions = {}): Promise<Simulator> {
  const { appCode = TRAINING_APP_CODE, clientKey = TRAINING_CLIENT_KEY, mchid, speed = 1 } = options;
  if (!(speed > 0)) throw new RangeError(`speed must be above 0: ${speed}`);
  const {
    hasControls = true,
    answerDelayMs = ANSWER_DELAY_MS,
    shelf,
    reportBug = (error: unknown) => console.error(error),
  } = options;
  const now = forwardOnly(options.now ?? Date.now);
  const keep = (entries: Parameters<typeof textOf>[0]): void => {
    try {
      shelf?.keep(textOf(entries));
    } catch (error) {
      reportBug(error);
    }
  };
  const book = new OrderBook(now, bookIn(shelf?.load() ?? null), shelf === undefined ? null : keep);
  const traffic = new Traffic(now, options.callsPerMinute ?? CALLS_PER_MINUTE);
  const books = openBooks(book, traffic);
  let switches: Switches = { ...DEFAULT_SWITCHES, ...options.scenarios };
  const setSwitches = (change: Partial<Switches>): Switches => (switches = { ...switches, ...change });

  const answerTrade = createTrade({ appCode, clientKey, mchid, book, traffic, now, speed, switches: () => switches });

  const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const url = urlOf(request);
    if (url === null) return sendText(response, 400, 'Bad Request');
    if (hasControls && answerControl(request, response, url, books, setSwitches)) return;
    const endpoint = endpointAt(url.pathname);
    if (!endpoint) return sendText(response, 404, 'Not Found');
    const body = await readBody(request);
    if (body === 'gone') return;
    if (body === 'too-large') {
      // Closed, not drained: nobody needs the rest of the body.
      response.once('finish', () => request.destroy()).setHeader('Connection', 'close');
      return sendText(response, 413, 'Payload Too Large');
    }
    const reply = answerTrade(url.pathname, endpoint, request, body);
    if (reply === 'too-many') return sendText(response, 429, 'Too Many Requests');
    const { signatureHeader, asciiJson } = switches;
    const style: ReplyStyle = { clientKey, answerDelayMs, speed, signatureHeader, asciiJson, now };
    perform(reply, response, style);
  };

  const server = createServer((request, response) => {
    handle(request, response).catch((error: unknown) => {
      reportBug(error);
      if (!response.headersSent) sendText(response, 500, 'Internal Server Error');
      else response.destroy();
    });
  });
  // Longer than a till is ever idle between two calls, so that no call meets a connection that is just closing.
  server.keepAliveTimeout = 120_000;
  server.listen(options.port ?? 0, HOST);
  // Rejects if an error comes instead, such as a port that is taken.
  await once(server, 'listening');
  // A listening TCP server has an address of this form.
  const { port } = server.address() as AddressInfo;

  return {
    url: `http://${HOST}:${port}`,
    appCode,
    clientKey,
    books,
    setSwitches,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function forwardOnly(clock: () => WallMs): () => WallMs {
  let latestMs = -Infinity;
  return () => (latestMs = Math.max(latestMs, clock()));
}

function urlOf(request: IncomingMessage): URL | null {
  const base = `http://${request.headers.host ?? HOST}`;
  const target = request.url ?? '/';
  return target.startsWith('/') && URL.canParse(base + target) ? new URL(base + target) : null;
}

/** The whole body, unless it is larger than any real request or the client went away. */
async function readBody(request: IncomingMessage): Promise<Buffer | 'too-large' | 'gone'> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  try {
    // The stream stays open after the loop, so that a body that is too large still gets its answer.
    for await (const chunk of request.iterator({ destroyOnReturn: false })) {
      const part = chunk as Buffer;
      bytes += part.length;
      if (bytes > BODY_MAX_BYTES) return 'too-large';
      chunks.push(part);
    }
  } catch {
    // The connection broke while the request came in: nobody is there to answer, and the request is incomplete.
    return 'gone';
  }
  return Buffer.concat(chunks);
}
