/** The names of wallets, for sentences with the place `{{wallet}}`. */
import type { TFunction } from 'i18next';
import type words from '../../shared/words/en.json';
import { tendersOnOffer, type Tender, type WalletId } from '../../shared/wallet.ts';

/**
 * For a sentence about one payment.
 *
 * @param lng the sentence's language, if it is not the window's
 */
export function named(t: TFunction, { wallet }: Pick<Tender, 'wallet'>, lng?: string): { readonly wallet: string } {
  return { wallet: nameIn(t, wallet, lng) };
}

/** For a sentence about no particular payment: the names of all wallets that the till offers. */
export function namesOnOffer(t: TFunction, lng: string | undefined): string {
  const wallets = new Set(tendersOnOffer().map(({ wallet }) => wallet));
  return [...wallets].map((wallet) => nameIn(t, wallet, lng)).join(' / ');
}

/** A ledger may hold a wallet that only another version of the program knows; its id then serves as its name. */
function nameIn(t: TFunction, wallet: WalletId, lng: string | undefined): string {
  // A wallet of the table without a name in the catalogues does not compile.
  const key: `wallet.${keyof typeof words.wallet}` = `wallet.${wallet}`;
  return t(key, { defaultValue: wallet, ...(lng !== undefined && { lng }) });
}
