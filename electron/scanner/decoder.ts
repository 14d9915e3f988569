/**
 * One face for the two decoders, which keeps their state: bytes and times in, scan events out. A decoder lives as long
 * as its device is open, so that no half of a label outlasts it.
 */

import type { MonoMs } from '../../shared/time.ts';
import { isKeyboardUnfinished, keyboardOpened, keyboardStep, keyboardTimeout } from './keyboard-report.ts';
import { isPosUnfinished, posOpened, posStep, posTimeout } from './pos-report.ts';
import type { ScanEvent, ScanStep } from './scan.ts';

export type ScannerProtocol = 'pos' | 'keyboard';

export type Decoder = {
  readonly report: (bytes: Uint8Array, atMs: MonoMs) => ScanEvent;
  /** To be called when nothing came for longer than `MAX_GAP_MS` and a label is unfinished. */
  readonly timeout: (atMs: MonoMs) => ScanEvent;
  readonly isUnfinished: () => boolean;
};

type Machine<State> = {
  readonly step: (state: State, report: Uint8Array, atMs: MonoMs) => ScanStep<State>;
  readonly timeout: (state: State, atMs: MonoMs) => ScanStep<State>;
  readonly isUnfinished: (state: State) => boolean;
};

export function startDecoder(protocol: ScannerProtocol, openedAtMs: MonoMs): Decoder {
  return protocol === 'pos'
    ? run(posOpened(openedAtMs), { step: posStep, timeout: posTimeout, isUnfinished: isPosUnfinished })
    : run(keyboardOpened(openedAtMs), {
        step: keyboardStep,
        timeout: keyboardTimeout,
        isUnfinished: isKeyboardUnfinished,
      });
}

function run<State>(start: State, machine: Machine<State>): Decoder {
  let state = start;
  const advance = (step: ScanStep<State>): ScanEvent => {
    state = step.state;
    return step.event;
  };
  return {
    report: (bytes, atMs) => advance(machine.step(state, bytes, atMs)),
    timeout: (atMs) => advance(machine.timeout(state, atMs)),
    isUnfinished: () => machine.isUnfinished(state),
  };
}
