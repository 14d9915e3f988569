/**
 * Status codes that have another class or meaning for a refund than for a payment. As for payments, closed lists
 * decide, and only codes that definitely returned no money are `failed`. "Already refunded" is not one of them, because
 * it may be about this very refund.
 */
import type { Advice } from '../../shared/attempt/advice.ts';
import { NOT_FOUND, type LastResponse } from '../../shared/attempt/record.ts';
import type { CodeClass } from '../../shared/attempt/evidence.ts';

const REFUND_CODES: ReadonlyMap<string, readonly [codeClass: CodeClass, advice: Advice]> = new Map([
  ['0000', ['ok', 'refund-done']],
  ['1143', ['pending', 'processing']],
  ['1150', ['failed', 'refund-denied']],
  ['1155', ['failed', 'refund-denied']],
  ['1250', ['failed', 'refund-forbidden']],
  ['1264', ['failed', 'refund-closed']],
  ['1265', ['failed', 'refund-not-now']],
  ['1266', ['failed', 'refund-too-much']],
  ['1269', ['failed', 'refund-funds']],
  ['1270', ['failed', 'refund-only-whole']],
  ['1271', ['failed', 'refund-only-whole']],
  ['1272', ['failed', 'refund-too-much']],
]);
/** Codes about a wrong request, which fail a refund as they fail a payment. A wallet's reasons do not fail a refund. */
const REFUSED_BEFORE_TRYING = new Set(['1103', '1104', '1105', '1106', '1107', '1108', '1241', '1242', '1243']);
/** Codes about a number that the gateway has already. The other `exists` codes are about the payment's order. */
const NUMBER_USED: ReadonlySet<string> = new Set(['1102', '1251', '2011']);
/** Refused only for now: the gateway itself says that the same refund can be requested later. */
const LATER: ReadonlySet<LastResponse> = new Set(['1265', '1269']);

/** @param asPayment how the code counts when it is about a payment */
export function refundClassOf(code: string, asPayment: CodeClass): CodeClass {
  const own = REFUND_CODES.get(code);
  if (own !== undefined) return own[0];
  if (asPayment === 'failed') return REFUSED_BEFORE_TRYING.has(code) ? 'failed' : 'unknown';
  if (asPayment === 'exists') return NUMBER_USED.has(code) ? 'exists' : 'unknown';
  // A wallet's reasons, and the state of the payment's order, say nothing about the refund.
  return asPayment === 'pending' ? 'pending' : 'unknown';
}

/**
 * What a code, or the till's own word, means for a cashier if it means something else for a refund than for a payment;
 * null if it means the same.
 *
 * @param isOver the attempt has ended: only then may a missing refund be refunded again; before, it may be on its way
 */
export function refundAdviceOn(said: LastResponse, isOver: boolean): Advice | null {
  if (said === NOT_FOUND) return isOver ? 'refund-never-came' : 'refund-not-found';
  return REFUND_CODES.get(said)?.[1] ?? null;
}

/** Whether a refund that was refused with this code should be requested again later. */
export const isForLater = (said: LastResponse): boolean => LATER.has(said);
