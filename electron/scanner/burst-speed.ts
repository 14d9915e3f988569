/** Tells a scanner from a hand by the speed of a few keys. */

import type { MonoMs } from '../../shared/time.ts';
import type { Pace } from './scanner-pace.ts';
import type { HeldEvent } from './typed-key.ts';

/** From this many keys on, a fast burst is a scanner's, whatever the keys are. */
export const KEYS_OF_A_SCANNER = 6;
/** Only a scanner types this fast, or a hand that falls on two keys at once. */
const FALLEN_HAND_MS = 20;
const FAST_MS = 35;
/** No hand presses three keys, one of them a command, this fast. A slow scanner's pace does not raise this limit. */
const ACTING_MS = 60;
const STUTTER_KEYS = 4;
const KEYS_OF_A_TAIL = 3;

/**
 * A scan is six keys, one of which may be late, or fewer keys with a command or an ending among them. A hand does not
 * press a digit and then, within 35 ms, the key that starts a payment. Two keys hit at once by accident may be lost.
 */
export function isScan(events: readonly HeldEvent[], { mostGapMs }: Pace): boolean {
  const downs = downsOf(events);
  const gaps = gapsOf(downs);
  if (downs.length >= KEYS_OF_A_SCANNER) return mean(gaps.toSorted((a, b) => a - b).slice(0, -1)) <= mostGapMs;
  const acts = downs.some(({ meaning }) => meaning.kind !== 'character');
  if (!acts || downs.length < 2) return false;
  return mean(gaps) <= (downs.length === 2 ? FAST_MS : Math.min(mostGapMs, ACTING_MS));
}

/** Where the tail of a label may come, two fast keys are enough, or three at the pace of a learnt scanner. */
export function isTail(events: readonly HeldEvent[], expectedUntilMs: MonoMs, { mostGapMs, ending }: Pace): boolean {
  const downs = downsOf(events);
  const [first] = downs;
  if (first === undefined || first.input.atMs >= expectedUntilMs) return false;
  const isLearnt = ending !== null && downs.length >= KEYS_OF_A_TAIL;
  return mean(gapsOf(downs)) <= (isLearnt ? mostGapMs : FAST_MS);
}

/** Fast keys and then a pause: the scanner or the machine stutters. A hand that rolls over two keys is slower. */
export function isStuttering(events: readonly HeldEvent[]): boolean {
  const downs = downsOf(events);
  return mean(gapsOf(downs)) <= (downs.length >= STUTTER_KEYS ? FAST_MS : FALLEN_HAND_MS);
}

export function downsOf(events: readonly HeldEvent[]): readonly HeldEvent[] {
  return events.filter(({ meaning }) => meaning.kind !== 'modifier');
}

/** Milliseconds between one key and the next. A gap behind a stall is unknown and left out. */
function gapsOf(downs: readonly HeldEvent[]): readonly number[] {
  return downs.flatMap(({ input, isBehindStall }, index) => {
    const before = downs[index - 1];
    return before === undefined || isBehindStall === true ? [] : [input.atMs - before.input.atMs];
  });
}

function mean(gaps: readonly number[]): number {
  return gaps.length === 0 ? Number.POSITIVE_INFINITY : gaps.reduce((sum, gap) => sum + gap, 0) / gaps.length;
}
