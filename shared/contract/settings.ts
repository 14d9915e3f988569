/** The till's settings: read them, change them, and confirm them after the settings file was lost. */
import type { Cents, Currency } from '../money.ts';
import type { Language, Settings, SettingsField, StoredCredentials } from '../settings.ts';
import type { DisplayView } from './devices.ts';
import { command } from './entry.ts';

export const SETTINGS = {
  settings: command<null, SettingsView>({ needs: 'cashier' }),
  saveSettings: command<{ settings: Settings }, SaveAnswer>({ needs: 'manager', act: 'settings-changed' }),
  /** A manager has checked the settings after the file was damaged or lost: the till may open with them. */
  confirmSettings: command<null, SaveAnswer>({ needs: 'manager', act: 'settings-called-right' }),
} as const;

/** A row of the simulator's table: these last two digits of an amount give this outcome. */
export type OutcomeView = { readonly cents: string; readonly id: string };

export type SettingsView = {
  readonly settings: Settings;
  readonly displays: readonly DisplayView[];
  readonly credentials: readonly StoredCredentials[];
  /** Whether storing credentials on this machine needs a passphrase. */
  readonly needsPassphrase: boolean;
  readonly outcomes: readonly OutcomeView[];
  /** The same for a partial refund, by the refund's amount. */
  readonly refundOutcomes: readonly OutcomeView[];
  readonly folder: string;
  readonly version: string;
  readonly runtime: string;
};

export type SaveAnswer =
  | { readonly kind: 'saved' }
  | { readonly kind: 'refused'; readonly fields: readonly SettingsField[] }
  /** A sale is under way, or payments are still being checked at another gateway. */
  | { readonly kind: 'busy' }
  /** The person answered no. */
  | { readonly kind: 'declined' }
  /** In training anybody is the owner: the live till's own owner switches names and PINs off, and there. */
  | { readonly kind: 'only-live' }
  | { readonly kind: 'cannot-write'; readonly path: string };

/** The settings that the cashier's window needs. */
export type ShopState = {
  readonly language: Language;
  readonly shopName: string;
  readonly currency: Currency;
  readonly limit: Cents;
  readonly sounds: boolean;
};
