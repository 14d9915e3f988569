/**
 * Why no money can be taken or returned now, and what ends that: one reason, the weightiest, from what the counter knows.
 * Whoever needs to know it asks here, so that the windows, the commands and the payments never disagree.
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
  /** The ledger is looked through or restored before the till can be opened. */
  | { readonly kind: 'preparing'; readonly work: LedgerWork }
  /** @param isAwaited a payment waits until the open ledger has been looked through */
  | { readonly kind: 'open'; readonly opened: Opened; readonly isAwaited: boolean }
  /** @param wasRestored this run has restored it before: one that is damaged again does not mend itself */
  | {
      readonly kind: 'ledger-failed';
      readonly cause: LedgerFault;
      readonly path: string;
      readonly wasRestored: boolean;
    }
  | { readonly kind: 'ended' };

export type Facts = {
  /** Settings that could not be read whole, until a manager has looked at them; null when there are none. */
  readonly lost: Extract<Trouble, { kind: 'settings-lost' }> | null;
  readonly life: Life;
};

/** What the cashier is told, or what needs no words: a till that is about to be there, and one that is over. */
export type Why = Trouble | { readonly kind: 'not-open' } | { readonly kind: 'ended' };

export type NextStep =
  /** It is under way and ends by itself. */
  | { readonly kind: 'wait' }
  /** The counter opens the till anew by itself, after so long. */
  | { readonly kind: 'try-again'; readonly afterMs: number }
  /** A person ends it, by this command of the cashier's window. */
  | {
      readonly kind: 'ask';
      readonly command: Extract<CommandName<'cashier'>, 'unlock' | 'goLive' | 'settingsRight' | 'restoredSeen'>;
    }
  /** Nothing that this run can do ends it. */
  | { readonly kind: 'none' };

export type Standing = { readonly why: Why; readonly next: NextStep };

/** How soon a ledger that does not take writes is opened anew. */
const TRY_LEDGER_AGAIN_MS = 5_000;
/** How soon a keystore that did not answer is asked again. */
const TRY_KEYSTORE_AGAIN_MS = 10_000;

/** Null while money can be taken and returned; that is only so while a till is open. */
export function standing({ lost, life }: Facts): Standing | null {
  if (lost !== null) return { why: lost, next: { kind: 'ask', command: 'settingsRight' } };
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
      return whileOpen(life.opened, life.isAwaited);
    default:
      return assertNever(life);
  }
}

/** What the cashier's window says of it; null when there is nothing to say. */
export function troubleOf(standingNow: Standing | null): Trouble | null {
  if (standingNow === null) return null;
  const { why } = standingNow;
  return why.kind === 'not-open' || why.kind === 'ended' ? null : why;
}

/** A ledger that is known to be damaged and is restored when it is opened next. */
export function mustBeRestored(life: Life, path: string): boolean {
  return life.kind === 'ledger-failed' && life.path === path && life.cause === 'damaged' && !life.wasRestored;
}

const AFTER_NO_ACCOUNT: Readonly<Record<NoAccount['why'], NextStep>> = {
  locked: { kind: 'ask', command: 'unlock' },
  'no-credentials': { kind: 'ask', command: 'goLive' },
  'keystore-away': { kind: 'try-again', afterMs: TRY_KEYSTORE_AGAIN_MS },
};

/** A damaged ledger is restored, once. One that is too new does not mend itself, and whatever else ails it may pass. */
function afterFailure({ cause, wasRestored }: Extract<Life, { kind: 'ledger-failed' }>): NextStep {
  if (cause === 'newer') return { kind: 'none' };
  if (cause !== 'damaged') return { kind: 'try-again', afterMs: TRY_LEDGER_AGAIN_MS };
  return wasRestored ? { kind: 'none' } : { kind: 'try-again', afterMs: 0 };
}

function whileOpen(opened: Pick<OpenTill, 'toRead'>, isAwaited: boolean): Standing | null {
  if (isAwaited) return { why: { kind: 'ledger-work', work: 'checking', percent: null }, next: { kind: 'wait' } };
  const toRead = opened.toRead();
  return toRead === null ? null : { why: toRead, next: { kind: 'ask', command: 'restoredSeen' } };
}
