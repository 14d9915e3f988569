/**
 * What is said of a label while its reports come in, and its limits. This file knows no layout of a report, and time comes
 * in as a number.
 *
 * One rule stands over all of it: a label arrives whole or not at all. Half a payment code is a code for something else.
 */

import type { MonoMs } from '../../shared/time.ts';

/** A label comes from the scanner's own memory within a few polls of the bus: longer pauses mean that something was lost. */
export const MAX_GAP_MS = 200;

/** More than any payment code needs (QFPay takes 128), little enough that a device gone mad fills no memory. */
export const MAX_LABEL_BYTES = 512;

export type DropReason =
  /** The report is none that this decoder knows: length, symbology or end mark are wrong. */
  | 'malformed'
  /** A report of another kind came between the fragments of a label. */
  | 'other-report'
  | 'gap'
  | 'too-many-fragments'
  | 'too-long'
  /** Two labels ran into each other. */
  | 'symbology-changed'
  /** It may be the end of a label whose beginning was dropped, or was sent before the device was opened. */
  | 'end-of-another';

export type ScanEvent =
  | { readonly kind: 'none' }
  /** The label as it came, its ending still on it. */
  | { readonly kind: 'label'; readonly bytes: readonly number[] }
  | { readonly kind: 'dropped'; readonly why: DropReason };

export type ScanStep<State> = { readonly state: State; readonly event: ScanEvent };

export const NOTHING: ScanEvent = { kind: 'none' };

/**
 * Letting go of a label without ever taking its rest for a label of its own. No report says "I am the first", so after
 * a label broke off, everything up to and including the next end is thrown away, however late it comes: that costs one
 * more scan, the other way would cost a wrong code. Where no label is known to be under way (the device was opened just
 * now, or a report made no sense) a pause ends it as well.
 */
export type Skipping = {
  readonly kind: 'skipping';
  readonly until: 'end' | 'end-or-pause';
  /** When something was last thrown away. */
  readonly lastAtMs: MonoMs;
  /** Whether the cashier was told of it: once per scan, not once per report. */
  readonly wasTold: boolean;
};

/** The state of a decoder whose device was opened just now: the first reports may be the end of a label. */
export function skipAfterOpening(atMs: MonoMs): Skipping {
  return { kind: 'skipping', until: 'end-or-pause', lastAtMs: atMs, wasTold: false };
}

/** Whether what comes at this time is still to be thrown away. */
export function isStillSkipping(state: Skipping, atMs: MonoMs): boolean {
  return state.until === 'end' || atMs - state.lastAtMs <= MAX_GAP_MS;
}

/** Throws one more report away and says so if the cashier must have scanned anew. */
export function skipOneMore(state: Skipping, until: Skipping['until'], atMs: MonoMs): ScanStep<Skipping> {
  return {
    state: { kind: 'skipping', until, lastAtMs: atMs, wasTold: true },
    event: tellOfSkipping(state, atMs),
  };
}

function tellOfSkipping(state: Skipping, atMs: MonoMs): ScanEvent {
  const isNewScan = !state.wasTold || atMs - state.lastAtMs > MAX_GAP_MS;
  return isNewScan ? { kind: 'dropped', why: 'end-of-another' } : NOTHING;
}

/** Drops the label that was being collected. */
export function drop(why: DropReason, until: Skipping['until'], atMs: MonoMs): ScanStep<Skipping> {
  return { state: { kind: 'skipping', until, lastAtMs: atMs, wasTold: true }, event: { kind: 'dropped', why } };
}
