/** The names of wallets for the sentences that have a place for one (`{{wallet}}`). */
import type { TFunction } from 'i18next';
import type words from '../../shared/words/en.json';
import { tendersOnOffer, type Tender, type WalletId } from '../../shared/wallet.ts';

/**
 * For a sentence about one payment.
 *
 * @param lng where the sentence is not in the window's language
 */
export function named(t: TFunction, { wallet }: Pick<Tender, 'wallet'>, lng?: string): { readonly wallet: string } {
  return { wallet: nameIn(t, wallet, lng) };
}

/** For a sentence that is about no payment of its own: all that can be paid with here. */
export function namesOnOffer(t: TFunction, lng: string | undefined): string {
  const wallets = new Set(tendersOnOffer().map(({ wallet }) => wallet));
  return [...wallets].map((wallet) => nameIn(t, wallet, lng)).join(' / ');
}

/** A wallet that only another version of the program knows stands as ledgers have it. */
function nameIn(t: TFunction, wallet: WalletId, lng: string | undefined): string {
  // A wallet of the table without a name in the catalogues does not compile.
  const key: `wallet.${keyof typeof words.wallet}` = `wallet.${wallet}`;
  return t(key, { defaultValue: wallet, ...(lng !== undefined && { lng }) });
}
