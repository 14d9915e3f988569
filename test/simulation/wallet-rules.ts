/**
 * The model gateway's rules for each pay type: how it lists an order, and what it requires of a request. They are
 * written here a second time, and not taken from the till's table of wallets, so that they can find an error in that
 * table.
 */
import type { Fields } from './books.ts';

type Rules = {
  /** The pay types under which an order may be listed. */
  readonly listedAs: readonly [string, ...string[]];
  readonly stepCents: number;
  /** Whether a request for a QR must say how long the QR can be paid. */
  readonly takesLife: boolean;
  /** How a customer's code begins. */
  readonly code: string;
};

const PAYME = { stepCents: 1, takesLife: true, code: 'PAYME' } as const;
const TRAM = { stepCents: 10, takesLife: false, code: 'TRAM' } as const;

const RULES: ReadonlyMap<string, Rules> = new Map<string, Rules>([
  ['805801', { ...PAYME, listedAs: ['805801'] }],
  ['805808', { ...PAYME, listedAs: ['805808'] }],
  // The made-up wallet (test/support/made-up-wallet.ts), which only a copy of the till offers.
  ['899901', { ...TRAM, listedAs: ['899901', '899902'] }],
  ['899908', { ...TRAM, listedAs: ['899908'] }],
]);

/** How a customer's code of this pay type begins. */
export const codeBeginsWith = (payType: string): string => RULES.get(payType)?.code ?? PAYME.code;

/** The pay type under which an order is listed; always the same for one order. */
export function listedPayType({ payType, number }: { readonly payType: string; readonly number: string }): string {
  const listed = RULES.get(payType)?.listedAs ?? [payType];
  return listed[Number.parseInt(number.slice(-4), 36) % listed.length] ?? payType;
}

/** The part of a payment request that its wallet does not accept; null when it accepts all. */
export function wrongIn(fields: Fields): string | null {
  const { pay_type: payType = '', txamt, expired_time: life, auth_code: code } = fields;
  const rules = RULES.get(payType);
  if (rules === undefined) return `pay type ${payType}`;
  if (Number(txamt) % rules.stepCents !== 0) return `${txamt} cents`;
  if (code === undefined) return (life !== undefined) === rules.takesLife ? null : `a life of ${life}`;
  return code.startsWith(rules.code) ? null : `the code ${code.slice(0, 5)}`;
}

/** The part of a refund request that its wallet does not accept; null when it accepts all. */
export function wrongInRefund(fields: Fields, payType: string): string | null {
  return Number(fields.txamt) % (RULES.get(payType)?.stepCents ?? 1) === 0 ? null : `${fields.txamt} cents`;
}
