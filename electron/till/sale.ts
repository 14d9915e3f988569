/**
 * The current sale: what both screens show, and for how long. It decides nothing about money; selling.ts handles taps
 * and scans.
 */
import type { AttemptState } from '../../shared/attempt/machine.ts';
import type { AttemptNumber } from '../../shared/attempt/number.ts';
import type { CustomerScreen } from '../../shared/contract/customer.ts';
import type { MonoMs } from '../../shared/time.ts';
import type { OnEvent } from './event.ts';
import type { Clock, Random, Timers } from './ports/world.ts';
import { customerScreen, type Stage } from './views.ts';

export type SaleDeps = {
  readonly clock: Clock;
  readonly timers: Timers;
  readonly random: Random;
  readonly stateOf: (number: AttemptNumber) => AttemptState | null;
  readonly onEvent: OnEvent;
};

export type Armed = Extract<Stage, { kind: 'armed' }>;

/** What the screens show. */
export type OnScreen =
  { readonly kind: 'keypad' } | Armed | { readonly kind: 'attempt'; readonly number: AttemptNumber };

export type Sale = {
  id(): string;
  onScreen(): OnScreen;
  isOnScreen(number: AttemptNumber): boolean;
  /** What the screens show, with the attempt's state. */
  stage(): Stage;
  customer(): CustomerScreen;
  /** The sale before this one, unless its money is being refunded. */
  last(): AttemptState | null;
  /** Puts this on the screens. */
  show(what: OnScreen): void;
  toKeypad(): void;
  /** The sale on the screens was paid: it closes by itself after a while. */
  paid(): void;
  /** Returns to the keypad. The customer's screen keeps its text for `shownMs`, unless the next amount comes first. */
  leave(shownMs: number): void;
  /** How many milliseconds of thanks are left for the customer; zero or negative when they are over. */
  thanksMs(): number;
  /** The customer's screen follows the current sale again. */
  endFarewell(): void;
  /** The money of this sale is being refunded: it no longer counts as the last sale, and the thanks end. */
  forget(number: string): void;
  stop(): void;
};

/** How long a result is shown before the sale closes by itself. */
const RESULT_MS = 8_000;
/** How long the customer sees "paid" at least, unless the next amount comes. */
const THANKS_MS = 4_000;

export function createSale({ clock, timers, random, stateOf, onEvent }: SaleDeps): Sale {
  let id = random.id();
  let onScreen: OnScreen = { kind: 'keypad' };
  let cancelClose: (() => void) | null = null;
  /** When "paid" came onto the screens. */
  let paidAt: MonoMs = 0;
  /** The customer's text of a sale that has left the cashier's screen. */
  let farewell: { readonly screen: CustomerScreen; cancel(): void } | null = null;
  let last: AttemptNumber | null = null;

  const stage = (): Stage => {
    const state = onScreen.kind === 'attempt' ? stateOf(onScreen.number) : null;
    if (state !== null) return { kind: 'attempt', state };
    return onScreen.kind === 'armed' ? onScreen : { kind: 'keypad' };
  };

  const endFarewell = (): void => {
    farewell?.cancel();
    farewell = null;
  };

  const toKeypad = (): void => {
    cancelClose?.();
    cancelClose = null;
    if (onScreen.kind === 'attempt') last = onScreen.number;
    onScreen = { kind: 'keypad' };
    id = random.id();
    onEvent({ kind: 'changed' });
  };

  return {
    id: () => id,
    onScreen: () => onScreen,
    isOnScreen: (number) => onScreen.kind === 'attempt' && onScreen.number === number,
    stage,
    customer: () => farewell?.screen ?? customerScreen(stage(), clock.mono()),
    last: () => (last === null ? null : stateOf(last)),
    show(what) {
      onScreen = what;
    },
    toKeypad,
    paid() {
      paidAt = clock.mono();
      cancelClose = timers.after(RESULT_MS, toKeypad);
    },
    leave(shownMs) {
      const screen = customerScreen(stage(), clock.mono());
      const cancel = timers.after(shownMs, () => {
        farewell = null;
        onEvent({ kind: 'changed' });
      });
      farewell = { screen, cancel };
      toKeypad();
    },
    thanksMs: () => paidAt + THANKS_MS - clock.mono(),
    endFarewell,
    forget(number) {
      if (number !== last) return;
      last = null;
      endFarewell();
    },
    stop() {
      cancelClose?.();
      endFarewell();
    },
  };
}
