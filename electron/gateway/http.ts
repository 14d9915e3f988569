/**
 * Sends one signed POST to QFPay and returns its result. It never sends twice and never rejects. An unreadable answer
 * counts as no answer, with the one fact that matters for money: whether a byte of the request may have left.
 */
import { codeOf } from '../files/error-code.ts';
import { machineTimers } from '../files/machine-clock.ts';
import type { Timers } from '../till/ports/world.ts';
import type { Unanswered } from '../till/ports/gateway.ts';
import type { WallMs } from '../../shared/time.ts';
import type { SignType } from '../../shared/settings.ts';
import type { Credentials } from '../vault/secret.ts';
import { answerSigned, sign, type AnswerSigned, type Fields } from './sign.ts';

export type Fetch = (url: string, init: RequestInit) => Promise<Response>;

export type PostOptions = {
  readonly fetch: Fetch;
  readonly url: string;
  readonly fields: Fields;
  readonly credentials: Credentials;
  readonly signType: SignType;
  readonly timeoutMs: number;
  /** Timers for the timeout; the machine's own if left out. */
  readonly timers?: Timers | undefined;
  /** Ends the call from outside: the program is closing. */
  readonly signal: AbortSignal;
  /** An answer with a wrong or missing signature counts as no answer. */
  readonly mustBeSigned: boolean;
  /** Called with the check of the signature of each complete answer. */
  readonly onSigned: (signed: AnswerSigned) => void;
};

export type Posted =
  | {
      readonly kind: 'json';
      readonly json: unknown;
      /** The HTTP `Date` of the answer, if it had one. */
      readonly date: WallMs | null;
    }
  | Unanswered;

/** In bytes. An answer is a few hundred, a full enquiry page some tens of thousands. */
const ANSWER_BYTES_MAX = 1_000_000;

export const formEncoded = (fields: Fields): string => new URLSearchParams(fields).toString();

export async function post(options: PostOptions): Promise<Posted> {
  const { fetch, url, fields, credentials, signType } = options;
  const limit = limitOf(options);
  const request: RequestInit = {
    method: 'POST',
    body: formEncoded(fields),
    headers: {
      'Content-Type': 'application/x-www-form-urlencoded; charset=UTF-8',
      'X-QF-APPCODE': credentials.appCode.reveal(),
      'X-QF-SIGN': sign(fields, credentials.clientKey, signType),
      ...(signType === 'SHA256' ? { 'X-QF-SIGNTYPE': 'SHA256' } : {}),
      // Each request has its own connection. If a connection that was used before turns out to be dead, Chromium sends
      // the request a second time by itself. A payment may then be charged twice.
      Connection: 'close',
    },
    redirect: 'error',
    credentials: 'omit',
    cache: 'no-store',
    signal: limit.signal,
  };
  let response: Response;
  let body: string | null;
  try {
    response = await Promise.race([fetch(url, request), limit.reached]);
    body = await Promise.race([textOf(response), limit.reached]);
  } catch (error) {
    return { kind: 'unanswered', mayHaveLeft: !neverLeft(error), busy: false, why: describe(error) };
  } finally {
    limit.end();
  }
  if (response.status !== 200) {
    const busy = response.status === 429 || response.status >= 500;
    return { kind: 'unanswered', mayHaveLeft: true, busy, why: `HTTP ${response.status}` };
  }
  if (body === null) return unreadable(`answer of more than ${ANSWER_BYTES_MAX} bytes`);
  const signed = answerSigned(body, response.headers.get('X-QF-SIGN'), credentials.clientKey);
  options.onSigned(signed);
  if (options.mustBeSigned && signed !== 'right') return unreadable(`answer whose signature is ${signed}`);
  try {
    return { kind: 'json', json: JSON.parse(body), date: dateOf(response.headers) };
  } catch {
    return unreadable('answer that is no JSON');
  }
}

/**
 * Ends a call after its time, or when the program closes. Has its own timer and controller, which are held until the
 * body is read: a signal that is composed of others may be garbage-collected with them, and then nothing ends a call
 * (nodejs/node#57736). `reached` rejects even if the call ignores the signal.
 */
function limitOf({ signal, timeoutMs, timers = machineTimers }: PostOptions) {
  const controller = new AbortController();
  const { promise: reached, reject } = Promise.withResolvers<never>();
  // If the call ends first, nobody awaits this promise; its rejection must not count as unhandled.
  reached.catch(() => undefined);
  const stop = (why: DOMException): void => {
    reject(why);
    controller.abort(why);
  };
  const close = (): void => {
    stop(new DOMException('The till closes', 'AbortError'));
  };
  const cancel = timers.after(timeoutMs, () => {
    stop(new DOMException('No answer in time', 'TimeoutError'));
  });
  signal.addEventListener('abort', close);
  if (signal.aborted) close();
  return {
    signal: controller.signal,
    reached,
    end() {
      cancel();
      signal.removeEventListener('abort', close);
    },
  };
}

/** The body's text; null if it is longer than `ANSWER_BYTES_MAX`, and then the rest is not read. */
async function textOf({ body }: Response): Promise<string | null> {
  const decoder = new TextDecoder();
  const reader = body?.getReader();
  let [text, bytes] = ['', 0];
  for (let part = await reader?.read(); part?.done === false; part = await reader?.read()) {
    bytes += part.value.byteLength;
    if (bytes > ANSWER_BYTES_MAX) {
      await reader?.cancel();
      return null;
    }
    text += decoder.decode(part.value, { stream: true });
  }
  return text + decoder.decode();
}

function dateOf(headers: Headers): WallMs | null {
  const date = Date.parse(headers.get('Date') ?? '');
  return Number.isNaN(date) ? null : date;
}

export function unreadable(why: string): Unanswered {
  return { kind: 'unanswered', mayHaveLeft: true, busy: false, why };
}

/**
 * Errors that occur before the first byte of a request can leave: in the name lookup, the connection or the
 * certificate. A closed list of Chromium's and Node's names; after any other error a byte may have left. Chromium's
 * general TLS errors are not on the list, because they also occur for a broken record after the whole request was read.
 */
const BEFORE_THE_FIRST_BYTE: ReadonlySet<string> = new Set([
  'ERR_NAME_NOT_RESOLVED',
  'ERR_NAME_RESOLUTION_FAILED',
  'ERR_INTERNET_DISCONNECTED',
  'ERR_ADDRESS_UNREACHABLE',
  'ERR_ADDRESS_INVALID',
  'ERR_CONNECTION_REFUSED',
  'ERR_CONNECTION_FAILED',
  'ERR_CONNECTION_TIMED_OUT',
  'ERR_PROXY_CONNECTION_FAILED',
  'ERR_TUNNEL_CONNECTION_FAILED',
  'ERR_CERT_COMMON_NAME_INVALID',
  'ERR_CERT_DATE_INVALID',
  'ERR_CERT_AUTHORITY_INVALID',
  'ERR_CERT_REVOKED',
  'ERR_CERT_INVALID',
  'ENOTFOUND',
  'EAI_AGAIN',
  'ECONNREFUSED',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
]);

function neverLeft(error: unknown): boolean {
  return errorCodes(error).some((code) => BEFORE_THE_FIRST_BYTE.has(code));
}

/** Chromium puts its code into the message (net::ERR_...), Node into `cause.code`. */
function errorCodes(error: unknown): readonly string[] {
  if (!(error instanceof Error)) return [];
  const inMessage = /net::(ERR_[A-Z_]+)/.exec(error.message)?.[1];
  return [inMessage, codeOf(error.cause)].filter((code) => code !== undefined);
}

/** For the log: the error's kind and code. Messages are left out, since they may carry addresses or input. */
function describe(error: unknown): string {
  const name = error instanceof Error ? error.name : 'error';
  return [name, ...errorCodes(error)].join(' ');
}
