/**
 * Keeps a keyboard-mode scanner's keys out of the cashier's page: keys are held back for a moment, and given to the till
 * as a label when they come as fast as only a scanner types, or to the page when they do not.
 */
import type { Input, WebContents } from 'electron';
import type { BurstReport } from '../scanner/burst-label.ts';
import { NO_BURST, type BurstState } from '../scanner/burst-state.ts';
import { burstFocus, burstPause, burstStep, burstWaitMs } from '../scanner/keyboard-burst.ts';
import { LEARN_PAUSE_MS, learnt, NO_TRIAL, tried, type LearntScan, type Trial } from '../scanner/learn-scan.ts';
import type { Pace } from '../scanner/scanner-pace.ts';
import { characterOf, NAMED_KEYS, type KeyInput } from '../scanner/typed-key.ts';

export type KeyboardGuard = {
  /** While a text field has the focus, keys go to it at once. */
  setTyping(on: boolean): void;
  /** Puts the guard in front of a window's page. */
  guard(contents: WebContents): void;
  /**
   * Until the returned function is called, every scan is only tried, whatever has the focus: nothing is charged, and no key
   * of it reaches the page.
   */
  learn(onLearnt: (scan: LearntScan) => void): () => void;
};

export type GuardDeps = {
  readonly mono: () => number;
  /** How the scanner of this till types. */
  readonly pace: () => Pace;
  readonly onReport: (report: BurstReport) => void;
  /** A hand pressed Alt and F4. Held back, they no longer reach the system. */
  readonly onCloseKey: () => void;
};

/** The keys of one page, until its window is made anew. */
type Page = {
  /** Gives to the page what is held back for it. */
  readonly handBack: () => void;
  readonly leftField: () => void;
};

/** What the keys of a page go to, beside the sale. */
type Mode = {
  readonly isTyping: () => boolean;
  /** Gets the next scan while somebody tries the scanner; null otherwise. */
  readonly learner: () => ((scan: LearntScan) => void) | null;
};

export function createKeyboardGuard(deps: GuardDeps): KeyboardGuard {
  let isTyping = false;
  let onLearnt: ((scan: LearntScan) => void) | null = null;
  let page: Page | null = null;
  return {
    guard(contents) {
      // A page that died with the focus in a text field never said that it left it.
      isTyping = false;
      page = guardPage(contents, deps, { isTyping: () => isTyping, learner: () => onLearnt });
    },
    setTyping(on) {
      // What is still held was typed before the field got the focus, and must not come after what follows.
      if (on) page?.handBack();
      // And a scan that was typed into the field may not be over yet.
      else if (isTyping) page?.leftField();
      isTyping = on;
    },
    learn(listener) {
      page?.handBack();
      onLearnt = listener;
      return () => {
        if (onLearnt === listener) onLearnt = null;
      };
    },
  };
}

function guardPage(contents: WebContents, { mono, pace, onReport, onCloseKey }: GuardDeps, mode: Mode): Page {
  let state: BurstState = NO_BURST;
  let timer: NodeJS.Timeout | undefined;
  const replayer = createReplayer(contents, onCloseKey);
  const tryScan = createTrier(replayer.replay, mode.learner);

  const take = (step: ReturnType<typeof burstPause>): boolean => {
    state = step.state;
    clearTimeout(timer);
    const waitMs = burstWaitMs(state, pace(), mono());
    if (waitMs !== undefined) timer = setTimeout(() => take(burstPause(state, pace(), mono())), waitMs);
    replayer.replay(step.action.replay);
    if (step.action.report !== null) onReport(step.action.report);
    return step.action.passes;
  };
  /** As if the pause were over. */
  const end = (): void => {
    take(burstPause({ ...state, hasWaited: true }, pace(), mono()));
  };
  const changedFocus = (): void => {
    take(burstFocus(state, pace(), mono()));
  };

  contents.on('focus', changedFocus);
  contents.on('blur', changedFocus);
  contents.on('before-input-event', (event, input) => {
    if (replayer.isReplaying() || (input.type !== 'keyDown' && input.type !== 'keyUp')) return;
    const key = keyInput(input, mono());
    if (mode.learner() !== null) {
      tryScan(key);
      event.preventDefault();
      return;
    }
    // A scan that was under way when the field got the focus goes on: no tail of it is typed into the field.
    const isScanGoingOn = state.phase.kind === 'scanning' && !state.phase.hasPaused;
    if (mode.isTyping() && !isScanGoingOn) {
      if (state.phase.kind === 'scanning') end();
      return;
    }
    if (!take(burstStep(state, pace(), key))) event.preventDefault();
  });
  return {
    handBack: () => {
      if (state.phase.kind === 'deciding') end();
    },
    leftField: changedFocus,
  };
}

/** Gives keys to the page that were held back. */
function createReplayer(contents: WebContents, onCloseKey: () => void) {
  /** Electron tells of the keys we send while we send them: those must not be held back a second time. */
  let isReplaying = false;
  return {
    isReplaying: () => isReplaying,
    replay(inputs: readonly KeyInput[]): void {
      if (inputs.length === 0 || contents.isDestroyed()) return;
      isReplaying = true;
      for (const input of inputs) {
        const isCloseKey = input.key === 'F4' && input.alt;
        // Among other keys it is no hand's wish to end the day.
        if (isCloseKey && inputs.length === 1) onCloseKey();
        else if (!isCloseKey) type(contents, input);
      }
      isReplaying = false;
    },
  };
}

/** Puts keys together to a scan that is only tried; what a hand has typed goes to the page. */
function createTrier(replay: (inputs: readonly KeyInput[]) => void, learner: Mode['learner']) {
  let trial: Trial = NO_TRIAL;
  let timer: NodeJS.Timeout | undefined;
  return (input: KeyInput): void => {
    trial = tried(trial, input);
    clearTimeout(timer);
    timer = setTimeout(() => {
      const scan = learnt(trial);
      const { events } = trial;
      trial = NO_TRIAL;
      if (scan.kind === 'hand') replay(events.map((event) => event.input));
      else learner()?.(scan);
    }, LEARN_PAUSE_MS);
  };
}

function keyInput(input: Input, atMs: number): KeyInput {
  const { key, code, shift, control, alt, meta, isComposing, isAutoRepeat } = input;
  return {
    type: input.type === 'keyDown' ? 'down' : 'up',
    key,
    code,
    shift,
    control,
    alt,
    meta,
    capsLock: input.modifiers.includes('capslock'),
    isComposing,
    isAutoRepeat,
    atMs,
  };
}

/** Types one key into the page, down and up: its own "up" will not come, or comes alone. */
function type(contents: WebContents, input: KeyInput): void {
  const { key, shift, control, alt, meta } = input;
  const character = characterOf(input);
  const keyCode = character === key ? (NAMED_KEYS.get(key) ?? key) : character;
  // The number block without Num Lock is digits with Shift too.
  const held = { shift: shift && character === key, control, alt, meta };
  const modifiers = (['shift', 'control', 'alt', 'meta'] as const).filter((name) => held[name]);
  const typesText = !control && !alt && !meta && (key === 'Enter' || character.length === 1);
  contents.sendInputEvent({ type: 'keyDown', keyCode, modifiers });
  if (typesText) contents.sendInputEvent({ type: 'char', keyCode, modifiers });
  contents.sendInputEvent({ type: 'keyUp', keyCode, modifiers });
}
