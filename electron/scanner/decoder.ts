/**
 * Holds the state of one device's reports: takes bytes and times, returns scan events. A decoder lives only while its
 * device is open, so half a label cannot outlast the device.
 */

import type { MonoMs } from '../../shared/time.ts';
import { isPosUnfinished, posOpened, posStep, posTimeout } from './pos-report.ts';
import type { ScanEvent, ScanStep } from './scan.ts';
import type { PosState } from './pos-report.ts';

export type Decoder = {
  readonly report: (bytes: Uint8Array, atMs: MonoMs) => ScanEvent;
  /** Call this when nothing came for longer than `MAX_GAP_MS` and a label is unfinished. */
  readonly timeout: (atMs: MonoMs) => ScanEvent;
  readonly isUnfinished: () => boolean;
};

export function startDecoder(openedAtMs: MonoMs): Decoder {
  let state = posOpened(openedAtMs);
  const advance = (step: ScanStep<PosState>): ScanEvent => {
    state = step.state;
    return step.event;
  };
  return {
    report: (bytes, atMs) => advance(posStep(state, bytes, atMs)),
    timeout: (atMs) => advance(posTimeout(state, atMs)),
    isUnfinished: () => isPosUnfinished(state),
  };
}
