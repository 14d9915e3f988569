/**
 * The events and limits of a label whose reports come in. This file knows no report's layout and gets times as numbers.
 *
 * One rule governs all of it: a label arrives whole or not at all. Half a payment code is a code for something else.
 */

import type { MonoMs } from '../../shared/time.ts';

/** A scanner sends a label from its own memory within a few polls of the bus. A longer pause means lost data. */
export const MAX_GAP_MS = 200;

/** More than any payment code needs (QFPay takes 128), and too little for a broken device to fill the memory. */
export const MAX_LABEL_BYTES = 512;

export type DropReason =
  /** The report has no layout that this decoder knows: its length, symbology or end mark is wrong. */
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
  /** The label as it came, with its ending. */
  | { readonly kind: 'label'; readonly bytes: readonly number[] }
  | { readonly kind: 'dropped'; readonly why: DropReason };

export type ScanStep<State> = { readonly state: State; readonly event: ScanEvent };

export const NOTHING: ScanEvent = { kind: 'none' };

/**
 * Drops a label without ever taking its rest for a label of its own. No report says "I am the first". So after a label
 * broke off, everything up to and including the next end is thrown away, however late it comes. That costs one more
 * scan; otherwise a wrong code could be charged. If no label is known to be in progress (the device was just opened, or
 * a report made no sense), a pause ends the skipping too.
 */
export type Skipping = {
  readonly kind: 'skipping';
  readonly until: 'end' | 'end-or-pause';
  /** When a report was last thrown away. */
  readonly lastAtMs: MonoMs;
  /** Whether the cashier was told: once per scan, not once per report. */
  readonly wasTold: boolean;
};

/** The state of a decoder whose device was just opened: the first reports may be the end of a label. */
export function skipAfterOpening(atMs: MonoMs): Skipping {
  return { kind: 'skipping', until: 'end-or-pause', lastAtMs: atMs, wasTold: false };
}

/** Whether a report that comes at this time must be thrown away. */
export function isStillSkipping(state: Skipping, atMs: MonoMs): boolean {
  return state.until === 'end' || atMs - state.lastAtMs <= MAX_GAP_MS;
}

/** Throws one more report away, and says so if the cashier must have scanned again. */
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
