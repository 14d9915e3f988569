/**
 * A scanner in keyboard mode, told from a person by its speed: 16 keys or more, 35 ms apart on average at most, and
 * Enter. Only what arrives in the cashier's window is looked at.
 *
 * The page must not see a single key of a scan, and must see every key of a person, in order. So a key is held back when
 * it comes. If Enter ends a burst, the keys were a label and are gone; if anything else happens first (a pause, another
 * key, Enter too early) they are handed back to be typed into the page. A person's key is late by 60 ms; keys that
 * roll in faster than that are late until the first pause of 60 ms.
 *
 * Handing keys back has a trap: when a scanner stutters, the head of its label is typed into the page, and its tail could
 * pass for a whole label. So a burst that begins soon after keys were handed back is never a scan. If it looks like one,
 * it is thrown away and the cashier scans again.
 *
 * The owner calls `burstStep` for each key event of the window, does what the action says, and after each call starts a
 * timer of `burstFlushAfterMs(state)` in place of the one before; when it fires, `burstFlush`.
 */

import type { MonoMs } from '../../shared/time.ts';
import { MAX_LABEL_BYTES } from './scan.ts';

const MIN_BURST_KEYS = 16;
const MAX_MEAN_GAP_MS = 35;

/** A person's key waits for so long. Over 35, so that an uneven scanner is not given up at its second key. */
const FLUSH_PERSON_MS = 60;
/** Four keys at a scanner's speed are a scanner: it may stutter. */
const FLUSH_SCANNER_MS = 200;
const KEYS_OF_A_SCANNER = 4;
/** A timer so late says that the program was busy: the keys may be waiting behind it, so it waits once more. */
const LATE_TIMER_MS = 20;

/** So soon after keys were handed back, a burst may be the tail of a label. */
const DOUBT_AFTER_PERSON_MS = 1_000;
const DOUBT_AFTER_SCANNER_MS = 10_000;

export type BurstInput = {
  readonly type: 'down' | 'up';
  /** KeyboardEvent.key: one printable character, "Enter", or the name of another key. */
  readonly key: string;
  /** KeyboardEvent.code: the place of the key, the same when it goes up. */
  readonly code: string;
  readonly shift: boolean;
  /** Whether Control, Alt or the logo key is down, or an input method is composing. */
  readonly isCommand: boolean;
  readonly isAutoRepeat: boolean;
  readonly atMs: MonoMs;
};

/** A key kept from the page. To hand it back, replay it whole: down, character, up; its own "up" never reaches the page. */
export type HeldKey = { readonly key: string; readonly code: string; readonly shift: boolean };

type BurstAction =
  /** The page gets this event. */
  | { readonly kind: 'pass' }
  /** The page does not get this event now; its key may be handed back later. */
  | { readonly kind: 'hold' }
  /** These keys were no scan: replay them in this order. Then the event goes to the page. */
  | { readonly kind: 'release-and-pass'; readonly keys: readonly HeldKey[] }
  /** The page gets neither this event nor the keys before it. */
  | { readonly kind: 'scan'; readonly label: string }
  /** A scan, but perhaps not all of it: nobody gets it. */
  | { readonly kind: 'unreadable'; readonly why: 'end-of-another' | 'too-long' };

export type BurstState = {
  readonly held: readonly HeldKey[];
  readonly firstAtMs: MonoMs;
  readonly lastAtMs: MonoMs;
  /** Until when a beginning burst may be the tail of keys that were handed back. */
  readonly doubtUntilMs: MonoMs | undefined;
  /** Whether the present burst began within that time. */
  readonly isDoubtful: boolean;
  /** Whether the flush has waited once more for keys behind a late timer. */
  readonly hasWaited: boolean;
  /** The codes of a scan's keys whose "up" is still to come: the page saw no "down" of them. */
  readonly swallowed: readonly string[];
};

type BurstStep = { readonly state: BurstState; readonly action: BurstAction };

export const NO_BURST: BurstState = {
  held: [],
  firstAtMs: 0,
  lastAtMs: 0,
  doubtUntilMs: undefined,
  isDoubtful: false,
  hasWaited: false,
  swallowed: [],
};

/** After so many milliseconds without a key `burstFlush` is due; undefined when no key is held. */
export function burstFlushAfterMs(state: BurstState): number | undefined {
  if (state.held.length === 0) return undefined;
  return looksLikeScanner(state) ? FLUSH_SCANNER_MS : FLUSH_PERSON_MS;
}

/** The pause was too long: the keys to replay, in order. None if the timer itself was late; then it is started again. */
export function burstFlush(
  state: BurstState,
  atMs: MonoMs,
): { readonly state: BurstState; readonly keys: readonly HeldKey[] } {
  const dueAfterMs = burstFlushAfterMs(state);
  if (dueAfterMs === undefined) return { state, keys: [] };
  const isTimerLate = atMs - state.lastAtMs > dueAfterMs + LATE_TIMER_MS;
  if (isTimerLate && !state.hasWaited) return { state: { ...state, hasWaited: true }, keys: [] };
  return { state: handBack(state, atMs), keys: state.held };
}

export function burstStep(state: BurstState, input: BurstInput): BurstStep {
  if (input.type === 'up') return keyUp(state, input);
  if (input.isAutoRepeat) return autoRepeat(state, input);
  return keyDown(withoutSwallowed(state, input.code), input);
}

function keyDown(state: BurstState, input: BurstInput): BurstStep {
  if (MODIFIER_KEYS.includes(input.key)) return { state, action: { kind: 'pass' } };
  if (input.isCommand) return otherKey(state, input);
  if (input.key === 'Enter') return enter(state, input);
  return isPrintable(input.key) ? character(state, input) : otherKey(state, input);
}

/** Pressed around the characters of a label, and written on each of them as `shift`. */
const MODIFIER_KEYS: readonly string[] = ['Shift', 'CapsLock', 'NumLock'];

function keyUp(state: BurstState, { code }: BurstInput): BurstStep {
  if (state.held.some((key) => key.code === code)) return { state, action: { kind: 'hold' } };
  if (!state.swallowed.includes(code)) return { state, action: { kind: 'pass' } };
  return { state: withoutSwallowed(state, code), action: { kind: 'hold' } };
}

/** The key of a scan went up, or is pressed anew because its "up" got lost: either way it is a key like any other again. */
function withoutSwallowed(state: BurstState, code: string): BurstState {
  return { ...state, swallowed: state.swallowed.filter((each) => each !== code) };
}

/** A finger that stays on a key: no scanner does that. But a key of a scan stays unseen however often it repeats. */
function autoRepeat(state: BurstState, input: BurstInput): BurstStep {
  return state.swallowed.includes(input.code) ? { state, action: { kind: 'hold' } } : otherKey(state, input);
}

function otherKey(state: BurstState, { atMs }: BurstInput): BurstStep {
  return releaseAndPass(state, handBack(state, atMs));
}

function character(state: BurstState, { key, code, shift, atMs }: BurstInput): BurstStep {
  const isFirst = state.held.length === 0;
  return {
    state: {
      ...state,
      held: [...state.held, { key, code, shift }],
      firstAtMs: isFirst ? atMs : state.firstAtMs,
      lastAtMs: atMs,
      isDoubtful: isFirst ? state.doubtUntilMs !== undefined && atMs < state.doubtUntilMs : state.isDoubtful,
      hasWaited: false,
    },
    action: { kind: 'hold' },
  };
}

function enter(state: BurstState, { code, atMs }: BurstInput): BurstStep {
  const keys = state.held.length;
  const meanGapMs = (atMs - state.firstAtMs) / keys;
  // Enter ends whatever was typed before it: nothing that follows can be its tail.
  if (keys < MIN_BURST_KEYS || meanGapMs > MAX_MEAN_GAP_MS) return releaseAndPass(state, NO_BURST);
  const swallowed = [...new Set([...state.swallowed, ...state.held.map((key) => key.code), code])];
  return { state: { ...NO_BURST, swallowed }, action: endOfBurst(state) };
}

function endOfBurst({ held, isDoubtful }: BurstState): BurstAction {
  if (isDoubtful) return { kind: 'unreadable', why: 'end-of-another' };
  if (held.length > MAX_LABEL_BYTES) return { kind: 'unreadable', why: 'too-long' };
  return { kind: 'scan', label: held.map(({ key }) => key).join('') };
}

function releaseAndPass(before: BurstState, after: BurstState): BurstStep {
  const state: BurstState = { ...after, swallowed: before.swallowed };
  return before.held.length === 0
    ? { state, action: { kind: 'pass' } }
    : { state, action: { kind: 'release-and-pass', keys: before.held } };
}

function handBack(state: BurstState, atMs: MonoMs): BurstState {
  if (state.held.length === 0) return state;
  const doubtMs = looksLikeScanner(state) ? DOUBT_AFTER_SCANNER_MS : DOUBT_AFTER_PERSON_MS;
  const doubtUntilMs = Math.max(state.doubtUntilMs ?? 0, atMs + doubtMs);
  return { ...NO_BURST, doubtUntilMs, swallowed: state.swallowed };
}

function looksLikeScanner({ held, firstAtMs, lastAtMs }: BurstState): boolean {
  return held.length >= KEYS_OF_A_SCANNER && (lastAtMs - firstAtMs) / (held.length - 1) <= MAX_MEAN_GAP_MS;
}

/** One character of 20 to 7E: an input method's full-width digit is none, and goes to the page as it is. */
function isPrintable(key: string): boolean {
  return /^[\x20-\x7e]$/.test(key);
}
