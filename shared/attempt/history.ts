/** What a person may ask of the history of all payments and refunds, and the place where a page of it begins. */
import type { Cents } from '../money.ts';
import type { WallMs } from '../time.ts';
import type { Presentment, WalletId } from '../wallet.ts';
import type { AttemptNumber } from './number.ts';

/** The results to choose from, as a cashier reads them; `refund` is every refund, whatever became of it. */
export const HISTORY_STATES = [
  'paid',
  'paid-late',
  'not-paid',
  'checking',
  'refund',
  'refunded',
  'not-refunded',
  'refund-checking',
] as const;
export type HistoryState = (typeof HISTORY_STATES)[number];

/** Null in a field means that everything matches. */
export type HistoryFilter = {
  readonly state: HistoryState | null;
  readonly mode: Presentment | null;
  readonly wallet: WalletId | null;
  /** Who began it, by their name then. */
  readonly by: string | null;
};

export const NO_FILTER: HistoryFilter = { state: null, mode: null, wallet: null, by: null };

/** What the ledger searches for; times are half open, [from, to). */
export type HistoryWanted = HistoryFilter & {
  readonly amount: Cents | null;
  readonly from: WallMs;
  readonly to: WallMs;
};

/** An attempt in the order of the history: newest first, by the best known time. */
export type HistoryPlace = { readonly madeAt: WallMs; readonly number: AttemptNumber };

/**
 * A part of the history: from behind `after` (the newest if null) down to `until`, which belongs to it. Null for
 * `until` means one page.
 */
export type HistoryPart<Place = HistoryPlace> = { readonly after: Place | null; readonly until: Place | null };

export const FIRST_PAGE: HistoryPart<never> = { after: null, until: null };
