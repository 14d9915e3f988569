/**
 * Derives why money cannot be taken or returned now, and what ends this: one reason, the most important. The windows,
 * the commands and the payments all use this reason, so that they never disagree.
 */
import type { CommandName } from '../../shared/contract/contract.ts';
import type { Trouble } from '../../shared/contract/support.ts';
import type { LedgerFault, LedgerWork } from '../../shared/ledger-fault.ts';
import { assertNever } from '../../shared/result.ts';
import type { NoAccount } from './accounts.ts';
import type { OpenTill } from './open-till.ts';

/** The life of the counter's till. The first state is `not-open`; `ended` is the last one. */
export type Life<Opened = Pick<OpenTill, 'toRead'>> =
  /** There is no till yet, or the next one is being opened. */
  | { readonly kind: 'not-open' }
  /** The gateway of the settings has no credentials that could be used now. */
  | NoAccount
  /** The ledger is being verified or restored; the till opens after that. */
  | { readonly kind: 'preparing'; readonly work: LedgerWork }
  /** @param isAwaited a payment waits for the verification of the open ledger */
  | { readonly kind: 'open'; readonly opened: Opened; readonly isAwaited: boolean }
  /** @param wasRestored this run has restored the ledger before; if it is damaged again, no restore helps */
  | {
      readonly kind: 'ledger-failed';
      readonly cause: LedgerFault;
      readonly path: string;
      readonly wasRestored: boolean;
    }
  | { readonly kind: 'ended' };

export type Facts = {
  /** Lost settings that a manager has not confirmed yet; null when there are none. */
  readonly lost: Extract<Trouble, { kind: 'settings-lost' }> | null;
  /** Nobody can come to the till as its owner, though it takes real money; null while somebody can. */
  readonly staff: Extract<Trouble, { kind: 'no-owner' | 'pins-lost' }> | null;
  readonly life: Life;
};

/** The cashier is told a `Trouble`; the others need no words, because the till is about to open or has ended. */
export type Why = Trouble | { readonly kind: 'not-open' } | { readonly kind: 'ended' };

export type NextStep =
  /** The reason ends by itself, because the work is under way. */
  | { readonly kind: 'wait' }
  /** The counter reopens the till by itself after `afterMs`. */
  | { readonly kind: 'try-again'; readonly afterMs: number }
  /** A person ends the reason with this command of the cashier's window. */
  | {
      readonly kind: 'ask';
      readonly command: Extract<
        CommandName<'cashier'>,
        'unlock' | 'goLive' | 'confirmSettings' | 'acknowledgeRestore' | 'setOwner' | 'recover'
      >;
    }
  /** Nothing in this run ends the reason. */
  | { readonly kind: 'none' };

export type Standing = { readonly why: Why; readonly next: NextStep };

/** How soon a ledger that cannot be used, but is not damaged, is reopened. */
const TRY_LEDGER_AGAIN_MS = 5_000;
/** How soon a keystore that did not answer is asked again. */
const TRY_KEYSTORE_AGAIN_MS = 10_000;

/** Returns null while money can be taken and returned, which needs an open till. */
export function standing({ lost, staff, life }: Facts): Standing | null {
  if (lost !== null) return { why: lost, next: { kind: 'ask', command: 'confirmSettings' } };
  switch (life.kind) {
    case 'not-open':
      return { why: life, next: { kind: 'wait' } };
    case 'ended':
      return { why: life, next: { kind: 'none' } };
    case 'no-account':
      return { why: { kind: life.why }, next: AFTER_NO_ACCOUNT[life.why] };
    case 'ledger-failed':
      return { why: { kind: 'ledger', cause: life.cause, path: life.path }, next: afterFailure(life) };
    case 'preparing':
      return { why: { kind: 'ledger-work', ...life.work }, next: { kind: 'wait' } };
    case 'open':
      return whileOpen(life, staff);
    default:
      return assertNever(life);
  }
}

/** The trouble that the cashier's window shows; null when there is none to show. */
export function troubleOf(standingNow: Standing | null): Trouble | null {
  if (standingNow === null) return null;
  const { why } = standingNow;
  return why.kind === 'not-open' || why.kind === 'ended' ? null : why;
}

/** Whether this ledger is known to be damaged, so that its next opening must restore it. */
export function mustBeRestored(life: Life, path: string): boolean {
  return life.kind === 'ledger-failed' && life.path === path && life.cause === 'damaged' && !life.wasRestored;
}

const AFTER_NO_ACCOUNT: Readonly<Record<NoAccount['why'], NextStep>> = {
  locked: { kind: 'ask', command: 'unlock' },
  'no-credentials': { kind: 'ask', command: 'goLive' },
  'keystore-away': { kind: 'try-again', afterMs: TRY_KEYSTORE_AGAIN_MS },
};

/** A damaged ledger is restored, once. A ledger of a newer program stays unusable. Every other fault may pass. */
function afterFailure({ cause, wasRestored }: Extract<Life, { kind: 'ledger-failed' }>): NextStep {
  if (cause === 'newer') return { kind: 'none' };
  if (cause !== 'damaged') return { kind: 'try-again', afterMs: TRY_LEDGER_AGAIN_MS };
  return wasRestored ? { kind: 'none' } : { kind: 'try-again', afterMs: 0 };
}

function whileOpen({ opened, isAwaited }: Extract<Life, { kind: 'open' }>, staff: Facts['staff']): Standing | null {
  // Before whatever a manager has to read: none can come to the till.
  if (staff !== null) {
    return { why: staff, next: { kind: 'ask', command: staff.kind === 'no-owner' ? 'setOwner' : 'recover' } };
  }
  if (isAwaited) return { why: { kind: 'ledger-work', work: 'checking', percent: null }, next: { kind: 'wait' } };
  const toRead = opened.toRead();
  return toRead === null ? null : { why: toRead, next: { kind: 'ask', command: 'acknowledgeRestore' } };
}
