/**
 * Rule P6 read anew, from the bytes alone and with nothing of the till's own code: whether what the gateway sent may count
 * as the payment, or the refund, that was asked for. Strict where the rule is: a field that is there and is not ours forbids it.
 * What went back of a payment was paid before.
 */
import type { Presentment } from '../../shared/wallet.ts';

export type Wanted = {
  readonly kind: 'payment' | 'refund';
  readonly mode: Presentment;
  readonly number: string;
  readonly amountCents: number;
  readonly currency: string;
  /** Those of the wallet. */
  readonly payTypes: readonly string[];
  /** '' when the merchant has no number of its own. */
  readonly mchid: string;
  /** QFPay's numbers that belong to other attempts. */
  readonly taken: ReadonlySet<string>;
};

/**
 * The answer to the request itself: 0000 means done for a scanned code and for a refund; for a QR it means that there is
 * a QR.
 */
export function answerMayBeDone(wanted: Wanted, status: number, body: Uint8Array): boolean {
  const saysSo = wanted.kind === 'refund' || wanted.mode === 'cpm';
  return saysSo && status === 200 && isDoneRow(wanted, readJson(body));
}

/** The answer to an enquiry: a row has to say it, and the outer 0000 only says that the call worked. */
export function enquiryMayBeDone(wanted: Wanted, status: number, body: Uint8Array): boolean {
  const json = readJson(body);
  if (status !== 200 || own(json, 'respcd') !== '0000') return false;
  const rows = own(json, 'data');
  return (
    Array.isArray(rows) && rows.some((row) => isDoneRow(wanted, row) && isOfKind(own(row, 'order_type'), wanted.kind))
  );
}

/**
 * Whether an enquiry's answer has a row that may speak of what is wanted: it has its number and is not surely of another
 * kind, or nobody can tell whose it is. Such an answer must never pass for "there is no such order".
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
    // No document tells what stands in this field of a refund.
    (wanted.kind === 'refund' || wanted.payTypes.some((payType) => isUnsaidOr(own(row, 'pay_type'), payType))) &&
    typeof gatewayRef === 'string' &&
    gatewayRef !== '' &&
    !wanted.taken.has(gatewayRef)
  );
}

const isOfKind = (value: unknown, kind: string): boolean =>
  isUnsaidOr(typeof value === 'string' ? plainWord(value) : value, kind);

/** QFPay's table writes the kinds with a capital and its samples without one; blanks around them change no meaning. */
const plainWord = (value: string): string => value.trim().toLowerCase();

/** QFPay writes some numbers as text and as a number. */
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
