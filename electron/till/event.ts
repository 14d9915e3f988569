/** What a till tells the counter that it stands on. */
import type { AttemptNumber } from '../../shared/attempt/number.ts';
import type { WallMs } from '../../shared/time.ts';
import type { LedgerError } from './ports/ledger.ts';

export type TillEvent =
  /** Something the windows show has changed. */
  | { readonly kind: 'changed' }
  /** How far the gateway's clock is ahead of the machine's, told with each answer that says its time. */
  | { readonly kind: 'clock'; readonly aheadMs: number }
  /** The ledger could not be read or written. It has to be opened anew, and everything unfinished taken up again. */
  | { readonly kind: 'ledger-failed'; readonly error: LedgerError }
  /** The gateway shows several payments under this number. */
  | { readonly kind: 'paid-twice'; readonly number: AttemptNumber }
  /** More of the payment with this number is back with the customer than was paid. */
  | { readonly kind: 'over-returned'; readonly number: AttemptNumber }
  /** The gateway knows this one, and the ledger could not take it in: a person has to look at it. */
  | { readonly kind: 'left-out'; readonly number: AttemptNumber }
  /**
   * The gateway knows so many numbers under this till's id that no run of its ledger has drawn, the oldest of this time: a
   * folder was put back with its backups, or another till has the same id. They may be another's, and are not taken in.
   */
  | { readonly kind: 'strangers'; readonly count: number; readonly since: WallMs | null }
  /** The gateway would not list this month, as "2026-11": what is missing of it nobody knows. */
  | { readonly kind: 'unlisted-month'; readonly month: string };

export type OnEvent = (event: TillEvent) => void;
