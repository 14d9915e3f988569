/**
 * A scanner that is slower than the delay that a hand accepts, such as one over Bluetooth before it was learnt. Its
 * first keys reach the page before it can be recognised. From the sixth key on, its even rhythm gives it away. Then the
 * page gets a key that clears the half-typed amount, and no more keys of the label.
 */

import type { MonoMs } from '../../shared/time.ts';
import { KEYS_OF_A_SCANNER } from './burst-speed.ts';
import type { HeldEvent, KeyInput } from './typed-key.ts';

/** No hand keeps this speed for six keys, and hardly any scanner is slower. */
const MEAN_MS_MAX = 90;
const GAP_MS_MAX = 110;
/** A hand that rolls over keys in pairs is as fast, but its gaps differ by more than this factor. */
const UNLIKE_KEYS_MAX = 2;

/** Characters in a row without a pause. */
export type Streak = {
  readonly keys: number;
  readonly firstAtMs: MonoMs;
  readonly lastAtMs: MonoMs;
  readonly leastGapMs: number;
  readonly mostGapMs: number;
};

export const NO_STREAK: Streak = { keys: 0, firstAtMs: 0, lastAtMs: 0, leastGapMs: Infinity, mostGapMs: 0 };

/** The streak with one more key. */
export function streakWith(streak: Streak, { input: { atMs }, meaning }: HeldEvent): Streak {
  if (meaning.kind !== 'character') return NO_STREAK;
  const gapMs = atMs - streak.lastAtMs;
  if (streak.keys === 0 || gapMs > GAP_MS_MAX) return { ...NO_STREAK, keys: 1, firstAtMs: atMs, lastAtMs: atMs };
  return {
    ...streak,
    keys: streak.keys + 1,
    lastAtMs: atMs,
    leastGapMs: Math.min(streak.leastGapMs, gapMs),
    mostGapMs: Math.max(streak.mostGapMs, gapMs),
  };
}

export function isSlowScan({ keys, firstAtMs, lastAtMs, leastGapMs, mostGapMs }: Streak): boolean {
  if (keys < KEYS_OF_A_SCANNER || mostGapMs > UNLIKE_KEYS_MAX * leastGapMs) return false;
  return (lastAtMs - firstAtMs) / (keys - 1) <= MEAN_MS_MAX;
}

/** Clears an amount in any of the cashier's screens, and does nothing else. */
export const clearKey = (atMs: MonoMs): KeyInput => ({
  type: 'down',
  key: 'Delete',
  code: 'Delete',
  shift: false,
  control: false,
  alt: false,
  meta: false,
  capsLock: false,
  isComposing: false,
  isAutoRepeat: false,
  atMs,
});
