/** The customer's window. It receives events and sends nothing. */
import type { Cents, Currency } from '../money.ts';
import type { Language } from '../settings.ts';
import type { WalletId } from '../wallet.ts';
import type { Mode } from './account.ts';
import { event } from './entry.ts';
import { stateIn, type AllOf } from './told.ts';

export const CUSTOMER = {
  state: stateIn<CustomerGroups>(),
  /** Main's heartbeat. Without it the window shows nothing; see heartbeat.ts. */
  alive: event<null>(),
} as const;

export type CustomerScreen =
  | { readonly kind: 'idle' }
  /** The till takes no payments. */
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
  /** The QR timed out, and nobody knows whether the customer did anything. */
  | { readonly kind: 'time-over'; readonly amount: Cents }
  /** The cashier gave this order up; the customer should not pay it. */
  | { readonly kind: 'given-up'; readonly wallet: WalletId; readonly amount: Cents }
  | { readonly kind: 'paid'; readonly amount: Cents }
  | { readonly kind: 'not-paid'; readonly amount: Cents };

/** The customer's state, by group. */
export type CustomerGroups = {
  readonly shop: {
    readonly language: Language;
    readonly shopName: string;
    readonly mode: Mode;
    readonly currency: Currency;
  };
  readonly sale: { readonly screen: CustomerScreen };
};
/** All groups joined, as the screens read it. */
export type CustomerState = AllOf<CustomerGroups>;
