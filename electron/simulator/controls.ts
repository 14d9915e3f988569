/**
 * The simulator's own pages, which QFPay does not have: the books as JSON, the customer's actions and the switches, for
 * a test or a trainer in another process. A web page open on the same machine must not reach them. So a request must
 * name a loopback host and must not come from a page.
 */

import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Books } from './books.ts';
import { sendText } from './reply.ts';
import { readSwitches, type Switches } from './switches.ts';

const LOOPBACK_HOSTS = new Set(['127.0.0.1', 'localhost', '[::1]']);

const HANDS: Readonly<Record<string, (books: Books, number: string) => boolean>> = {
  '/customer/pay': (books, number) => books.payNow(number),
  '/customer/decline': (books, number) => books.decline(number),
  '/customer/expire': (books, number) => books.expire(number),
};

/** Answers if the path is one of the simulator's own. False: it is not, and nothing was done. */
export function answerControl(
  request: IncomingMessage,
  response: ServerResponse,
  url: URL,
  books: Books,
  setSwitches: (change: Partial<Switches>) => Switches,
): boolean {
  const hand = Object.hasOwn(HANDS, url.pathname) ? HANDS[url.pathname] : undefined;
  const wantedMethod = url.pathname === '/books' ? 'GET' : hand || url.pathname === '/switches' ? 'POST' : null;
  if (wantedMethod === null) return false;
  if (request.headers.origin !== undefined || !LOOPBACK_HOSTS.has(url.hostname)) {
    sendText(response, 403, 'Only for programs on this machine\n');
  } else if (request.method !== wantedMethod) {
    response.setHeader('Allow', wantedMethod);
    sendText(response, 405, `${url.pathname} is a ${wantedMethod}\n`);
  } else if (hand) {
    const number = url.searchParams.get('out_trade_no') ?? '';
    if (!books.order(number)) sendText(response, 404, 'No payment with this out_trade_no\n');
    else if (!hand(books, number)) sendText(response, 409, 'The payment is past that\n');
    else sendJson(response, books.order(number));
  } else if (url.pathname === '/switches') {
    const change = readSwitches(url.searchParams);
    if (change.ok) sendJson(response, setSwitches(change.value));
    else sendText(response, 400, `${change.error}\n`);
  } else {
    sendJson(response, {
      orders: books.orders(),
      refunds: books.refunds(),
      requestsReceived: books.allRequestsReceived(),
      signaturesRejected: books.signaturesRejected(),
      callsInLastMinute: books.callsInLastMinute(),
    });
  }
  return true;
}

function sendJson(response: ServerResponse, value: unknown): void {
  sendText(response, 200, `${JSON.stringify(value, null, 2)}\n`, 'application/json; charset=UTF-8');
}
