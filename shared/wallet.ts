/**
 * The wallets that customers pay with, one row each. All differences between wallets are in their rows; code outside
 * this file names no wallet. The table does not guess what is not confirmed: the till tries it, and the gateway's
 * answer decides. A row is never deleted, because ledgers hold its payments; it is switched off.
 */
import type { Currency } from './money.ts';

/** MPM: the customer scans the till's QR. CPM: the till scans the customer's code. */
export const PRESENTMENTS = ['mpm', 'cpm'] as const;
export type Presentment = (typeof PRESENTMENTS)[number];

/** The currency of the keypad and of all sums. A wallet that charges in another currency is not offered. */
export const TILL_CURRENCY: Currency = 'HKD';

/** The format of a customer's code, as plain data instead of a regular expression, so that a row is easy to read. */
export type CodeShape =
  /** Digits only, `minLength` to `maxLength` of them; the first two are in [firstTwoFrom, firstTwoTo]. */
  | {
      readonly shape: 'digits';
      readonly minLength: number;
      readonly maxLength: number;
      readonly firstTwoFrom: number;
      readonly firstTwoTo: number;
    }
  /** Begins with one of these texts; case does not matter. */
  | { readonly shape: 'begins-with'; readonly beginnings: readonly string[] };

type Mode = {
  /** QFPay's pay type in the request. */
  readonly payType: string;
  /** Other pay types under which QFPay may list such an order. */
  readonly alsoListedAs: readonly string[];
};

type Terms = {
  /** Payments and refunds must be a multiple of this many cents. */
  readonly stepCents: number;
  /** How long an order can be paid, if the wallet fixes it; null if the till chooses the time. */
  readonly lifeMinutes: number | null;
  /** Whether a partial refund is possible. */
  readonly refundsInPart: boolean;
  /** For how many days after the payment a refund is possible; null if unknown. */
  readonly refundDays: number | null;
};

type Row = Terms & {
  /** The id that ledgers store, and the key of its name in the catalogues (`wallet.*`). */
  readonly id: string;
  readonly isOn: boolean;
  /** Null for a mode that the wallet does not support. */
  readonly modes: Readonly<Record<Presentment, Mode | null>>;
  readonly currency: Currency;
  /**
   * Formats of its customers' codes. `any-other` is for a wallet that publishes no format: it accepts every code that
   * fits no other wallet.
   */
  readonly codes: readonly CodeShape[] | 'any-other';
};

const TABLE = [
  {
    id: 'payme',
    isOn: true,
    modes: { mpm: { payType: '805801', alsoListedAs: [] }, cpm: { payType: '805808', alsoListedAs: [] } },
    currency: 'HKD',
    stepCents: 1,
    lifeMinutes: null,
    // Partial refunds worked for an online pay type. For these two pay types they are not confirmed, nor is a refund
    // limit in days.
    refundsInPart: true,
    refundDays: null,
    codes: 'any-other',
  },
] as const satisfies readonly Row[];

export type WalletId = (typeof TABLE)[number]['id'];
export type Wallet = Row & { readonly id: WalletId };
export const WALLETS: readonly Wallet[] = TABLE;

/** How a customer pays: which wallet, and who shows the code to whom. */
export type Tender = { readonly wallet: WalletId; readonly mode: Presentment };

/** Null for a wallet that only another version of the program has. */
const rowOf = ({ wallet }: Tender): Wallet | null => WALLETS.find(({ id }) => id === wallet) ?? null;

/** The tenders that this till offers, in the order of the table. */
export function tendersOnOffer(): readonly Tender[] {
  return WALLETS.filter(({ isOn, currency }) => isOn && currency === TILL_CURRENCY).flatMap(({ id: wallet, modes }) =>
    PRESENTMENTS.filter((mode) => modes[mode] !== null).map((mode) => ({ wallet, mode })),
  );
}

export function isOnOffer({ wallet, mode }: Tender): boolean {
  return tendersOnOffer().some((offered) => offered.wallet === wallet && offered.mode === mode);
}

/** The pay type for the request. @throws Error when the tender is not on offer */
export function payTypeOf(tender: Tender): string {
  const mode = isOnOffer(tender) ? rowOf(tender)?.modes[tender.mode] : null;
  if (mode === null || mode === undefined) throw new Error(`${tender.wallet} ${tender.mode} is not on offer`);
  return mode.payType;
}

const payTypesIn = (mode: Mode | null): readonly string[] =>
  mode === null ? [] : [mode.payType, ...mode.alsoListedAs];

/** The tender of an order, by the pay type under which the gateway lists it; null if no row has that pay type. */
export function tenderListedAs(payType: string): Tender | null {
  for (const { id: wallet, modes } of WALLETS) {
    for (const mode of PRESENTMENTS) if (payTypesIn(modes[mode]).includes(payType)) return { wallet, mode };
  }
  return null;
}

/** The pay types that an answer about an order of this tender may have: an order of the other mode is another order. */
export function payTypesOf(tender: Tender): readonly string[] {
  return payTypesIn(rowOf(tender)?.modes[tender.mode] ?? null);
}

/**
 * The tender of an order of this till under a pay type that no row has; null while more than one wallet is on. With one
 * wallet the order can be of no other, and QFPay may list it under a pay type that its documents do not name.
 */
export function onlyTender(): Tender | null {
  const [first, ...others] = tendersOnOffer();
  return first === undefined || others.some(({ wallet }) => wallet !== first.wallet) ? null : first;
}

/** For a wallet that this program does not know, nothing is excluded: the gateway's answer decides. */
const UNKNOWN_TERMS: Terms = { stepCents: 1, lifeMinutes: null, refundsInPart: true, refundDays: null };

export function termsOf(tender: Tender): Terms {
  return rowOf(tender) ?? UNKNOWN_TERMS;
}

/** Whether the amount is a multiple of the wallet's step. */
export function fitsStep(tender: Tender, amountCents: number): boolean {
  return amountCents % termsOf(tender).stepCents === 0;
}

/**
 * Whether a tender can charge a customer's code. @param of the code's wallet; null if the code fits no published format
 */
export function takesCode({ wallet, mode }: Tender, of: WalletId | null): boolean {
  const codes = rowOf({ wallet, mode })?.codes;
  return codes === 'any-other' ? of === null : of === wallet;
}
