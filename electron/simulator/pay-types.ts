/**
 * The pay types of this merchant, one row each; any other is refused as a type that QFPay has not enabled. The rules
 * are written here again, and not taken from the till's own table of wallets, so that the till is checked against them.
 */

export type PayType = {
  readonly code: string;
  readonly mode: 'mpm' | 'cpm';
  /** The pay type in answers and enquiries. */
  readonly toldAs: string;
  /** The beginning of its QR codes. */
  readonly qr: string;
  /** How long its QR can be paid; null if the request says so (`expired_time`). */
  readonly lifeMinutes: number | null;
  /** Amounts must be a multiple of this many cents. */
  readonly stepCents: number;
  readonly refundsInPart: boolean;
  readonly refundDays: number;
};

const PAYME = {
  qr: 'https://qr.payme.hsbc.com.hk/2/',
  lifeMinutes: null,
  stepCents: 1,
  refundsInPart: true,
  // Seen in production on PayMe's online pay types.
  refundDays: 90,
} as const;

export const PAY_TYPES: readonly PayType[] = [
  { ...PAYME, code: '805801', mode: 'mpm', toldAs: '805801' },
  { ...PAYME, code: '805808', mode: 'cpm', toldAs: '805808' },
  // The customer's code of any of several wallets.
  { ...PAYME, code: '800008', mode: 'cpm', toldAs: '800008' },
];

/** The pay type that QFPay reports for an order. */
export function toldPayType({ payType }: { readonly payType: string }): string {
  return payTypeOf(payType)?.toldAs ?? payType;
}

export function payTypeOf(code: string): PayType | undefined {
  return PAY_TYPES.find((row) => row.code === code);
}
