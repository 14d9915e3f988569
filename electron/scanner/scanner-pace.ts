/** How fast a keyboard-mode scanner types, and the limits that tell it from a hand. */

import type { ScannerProfile } from '../../shared/settings.ts';

export type Pace = {
  /** If the average gap between two keys is longer than this, the keys come from a hand. */
  readonly mostGapMs: number;
  /** How long a key is held for the next one. A person feels this delay. */
  readonly pauseMs: number;
  /** How each label of this scanner ends; null for an unknown scanner. */
  readonly ending: ScannerProfile['ending'] | null;
};

/**
 * No hand types six keys in a row at 60 ms each; the fastest on a number block need more than twice as long. A person
 * does not feel a delay of 60 ms.
 */
const UNKNOWN_SCANNER: Pace = { mostGapMs: 60, pauseMs: 60, ending: null };
/** With a higher limit, a hand at ten characters a second would be taken for a scanner. */
const GAP_MS_MAX = 90;
/** With a longer pause, the digits lag behind the hand. */
const PAUSE_MS_MAX = 150;
/** The next label may be less even than the one that was learnt. */
const ROOM = 1.4;

export function paceOf(profile: ScannerProfile | null): Pace {
  if (profile === null) return UNKNOWN_SCANNER;
  const within = (least: number, wanted: number, most: number) => Math.min(most, Math.max(least, Math.ceil(wanted)));
  return {
    mostGapMs: within(UNKNOWN_SCANNER.mostGapMs, profile.gapMs * ROOM, GAP_MS_MAX),
    pauseMs: within(UNKNOWN_SCANNER.pauseMs, profile.longestGapMs * ROOM, PAUSE_MS_MAX),
    ending: profile.ending,
  };
}
