/** Whether a few keys came as fast as only a scanner types. */

import type { MonoMs } from '../../shared/time.ts';
import type { Pace } from './scanner-pace.ts';
import type { HeldEvent } from './typed-key.ts';

/** From so many keys on a burst is a scanner's, whatever they are. */
export const KEYS_OF_A_SCANNER = 6;
/** So fast only a scanner types, and a hand that fell on two keys at once. */
const FALLEN_HAND_MS = 20;
const FAST_MS = 35;
/** No hand presses three keys, one of them a command, so fast, however slow the scanner is. */
const ACTING_MS = 60;
const STUTTER_KEYS = 4;
const KEYS_OF_A_TAIL = 3;

/**
 * Six keys, of which one may be late; or fewer, of which one acts: a hand does not press a digit and, a thirtieth of a
 * second later, what starts a payment; and two keys that it fell on at once do no harm when they are lost.
 */
export function isScan(events: readonly HeldEvent[], { mostGapMs }: Pace): boolean {
  const downs = downsOf(events);
  const gaps = gapsOf(downs);
  if (downs.length >= KEYS_OF_A_SCANNER) return mean(gaps.toSorted((a, b) => a - b).slice(0, -1)) <= mostGapMs;
  const acts = downs.some(({ meaning }) => meaning.kind !== 'character');
  if (!acts || downs.length < 2) return false;
  return mean(gaps) <= (downs.length === 2 ? FAST_MS : Math.min(mostGapMs, ACTING_MS));
}

/** Two fast keys are enough where the tail of a label is to be expected; three of a scanner that is known to be slow. */
export function isTail(events: readonly HeldEvent[], expectedUntilMs: MonoMs, { mostGapMs, ending }: Pace): boolean {
  const downs = downsOf(events);
  const [first] = downs;
  if (first === undefined || first.input.atMs >= expectedUntilMs) return false;
  const isLearnt = ending !== null && downs.length >= KEYS_OF_A_TAIL;
  return mean(gapsOf(downs)) <= (isLearnt ? mostGapMs : FAST_MS);
}

/** Fast keys, and then none: a scanner that stutters, or the machine. A hand that rolls over two keys is slower. */
export function isStuttering(events: readonly HeldEvent[]): boolean {
  const downs = downsOf(events);
  return mean(gapsOf(downs)) <= (downs.length >= STUTTER_KEYS ? FAST_MS : FALLEN_HAND_MS);
}

export function downsOf(events: readonly HeldEvent[]): readonly HeldEvent[] {
  return events.filter(({ meaning }) => meaning.kind !== 'modifier');
}

/** Between one key and the next in milliseconds, as far as it is known. */
function gapsOf(downs: readonly HeldEvent[]): readonly number[] {
  return downs.flatMap(({ input, isBehindStall }, index) => {
    const before = downs[index - 1];
    return before === undefined || isBehindStall === true ? [] : [input.atMs - before.input.atMs];
  });
}

function mean(gaps: readonly number[]): number {
  return gaps.length === 0 ? Number.POSITIVE_INFINITY : gaps.reduce((sum, gap) => sum + gap, 0) / gaps.length;
}
