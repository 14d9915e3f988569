/**
 * The pay types that this merchant has, one row each; anything else is refused as a type that QFPay has not enabled. What
 * the simulator holds a till to it says here itself, and does not take from the till's own table of wallets.
 */

export type PayType = {
  readonly code: string;
  readonly mode: 'mpm' | 'cpm';
  /** Which pay type answers and enquiries carry. */
  readonly toldAs: string;
  /** What its QR codes begin with. */
  readonly qr: string;
  /** How long its QR can be paid; null where the request says it (`expired_time`). */
  readonly lifeMinutes: number | null;
  /** Amounts are a multiple of so many cents. */
  readonly stepCents: number;
  readonly refundsInPart: boolean;
  readonly refundDays: number;
};

const PAYME = {
  qr: 'https://qr.payme.hsbc.com.hk/2/',
  lifeMinutes: null,
  stepCents: 1,
  refundsInPart: true,
  // As seen in production on its online pay types.
  refundDays: 90,
} as const;

export const PAY_TYPES: readonly PayType[] = [
  { ...PAYME, code: '805801', mode: 'mpm', toldAs: '805801' },
  { ...PAYME, code: '805808', mode: 'cpm', toldAs: '805808' },
  // The customer's code of any of several wallets.
  { ...PAYME, code: '800008', mode: 'cpm', toldAs: '800008' },
];

/** What QFPay says of an order's pay type. */
export function toldPayType({ payType }: { readonly payType: string }): string {
  return payTypeOf(payType)?.toldAs ?? payType;
}

export function payTypeOf(code: string): PayType | undefined {
  return PAY_TYPES.find((row) => row.code === code);
}
