/**
 * Whole HTTP answers with headers, damaged on the wire, read by undici in place of the till's Chromium. Uses the npm
 * package: the undici inside Node 24 ends the program when a connection closes before an answer is fully read.
 */
import { once } from 'node:events';
import { createServer, type AddressInfo, type Server } from 'node:net';
import { fetch } from 'undici';
import type { Fetch } from '../../../electron/gateway/http.ts';
import type { Gateway } from '../../../electron/till/ports/gateway.ts';
import { askedOf } from '../../../shared/attempt/record.ts';
import { judgeRows } from '../../../shared/attempt/evidence.ts';
import { gatewayTo } from '../../support/local-server.ts';
import { anAttempt, NOVEMBER, PAYME_QR } from '../../support/samples.ts';
import { asBytes, mutateBytes, mutateJson } from '../mutate.ts';
import type { Dice } from '../../support/dice.ts';
import { paymentSamples } from '../samples.ts';
import type { Target } from '../target.ts';
import { payTypeOf } from '../../../shared/wallet.ts';

const SAMPLES = paymentSamples(payTypeOf(PAYME_QR), 'mpm').enquiries;
const STATUS_LINES = [
  'HTTP/1.1 200 OK',
  'HTTP/1.1 200',
  'HTTP/1.0 200 OK',
  'HTTP/1.1 429 Slow',
  'HTTP/1.1 302 Found',
  'HTTP/9 200',
];
const HEADERS = [
  'Content-Type: application/json',
  'Content-Encoding: gzip',
  'Transfer-Encoding: chunked',
  'Location: http://127.0.0.1:1/',
  `X-QF-SIGN: ${'A'.repeat(32)}`,
  'Content-Length: 3',
  'Content-Length: 999999',
  'Content-Length: -1',
  `X-Long: ${'x'.repeat(20_000)}`,
  'Set-Cookie: a=b',
];

/** The two libraries' types of the same standard differ only in parts that the till does not use. */
const askFetch = fetch as unknown as Fetch;

export function rawAnswers(): Target {
  let place: { readonly server: Server; readonly gateway: Gateway } | null = null;
  let next: Buffer = Buffer.alloc(0);
  const open = async () => {
    const server = createServer((socket) => {
      // The client may close the connection before it has read the whole answer.
      socket.on('error', () => undefined);
      socket.once('data', () => socket.end(next));
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    return { server, gateway: gatewayTo(`http://127.0.0.1:${port}`, { askFetch }) };
  };
  return {
    name: 'raw-answers',
    share: 10,
    async run(dice) {
      place ??= await open();
      next = anHttpAnswer(dice);
      const answer = await place.gateway.enquire({ by: 'syssn', gatewayRefs: ['S'], window: NOVEMBER }, 1);
      if (answer.kind !== 'answered') return null;
      const attempt = anAttempt();
      const finding = judgeRows(askedOf(attempt), answer.rows, null, answer.unread);
      // Bytes that lack a part of a complete proof cannot prove the payment.
      const parts = ['0000', attempt.number, 'HKD', String(attempt.amount)];
      const isProven = parts.every((part) => next.includes(part));
      return finding.kind === 'paid' && !isProven ? `paid by ${next.toString('latin1').slice(0, 2000)}` : null;
    },
    close() {
      place?.gateway.close();
      place?.server.close();
    },
  };
}

function anHttpAnswer(dice: Dice): Buffer {
  const sample = dice.pick<Record<string, unknown>>(SAMPLES);
  const body = asBytes(dice, dice.oneIn(2) ? sample : mutateJson(dice, sample, SAMPLES));
  const headers = Array.from({ length: dice.whole(0, 3) }, () => dice.pick(HEADERS));
  const head = [dice.oneIn(3) ? dice.pick(STATUS_LINES) : STATUS_LINES[0], ...headers, '', ''].join('\r\n');
  const answer = Buffer.concat([Buffer.from(head, 'latin1'), body]);
  return dice.oneIn(4) ? mutateBytes(dice, answer) : answer;
}
