/** Decides who may call QFPay's endpoints and how often, and which endpoint answers. */
import type { IncomingMessage } from 'node:http';
import type { WallMs } from '../../shared/time.ts';
import { answer, type Desk, type Endpoint, type Reply } from './desk.ts';
import type { OrderBook } from './order-book.ts';
import { takePayment } from './payment.ts';
import { enquire } from './query.ts';
import { cancelUnsupported, giveBack } from './refund.ts';
import { parseForm, readSignType, signMatches, type Params } from './sign.ts';
import type { Switches } from './switches.ts';
import type { Traffic } from './traffic.ts';
import { refusal } from './wire.ts';

const ENDPOINTS: ReadonlyMap<string, Endpoint> = new Map([
  ['/trade/v1/payment', takePayment],
  ['/trade/v1/query', enquire],
  ['/trade/v1/refund', giveBack],
  ['/trade/v1/close', cancelUnsupported],
  ['/trade/v1/reversal', cancelUnsupported],
]);
/** Where a request with a number moves money. */
const MOVES_MONEY = new Set(['/trade/v1/payment', '/trade/v1/refund']);

export type TradeDeps = {
  readonly appCode: string;
  readonly clientKey: string;
  /** If given, every request must carry it; if not, no request may. */
  readonly mchid: string | undefined;
  readonly book: OrderBook;
  readonly traffic: Traffic;
  readonly now: () => WallMs;
  /** Every delay of a scenario is divided by this. */
  readonly speed: number;
  readonly switches: () => Switches;
};

/** Answers one request whose body has arrived whole. */
export type Trade = (path: string, endpoint: Endpoint, request: IncomingMessage, body: Buffer) => Reply | 'too-many';

export const endpointAt = (path: string): Endpoint | undefined => ENDPOINTS.get(path);

export function createTrade(deps: TradeDeps): Trade {
  const { appCode, clientKey, mchid, book, traffic, now, speed, switches } = deps;

  /** The refusal for a caller whose app code, signature or mchid is wrong; null for a good one. */
  const checkCaller = (params: Params, request: IncomingMessage): Reply | null => {
    if (headerOf(request, 'x-qf-appcode') !== appCode) {
      traffic.countRejectedSignature();
      return answer(refusal('1108', '', 'MCHCODE非法'));
    }
    // Checked before the signature: it is unclear whether an empty parameter is signed, so it must not be sent at all.
    const empty = [...params].find(([, value]) => value === '');
    if (empty) return answer(refusal('1104', `${empty[0]} is empty`));
    const type = readSignType(headerOf(request, 'x-qf-signtype'));
    if (type === null || !signMatches(params, clientKey, type, headerOf(request, 'x-qf-sign') ?? '')) {
      traffic.countRejectedSignature();
      return answer(refusal('1108', ''));
    }
    return params.get('mchid') === mchid ? null : answer(refusal('1108', '', 'MCHCODE非法'));
  };

  return (path, endpoint, request, body) => {
    const params = parseForm(body);
    const number = params.ok ? params.value.get('out_trade_no') : undefined;
    if (number !== undefined && MOVES_MONEY.has(path)) traffic.countRequest(number);
    if (!traffic.admitCall()) return 'too-many';
    if (request.method !== 'POST') return answer(refusal('1103', 'POST only'));
    const type = (headerOf(request, 'content-type') ?? '').split(';')[0]?.trim().toLowerCase();
    if (type !== 'application/x-www-form-urlencoded') return answer(refusal('1103', 'form only'));
    if (!params.ok) return answer(refusal('1103', params.error));
    const desk: Desk = { book, now, speed, switches: switches() };
    return checkCaller(params.value, request) ?? endpoint(params.value, desk);
  };
}

function headerOf(request: IncomingMessage, name: string): string | undefined {
  const value = request.headers[name];
  return typeof value === 'string' ? value : undefined;
}
