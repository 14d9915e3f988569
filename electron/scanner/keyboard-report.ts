/**
 * Labels out of the 8-byte reports of a boot keyboard, for a scanner in keyboard mode that is read as a raw device:
 *
 *     0        modifiers: bit 1 and bit 5 are the shift keys
 *     1        reserved
 *     2..7     the keys that are down, by their usage on page 0x07
 *
 * A report tells which keys *are* down, not which were pressed: a key is typed when it is in a report and was not in the
 * one before. The label ends with Enter or Tab. The scanner is taken to send the US layout, as they do unless told
 * otherwise. On Linux such a device also types into the window; the raw reports are only a second way to the label.
 */

import { assertNever } from '../../shared/result.ts';
import type { MonoMs } from '../../shared/time.ts';
import { drop, isStillSkipping, MAX_GAP_MS, MAX_LABEL_BYTES, NOTHING, skipAfterOpening, skipOneMore } from './scan.ts';
import type { DropReason, ScanEvent, ScanStep, Skipping } from './scan.ts';

const REPORT_BYTES = 8;
const SHIFT_BITS = 0x22;
/** Usages 1 to 3 are no keys: too many are down to tell them apart, or the keyboard failed its own test. */
const LAST_ERROR_USAGE = 3;

type Phase =
  | { readonly kind: 'idle' }
  | { readonly kind: 'collecting'; readonly bytes: readonly number[]; readonly lastAtMs: MonoMs }
  | Skipping;

export type KeyboardState = {
  readonly phase: Phase;
  /** The usages that were down in the report before. */
  readonly down: readonly number[];
};

type KeyboardStep = ScanStep<KeyboardState>;
type PhaseStep = ScanStep<Phase>;

type Key =
  | { readonly kind: 'character'; readonly byte: number }
  | { readonly kind: 'end' }
  | { readonly kind: 'unusable'; readonly why: DropReason };

const IDLE: Phase = { kind: 'idle' };

export function keyboardOpened(atMs: MonoMs): KeyboardState {
  return { phase: skipAfterOpening(atMs), down: [] };
}

/** Whether a label has begun and not ended: then `keyboardTimeout` is due when `MAX_GAP_MS` have passed. */
export function isKeyboardUnfinished(state: KeyboardState): boolean {
  return state.phase.kind === 'collecting';
}

/** Takes one input report as it came at this time. One report can end one label: two are dropped. */
export function keyboardStep(state: KeyboardState, report: Uint8Array, atMs: MonoMs): KeyboardStep {
  if (report.length !== REPORT_BYTES) {
    const { state: phase, event } = typeKey(state.phase, { kind: 'unusable', why: 'malformed' }, atMs);
    return { state: { ...state, phase }, event };
  }
  const usages = [...report.subarray(2)].filter((usage) => usage !== 0);
  if (usages.some((usage) => usage <= LAST_ERROR_USAGE)) {
    // What is down is unknown now, so what was down before stays: a key that is still held is not typed again.
    const { state: phase, event } = typeKey(state.phase, { kind: 'unusable', why: 'keys-lost' }, atMs);
    return { state: { ...state, phase }, event };
  }
  const pressed = usages.filter((usage, index) => !state.down.includes(usage) && usages.indexOf(usage) === index);
  const modifiers = report[0] ?? 0;
  const { state: phase, event } = typeAll(
    state.phase,
    pressed.map((usage) => keyOf(usage, modifiers)),
    atMs,
  );
  return { state: { phase, down: usages }, event };
}

/** Says that no report came until this time, so that the cashier hears of a broken label without scanning again. */
export function keyboardTimeout(state: KeyboardState, atMs: MonoMs): KeyboardStep {
  const { phase } = state;
  if (phase.kind !== 'collecting' || atMs - phase.lastAtMs <= MAX_GAP_MS) return { state, event: NOTHING };
  const dropped = drop('gap', 'end', atMs);
  return { state: { ...state, phase: dropped.state }, event: dropped.event };
}

/** Several keys in one report are typed in their order in it, as every operating system does. */
function typeAll(phase: Phase, keys: readonly Key[], atMs: MonoMs): PhaseStep {
  let state = phase;
  const events: ScanEvent[] = [];
  for (const key of keys) {
    const step = typeKey(state, key, atMs);
    state = step.state;
    if (step.event.kind !== 'none') events.push(step.event);
  }
  return events.length > 1 ? drop('malformed', 'end-or-pause', atMs) : { state, event: events[0] ?? NOTHING };
}

function typeKey(phase: Phase, key: Key, atMs: MonoMs): PhaseStep {
  switch (phase.kind) {
    case 'idle':
      return append([], key, atMs);
    case 'collecting':
      if (atMs - phase.lastAtMs > MAX_GAP_MS) return dropAt(key, 'gap', atMs);
      return append(phase.bytes, key, atMs);
    case 'skipping':
      return isStillSkipping(phase, atMs) ? skip(phase, key, atMs) : append([], key, atMs);
    default:
      return assertNever(phase);
  }
}

function append(before: readonly number[], key: Key, atMs: MonoMs): PhaseStep {
  switch (key.kind) {
    case 'character': {
      const bytes = [...before, key.byte];
      if (bytes.length > MAX_LABEL_BYTES) return drop('too-long', 'end', atMs);
      return { state: { kind: 'collecting', bytes, lastAtMs: atMs }, event: NOTHING };
    }
    case 'end':
      // Enter alone is the end of nothing: some scanners send CR and LF as two of them.
      return { state: IDLE, event: before.length === 0 ? NOTHING : { kind: 'label', bytes: before } };
    case 'unusable':
      return drop(key.why, 'end', atMs);
    default:
      return assertNever(key);
  }
}

/** Drops the label at a key that is itself in order: if it is the end, the next key begins a new label. */
function dropAt(key: Key, why: DropReason, atMs: MonoMs): PhaseStep {
  const dropped = drop(why, 'end', atMs);
  return key.kind === 'end' ? { state: IDLE, event: dropped.event } : dropped;
}

function skip(phase: Skipping, key: Key, atMs: MonoMs): PhaseStep {
  const skipped = skipOneMore(phase, 'end', atMs);
  return key.kind === 'end' ? { state: IDLE, event: skipped.event } : skipped;
}

/** Rows of usage, plain and shifted character: page 0x07 on a US keyboard. */
const PLAIN = "abcdefghijklmnopqrstuvwxyz1234567890\r\u001b\b\t -=[]\\\u0000;'`,./";
const SHIFTED = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ!@#$%^&*()\r\u001b\b\t _+{}|\u0000:"~<>?';
const FIRST_USAGE = 0x04;
const KEYPAD = '/*-+\r1234567890.';
const FIRST_KEYPAD_USAGE = 0x54;

function keyOf(usage: number, modifiers: number): Key {
  const hasShift = (modifiers & SHIFT_BITS) !== 0;
  const character = (hasShift ? SHIFTED : PLAIN)[usage - FIRST_USAGE] ?? KEYPAD[usage - FIRST_KEYPAD_USAGE];
  if (character === '\r' || character === '\t') return { kind: 'end' };
  const byte = character?.charCodeAt(0) ?? 0;
  // Control, Alt and the logo key make a command of any key, and Alt with digits a character that no label has.
  const isCommand = (modifiers & ~SHIFT_BITS) !== 0;
  return byte < 0x20 || isCommand ? { kind: 'unusable', why: 'unprintable-key' } : { kind: 'character', byte };
}
