/**
 * The wallets that customers pay with, one row each. Whatever differs between two wallets stands in their rows, and no code
 * outside this file names one. What nobody has confirmed of a wallet is not guessed here: it is tried, and the gateway's
 * answer counts. A row is never taken out, since ledgers hold payments of it: it is switched off.
 */
import type { Currency } from './money.ts';

/** MPM: the customer scans the till's QR. CPM: the till scans the customer's code. */
export const PRESENTMENTS = ['mpm', 'cpm'] as const;
export type Presentment = (typeof PRESENTMENTS)[number];

/** What the keypad shows and the till counts in. A wallet that charges in another currency is not offered. */
export const TILL_CURRENCY: Currency = 'HKD';

/** How the text of a customer's code looks: plain data and no patterns, so that a row says what it means. */
export type CodeShape =
  /** Digits only, so many of them, the first two between these two inclusive. */
  | {
      readonly shape: 'digits';
      readonly minLength: number;
      readonly maxLength: number;
      readonly firstTwoFrom: number;
      readonly firstTwoTo: number;
    }
  /** Begins with one of these, capitals or not. */
  | { readonly shape: 'begins-with'; readonly beginnings: readonly string[] };

type Mode = {
  /** QFPay's pay type, as it is asked for. */
  readonly payType: string;
  /** Other pay types under which QFPay may list an order that was asked for so. */
  readonly alsoListedAs: readonly string[];
};

type Terms = {
  /** Payments and refunds are of a multiple of so many cents. */
  readonly stepCents: number;
  /** How long an order can be paid, where the wallet says it; null where the till asks for a time. */
  readonly lifeMinutes: number | null;
  /** Whether less than the whole payment can be given back. */
  readonly refundsInPart: boolean;
  /** How many days after the payment it can still be given back; null where nobody has said so. */
  readonly refundDays: number | null;
};

type Row = Terms & {
  /** As ledgers keep it, and the key of its name in the catalogues (`wallet.*`). */
  readonly id: string;
  readonly isOn: boolean;
  /** Null for a mode that it has not got. */
  readonly modes: Readonly<Record<Presentment, Mode | null>>;
  readonly currency: Currency;
  /** Its customers' codes; `any-other` for a wallet that publishes no shape, and takes what is no other wallet's. */
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
    // Seen to work for an online pay type; for these two, as their refund window, confirmed nowhere.
    refundsInPart: true,
    refundDays: null,
    codes: 'any-other',
  },
] as const satisfies readonly Row[];

export type WalletId = (typeof TABLE)[number]['id'];
export type Wallet = Row & { readonly id: WalletId };
export const WALLETS: readonly Wallet[] = TABLE;

/** What a customer pays with: which wallet, and who shows the code to whom. */
export type Tender = { readonly wallet: WalletId; readonly mode: Presentment };

/** Null for a wallet that another version of the program has a row for. */
const rowOf = ({ wallet }: Tender): Wallet | null => WALLETS.find(({ id }) => id === wallet) ?? null;

/** What can be paid with at this till, in the order of the table. */
export function tendersOnOffer(): readonly Tender[] {
  return WALLETS.filter(({ isOn, currency }) => isOn && currency === TILL_CURRENCY).flatMap(({ id: wallet, modes }) =>
    PRESENTMENTS.filter((mode) => modes[mode] !== null).map((mode) => ({ wallet, mode })),
  );
}

export function isOnOffer({ wallet, mode }: Tender): boolean {
  return tendersOnOffer().some((offered) => offered.wallet === wallet && offered.mode === mode);
}

/** What QFPay is asked for. @throws Error when the tender is not on offer */
export function payTypeOf(tender: Tender): string {
  const mode = isOnOffer(tender) ? rowOf(tender)?.modes[tender.mode] : null;
  if (mode === null || mode === undefined) throw new Error(`${tender.wallet} ${tender.mode} is not on offer`);
  return mode.payType;
}

const payTypesIn = (mode: Mode | null): readonly string[] =>
  mode === null ? [] : [mode.payType, ...mode.alsoListedAs];

/** Which tender an order was made with, by the pay type that the gateway lists it under; null where no row says it. */
export function tenderListedAs(payType: string): Tender | null {
  for (const { id: wallet, modes } of WALLETS) {
    for (const mode of PRESENTMENTS) if (payTypesIn(modes[mode]).includes(payType)) return { wallet, mode };
  }
  return null;
}

/** The pay types that an answer about an order of this wallet may carry. */
export function payTypesOf(tender: Tender): readonly string[] {
  return Object.values(rowOf(tender)?.modes ?? {}).flatMap(payTypesIn);
}

/** Of a wallet that this program does not know nothing is held to be impossible: the gateway's answer counts. */
const UNKNOWN_TERMS: Terms = { stepCents: 1, lifeMinutes: null, refundsInPart: true, refundDays: null };

/** What its wallet allows. */
export function termsOf(tender: Tender): Terms {
  return rowOf(tender) ?? UNKNOWN_TERMS;
}

/** Whether the wallet moves such an amount. */
export function fitsStep(tender: Tender, amountCents: number): boolean {
  return amountCents % termsOf(tender).stepCents === 0;
}

/** Whether a customer's code can be charged with this. @param of the wallet whose code it is; null for no wallet's that has shapes */
export function takesCode({ wallet, mode }: Tender, of: WalletId | null): boolean {
  const codes = rowOf({ wallet, mode })?.codes;
  return codes === 'any-other' ? of === null : of === wallet;
}
