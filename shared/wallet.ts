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

type Row = {
  /** As ledgers keep it, and the key of its name in the catalogues (`wallet.*`). */
  readonly id: string;
  readonly isOn: boolean;
  /** QFPay's pay type for each mode; null for a mode that it has not got. */
  readonly payTypes: Readonly<Record<Presentment, string | null>>;
  readonly currency: Currency;
};

const TABLE = [
  {
    id: 'payme',
    isOn: true,
    payTypes: { mpm: '805801', cpm: '805808' },
    currency: 'HKD',
  },
] as const satisfies readonly Row[];

export type WalletId = (typeof TABLE)[number]['id'];
export type Wallet = Row & { readonly id: WalletId };
export const WALLETS: readonly Wallet[] = TABLE;

/** What a customer pays with: which wallet, and who shows the code to whom. */
export type Tender = { readonly wallet: WalletId; readonly mode: Presentment };

/** Null for a wallet that another version of the program has a row for. */
export function walletOf(wallet: WalletId): Wallet | null {
  return WALLETS.find(({ id }) => id === wallet) ?? null;
}

/** What can be paid with at this till, in the order of the table. */
export function tendersOnOffer(): readonly Tender[] {
  return WALLETS.filter(({ isOn, currency }) => isOn && currency === TILL_CURRENCY).flatMap(
    ({ id: wallet, payTypes }) =>
      PRESENTMENTS.filter((mode) => payTypes[mode] !== null).map((mode) => ({ wallet, mode })),
  );
}

export function isOnOffer({ wallet, mode }: Tender): boolean {
  return tendersOnOffer().some((offered) => offered.wallet === wallet && offered.mode === mode);
}

/** What QFPay is asked for. @throws Error when the tender is not on offer */
export function payTypeOf(tender: Tender): string {
  const payType = isOnOffer(tender) ? walletOf(tender.wallet)?.payTypes[tender.mode] : null;
  if (payType === null || payType === undefined) throw new Error(`${tender.wallet} ${tender.mode} is not on offer`);
  return payType;
}

/** Which tender an order was made with, by the pay type that the gateway lists it under; null where no row says it. */
export function tenderListedAs(payType: string): Tender | null {
  for (const { id: wallet, payTypes } of WALLETS) {
    for (const mode of PRESENTMENTS) if (payTypes[mode] === payType) return { wallet, mode };
  }
  return null;
}

/** The pay types that an answer about an order of this wallet may carry. */
export function payTypesOf(tender: Tender): readonly string[] {
  return Object.values(walletOf(tender.wallet)?.payTypes ?? {}).filter((payType) => payType !== null);
}
