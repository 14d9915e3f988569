/**
 * A scanner in keyboard mode, told from a person by its speed. Only what arrives in the cashier's window is looked at.
 *
 * The page must not see a single key of a scan, whatever was scanned and whatever the scanner makes of it (digits, Escape,
 * F1, Alt and F4), and must see every key of a person, in order. So each key is held back when it comes. Six keys at a
 * speed no hand reaches are a scanner, or fewer when one of them acts: from then on nothing is handed back, until the
 * burst has ended. Otherwise, after a pause, the keys are typed into the page. A person's key is late by that pause, 60 ms.
 *
 * A label ends with Enter, Tab, both, or a pause, and is told whole or not at all: one with a hole, one that may be the
 * tail of another, one that was typed while another window had the keyboard, is refused and scanned again.
 *
 * What is kept is bounded: six keys, the label as far as one may be long, and which keys are down.
 *
 * The owner calls `burstStep` for each key event of the window, does what the action says, and after each call starts a
 * timer of `burstWaitMs(state, pace, now)` in place of the one before; when it fires, `burstPause`.
 */

import type { MonoMs } from '../../shared/time.ts';
import { collect, NOTHING_TYPED, reportOf, type BurstReport } from './burst-label.ts';
import { downsOf, isScan, isStuttering, isTail, KEYS_OF_A_SCANNER } from './burst-speed.ts';
import { NO_KEYS, QUIET, type BurstAction, type BurstState, type BurstStep, type Phase } from './burst-state.ts';
import type { Pace } from './scanner-pace.ts';
import { clearKey, isSlowScan, NO_STREAK, streakWith } from './slow-scan.ts';
import { isOfInputMethod, meaningOf, type HeldEvent, type KeyInput } from './typed-key.ts';

/** A scanner that stutters is waited for before its keys are handed back. */
const STUTTER_MS = 200;
/** A pause so long is a hole in the label, unless nothing follows. */
const HOLE_MS = 200;
/** A scanner that ends its labels with nothing is done after so long; one that is not known might only stutter. */
const NO_ENDING_MS = 300;
const NO_ENDING_UNKNOWN_MS = 1_200;
/** A timer so late says that the program was busy: the keys may be waiting behind it, so it waits once more. */
const LATE_TIMER_MS = 20;

/** So soon after these, a burst may be the tail of a label. */
const DOUBT_AFTER_PERSON_MS = 1_000;
const DOUBT_AFTER_SCANNER_MS = 10_000;
const DOUBT_AFTER_FOCUS_MS = 500;

const PASS: BurstAction = { replay: [], passes: true, report: null };
const HOLD: BurstAction = { replay: [], passes: false, report: null };

/** In so many milliseconds `burstPause` is due, unless a key comes; undefined when nothing is held. */
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

/** No key came for that long. */
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

/** The window lost the keyboard, or has it again: keys may have gone elsewhere in the middle of a label. */
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
  // Pressed anew it is a key like any other again, until it belongs to a scan.
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
      // A key so late would have found those before it handed back: the program was busy, and nobody knows when it came.
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

/** @param events what the page has not had of it */
function slowScan(state: BurstState, events: readonly HeldEvent[]): BurstStep {
  const label = events.reduce(collect, NOTHING_TYPED);
  const phase: Phase = { kind: 'scanning', label, isDoubtful: true, hasPaused: false, isSlow: true };
  return {
    state: { ...state, phase, swallowed: withSwallowed(state, events), streak: NO_STREAK },
    action: { ...HOLD, replay: [clearKey(state.waitsFromMs)] },
  };
}

/** A hand that types on without a pause: its oldest key waits no longer. Whatever follows may lack it. */
function letOldestGo(state: BurstState, events: readonly HeldEvent[]): BurstStep {
  const second = events.findIndex((each, index) => index > 0 && each.meaning.kind !== 'modifier');
  const { state: handed, action } = handBack(state, events.slice(0, second), state.waitsFromMs);
  const phase: Phase = { kind: 'deciding', events: events.slice(second), isDoubtful: true };
  return { state: { ...handed, phase }, action };
}

/** What comes after a hole is a tail, or a hand: the label before it was not whole. */
function afterHole(state: BurstState, event: HeldEvent): BurstStep {
  const tailUntilMs = event.input.atMs + DOUBT_AFTER_SCANNER_MS;
  return {
    state: { ...state, tailUntilMs, phase: { kind: 'deciding', events: [event], isDoubtful: true } },
    action: { ...HOLD, report: { kind: 'unreadable', why: 'broken' } },
  };
}

/** Chromium seldom tells of it: behind a key that was held back it keeps everything to itself but the next press. */
function keyUp(state: BurstState, input: KeyInput): BurstStep {
  const { phase } = state;
  const isHeld = phase.kind === 'deciding' && phase.events.some((each) => each.input.code === input.code);
  if (!isHeld && !isSwallowed(state, input)) return { state, action: PASS };
  return { state: { ...state, swallowed: state.swallowed.filter((each) => each !== input.code) }, action: HOLD };
}

/** Alt goes to the page. Down or up, it parts the numbers of two characters. */
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
 * A finger that stays on a key: no scanner does that. But a key of a scan stays unseen however often it repeats. And a
 * button was pressed once and for all when the key was typed into the page.
 */
function autoRepeat(state: BurstState, input: KeyInput): BurstStep {
  const { phase } = state;
  const pressesButton = input.key === 'Enter' || input.key === ' ';
  if (phase.kind === 'scanning' || isSwallowed(state, input)) return { state, action: HOLD };
  const { state: next, action } =
    phase.kind === 'deciding' ? handBack(state, phase.events, input.atMs) : { state, action: HOLD };
  return { state: next, action: { ...action, passes: !pressesButton } };
}

/** Such a key is the page's at once, behind those before it. Six at a scanner's speed are a label that nobody can read. */
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
  // Of what was whole, or was the tail itself, no tail is to come.
  const lacksItsEnd = isBroken && !isDoubtful;
  const tailUntilMs = lacksItsEnd ? atMs + DOUBT_AFTER_SCANNER_MS : 0;
  return {
    state: { ...state, phase: QUIET, hasWaited: false, doubtUntilMs: 0, tailUntilMs },
    action: { ...HOLD, report },
  };
}

function handBack(state: BurstState, events: readonly HeldEvent[], atMs: MonoMs): BurstStep {
  // F2 alone, pressed to wait for a scan, is no beginning of a label.
  const isHead = events.some(({ meaning }) => meaning.kind === 'character');
  const doubtUntilMs = isHead ? Math.max(state.doubtUntilMs, atMs + DOUBT_AFTER_PERSON_MS) : state.doubtUntilMs;
  const tailUntilMs = isStuttering(events) ? atMs + DOUBT_AFTER_SCANNER_MS : state.tailUntilMs;
  return {
    state: { ...state, phase: QUIET, hasWaited: false, doubtUntilMs, tailUntilMs },
    action: { ...HOLD, replay: typedAgain(events) },
  };
}

/** Alt itself went to the page as it came. */
function typedAgain(events: readonly HeldEvent[]): readonly KeyInput[] {
  return events.flatMap(({ input, meaning }) => (meaning.kind === 'modifier' ? [] : [input]));
}

const passBehind = ({ state, action }: BurstStep): BurstStep => ({ state, action: { ...action, passes: true } });

/** A scanner whose labels all have an ending: without one, a label is not whole. */
const alwaysEnds = ({ ending }: Pace): boolean => ending !== null && ending !== 'none';

const isSwallowed = ({ swallowed }: BurstState, { code }: KeyInput): boolean => swallowed.includes(code);

function withSwallowed({ swallowed }: BurstState, events: readonly HeldEvent[]): readonly string[] {
  const added = downsOf(events).flatMap(({ input }) => (swallowed.includes(input.code) ? [] : [input.code]));
  return added.length === 0 ? swallowed : [...new Set([...swallowed, ...added])];
}
