/** Events from the till to the counter. */
import type { AttemptNumber } from '../../shared/attempt/number.ts';
import type { WallMs } from '../../shared/time.ts';
import type { LedgerError } from './ports/ledger.ts';

export type TillEvent =
  /** Something that the windows show has changed. */
  | { readonly kind: 'changed' }
  /** How far the gateway's clock is ahead of the machine's; sent with each answer that contains a time. */
  | { readonly kind: 'clock'; readonly aheadMs: number }
  /** The ledger could not be read or written. It must be reopened, and all unfinished attempts resumed. */
  | { readonly kind: 'ledger-failed'; readonly error: LedgerError }
  /** The gateway shows several payments under this number. */
  | { readonly kind: 'paid-twice'; readonly number: AttemptNumber }
  /** More of this payment was returned than was paid. */
  | { readonly kind: 'over-returned'; readonly number: AttemptNumber }
  /** The gateway lists this number, but the ledger could not take it in: a person must check it. */
  | { readonly kind: 'left-out'; readonly number: AttemptNumber }
  /**
   * The gateway lists `count` numbers with this till's id that no run of its ledger has drawn; `since` is the oldest
   * time. Either a folder was put back with its backups, or another till has the same id. They may belong to another
   * till, so they are not taken in.
   */
  | { readonly kind: 'strangers'; readonly count: number; readonly since: WallMs | null }
  /** The gateway did not list this month ("2026-11"), so its missing attempts are unknown. */
  | { readonly kind: 'unlisted-month'; readonly month: string };

export type OnEvent = (event: TillEvent) => void;
