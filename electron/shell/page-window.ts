/** One window with one of the till's pages. The page can reach nothing beyond its window. */
import { BrowserWindow, type WebContents, type WebPreferences } from 'electron';
import { join } from 'node:path';
import type { WindowName } from '../../shared/contract/contract.ts';
import type { Log } from '../till/ports/world.ts';
import { pageUrl } from './protocol.ts';
import type { WindowPlace } from './window-place.ts';

/** Sets every switch by which a page could reach beyond its window, even where the default is the same. */
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
  // A window behind another one must still show a result at once.
  backgroundThrottling: false,
};

/** The same as --ground in renderer/ui/tokens.css: the colour of a window until its page is drawn. */
const BACKGROUND = '#f4f4f1';

export type PageOptions = {
  readonly name: WindowName;
  readonly title: string;
  readonly preloadFolder: string;
  /** The page is loaded and needs its state. */
  readonly onReady: () => void;
  /** A person closed the window; true lets it close. */
  readonly onClose: () => boolean;
  readonly onMade: (contents: WebContents) => void;
  /** For a window that does not need the keyboard: it does not ask for the focus, and calls this if it gets it. */
  readonly onKeyboard: (() => void) | null;
  /** The program is ending: a window that goes is not replaced. */
  readonly isEnding: () => boolean;
  readonly log: Log;
};

/** What happens to the window. */
export type PageLife = {
  /** Whether this window is still the current one. */
  readonly isWanted: (window: BrowserWindow) => boolean;
  readonly onShown: (window: BrowserWindow) => void;
  /** The page's script has run and listens; its fonts may still be loading. */
  readonly onStood: (window: BrowserWindow) => void;
  /** The window is useless: its page is gone, was replaced, or never came. */
  readonly onGone: (window: BrowserWindow) => void;
  /** The page is loaded, or will not come. */
  readonly onTried: () => void;
};

export function openPage(options: PageOptions, { bounds, fullscreen }: WindowPlace, life: PageLife): BrowserWindow {
  const { name, log } = options;
  const window = new BrowserWindow({
    ...bounds,
    fullscreen,
    title: options.title,
    backgroundColor: BACKGROUND,
    autoHideMenuBar: true,
    show: false,
    webPreferences: { ...LOCKED_DOWN, preload: join(options.preloadFolder, `${name}.cjs`) },
  });
  window.removeMenu();
  options.onMade(window.webContents);
  window.once('ready-to-show', () => {
    if (options.onKeyboard === null) window.show();
    else window.showInactive();
    life.onShown(window);
  });
  if (options.onKeyboard !== null) window.on('focus', options.onKeyboard);
  window.webContents.on('dom-ready', () => {
    life.onStood(window);
    options.onReady();
  });
  window.on('close', (event) => {
    if (!options.onClose()) event.preventDefault();
  });
  tellWhenGone(window, options, life);
  void window
    .loadURL(pageUrl(name))
    .catch((error: unknown) => {
      log('window.not-loaded', { name, error: String(error) });
      // It would stay blank, and its file may be back in a moment. When the till ends, it closes the window itself.
      if (!options.isEnding()) life.onGone(window);
    })
    .finally(life.onTried);
  return window;
}

function tellWhenGone(
  window: BrowserWindow,
  { name, log, isEnding }: PageOptions,
  { isWanted, onGone }: PageLife,
): void {
  const { webContents } = window;
  // Chromium asks nobody before a page navigates to an empty one, and such a window would stay blank.
  webContents.on('did-navigate', (_event, url) => {
    if (url === pageUrl(name)) return;
    log('window.led-away', { name });
    // Deferred, because Chromium is still sending this event.
    setImmediate(onGone, window);
  });
  webContents.on('render-process-gone', (_event, { reason }) => {
    log('window.gone', { name, reason });
    onGone(window);
  });
  window.on('unresponsive', () => {
    log('window.unresponsive', { name });
    onGone(window);
  });
  window.on('closed', () => {
    if (!isWanted(window)) return;
    // Chromium does not ask either when a page closes its own window.
    if (!isEnding()) log('window.closed-itself', { name });
    onGone(window);
  });
}
