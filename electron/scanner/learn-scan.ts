/** Learns from one trial scan how fast the scanner types, how it ends a label, and whether the label is understood. */

import type { ScannerProfile } from '../../shared/settings.ts';
import { collect, NOTHING_TYPED, reportOf, type ScanProblem } from './burst-label.ts';
import { downsOf } from './burst-speed.ts';
import { MAX_LABEL_BYTES } from './scan.ts';
import { isOfInputMethod, meaningOf, type HeldEvent, type KeyInput } from './typed-key.ts';

/** The scan is over after this pause. It is longer than any scanner waits between two keys. */
export const LEARN_PAUSE_MS = 700;
/** So few keys are a finger on Escape, not a label. */
const KEYS_OF_A_HAND = 2;
/** Slower keys come from a hand. The slowest scanners, over Bluetooth, need 60 ms. */
const GAP_OF_A_HAND_MS = 100;

export type LearntScan =
  | { readonly kind: 'understood'; readonly label: string; readonly profile: ScannerProfile }
  | { readonly kind: 'not-understood'; readonly why: ScanProblem | 'by-hand' };

/** All keys since the trial began, up to the length of one label. */
export type Trial = { readonly events: readonly HeldEvent[]; readonly isOfInputMethod: boolean };

export const NO_TRIAL: Trial = { events: [], isOfInputMethod: false };

export function tried(trial: Trial, input: KeyInput): Trial {
  const meaning = meaningOf(input);
  if (meaning.kind === 'modifier' && input.key !== 'Alt') return trial;
  if (input.isAutoRepeat || (input.type === 'up' && input.key !== 'Alt') || trial.events.length > MAX_EVENTS)
    return trial;
  return {
    events: [...trial.events, { input, meaning }],
    isOfInputMethod: trial.isOfInputMethod || isOfInputMethod(input),
  };
}

/** A character may take five events: three digits, and Alt before and after them. */
const MAX_EVENTS = 5 * MAX_LABEL_BYTES;

/** The result of the trial. The keys of a hand must be typed into the page. */
export function learnt({ events, isOfInputMethod: isTaken }: Trial): LearntScan | { readonly kind: 'hand' } {
  const downs = downsOf(events);
  if (downs.length <= KEYS_OF_A_HAND) return { kind: 'hand' };
  if (isTaken) return { kind: 'not-understood', why: 'input-method' };
  const gaps = downs.slice(1).map(({ input }, index) => input.atMs - (downs[index]?.input.atMs ?? 0));
  const gapMs = gaps.reduce((sum, gap) => sum + gap, 0) / gaps.length;
  if (gapMs > GAP_OF_A_HAND_MS) return { kind: 'not-understood', why: 'by-hand' };
  const label = events.reduce(collect, NOTHING_TYPED);
  const report = reportOf(label);
  if (report.kind !== 'scan') {
    return { kind: 'not-understood', why: report.kind === 'empty' ? 'control-keys' : report.why };
  }
  const profile = {
    gapMs: Math.ceil(gapMs),
    longestGapMs: Math.ceil(Math.max(...gaps)),
    ending: label.ending ?? ('none' as const),
  };
  return { kind: 'understood', label: report.label, profile };
}
