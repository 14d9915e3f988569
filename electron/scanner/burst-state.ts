/** What is known of a burst of keys while it goes on, and what is to be done with an event of it; see keyboard-burst.ts. */

import type { MonoMs } from '../../shared/time.ts';
import type { BurstReport, Collected } from './burst-label.ts';
import { NO_STREAK, type Streak } from './slow-scan.ts';
import type { HeldEvent, KeyInput } from './typed-key.ts';

export type BurstAction = {
  /** Typed into the page first, in this order, each key down and up. */
  readonly replay: readonly KeyInput[];
  /** Whether the page gets this event itself, now. */
  readonly passes: boolean;
  /** A burst has ended, or an input method swallows one. */
  readonly report: BurstReport | null;
};

export type Phase =
  | { readonly kind: 'quiet' }
  /** Too few keys to tell. */
  | { readonly kind: 'deciding'; readonly events: readonly HeldEvent[]; readonly isDoubtful: boolean }
  /** A scanner: nothing of it reaches the page. */
  | {
      readonly kind: 'scanning';
      readonly label: Collected;
      readonly isDoubtful: boolean;
      readonly hasPaused: boolean;
      /** The page has had its first keys. */
      readonly isSlow: boolean;
    };

export type BurstState = {
  readonly phase: Phase;
  /** When the last key of the burst came, or what is waited for began anew. */
  readonly waitsFromMs: MonoMs;
  /** Whether the pause has been put off once, for keys behind a late timer. */
  readonly hasWaited: boolean;
  /** Until when a burst that begins may be a tail, since keys were handed back. */
  readonly doubtUntilMs: MonoMs;
  /** The same after a broken scan or a change of windows; then two fast keys are enough for one. */
  readonly tailUntilMs: MonoMs;
  /** The codes of a scan's keys whose "up" may still come: the page saw no "down" of them. */
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
