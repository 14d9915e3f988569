/** What the till has to say of itself: why it takes no payment, and what somebody should know once; and how to end it. */
import type { LedgerFault, LedgerWork, MovedFrom } from '../ledger-fault.ts';
import type { Environment } from '../settings.ts';
import type { WallMs } from '../time.ts';
import { command } from './entry.ts';

export const SUPPORT = {
  /** A manager has read that the ledger was restored: payments may be taken again. */
  restoredSeen: command<null, void>({ needs: 'manager', act: 'restore-read' }),
  dismissNotice: command<{ kind: Notice['kind'] }, void>({ needs: 'cashier' }),
  /** Ends the program, as closing its window does: in full screen there is nothing to close it by. */
  closeTill: command<null, void>({ needs: 'cashier' }),
} as const;

/** What stops the till from taking payments, in words that say what to do. */
export type Trouble =
  | { readonly kind: 'locked' }
  | { readonly kind: 'ledger'; readonly cause: LedgerFault; readonly path: string }
  | ({ readonly kind: 'ledger-work' } & LedgerWork)
  | ({ readonly kind: 'ledger-restored' } & RestoredView)
  | ({ readonly kind: 'ledger-moved' } & MovedFrom)
  | { readonly kind: 'no-credentials' }
  /** The system's keystore does not give the credentials out now; it is asked again by itself. */
  | { readonly kind: 'keystore-away' }
  /** The settings could not be read whole: a manager has to say whether the till may open as this one, at this gateway. */
  | {
      readonly kind: 'settings-lost';
      /** Where the file was put; null when there was none. */
      readonly keptAs: string | null;
      readonly tillId: string;
      readonly environment: Environment;
    };

/** The ledger was restored; a manager has to read this before payments are taken again. */
export type RestoredView = {
  /** It was damaged or lost; or it was older than its own backups: put back, or laid over the newer one. */
  readonly reason: 'damaged' | 'put-back';
  readonly quarantine: string;
  /** When the backup was taken that was opened in its place; null when there was no good one. */
  readonly backupAt: WallMs | null;
  readonly kept: number;
  /** Of the kept attempts: being asked about at the gateway. */
  readonly inDoubt: number;
  /** Found in the damaged ledger, but contradicting what is kept. */
  readonly leftOut: number;
  /** The gateway has been asked for all that may be missing. */
  readonly asked: boolean;
};

/** Something the cashier should know once; it does not stop payments. */
export type Notice =
  /** The settings file was damaged: where the settings come from in its place. `keptAs` is '' when the file was gone. */
  | { readonly kind: `settings-${'good-parts' | 'last-good' | 'standard'}`; readonly keptAs: string }
  /** The program was started a second time; this is the one that was open. */
  | { readonly kind: 'already-open' }
  | { readonly kind: 'source-variables-ignored' }
  /** The program was started with switches or variables that a packed till does not take. */
  | { readonly kind: 'start-line-ignored'; readonly names: string }
  /** The gateway's certificate is vouched for by a root of this machine and not by one of the world's. */
  | { readonly kind: 'certificate-refused' }
  /** The gateway's certificate is not valid at this machine's time, which is wrong then. */
  | { readonly kind: 'certificate-clock' }
  /** The credentials were taken, and payments move real money. */
  | { readonly kind: 'went-live' }
  /** An error of the program's own. */
  | { readonly kind: 'bug' }
  /** A scanner typed so slowly that its first keys went into the amount, which was emptied then. */
  | { readonly kind: 'slow-scanner' }
  | { readonly kind: 'clock-skew'; readonly seconds: number }
  | { readonly kind: 'backup-failed'; readonly why: LedgerFault; readonly folder: string }
  /** The gateway knows this number of a lost part of the ledger, which could not take it in. */
  | { readonly kind: 'left-out'; readonly readable: string }
  /** The gateway knows so many payments and refunds under this till's id that its ledger does not, since this time. */
  | { readonly kind: 'strangers'; readonly tillId: string; readonly count: number; readonly since: string }
  /** After a restore: the gateway would not list this month ("2026-11"), and what is missing of it nobody knows. */
  | { readonly kind: 'unlisted-month'; readonly month: string }
  /** The gateway shows several payments under one number: the customer may have been charged twice. */
  | { readonly kind: 'paid-twice'; readonly readable: string }
  /** More of this payment is back with the customer than was paid. */
  | { readonly kind: 'over-returned'; readonly readable: string };

/** What the till says of itself. */
export type SupportState = {
  readonly trouble: Trouble | null;
  readonly notices: readonly Notice[];
};
