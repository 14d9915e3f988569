/** The customer's window, which is only told. */
import type { Cents, Currency } from '../money.ts';
import type { Language } from '../settings.ts';
import type { WalletId } from '../wallet.ts';
import type { Mode } from './account.ts';
import { event } from './entry.ts';
import { stateIn, type AllOf } from './told.ts';

export const CUSTOMER = {
  state: stateIn<CustomerGroups>(),
  /** Main is there, told again and again: without it the window shows nothing, see heartbeat.ts. */
  alive: event<null>(),
} as const;

export type CustomerScreen =
  | { readonly kind: 'idle' }
  /** The till takes no payment now. */
  | { readonly kind: 'closed' }
  | { readonly kind: 'show-code'; readonly wallet: WalletId; readonly amount: Cents }
  | { readonly kind: 'wait'; readonly amount: Cents }
  | {
      readonly kind: 'qr';
      readonly wallet: WalletId;
      readonly amount: Cents;
      readonly qr: string;
      readonly leftMs: number;
    }
  | { readonly kind: 'checking'; readonly amount: Cents }
  /** The QR has gone, and nobody can say that the customer has done anything. */
  | { readonly kind: 'time-over'; readonly amount: Cents }
  /** The cashier gave up on this order: it is not to be paid any more. */
  | { readonly kind: 'given-up'; readonly wallet: WalletId; readonly amount: Cents }
  | { readonly kind: 'paid'; readonly amount: Cents }
  | { readonly kind: 'not-paid'; readonly amount: Cents };

/** What the customer's window is told, by group. */
export type CustomerGroups = {
  readonly shop: {
    readonly language: Language;
    readonly shopName: string;
    readonly mode: Mode;
    readonly currency: Currency;
  };
  readonly sale: { readonly screen: CustomerScreen };
};
/** The same in one, as its screens read it. */
export type CustomerState = AllOf<CustomerGroups>;
