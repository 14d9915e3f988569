/**
 * Keeps a keyboard-mode scanner's keys out of the cashier's page. It holds keys back for a moment. Keys as fast as only
 * a scanner types go to the till as a label; other keys go to the page.
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
  /** Guards the page of a window. */
  guard(contents: WebContents): void;
  /**
   * Until the returned function is called, every scan is only tried, whatever has the focus: nothing is charged, and
   * none of its keys reaches the page.
   */
  learn(onLearnt: (scan: LearntScan) => void): () => void;
};

export type GuardDeps = {
  readonly mono: () => number;
  /** The pace of this till's scanner. */
  readonly pace: () => Pace;
  readonly onReport: (report: BurstReport) => void;
  /** A person pressed Alt and F4. Once held back, these keys do not reach the system. */
  readonly onCloseKey: () => void;
};

/** The keys of one page, until its window is remade. */
type Page = {
  /** Gives the keys that are held back to the page. */
  readonly handBack: () => void;
  readonly leftField: () => void;
};

/** What else the keys of a page may be for, besides the sale. */
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
      // A page that died while a text field had the focus never reported the end of it.
      isTyping = false;
      page = guardPage(contents, deps, { isTyping: () => isTyping, learner: () => onLearnt });
    },
    setTyping(on) {
      // The held keys were typed before the field got the focus, so they must come before the next ones.
      if (on) page?.handBack();
      // A scan that was typed into the field may still be going on.
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
  /** Acts as if the pause were over. */
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
    // A scan that began before the field got the focus goes on, so that its tail is not typed into the field.
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

/** Types keys that were held back into the page. */
function createReplayer(contents: WebContents, onCloseKey: () => void) {
  /** Electron reports the keys we send while we send them. They must not be held back again. */
  let isReplaying = false;
  return {
    isReplaying: () => isReplaying,
    replay(inputs: readonly KeyInput[]): void {
      if (inputs.length === 0 || contents.isDestroyed()) return;
      isReplaying = true;
      for (const input of inputs) {
        const isCloseKey = input.key === 'F4' && input.alt;
        // Among other keys, Alt and F4 do not mean that a person wants to close the till.
        if (isCloseKey && inputs.length === 1) onCloseKey();
        else if (!isCloseKey) type(contents, input);
      }
      isReplaying = false;
    },
  };
}

/** Collects the keys of a scan that is only tried. Keys of a hand go to the page. */
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

/** Types one key into the page, down and up. The real "up" will not come, or comes alone. */
function type(contents: WebContents, input: KeyInput): void {
  const { key, shift, control, alt, meta } = input;
  const character = characterOf(input);
  const keyCode = character === key ? (NAMED_KEYS.get(key) ?? key) : character;
  // Without Num Lock the number block gives digits with Shift too.
  const held = { shift: shift && character === key, control, alt, meta };
  const modifiers = (['shift', 'control', 'alt', 'meta'] as const).filter((name) => held[name]);
  const typesText = !control && !alt && !meta && (key === 'Enter' || character.length === 1);
  contents.sendInputEvent({ type: 'keyDown', keyCode, modifiers });
  if (typesText) contents.sendInputEvent({ type: 'char', keyCode, modifiers });
  contents.sendInputEvent({ type: 'keyUp', keyCode, modifiers });
}
