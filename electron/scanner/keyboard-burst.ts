/**
 * Tells a keyboard-mode scanner from a hand by its speed. It gets only the keys of the cashier's window.
 *
 * The page must not see any key of a scan, whatever the label is and whatever keys the scanner makes of it (digits,
 * Escape, F1, Alt and F4). It must see every key of a hand, in order. So each key is held back when it comes. Six keys
 * at a speed that no hand reaches are a scanner's; fewer are enough when one of them is a command. From then on no key
 * is handed back until the burst has ended. Otherwise the keys are typed into the page after a pause. That pause delays
 * the key of a hand by 60 ms, or by up to 150 ms if the shop's learnt scanner is slow.
 *
 * A label ends with Enter, Tab, both, or a pause. It is reported whole or not at all. A label is refused and must be
 * scanned again if it has a hole, may be the tail of another, or came while another window had the keyboard.
 *
 * The memory is bounded: six keys, one label up to the longest allowed, and the keys that are down.
 *
 * The owner calls `burstStep` for each key event of the window and does what the action says. After each call it
 * replaces its timer by one of `burstWaitMs(state, pace, now)`; when that fires, it calls `burstPause`.
 */

import type { MonoMs } from '../../shared/time.ts';
import { collect, NOTHING_TYPED, reportOf, type BurstReport } from './burst-label.ts';
import { downsOf, isScan, isStuttering, isTail, KEYS_OF_A_SCANNER } from './burst-speed.ts';
import { NO_KEYS, QUIET, type BurstAction, type BurstState, type BurstStep, type Phase } from './burst-state.ts';
import type { Pace } from './scanner-pace.ts';
import { clearKey, isSlowScan, NO_STREAK, streakWith } from './slow-scan.ts';
import { isOfInputMethod, meaningOf, type HeldEvent, type KeyInput } from './typed-key.ts';

/** How long a stuttering scanner is waited for before its keys are handed back. */
const STUTTER_MS = 200;
/** A pause this long is a hole in the label, unless no key follows. */
const HOLE_MS = 200;
/** A scanner that sends no endings is done after this pause. An unknown scanner may only stutter, so it gets longer. */
const NO_ENDING_MS = 300;
const NO_ENDING_UNKNOWN_MS = 1_200;
/** A timer this late shows that the program was busy. Keys may be queued behind it, so it waits once more. */
const LATE_TIMER_MS = 20;

/** For this long after these events, a burst may be the tail of a label. */
const DOUBT_AFTER_PERSON_MS = 1_000;
const DOUBT_AFTER_SCANNER_MS = 10_000;
const DOUBT_AFTER_FOCUS_MS = 500;

const PASS: BurstAction = { replay: [], passes: true, report: null };
const HOLD: BurstAction = { replay: [], passes: false, report: null };

/** Milliseconds until `burstPause` is due if no key comes; undefined when no key is held. */
export function burstWaitMs(state: BurstState, pace: Pace, atMs: MonoMs): number | undefined {
  const wholeMs = wholeWaitMs(state, pace);
  return wholeMs === undefined ? undefined : Math.max(0, state.waitsFromMs + wholeMs - atMs);
}

function wholeWaitMs({ phase }: BurstState, pace: Pace): number | undefined {
  switch (phase.kind) {
    case 'quiet':
      return undefined;
    case 'deciding':
      return isStuttering(phase.events) ? STUTTER_MS : pace.pauseMs;
    case 'scanning':
      if (phase.label.ending !== null) return pace.pauseMs;
      if (!phase.hasPaused) return HOLE_MS;
      return (pace.ending === 'none' ? NO_ENDING_MS : NO_ENDING_UNKNOWN_MS) - HOLE_MS;
  }
}

/** Call this when no key came for `burstWaitMs`. */
export function burstPause(state: BurstState, pace: Pace, atMs: MonoMs): BurstStep {
  const { phase } = state;
  const waitMs = wholeWaitMs(state, pace);
  if (phase.kind === 'quiet' || waitMs === undefined) return { state, action: HOLD };
  const isTimerLate = atMs - state.waitsFromMs > waitMs + LATE_TIMER_MS;
  if (isTimerLate && !state.hasWaited) return { state: { ...state, waitsFromMs: atMs, hasWaited: true }, action: HOLD };
  if (phase.kind === 'deciding') return handBack(state, phase.events, atMs);
  if (phase.label.ending !== null || phase.hasPaused || alwaysEnds(pace)) return ended(state, pace, atMs);
  return { state: { ...state, waitsFromMs: atMs, phase: { ...phase, hasPaused: true } }, action: HOLD };
}

/** The window lost or regained the keyboard. Another window may have got keys from the middle of a label. */
export function burstFocus(state: BurstState, pace: Pace, atMs: MonoMs): BurstStep {
  const { phase } = state;
  const tailUntilMs = Math.max(state.tailUntilMs, atMs + DOUBT_AFTER_FOCUS_MS);
  const doubted = { ...state, tailUntilMs, streak: NO_STREAK };
  if (phase.kind === 'scanning') return { state: { ...doubted, phase: { ...phase, isDoubtful: true } }, action: HOLD };
  if (phase.kind === 'quiet') return { state: doubted, action: HOLD };
  if (!isTail(phase.events, atMs, pace)) return handBack(doubted, phase.events, atMs);
  return { state: { ...doubted, phase: QUIET, swallowed: withSwallowed(state, phase.events) }, action: HOLD };
}

export function burstStep(state: BurstState, pace: Pace, input: KeyInput): BurstStep {
  const meaning = meaningOf(input);
  if (meaning.kind === 'modifier') return modifier(state, { input, meaning });
  if (input.type === 'up') return keyUp(state, input);
  if (meaning.kind === 'foreign') return foreignKey(state, pace, input);
  if (input.isAutoRepeat) return autoRepeat(state, input);
  return keyDown(state, pace, { input, meaning });
}

function keyDown(state: BurstState, pace: Pace, event: HeldEvent): BurstStep {
  const { phase } = state;
  const { code, atMs } = event.input;
  // A new press makes this an ordinary key again, until it belongs to a scan.
  const swallowed = state.swallowed.filter((each) => each !== code);
  const streak = phase.kind === 'scanning' ? NO_STREAK : streakWith(state.streak, event);
  const next: BurstState = { ...state, waitsFromMs: atMs, hasWaited: false, inputMethod: NO_KEYS, swallowed, streak };
  switch (phase.kind) {
    case 'quiet': {
      if (isSlowScan(streak)) return slowScan(next, [event]);
      const isDoubtful = atMs < Math.max(state.doubtUntilMs, state.tailUntilMs);
      return { state: { ...next, phase: { kind: 'deciding', events: [event], isDoubtful } }, action: HOLD };
    }
    case 'deciding': {
      // The earlier keys should be gone before a key this late: the program was busy, so the key's time is unknown.
      const isBehindStall = state.hasWaited || atMs - state.waitsFromMs > (wholeWaitMs(state, pace) ?? 0);
      const events = [...phase.events, { ...event, isBehindStall }];
      const isOfScanner = isScan(events, pace) || isTail(events, state.tailUntilMs, pace);
      if (isOfScanner) {
        const label = events.reduce(collect, NOTHING_TYPED);
        const scanning: Phase = {
          kind: 'scanning',
          label,
          isDoubtful: phase.isDoubtful,
          hasPaused: false,
          isSlow: false,
        };
        return { state: { ...next, phase: scanning, swallowed: withSwallowed(state, events) }, action: HOLD };
      }
      if (isSlowScan(streak)) return slowScan(next, events);
      return downsOf(events).length < KEYS_OF_A_SCANNER
        ? { state: { ...next, phase: { ...phase, events } }, action: HOLD }
        : letOldestGo(next, events);
    }
    case 'scanning': {
      if (phase.hasPaused) return afterHole(next, event);
      const label = collect(phase.label, event);
      return { state: { ...next, phase: { ...phase, label }, swallowed: withSwallowed(state, [event]) }, action: HOLD };
    }
  }
}

/** @param events the keys of the scan that the page has not had */
function slowScan(state: BurstState, events: readonly HeldEvent[]): BurstStep {
  const label = events.reduce(collect, NOTHING_TYPED);
  const phase: Phase = { kind: 'scanning', label, isDoubtful: true, hasPaused: false, isSlow: true };
  return {
    state: { ...state, phase, swallowed: withSwallowed(state, events), streak: NO_STREAK },
    action: { ...HOLD, replay: [clearKey(state.waitsFromMs)] },
  };
}

/** A hand types on without a pause, so its oldest key is released. A label found afterwards may lack that key. */
function letOldestGo(state: BurstState, events: readonly HeldEvent[]): BurstStep {
  const second = events.findIndex((each, index) => index > 0 && each.meaning.kind !== 'modifier');
  const { state: handed, action } = handBack(state, events.slice(0, second), state.waitsFromMs);
  const phase: Phase = { kind: 'deciding', events: events.slice(second), isDoubtful: true };
  return { state: { ...handed, phase }, action };
}

/** A key after a hole belongs to a tail or to a hand. The label before the hole was not whole. */
function afterHole(state: BurstState, event: HeldEvent): BurstStep {
  const tailUntilMs = event.input.atMs + DOUBT_AFTER_SCANNER_MS;
  return {
    state: { ...state, tailUntilMs, phase: { kind: 'deciding', events: [event], isDoubtful: true } },
    action: { ...HOLD, report: { kind: 'unreadable', why: 'broken' } },
  };
}

/** Chromium seldom reports a key's "up": after a press that was held back it reports only the next press. */
function keyUp(state: BurstState, input: KeyInput): BurstStep {
  const { phase } = state;
  const isHeld = phase.kind === 'deciding' && phase.events.some((each) => each.input.code === input.code);
  if (!isHeld && !isSwallowed(state, input)) return { state, action: PASS };
  return { state: { ...state, swallowed: state.swallowed.filter((each) => each !== input.code) }, action: HOLD };
}

/** Alt goes to the page at once. Its "down" and "up" separate the numbers of two characters. */
function modifier(state: BurstState, event: HeldEvent): BurstStep {
  const { phase } = state;
  if (event.input.key !== 'Alt' || phase.kind === 'quiet') return { state, action: PASS };
  const next: Phase =
    phase.kind === 'deciding'
      ? { ...phase, events: [...phase.events, event] }
      : { ...phase, label: collect(phase.label, event) };
  return { state: { ...state, phase: next }, action: PASS };
}

/**
 * A repeat comes from a finger on the key: no scanner holds one down. Repeats of a scan's key stay hidden. Repeats of
 * Enter and space do too: the key was already typed into the page, and a button must be pressed only once.
 */
function autoRepeat(state: BurstState, input: KeyInput): BurstStep {
  const { phase } = state;
  const pressesButton = input.key === 'Enter' || input.key === ' ';
  if (phase.kind === 'scanning' || isSwallowed(state, input)) return { state, action: HOLD };
  const { state: next, action } =
    phase.kind === 'deciding' ? handBack(state, phase.events, input.atMs) : { state, action: HOLD };
  return { state: next, action: { ...action, passes: !pressesButton } };
}

/** A foreign key goes to the page at once, after the held keys. Six at a scanner's speed are an unreadable label. */
function foreignKey(state: BurstState, pace: Pace, input: KeyInput): BurstStep {
  const { phase, inputMethod } = state;
  const { atMs } = input;
  if (phase.kind === 'scanning') return keyDown(state, pace, { input, meaning: { kind: 'foreign' } });
  const before = phase.kind === 'deciding' ? handBack(state, phase.events, atMs) : { state, action: PASS };
  if (!isOfInputMethod(input)) return passBehind(before);
  const isNext = inputMethod.keys > 0 && atMs - inputMethod.lastAtMs <= HOLE_MS;
  const keys = isNext ? inputMethod.keys + 1 : 1;
  const firstAtMs = isNext ? inputMethod.firstAtMs : atMs;
  const isFull = keys === KEYS_OF_A_SCANNER && (atMs - firstAtMs) / (keys - 1) <= pace.mostGapMs;
  const counted = { ...before.state, inputMethod: { keys, firstAtMs, lastAtMs: atMs } };
  const { action } = passBehind({ ...before, state: counted });
  return {
    state: counted,
    action: isFull ? { ...action, report: { kind: 'unreadable', why: 'input-method' } } : action,
  };
}

function ended(state: BurstState, pace: Pace, atMs: MonoMs): BurstStep {
  const { phase } = state;
  if (phase.kind !== 'scanning') return { state, action: HOLD };
  const { label, isDoubtful, isSlow } = phase;
  const isBroken = isDoubtful || (label.ending === null && alwaysEnds(pace));
  const broken: BurstReport = isSlow ? { kind: 'slow' } : { kind: 'unreadable', why: 'broken' };
  const report: BurstReport = isBroken ? broken : reportOf(label);
  // After a whole label, or after a tail itself, no tail can follow.
  const lacksItsEnd = isBroken && !isDoubtful;
  const tailUntilMs = lacksItsEnd ? atMs + DOUBT_AFTER_SCANNER_MS : 0;
  return {
    state: { ...state, phase: QUIET, hasWaited: false, doubtUntilMs: 0, tailUntilMs },
    action: { ...HOLD, report },
  };
}

function handBack(state: BurstState, events: readonly HeldEvent[], atMs: MonoMs): BurstStep {
  // F2 alone, pressed to wait for a scan, does not begin a label.
  const isHead = events.some(({ meaning }) => meaning.kind === 'character');
  const doubtUntilMs = isHead ? Math.max(state.doubtUntilMs, atMs + DOUBT_AFTER_PERSON_MS) : state.doubtUntilMs;
  const tailUntilMs = isStuttering(events) ? atMs + DOUBT_AFTER_SCANNER_MS : state.tailUntilMs;
  return {
    state: { ...state, phase: QUIET, hasWaited: false, doubtUntilMs, tailUntilMs },
    action: { ...HOLD, replay: typedAgain(events) },
  };
}

/** Leaves out Alt, which went to the page when it came. */
function typedAgain(events: readonly HeldEvent[]): readonly KeyInput[] {
  return events.flatMap(({ input, meaning }) => (meaning.kind === 'modifier' ? [] : [input]));
}

const passBehind = ({ state, action }: BurstStep): BurstStep => ({ state, action: { ...action, passes: true } });

/** Every label of this scanner has an ending, so a label without one is incomplete. */
const alwaysEnds = ({ ending }: Pace): boolean => ending !== null && ending !== 'none';

const isSwallowed = ({ swallowed }: BurstState, { code }: KeyInput): boolean => swallowed.includes(code);

function withSwallowed({ swallowed }: BurstState, events: readonly HeldEvent[]): readonly string[] {
  const added = downsOf(events).flatMap(({ input }) => (swallowed.includes(input.code) ? [] : [input.code]));
  return added.length === 0 ? swallowed : [...new Set([...swallowed, ...added])];
}
