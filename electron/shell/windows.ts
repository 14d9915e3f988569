/**
 * The cashier's and the customer's window. A window that dies is made again at once: it only shows what main tells it,
 * so nothing is lost with it.
 */
import type { BrowserWindow, WebContents } from 'electron';
import { machineClock } from '../files/machine-clock.ts';
import { openPage, type PageOptions } from './page-window.ts';
import { isThere, move, type WindowPlace } from './window-place.ts';

const REBORN_AFTER_MS = 200;
const LOOK_AGAIN_MS = 300;
const MOST_TRIES = 5;
const MOST_REBORN_AFTER_MS = 30_000;
/** A page that stood so long, once its script had run, did not die of coming. */
const LIVED_MS = 2_000;

export type TillWindow = {
  /** Makes the first window, now or when what it waits for is over. Called once. */
  open(): void;
  /** Settles when the first page is up, or will not come, or has no place. */
  readonly opened: Promise<void>;
  contents(): WebContents | null;
  window(): BrowserWindow | null;
  /** Brings the window to where it belongs now: makes it, moves it or takes it away. One that is there is not touched. */
  settle(): void;
  show(): void;
  /** Puts a new page in a process of its own in its place, and ends the old one with all that it remembers. */
  renew(): void;
};

export type WindowOptions = PageOptions & {
  /** Where the window belongs now; null when there is no place for it, and then there is no window. */
  readonly place: () => WindowPlace | null;
  /** Two pages at once take a small machine's time from each other: this one waits for it. */
  readonly after?: Promise<void>;
};

/** @param options `isEnding`: no window is made any more, whatever was waited for */
export function createWindow(options: WindowOptions): TillWindow {
  let current: BrowserWindow | null = null;
  /** The first window may be made: what it waits for is over. */
  let isDue = false;
  const rebirths = createRebirths();
  const opened = Promise.withResolvers<void>();

  const make = (): void => {
    isDue = true;
    if (options.isEnding() || current !== null) return;
    const place = options.place();
    settling.putAt(place);
    if (place === null) {
      opened.resolve();
      return;
    }
    rebirths.born();
    const isWanted = (window: BrowserWindow): boolean => current === window;
    current = openPage(options, place, {
      isWanted,
      onShown(window) {
        // A window that was moved before it was ever seen may come up where it was made.
        if (isWanted(window)) settling.settle();
      },
      onStood(window) {
        if (isWanted(window)) rebirths.stood();
      },
      onGone: remake,
      onTried: opened.resolve,
    });
  };

  const remake = (dead: BrowserWindow): void => {
    if (current !== dead) return;
    current = null;
    if (!dead.isDestroyed()) dead.destroy();
    setTimeout(make, rebirths.dieAndWaitMs());
  };

  /** Gone before it is destroyed, so that nobody takes it for one that went by itself. */
  const takeAway = (): BrowserWindow | null => {
    const old = current;
    current = null;
    return old;
  };

  const settling = createSettling(options, {
    window: () => current,
    make: () => {
      if (isDue) make();
    },
    remove: () => takeAway()?.destroy(),
  });

  return {
    open() {
      if (options.after === undefined) make();
      else void options.after.then(make);
    },
    opened: opened.promise,
    contents: () => (current === null || current.isDestroyed() ? null : current.webContents),
    window: () => (current?.isDestroyed() ? null : current),
    settle: settling.settle,
    renew() {
      const old = options.isEnding() ? null : takeAway();
      if (old === null) return;
      make();
      endBehind(old, current);
    },
    show() {
      if (current === null) return;
      if (current.isMinimized()) current.restore();
      current.focus();
    },
  };
}

/** Never none on the screen: the old window stays until the new one, if there is one, can be shown. */
function endBehind(old: BrowserWindow, next: BrowserWindow | null): void {
  const end = (): void => {
    if (!old.isDestroyed()) old.destroy();
  };
  if (next === null) end();
  else next.once('ready-to-show', end);
}

/** How soon a window that died is made again. */
function createRebirths() {
  /** When the page's script had run; null while it has not. */
  let stoodAt: number | null = null;
  let deaths = 0;
  return {
    born(): void {
      stoodAt = null;
    },
    stood(): void {
      stoodAt ??= machineClock.mono();
    },
    dieAndWaitMs(): number {
      // One that died as it came would die again at once, and again, and keep the machine from everything else.
      const hasLived = stoodAt !== null && machineClock.mono() - stoodAt > LIVED_MS;
      deaths = hasLived ? 1 : deaths + 1;
      return Math.min(REBORN_AFTER_MS * 2 ** (deaths - 1), MOST_REBORN_AFTER_MS);
    },
  };
}

type Settled = {
  readonly window: () => BrowserWindow | null;
  readonly make: () => void;
  readonly remove: () => void;
};

/**
 * Brings a window to where it belongs. A system that is busy with its screens puts a window elsewhere than where it was
 * told to, and says in between that it is there. So a window is in its place when that was seen a while after the last
 * event, not when it is seen first.
 */
function createSettling({ name, log, place: placeNow }: WindowOptions, { window, make, remove }: Settled) {
  /** Where it was put last; a person may have moved it since. */
  let placed: WindowPlace | null = null;
  let lookAgain: NodeJS.Timeout | undefined;

  const settleWithin = (tries: number): void => {
    clearTimeout(lookAgain);
    const place = placeNow();
    const current = window();
    if (place === null) return remove();
    if (current === null) return make();
    const isMoved = !isThere(current, place, placed);
    placed = place;
    if (!isMoved && tries < MOST_TRIES) return;
    if (tries === 0) {
      log('window.not-placed', { name });
      return;
    }
    if (isMoved) move(current, place);
    lookAgain = setTimeout(() => {
      settleWithin(tries - 1);
    }, LOOK_AGAIN_MS);
  };

  return {
    /** A window is made here. */
    putAt(place: WindowPlace | null): void {
      placed = place;
    },
    settle: (): void => {
      settleWithin(MOST_TRIES);
    },
  };
}
