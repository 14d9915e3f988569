/**
 * The cashier's and the customer's window. A window that dies is remade at once. It only shows what main tells it, so
 * nothing is lost.
 */
import type { BrowserWindow, WebContents } from 'electron';
import { machineClock } from '../files/machine-clock.ts';
import { openPage, type PageOptions } from './page-window.ts';
import { isThere, move, type WindowPlace } from './window-place.ts';

const RECREATE_DELAY_MS = 200;
const LOOK_AGAIN_MS = 300;
const TRIES_MAX = 5;
const RECREATE_DELAY_MS_MAX = 30_000;
/** If the page's script ran this long, loading the page did not cause the window's death. */
const LIVED_MS = 2_000;

export type TillWindow = {
  /** Makes the first window, at once or when `after` has resolved. Called once. */
  open(): void;
  /** Resolves when the first page is loaded, will not come, or has no place. */
  readonly opened: Promise<void>;
  contents(): WebContents | null;
  window(): BrowserWindow | null;
  /** Puts the window in its place: makes, moves or removes it. A window in its place is not touched. */
  settle(): void;
  show(): void;
  /** Replaces the page by a new one in a new process, and ends the old page with everything in its memory. */
  renew(): void;
};

export type WindowOptions = PageOptions & {
  /** Where the window belongs; null if there is no place for it, and then there is no window. */
  readonly place: () => WindowPlace | null;
  /** Two pages that load at once slow each other down on a small machine: this window waits for it. */
  readonly after?: Promise<void>;
};

/** @param options once `isEnding` is true, no window is made */
export function createWindow(options: WindowOptions): TillWindow {
  let current: BrowserWindow | null = null;
  /** What the first window waits for is over, so it may be made. */
  let isDue = false;
  const recreation = createRecreation();
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
    recreation.born();
    const isWanted = (window: BrowserWindow): boolean => current === window;
    current = openPage(options, place, {
      isWanted,
      onShown(window) {
        // A window that was moved before it was shown may appear where it was made.
        if (isWanted(window)) settling.settle();
      },
      onStood(window) {
        if (isWanted(window)) recreation.loaded();
      },
      onGone: remake,
      onTried: opened.resolve,
    });
  };

  const remake = (dead: BrowserWindow): void => {
    if (current !== dead) return;
    current = null;
    if (!dead.isDestroyed()) dead.destroy();
    setTimeout(make, recreation.dieAndWaitMs());
  };

  /** Forgets the window before it is destroyed, so that it does not count as one that died. */
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

/** A window is always visible: the old one stays until the new one, if any, can be shown. */
function endBehind(old: BrowserWindow, next: BrowserWindow | null): void {
  const end = (): void => {
    if (!old.isDestroyed()) old.destroy();
  };
  if (next === null) end();
  else next.once('ready-to-show', end);
}

/** Delays the remaking of a window that died. */
function createRecreation() {
  /** When the page's script had run; null before that. */
  let loadedAt: number | null = null;
  let deaths = 0;
  return {
    born(): void {
      loadedAt = null;
    },
    loaded(): void {
      loadedAt ??= machineClock.mono();
    },
    dieAndWaitMs(): number {
      // A page that dies while loading would die again at once, and keep the machine busy.
      const hasLived = loadedAt !== null && machineClock.mono() - loadedAt > LIVED_MS;
      deaths = hasLived ? 1 : deaths + 1;
      return Math.min(RECREATE_DELAY_MS * 2 ** (deaths - 1), RECREATE_DELAY_MS_MAX);
    },
  };
}

type Settled = {
  readonly window: () => BrowserWindow | null;
  readonly make: () => void;
  readonly remove: () => void;
};

/**
 * Puts a window in its place. A system that is busy with its screens may place a window elsewhere and still report that
 * it is in its place. So the place is checked again a while after the last event, and only that check counts.
 */
function createSettling({ name, log, place: placeNow }: WindowOptions, { window, make, remove }: Settled) {
  /** Where the window was put last; a person may have moved it since. */
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
    if (!isMoved && tries < TRIES_MAX) return;
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
    /** Notes the place where a window is made. */
    putAt(place: WindowPlace | null): void {
      placed = place;
    },
    settle: (): void => {
      settleWithin(TRIES_MAX);
    },
  };
}
