/**
 * Where a status code counts or reads differently when it speaks of a refund. Only what definitely returned no money is
 * `failed`, by closed lists as for payments; "already refunded" is not, since it may speak of this very refund.
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
/** A refund request is wrong in itself for the same reasons as a payment's; a wallet's reasons are none of a refund's. */
const REFUSED_BEFORE_TRYING = new Set(['1103', '1104', '1105', '1106', '1107', '1108', '1241', '1242', '1243']);
/** Said of a number that the gateway has already; the other signs of an order speak of the payment. */
const NUMBER_USED: ReadonlySet<string> = new Set(['1102', '1251', '2011']);
/** Refused for now only: the gateway says itself that the same refund can be asked for later. */
const LATER: ReadonlySet<LastResponse> = new Set(['1265', '1269']);

/** @param asPayment how the code counts when it speaks of a payment */
export function refundClassOf(code: string, asPayment: CodeClass): CodeClass {
  const own = REFUND_CODES.get(code);
  if (own !== undefined) return own[0];
  if (asPayment === 'failed') return REFUSED_BEFORE_TRYING.has(code) ? 'failed' : 'unknown';
  if (asPayment === 'exists') return NUMBER_USED.has(code) ? 'exists' : 'unknown';
  // A wallet's reasons, and the state of the payment's order, say nothing of the refund.
  return asPayment === 'pending' ? 'pending' : 'unknown';
}

/**
 * What a code, or the till's own word, means for a cashier where a refund has words of its own; null where the payment's
 * words do.
 *
 * @param isOver a refund that cannot be found is refunded anew only then: before, it may still be on its way
 */
export function refundAdviceOn(said: LastResponse, isOver: boolean): Advice | null {
  if (said === NOT_FOUND) return isOver ? 'refund-never-came' : 'refund-not-found';
  return REFUND_CODES.get(said)?.[1] ?? null;
}

/** Whether a refund that was refused with this should be asked for again later. */
export const isForLater = (said: LastResponse): boolean => LATER.has(said);
