/** How fast a scanner in keyboard mode types, and what follows of it for telling it from a hand. */

import type { ScannerProfile } from '../../shared/settings.ts';

export type Pace = {
  /** From so many milliseconds between two keys on, on average, it is a hand. */
  readonly mostGapMs: number;
  /** A key waits for so long for the next one: what a hand feels. */
  readonly pauseMs: number;
  /** How each label of this scanner ends; null for a scanner that is not known. */
  readonly ending: ScannerProfile['ending'] | null;
};

/**
 * No hand types six keys in a row at 60 ms each; the fastest on a number block need more than twice as long. A key that
 * waits 60 ms is not felt.
 */
const UNKNOWN_SCANNER: Pace = { mostGapMs: 60, pauseMs: 60, ending: null };
/** A hand that types ten characters a second would be taken for a scanner. */
const MOST_GAP_MS = 90;
/** Longer, and the digits lag behind the hand. */
const MOST_PAUSE_MS = 150;
/** The next label need not be as even as the one that was learnt. */
const ROOM = 1.4;

export function paceOf(profile: ScannerProfile | null): Pace {
  if (profile === null) return UNKNOWN_SCANNER;
  const within = (least: number, wanted: number, most: number) => Math.min(most, Math.max(least, Math.ceil(wanted)));
  return {
    mostGapMs: within(UNKNOWN_SCANNER.mostGapMs, profile.gapMs * ROOM, MOST_GAP_MS),
    pauseMs: within(UNKNOWN_SCANNER.pauseMs, profile.longestGapMs * ROOM, MOST_PAUSE_MS),
    ending: profile.ending,
  };
}
