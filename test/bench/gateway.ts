/**
 * The simulator as the gateway, which also measures when each request came in and when its answer was written. The
 * times come from Node's own diagnostics, so that no proxy stands between the till and the gateway.
 */
import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { startSimulator, type Simulator } from '../../electron/simulator/server.ts';
import { now } from './program.ts';

export type Exchange = { readonly path: string; readonly cameAt: number; readonly writtenAt: number };

export type TimedGateway = {
  readonly simulator: Simulator;
  readonly exchanges: readonly Exchange[];
  close(): Promise<void>;
};

/** QFPay publishes no response times; a fifth of a second is a fast answer over the internet. */
export const ANSWER_DELAY_MS = 200;

const REQUEST_START = 'http.server.request.start';

export async function startTimedGateway(): Promise<TimedGateway> {
  const exchanges: Exchange[] = [];
  const onRequest = (message: unknown): void => {
    const { request, response } = message as { request: IncomingMessage; response: ServerResponse };
    const cameAt = now();
    response.once('finish', () => exchanges.push({ path: request.url ?? '', cameAt, writtenAt: now() }));
  };
  subscribe(REQUEST_START, onRequest);
  const simulator = await startSimulator({ answerDelayMs: ANSWER_DELAY_MS });
  return {
    simulator,
    exchanges,
    async close() {
      unsubscribe(REQUEST_START, onRequest);
      await simulator.close();
    },
  };
}
