/** A day's payments as a list, and as a file for the accounts. */
import type { CashierStatus } from '../attempt/word.ts';
import type { Cents, Currency } from '../money.ts';
import { command } from './entry.ts';
import type { AttemptView } from './payments.ts';

export const DAY = {
  day: command<{ day: string | null }, DayList | null>({ needs: 'cashier' }),
  exportDay: command<{ day: string }, ExportAnswer>({ needs: 'manager', act: 'day-exported' }),
  showExports: command<null, void>({ needs: 'manager', act: 'exports-shown' }),
} as const;

export type DayTotal = { readonly word: CashierStatus; readonly count: number; readonly amount: Cents };

export type DayList = {
  readonly day: string;
  readonly today: string;
  readonly currency: Currency;
  /** Newest first. */
  readonly attempts: readonly AttemptView[];
  readonly totals: readonly DayTotal[];
  /** How much of the day's payments was returned without a refund of this till, as far as known. */
  readonly returnedElsewhere: Cents;
  /** How many payments were partly returned without a recorded amount. */
  readonly returnedUnclear: number;
  /** Takings minus refunds; negative on a day with only refunds. */
  readonly net: Cents;
};

export type ExportAnswer =
  | { readonly kind: 'written'; readonly path: string }
  | {
      readonly kind: 'failed';
      readonly why: 'full' | 'read-only' | 'in-use' | 'disk' | 'unread' | 'empty';
      readonly path: string;
    };
