/** What is known of a burst in progress, and what to do with one of its events; see keyboard-burst.ts. */

import type { MonoMs } from '../../shared/time.ts';
import type { BurstReport, Collected } from './burst-label.ts';
import { NO_STREAK, type Streak } from './slow-scan.ts';
import type { HeldEvent, KeyInput } from './typed-key.ts';

export type BurstAction = {
  /** Keys to type into the page first, in this order, each one down and up. */
  readonly replay: readonly KeyInput[];
  /** Whether this event itself goes to the page. */
  readonly passes: boolean;
  /** Set when a burst has ended, or when an input method swallows a scan. */
  readonly report: BurstReport | null;
};

export type Phase =
  | { readonly kind: 'quiet' }
  /** There are too few keys to tell a scanner from a hand. */
  | { readonly kind: 'deciding'; readonly events: readonly HeldEvent[]; readonly isDoubtful: boolean }
  /** The keys are a scanner's: none of them reaches the page. */
  | {
      readonly kind: 'scanning';
      readonly label: Collected;
      readonly isDoubtful: boolean;
      readonly hasPaused: boolean;
      /** The first keys of the label have reached the page. */
      readonly isSlow: boolean;
    };

export type BurstState = {
  readonly phase: Phase;
  /** When the last key of the burst came, or when the wait was restarted. */
  readonly waitsFromMs: MonoMs;
  /** Whether the pause was extended once. Keys may be queued behind a late timer. */
  readonly hasWaited: boolean;
  /** Keys were handed back to the page: until this time a new burst may be the tail of a label. */
  readonly doubtUntilMs: MonoMs;
  /** The same after a broken scan or a change of windows. Two fast keys then count as a tail. */
  readonly tailUntilMs: MonoMs;
  /** Key codes of a scan whose "up" may still come. The page must not get it, because it never saw the "down". */
  readonly swallowed: readonly string[];
  readonly streak: Streak;
  /** Keys in a row that an input method has taken. */
  readonly inputMethod: { readonly keys: number; readonly firstAtMs: MonoMs; readonly lastAtMs: MonoMs };
};

export type BurstStep = { readonly state: BurstState; readonly action: BurstAction };

export const QUIET: Phase = { kind: 'quiet' };
export const NO_KEYS = { keys: 0, firstAtMs: 0, lastAtMs: 0 };

export const NO_BURST: BurstState = {
  phase: QUIET,
  waitsFromMs: 0,
  hasWaited: false,
  doubtUntilMs: 0,
  tailUntilMs: 0,
  swallowed: [],
  streak: NO_STREAK,
  inputMethod: NO_KEYS,
};
