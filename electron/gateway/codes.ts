/**
 * Every status code that QFPay lists, with its class for a payment and its meaning for a cashier. This closed table
 * alone decides the class. Only codes that definitely took no money are `failed`, `try-failed` or `closed`. A code that
 * is not listed is `unknown`: the till enquires about it and never shows it as failed.
 */
import {
  codeIn,
  mismatchSaid,
  NO_ANSWER,
  NOT_FOUND,
  NOT_SENT,
  PAID_TWICE,
  QR_MADE,
  ROW_UNCLEAR,
  type AttemptKind,
  type LastResponse,
} from '../../shared/attempt/record.ts';
import type { Advice } from '../../shared/attempt/advice.ts';
import type { CodeClass } from '../../shared/attempt/evidence.ts';
import { refundAdviceOn } from './refund-codes.ts';

type CodeRow = readonly [code: string, codeClass: CodeClass, advice: Advice, meaning: string];

const CODES: readonly CodeRow[] = [
  ['0000', 'ok', 'paid', 'success; of what depends on the question'],
  ['1100', 'unknown', 'maintenance', 'system under maintenance'],
  ['1101', 'unknown', 'processing', 'reversal error'],
  ['1102', 'exists', 'duplicate', 'duplicate request'],
  ['1103', 'failed', 'settings', 'request format error'],
  ['1104', 'failed', 'not-enabled', 'parameter error; "filter error" when the pay type is not enabled'],
  ['1105', 'failed', 'settings', 'device not activated'],
  ['1106', 'failed', 'settings', 'invalid device'],
  ['1107', 'failed', 'settings', 'device not allowed'],
  ['1108', 'failed', 'signature', 'signature error'],
  ['1125', 'unknown', 'refund-limit', 'already refunded'],
  ['1136', 'unknown', 'not-found', 'transaction does not exist or is not operational'],
  ['1142', 'closed', 'closed', 'order already closed'],
  ['1143', 'pending', 'waiting-customer', 'not paid yet, or the password is being entered'],
  ['1145', 'pending', 'processing', 'processing, please wait'],
  ['1147', 'unknown', 'processing', 'WeChat transaction error'],
  ['1150', 'unknown', 'refund-limit', 'T0 billing, cancel not supported'],
  ['1155', 'unknown', 'refund-limit', 'refund request denied'],
  ['1161', 'unknown', 'processing', 'unknown result, query again'],
  ['1181', 'closed', 'expired', 'order expired'],
  ['1201', 'try-failed', 'balance', 'insufficient balance'],
  ['1202', 'try-failed', 'fresh-code', 'payment code wrong or expired'],
  ['1203', 'failed', 'contact-qfpay', 'merchant account error'],
  ['1204', 'try-failed', 'declined', 'bank error'],
  ['1205', 'try-failed', 'try-later', 'failed, try later'],
  ['1212', 'unknown', 'processing', 'use the UnionPay overseas code'],
  ['1241', 'failed', 'settings', 'store missing'],
  ['1242', 'failed', 'settings', 'store misconfigured'],
  ['1243', 'failed', 'settings', 'store disabled'],
  ['1250', 'failed', 'contact-qfpay', 'transaction forbidden'],
  ['1251', 'exists', 'duplicate', 'store configuration being fixed; seen for a refund number used twice'],
  ['1252', 'unknown', 'processing', 'system error when ordering'],
  ['1254', 'unknown', 'processing', 'problem being resolved'],
  ['1260', 'exists', 'processing', 'order already paid'],
  ['1261', 'exists', 'waiting-customer', 'order not paid'],
  ['1262', 'exists', 'refund-limit', 'order already refunded'],
  ['1263', 'closed', 'closed', 'order cancelled'],
  ['1264', 'unknown', 'closed', 'order closed; seen for a refund after a full refund'],
  ['1265', 'unknown', 'refund-limit', 'no refunds 23:30 to 00:30, or the refund window has passed'],
  ['1266', 'unknown', 'amount', 'amount wrong'],
  ['1267', 'unknown', 'amount', 'information does not match'],
  ['1268', 'unknown', 'not-found', 'order does not exist'],
  ['1269', 'unknown', 'refund-limit', "not enough of today's unsettled takings for this refund"],
  ['1270', 'unknown', 'refund-limit', 'currency does not support partial refund'],
  ['1271', 'unknown', 'refund-limit', 'transaction does not support partial refund'],
  ['1272', 'unknown', 'refund-limit', 'amount exceeds what can be refunded'],
  ['1294', 'failed', 'declined', 'prohibited by the bank'],
  ['1295', 'unknown', 'slow-network', 'slow connection'],
  ['1296', 'unknown', 'slow-network', 'waiting for the network'],
  ['1297', 'unknown', 'processing', 'banking system busy; also an amount above a limit'],
  ['1298', 'pending', 'slow-network', 'slow; do not repeat a payment that may have been made'],
  ['2005', 'try-failed', 'fresh-code', 'customer code wrong or expired'],
  ['2011', 'exists', 'duplicate', 'serial number repeats'],
  ['2999', 'unknown', 'processing', 'pending, in older documents'],
];

const BY_CODE: ReadonlyMap<string, CodeRow> = new Map(CODES.map((row) => [row[0], row]));

/** What the till's own words mean for a cashier. Such a word takes the place of a gateway code. */
const OWN_WORDS: ReadonlyMap<LastResponse, Advice> = new Map<LastResponse, Advice>([
  [QR_MADE, 'waiting-customer'],
  [PAID_TWICE, 'paid-twice'],
  [NOT_SENT, 'not-sent'],
  [NOT_FOUND, 'not-found'],
  [NO_ANSWER, 'no-answer'],
  [ROW_UNCLEAR, 'processing'],
]);
const MISMATCH_PREFIX = mismatchSaid('amount').replace('amount', '');

export function classOf(code: string): CodeClass {
  return BY_CODE.get(code)?.[1] ?? 'unknown';
}

/** What the gateway's last code, or the till's own word, means for a cashier. @param isOver the attempt has ended */
export function adviceOn(said: LastResponse, kind: AttemptKind, isOver: boolean): Advice {
  const code = codeIn(said) ?? said;
  const ofRefund = kind === 'refund' ? refundAdviceOn(code, isOver) : null;
  if (ofRefund !== null) return ofRefund;
  if (said === mismatchSaid('older') && kind === 'payment') return 'number-used';
  if (said.startsWith(MISMATCH_PREFIX)) return kind === 'refund' ? 'refund-mismatch' : 'mismatch';
  return OWN_WORDS.get(said) ?? BY_CODE.get(code)?.[2] ?? 'unlisted';
}
