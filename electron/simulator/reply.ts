/** Sends a reply, whole or broken. The simulator's only timers are those of open sockets; they end with the socket. */

import type { ServerResponse } from 'node:http';
import { assertNever } from '../../shared/result.ts';
import type { WallMs } from '../../shared/time.ts';
import type { Reply } from './desk.ts';
import { SILENCE_MS } from './scenarios.ts';
import { answerSign } from './sign.ts';
import { encodeJson, type WireObject } from './wire.ts';

export type ReplyStyle = {
  readonly clientKey: string;
  readonly answerDelayMs: number;
  readonly speed: number;
  readonly signatureHeader: boolean;
  readonly asciiJson: boolean;
  readonly now: () => WallMs;
};

const ERROR_PAGE =
  '<!DOCTYPE html>\n<html><head><title>Welcome</title></head><body><h1>Please sign in to this network</h1></body></html>\n';

export function perform(reply: Reply, response: ServerResponse, style: ReplyStyle): void {
  switch (reply.kind) {
    case 'answer':
      afterDelay(response, style.answerDelayMs, () => sendJson(response, reply.body, style));
      return;
    case 'cut-json':
      afterDelay(response, style.answerDelayMs, () => sendHalf(response, reply.body, reply.declared, style));
      return;
    case 'http-500':
      afterDelay(response, style.answerDelayMs, () => sendText(response, 500, 'Internal Server Error'));
      return;
    case 'html-page':
      afterDelay(response, style.answerDelayMs, () => sendText(response, 200, ERROR_PAGE, 'text/html; charset=UTF-8'));
      return;
    case 'silence':
      afterDelay(response, SILENCE_MS / style.speed, () => response.destroy());
      return;
    case 'drop':
      response.destroy();
      return;
    default:
      assertNever(reply);
  }
}

export function sendText(
  response: ServerResponse,
  status: number,
  text: string,
  type: string = 'text/plain; charset=UTF-8',
): void {
  response.writeHead(status, { 'Content-Type': type, 'Content-Length': Buffer.byteLength(text) }).end(text);
}

function sendJson(response: ServerResponse, body: WireObject, style: ReplyStyle): void {
  const bytes = Buffer.from(encodeJson(body, style.asciiJson), 'utf8');
  response.writeHead(200, { ...jsonHeaders(bytes, style), 'Content-Length': bytes.length }).end(bytes);
}

/** Sends the first half of the body, then ends the connection. */
function sendHalf(response: ServerResponse, body: WireObject, declared: 'half' | 'whole', style: ReplyStyle): void {
  const whole = Buffer.from(encodeJson(body, style.asciiJson), 'utf8');
  const half = whole.subarray(0, Math.floor(whole.length / 2));
  const length = declared === 'half' ? half.length : whole.length;
  response.writeHead(200, { ...jsonHeaders(whole, style), 'Content-Length': length, Connection: 'close' });
  if (declared === 'half') response.end(half);
  else response.write(half, () => response.destroy());
}

function jsonHeaders(body: Buffer, style: ReplyStyle): Record<string, string> {
  return {
    'Content-Type': 'application/json; charset=UTF-8',
    'X-Powered-By': 'QF/1.1',
    Date: new Date(style.now()).toUTCString(),
    ...(style.signatureHeader ? { 'X-QF-SIGN': answerSign(body, style.clientKey) } : {}),
  };
}

/** Acts after the delay, unless the client or `close` ends the connection first. */
function afterDelay(response: ServerResponse, delayMs: number, act: () => void): void {
  if (delayMs <= 0) {
    act();
    return;
  }
  const timer = setTimeout(act, delayMs);
  response.once('close', () => clearTimeout(timer));
}
