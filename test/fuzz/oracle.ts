/**
 * Rule P6, implemented a second time without the till's code: decides from the bytes alone whether the gateway's answer
 * may count as the requested payment or refund. Strict like the rule: a field that is present and differs from ours
 * forbids it. A payment that was refunded later still counts as paid.
 */
import type { Presentment } from '../../shared/wallet.ts';

export type Wanted = {
  readonly kind: 'payment' | 'refund';
  readonly mode: Presentment;
  readonly number: string;
  readonly amountCents: number;
  readonly currency: string;
  /** The pay types of the wallet. */
  readonly payTypes: readonly string[];
  /** '' when the merchant has no `mchid`. */
  readonly mchid: string;
  /** The `syssn`s that belong to other attempts. */
  readonly taken: ReadonlySet<string>;
};

/**
 * Checks the answer to the request itself. 0000 means done for a scanned code and for a refund; for a QR it means only
 * that the QR was made.
 */
export function answerMayBeDone(wanted: Wanted, status: number, body: Uint8Array): boolean {
  const saysSo = wanted.kind === 'refund' || wanted.mode === 'cpm';
  return saysSo && status === 200 && isDoneRow(wanted, readJson(body));
}

/** Checks the answer to an enquiry: a row must prove it; the outer 0000 means only that the call worked. */
export function enquiryMayBeDone(wanted: Wanted, status: number, body: Uint8Array): boolean {
  const json = readJson(body);
  if (status !== 200 || own(json, 'respcd') !== '0000') return false;
  const rows = own(json, 'data');
  return (
    Array.isArray(rows) && rows.some((row) => isDoneRow(wanted, row) && isOfKind(own(row, 'order_type'), wanted.kind))
  );
}

/**
 * Whether an enquiry's answer has a row that may be about the attempt: the row has its number and is not clearly of
 * another kind, or it has no readable number. The till must not take such an answer for "not found".
 */
export function mayBeOurs(wanted: Wanted, body: Uint8Array): boolean {
  const json = readJson(body);
  const rows = own(json, 'data');
  if (own(json, 'respcd') !== '0000' || !Array.isArray(rows)) return true;
  return rows.some((row) => {
    const number = own(row, 'out_trade_no');
    if (typeof number !== 'string' || number === '') return true;
    return number === wanted.number && !isSurelyOther(own(row, 'order_type'), wanted.kind);
  });
}

function isSurelyOther(orderType: unknown, kind: Wanted['kind']): boolean {
  const word = typeof orderType === 'string' ? plainWord(orderType) : '';
  return word !== kind && ['payment', 'refund', 'close'].includes(word);
}

function isDoneRow(wanted: Wanted, row: unknown): boolean {
  const gatewayRef = own(row, 'syssn');
  const amount = own(row, 'txamt');
  const isAmount = amount === String(wanted.amountCents) || amount === wanted.amountCents;
  return (
    own(row, 'respcd') === '0000' &&
    own(row, 'out_trade_no') === wanted.number &&
    isAmount &&
    own(row, 'txcurrcd') === wanted.currency &&
    (wanted.mchid === '' || isUnsaidOr(own(row, 'mchid'), wanted.mchid)) &&
    // No document says what this field contains for a refund.
    (wanted.kind === 'refund' || wanted.payTypes.some((payType) => isUnsaidOr(own(row, 'pay_type'), payType))) &&
    typeof gatewayRef === 'string' &&
    gatewayRef !== '' &&
    !wanted.taken.has(gatewayRef)
  );
}

const isOfKind = (value: unknown, kind: string): boolean =>
  isUnsaidOr(typeof value === 'string' ? plainWord(value) : value, kind);

/** QFPay's table capitalises the order types and its samples do not; spaces around them have no meaning. */
const plainWord = (value: string): string => value.trim().toLowerCase();

/** QFPay writes some numbers both as text and as numbers. */
function isUnsaidOr(value: unknown, expected: string): boolean {
  const isUnsaid = value === undefined || value === null || value === '';
  return isUnsaid || value === expected || (typeof value === 'number' && String(value) === expected);
}

function own(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, key)
    ? (value as Record<string, unknown>)[key]
    : undefined;
}

function readJson(body: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(body));
  } catch {
    return undefined;
  }
}
