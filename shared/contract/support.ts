/**
 * Messages about the till itself: why it takes no payments, what somebody should know once, and how to end the program.
 */
import type { LedgerFault, LedgerWork, MovedFrom } from '../ledger-fault.ts';
import type { Environment } from '../settings.ts';
import type { WallMs } from '../time.ts';
import { command } from './entry.ts';

export const SUPPORT = {
  /** A manager has read that the ledger was restored: payments may continue. */
  acknowledgeRestore: command<null, void>({ needs: 'manager', act: 'restore-read' }),
  dismissNotice: command<{ kind: Notice['kind'] }, void>({ needs: 'cashier' }),
  /** Ends the program as closing its window does, because in full screen there is no close button. */
  closeTill: command<null, void>({ needs: 'nobody' }),
} as const;

/** Reasons why the till takes no payments, with what to do. */
export type Trouble =
  | { readonly kind: 'locked' }
  | { readonly kind: 'ledger'; readonly cause: LedgerFault; readonly path: string }
  | ({ readonly kind: 'ledger-work' } & LedgerWork)
  | ({ readonly kind: 'ledger-restored' } & RestoredView)
  | ({ readonly kind: 'ledger-moved' } & MovedFrom)
  | { readonly kind: 'no-credentials' }
  /** Real money would be taken, and the shop has no owner yet who could let people in. */
  | { readonly kind: 'no-owner' }
  /** The file with the PINs is gone or damaged, so that no owner can come to the till; one of them sets a new PIN. */
  | { readonly kind: 'pins-lost' }
  /** The system's keystore does not return the credentials at the moment; the till retries by itself. */
  | { readonly kind: 'keystore-away' }
  /** The settings file was damaged. A manager must confirm that the till may open with this till id and environment. */
  | {
      readonly kind: 'settings-lost';
      /** The path of the damaged file; null if there was none. */
      readonly keptAs: string | null;
      readonly tillId: string;
      readonly environment: Environment;
    };

/** The ledger was restored. A manager must read this before payments continue. */
export type RestoredView = {
  /** `damaged`: damaged or lost. `put-back`: older than its own backups, because somebody put an old file back. */
  readonly reason: 'damaged' | 'put-back';
  readonly quarantine: string;
  /** When the opened backup was made; null if there was no good backup. */
  readonly backupAt: WallMs | null;
  readonly kept: number;
  /** Kept attempts that the till is enquiring about. */
  readonly inDoubt: number;
  /** Attempts in the damaged ledger that contradict the kept ones. */
  readonly leftOut: number;
  /** The gateway has been asked for everything that may be missing. */
  readonly asked: boolean;
};

/** A message that the cashier should read once; it does not stop payments. */
export type Notice =
  /**
   * The settings file was damaged; the kind says where the current settings come from. `keptAs` is '' if the file was
   * gone.
   */
  | { readonly kind: `settings-${'good-parts' | 'last-good' | 'standard'}`; readonly keptAs: string }
  /** The program was started a second time; this is the first one. */
  | { readonly kind: 'already-open' }
  | { readonly kind: 'source-variables-ignored' }
  /** The program was started with switches or variables that a packed till ignores. */
  | { readonly kind: 'start-line-ignored'; readonly names: string }
  /** Only a root of this machine, none of the world's known roots, vouches for the gateway's certificate. */
  | { readonly kind: 'certificate-refused' }
  /** The gateway's certificate is not valid at this machine's time, so the machine's clock is wrong. */
  | { readonly kind: 'certificate-clock' }
  /** The credentials were accepted; payments move real money. */
  | { readonly kind: 'went-live' }
  /** A bug in the program. */
  | { readonly kind: 'bug' }
  /** A scanner typed so slowly that its first keys went into the amount; the till then cleared the amount. */
  | { readonly kind: 'slow-scanner' }
  | { readonly kind: 'clock-skew'; readonly seconds: number }
  | { readonly kind: 'backup-failed'; readonly why: LedgerFault; readonly folder: string }
  /** The gateway lists this number from the lost part of the ledger, but the ledger could not take it in. */
  | { readonly kind: 'left-out'; readonly readable: string }
  /**
   * The gateway lists `count` payments and refunds under this till's id that its ledger does not have, since this time.
   */
  | { readonly kind: 'strangers'; readonly tillId: string; readonly count: number; readonly since: string }
  /** After a restore: the gateway did not list this month ("2026-11"), so its missing attempts are unknown. */
  | { readonly kind: 'unlisted-month'; readonly month: string }
  /** The gateway shows several payments under one number: the customer may have paid twice. */
  | { readonly kind: 'paid-twice'; readonly readable: string }
  /** More of this payment was returned than was paid. */
  | { readonly kind: 'over-returned'; readonly readable: string };

/** What the till reports about itself. */
export type SupportState = {
  readonly trouble: Trouble | null;
  readonly notices: readonly Notice[];
};
