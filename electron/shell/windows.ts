/**
 * The cashier's and the customer's window. A window that dies is made again at once: it only shows what main tells it,
 * so nothing is lost with it.
 */
import { BrowserWindow, type Rectangle, type WebContents, type WebPreferences } from 'electron';
import { join } from 'node:path';
import type { WindowName } from '../../shared/contract/contract.ts';
import type { Log } from '../till/ports/world.ts';
import { pageUrl } from './protocol.ts';

/** Every switch a page could use to reach beyond its window, stated even where it is the default. */
export const LOCKED_DOWN: WebPreferences = {
  sandbox: true,
  contextIsolation: true,
  nodeIntegration: false,
  nodeIntegrationInWorker: false,
  nodeIntegrationInSubFrames: false,
  webviewTag: false,
  webSecurity: true,
  allowRunningInsecureContent: false,
  experimentalFeatures: false,
  enableBlinkFeatures: '',
  navigateOnDragDrop: false,
  safeDialogs: true,
  spellcheck: false,
  disableDialogs: true,
  // A window behind another one still has to show a result at once.
  backgroundThrottling: false,
};

/** As --ground in renderer/ui/tokens.css: what stands in a window until its page does. */
const BACKGROUND = '#f4f4f1';
const REBORN_AFTER_MS = 200;
const LOOK_AGAIN_MS = 300;
const MOST_TRIES = 5;
const MOST_REBORN_AFTER_MS = 30_000;
/** A page that stood so long, once its script had run, did not die of coming. */
const LIVED_MS = 2_000;

export type WindowPlace = { readonly bounds: Rectangle; readonly fullscreen: boolean };

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

export type WindowOptions = {
  readonly name: WindowName;
  readonly title: string;
  readonly preloadFolder: string;
  /** Where the window belongs now; null when there is no place for it, and then there is no window. */
  readonly place: () => WindowPlace | null;
  /** The page is up and wants its state. */
  readonly onReady: () => void;
  /** The person closed it; true lets it go. */
  readonly onClose: () => boolean;
  readonly onMade: (contents: WebContents) => void;
  /** For a window that has no use for the keyboard: it does not ask for it, and this is what to do when it gets it. */
  readonly onKeyboard: (() => void) | null;
  /** Two pages at once take a small machine's time from each other: this one waits for it. */
  readonly after?: Promise<void>;
  /** The program is ending: no window is made any more, whatever was waited for. */
  readonly isEnding: () => boolean;
  readonly log: Log;
};

export function createWindow(options: WindowOptions): TillWindow {
  const { name, log } = options;
  let current: BrowserWindow | null = null;
  /** Where it was put last; a person may have moved it since. */
  let placed: WindowPlace | null = null;
  /** The first window may be made: what it waits for is over. */
  let isDue = false;
  /** When the page's script had run; null while it has not. */
  let stoodAt: number | null = null;
  let deaths = 0;
  const opened = Promise.withResolvers<void>();

  const make = (): void => {
    isDue = true;
    if (options.isEnding() || current !== null) return;
    placed = options.place();
    if (placed === null) {
      opened.resolve();
      return;
    }
    const { bounds, fullscreen } = placed;
    const window = new BrowserWindow({
      ...bounds,
      fullscreen,
      title: options.title,
      backgroundColor: BACKGROUND,
      autoHideMenuBar: true,
      show: false,
      webPreferences: { ...LOCKED_DOWN, preload: join(options.preloadFolder, `${name}.cjs`) },
    });
    current = window;
    stoodAt = null;
    window.removeMenu();
    const { webContents } = window;
    options.onMade(webContents);
    window.once('ready-to-show', () => {
      if (options.onKeyboard === null) window.show();
      else window.showInactive();
      // A window that was moved before it was ever seen may come up where it was made.
      if (current === window) settleWithin(MOST_TRIES);
    });
    if (options.onKeyboard !== null) window.on('focus', options.onKeyboard);
    // The page's script has run by then and listens; its fonts may still be on their way.
    webContents.on('dom-ready', () => {
      if (current === window) stoodAt ??= performance.now();
      options.onReady();
    });
    // Chromium asks nobody before a page leads itself to an empty one, and such a window would stay blank.
    webContents.on('did-navigate', (_event, url) => {
      if (url === pageUrl(name)) return;
      log('window.led-away', { name });
      // Not while Chromium is still telling of it.
      setImmediate(remake, window);
    });
    webContents.on('render-process-gone', (_event, { reason }) => {
      log('window.gone', { name, reason });
      remake(window);
    });
    window.on('unresponsive', () => {
      log('window.unresponsive', { name });
      remake(window);
    });
    window.on('close', (event) => {
      if (!options.onClose()) event.preventDefault();
    });
    window.on('closed', () => {
      if (current !== window) return;
      // Chromium asks nobody either when a page closes its own window.
      if (!options.isEnding()) log('window.closed-itself', { name });
      remake(window);
    });
    void window
      .loadURL(pageUrl(name))
      .catch((error: unknown) => {
        log('window.not-loaded', { name, error: String(error) });
        // It would stay blank: its file may be there again in a moment. A till that ends closes it by itself.
        if (!options.isEnding()) remake(window);
      })
      .finally(opened.resolve);
  };

  const remake = (dead: BrowserWindow): void => {
    if (current !== dead) return;
    current = null;
    if (!dead.isDestroyed()) dead.destroy();
    // One that died as it came would die again at once, and again, and keep the machine from everything else.
    const hasLived = stoodAt !== null && performance.now() - stoodAt > LIVED_MS;
    deaths = hasLived ? 1 : deaths + 1;
    setTimeout(make, Math.min(REBORN_AFTER_MS * 2 ** (deaths - 1), MOST_REBORN_AFTER_MS));
  };

  let lookAgain: NodeJS.Timeout | undefined;

  /**
   * A system that is busy with its screens puts a window elsewhere than where it was told to, and says in between that it
   * is there. So a window is in its place when that was seen a while after the last event, not when it is seen first.
   */
  const settleWithin = (tries: number): void => {
    clearTimeout(lookAgain);
    const place = options.place();
    if (place === null) {
      const old = current;
      // Before it goes, so that nobody takes it for one that went by itself.
      current = null;
      old?.destroy();
    } else if (current === null) {
      if (isDue) make();
    } else {
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
    }
  };

  return {
    open() {
      if (options.after === undefined) make();
      else void options.after.then(make);
    },
    opened: opened.promise,
    contents: () => (current === null || current.isDestroyed() ? null : current.webContents),
    window: () => (current?.isDestroyed() ? null : current),
    settle: () => {
      settleWithin(MOST_TRIES);
    },
    renew() {
      const old = current;
      if (old === null || options.isEnding()) return;
      current = null;
      make();
      // Never none on the screen: the system sees to that while the new one is on its way.
      const end = (): void => {
        if (!old.isDestroyed()) old.destroy();
      };
      // Annotated elsewhere as null, it was made in the line above.
      const made = current as BrowserWindow | null;
      if (made === null) end();
      else made.once('ready-to-show', end);
    },
    show() {
      if (current === null) return;
      if (current.isMinimized()) current.restore();
      current.focus();
    },
  };
}

/**
 * A window that fills its screen must go on filling it; one that a person has put somewhere stays there as long as all of
 * it can be seen.
 */
function isThere(window: BrowserWindow, place: WindowPlace, placed: WindowPlace | null): boolean {
  const bounds = window.getBounds();
  if (place.fullscreen || window.isFullScreen())
    return place.fullscreen === window.isFullScreen() && isSame(bounds, place.bounds);
  const filled = window.isMaximized() || (placed !== null && isSame(bounds, placed.bounds));
  return filled ? isSame(bounds, place.bounds) : isWithin(bounds, place.bounds);
}

function move(window: BrowserWindow, { bounds, fullscreen }: WindowPlace): void {
  if (window.isMaximized()) window.unmaximize();
  if (window.isFullScreen()) window.setFullScreen(false);
  window.setBounds(bounds);
  if (fullscreen) window.setFullScreen(true);
}

/** Without a window manager Chromium keeps a window a pixel smaller than its screen; a maximised one gets some more. */
const NEARLY_PX = 16;

function isSame(a: Rectangle, b: Rectangle): boolean {
  return [a.x - b.x, a.y - b.y, a.width - b.width, a.height - b.height].every((off) => Math.abs(off) <= NEARLY_PX);
}

function isWithin(inner: Rectangle, outer: Rectangle): boolean {
  return (
    inner.x >= outer.x &&
    inner.y >= outer.y &&
    inner.x + inner.width <= outer.x + outer.width &&
    inner.y + inner.height <= outer.y + outer.height
  );
}
