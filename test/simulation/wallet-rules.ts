/**
 * What the model's gateway knows of each pay type: how it lists an order of it, and what it holds a request to. It says this
 * itself, and does not take it from the till's table of wallets.
 */
import type { Fields } from './books.ts';

type Rules = {
  /** Under which of these an order is listed. */
  readonly listedAs: readonly [string, ...string[]];
  readonly stepCents: number;
  /** Whether a request says how long the QR can be paid. */
  readonly takesLife: boolean;
  /** How a customer's code begins. */
  readonly code: string;
};

const PAYME = { stepCents: 1, takesLife: true, code: 'PAYME' } as const;
const TRAM = { stepCents: 10, takesLife: false, code: 'TRAM' } as const;

const RULES: ReadonlyMap<string, Rules> = new Map<string, Rules>([
  ['805801', { ...PAYME, listedAs: ['805801'] }],
  ['805808', { ...PAYME, listedAs: ['805808'] }],
  // Of the made-up wallet (test/support/made-up-wallet.ts), which only a copy of the till offers.
  ['899901', { ...TRAM, listedAs: ['899901', '899902'] }],
  ['899908', { ...TRAM, listedAs: ['899908'] }],
]);

/** How a customer's code of this pay type begins. */
export const codeBeginsWith = (payType: string): string => RULES.get(payType)?.code ?? PAYME.code;

/** Which pay type an order is told under; the same one each time. */
export function listedPayType({ payType, number }: { readonly payType: string; readonly number: string }): string {
  const listed = RULES.get(payType)?.listedAs ?? [payType];
  return listed[Number.parseInt(number.slice(-4), 36) % listed.length] ?? payType;
}

/** What a payment request asks for and its wallet does not take; null when nothing. */
export function wrongIn(fields: Fields): string | null {
  const { pay_type: payType = '', txamt, expired_time: life, auth_code: code } = fields;
  const rules = RULES.get(payType);
  if (rules === undefined) return `pay type ${payType}`;
  if (Number(txamt) % rules.stepCents !== 0) return `${txamt} cents`;
  if (code === undefined) return (life !== undefined) === rules.takesLife ? null : `a life of ${life}`;
  return code.startsWith(rules.code) ? null : `the code ${code.slice(0, 5)}`;
}

/** The same of a refund. */
export function wrongInRefund(fields: Fields, payType: string): string | null {
  return Number(fields.txamt) % (RULES.get(payType)?.stepCents ?? 1) === 0 ? null : `${fields.txamt} cents`;
}
