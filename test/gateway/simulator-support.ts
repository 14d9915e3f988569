/**
 * A small signing client for the simulator's tests. It is neither the till's client nor the simulator's own code, so a
 * test here fails when either of those drifts from QFPay's documents.
 */

import { createHash } from 'node:crypto';
import { startSimulator, type Simulator, type SimulatorOptions } from '../../electron/simulator/server.ts';

export type Fields = Readonly<Record<string, string>>;
export type Json = Readonly<Record<string, unknown>>;

export type CallOptions = {
  readonly clientKey?: string;
  readonly appCode?: string;
  readonly signType?: 'MD5' | 'SHA256';
  readonly lowerCase?: boolean;
  readonly headers?: Fields;
  readonly signal?: AbortSignal;
};

/** 2026-11-22 12:00:00 in Hong Kong. */
export const NOON = Date.UTC(2026, 10, 22, 4);

/** A gateway whose clock moves only by `advance`, without a delay before answers. */
export async function gatewayAt(startMs: number, options: SimulatorOptions = {}) {
  let nowMs = startMs;
  const simulator = await startSimulator({ answerDelayMs: 0, now: () => nowMs, ...options });
  let count = 0;
  const nextNumber = (): string => `T${(count += 1)}`;
  return {
    simulator,
    books: simulator.books,
    close: () => simulator.close(),
    advance: (byMs: number): void => void (nowMs += byMs),
    nextNumber,
    payment: (fields: Fields, callOptions?: CallOptions) =>
      post(simulator, '/trade/v1/payment', paymentFields({ out_trade_no: nextNumber(), ...fields }), callOptions),
    query: (fields: Fields) => post(simulator, '/trade/v1/query', fields),
    refund: (fields: Fields) =>
      post(simulator, '/trade/v1/refund', {
        out_trade_no: `R${nextNumber()}`,
        txdtm: '2026-11-22 12:00:00',
        ...fields,
      }),
  };
}

export type Gateway = Awaited<ReturnType<typeof gatewayAt>>;

export function paymentFields(fields: Fields): Fields {
  const cpm: Fields = fields['pay_type'] === '805808' ? { auth_code: `code-${fields['out_trade_no']}` } : {};
  return { txamt: '1000', txcurrcd: 'HKD', pay_type: '805801', txdtm: '2026-11-22 12:00:00', ...cpm, ...fields };
}

export function signed(fields: Fields, key: string, signType: 'MD5' | 'SHA256' = 'MD5'): string {
  const text = Object.keys(fields)
    .toSorted()
    .map((name) => `${name}=${fields[name]}`)
    .join('&');
  return createHash(signType.toLowerCase())
    .update(text + key)
    .digest('hex')
    .toUpperCase();
}

export async function post(
  simulator: Pick<Simulator, 'url' | 'appCode' | 'clientKey'>,
  path: string,
  fields: Fields,
  options: CallOptions = {},
) {
  const sign = signed(fields, options.clientKey ?? simulator.clientKey, options.signType);
  const response = await fetch(simulator.url + path, {
    method: 'POST',
    headers: {
      'Content-Type': 'application/x-www-form-urlencoded',
      'X-QF-APPCODE': options.appCode ?? simulator.appCode,
      'X-QF-SIGN': options.lowerCase ? sign.toLowerCase() : sign,
      ...(options.signType ? { 'X-QF-SIGNTYPE': options.signType } : {}),
      ...options.headers,
    },
    body: new URLSearchParams(fields).toString(),
    ...(options.signal ? { signal: options.signal } : {}),
  });
  const text = await response.text();
  return { status: response.status, headers: response.headers, text, json: parse(text) };
}

/** The rows of an enquiry's answer. */
export function rows(answer: { readonly json: Json }): readonly Json[] {
  const data = answer.json['data'];
  if (!Array.isArray(data)) throw new Error('No data in the answer');
  return data;
}

/** `{}` when the body is no JSON object, so that an expectation on a field fails with the field's name. */
function parse(text: string): Json {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? { ...value } : {};
  } catch {
    return {};
  }
}
