/** A model of the cashier's window for the keyboard's burst machine. Its page records the keys that it gets. */
import { NO_BURST, type BurstAction, type BurstState } from '../../electron/scanner/burst-state.ts';
import { burstFocus, burstPause, burstStep, burstWaitMs } from '../../electron/scanner/keyboard-burst.ts';
import { paceOf, type Pace } from '../../electron/scanner/scanner-pace.ts';
import { characterOf, type KeyInput } from '../../electron/scanner/typed-key.ts';

type Pressed = Partial<Pick<KeyInput, 'code' | 'isAutoRepeat' | 'control' | 'alt' | 'capsLock'>> & {
  readonly key: string;
};
/** A key, with the time since the key before it. */
export type Press = Pressed & { readonly gapMs: number };

export type Seen = {
  /** The keys that went down in the page, and those that went up, in order. */
  readonly page: string[];
  readonly ups: string[];
  readonly scans: string[];
  readonly unreadable: string[];
  /** The longest wait of a key that reached the page. */
  readonly longestWaitMs: number;
};

/** A stall of the program: it sees events after `fromMs` only `forMs` later. */
type Stall = { readonly fromMs: number; readonly forMs: number; readonly timersFirst: boolean };
type Options = { readonly stall?: Stall; readonly pace?: Pace };

export const START_MS = 1_000;

export class KeyWindow {
  readonly seen = {
    page: [] as string[],
    ups: [] as string[],
    scans: [] as string[],
    unreadable: [] as string[],
    longestWaitMs: 0,
  };
  #state: BurstState = NO_BURST;
  #pauseAtMs: number | undefined;
  /** After a held-back press Chromium reports no key going up, until a press that passes. */
  #hidesUps = false;
  readonly #stall: Stall | undefined;
  readonly #pace: Pace;

  constructor({ stall, pace = paceOf(null) }: Options = {}) {
    this.#stall = stall;
    this.#pace = pace;
  }

  event(pressed: Pressed & { readonly type: 'down' | 'up' }, realMs: number): void {
    if (pressed.type === 'up' && this.#hidesUps) return;
    const atMs = this.#processedAt(realMs);
    const isWaitingInStall = atMs !== realMs && this.#stall?.timersFirst === false;
    if (!isWaitingInStall) this.passUntil(atMs);
    const input: KeyInput = {
      code: `Key-${pressed.key.toLowerCase()}`,
      shift: /^[A-Z]$/.test(pressed.key),
      control: false,
      alt: false,
      meta: false,
      capsLock: false,
      isComposing: false,
      isAutoRepeat: false,
      ...pressed,
      atMs,
    };
    const { state, action } = burstStep(this.#state, this.#pace, input);
    this.#state = state;
    this.#do(action, atMs);
    if (action.passes) this.#give(input, atMs);
    if (input.type === 'down') this.#hidesUps = !action.passes;
  }

  /** Presses and releases the keys, then waits until nothing is held. */
  typeAll(presses: readonly Press[], fromMs: number): void {
    let atMs = fromMs;
    presses.forEach(({ gapMs, ...each }, index) => {
      atMs += gapMs;
      this.event({ ...each, type: 'down' }, atMs);
      // A key that repeats is not released before.
      if (presses[index + 1]?.isAutoRepeat !== true) this.event({ ...each, isAutoRepeat: false, type: 'up' }, atMs);
    });
    this.passUntil(atMs + 10_000);
  }

  focusChanged(atMs: number): void {
    this.passUntil(atMs);
    const { state, action } = burstFocus(this.#state, this.#pace, atMs);
    this.#state = state;
    this.#do(action, atMs);
  }

  passUntil(nowMs: number): void {
    while (this.#pauseAtMs !== undefined && this.#pauseAtMs <= nowMs) {
      const atMs = Math.min(this.#processedAt(this.#pauseAtMs), nowMs);
      const { state, action } = burstPause(this.#state, this.#pace, atMs);
      this.#state = state;
      this.#do(action, atMs);
    }
  }

  #do({ replay, report }: BurstAction, atMs: number): void {
    for (const input of replay) {
      this.#give(input, atMs);
      this.#give({ ...input, type: 'up' }, atMs);
    }
    if (report?.kind === 'scan') this.seen.scans.push(report.label);
    if (report?.kind === 'unreadable') this.seen.unreadable.push(report.why);
    if (report?.kind === 'slow') this.seen.unreadable.push('slow');
    const waitMs = burstWaitMs(this.#state, this.#pace, atMs);
    this.#pauseAtMs = waitMs === undefined ? undefined : atMs + waitMs;
  }

  #give(input: KeyInput, atMs: number): void {
    if (input.type === 'up') {
      this.seen.ups.push(characterOf(input));
      return;
    }
    this.seen.page.push(characterOf(input));
    this.seen.longestWaitMs = Math.max(this.seen.longestWaitMs, atMs - input.atMs);
  }

  #processedAt(realMs: number): number {
    const stall = this.#stall;
    if (stall === undefined || realMs < stall.fromMs) return realMs;
    return Math.max(realMs, stall.fromMs + stall.forMs);
  }
}

/** Presses the keys in a new window, and waits until nothing is held any more. */
export function press(presses: readonly Press[], options: Options = {}): Seen {
  const window = new KeyWindow(options);
  window.typeAll(presses, START_MS);
  return window.seen;
}

export const chars = (text: string): string[] => text.split('');

export const typed = (keys: readonly string[], gapMs: number): Press[] => keys.map((key) => ({ key, gapMs }));

type Scan = { readonly gapMs?: number; readonly firstGapMs?: number; readonly ending?: readonly string[] };

/** A label as a scanner types it, `firstGapMs` after the key before it. */
export function scan(label: string, { gapMs = 8, firstGapMs = 5_000, ending = ['Enter'] }: Scan = {}): Press[] {
  return typed([...chars(label), ...ending], gapMs).map((each, index) =>
    index === 0 ? { ...each, gapMs: firstGapMs } : each,
  );
}

/** Types like a scanner that sends each character by its number: Alt down, digits of the number block, Alt up. */
export function altCoded(label: string, gapMs: number): Press[] {
  return chars(label).flatMap((character): Press[] => {
    const digits = chars(String(character.charCodeAt(0)).padStart(3, '0'));
    return [
      ...digits.map((digit) => ({ key: digit, code: `Numpad${digit}`, alt: true, gapMs })),
      // The release of Alt counts; this window releases each key where it was pressed.
      { key: 'Alt', code: 'AltLeft', gapMs },
    ];
  });
}
