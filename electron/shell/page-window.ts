/** One window with one of the till's pages in it, which can reach nothing beyond its window. */
import { BrowserWindow, type WebContents, type WebPreferences } from 'electron';
import { join } from 'node:path';
import type { WindowName } from '../../shared/contract/contract.ts';
import type { Log } from '../till/ports/world.ts';
import { pageUrl } from './protocol.ts';
import type { WindowPlace } from './window-place.ts';

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

export type PageOptions = {
  readonly name: WindowName;
  readonly title: string;
  readonly preloadFolder: string;
  /** The page is up and wants its state. */
  readonly onReady: () => void;
  /** The person closed it; true lets it go. */
  readonly onClose: () => boolean;
  readonly onMade: (contents: WebContents) => void;
  /** For a window that has no use for the keyboard: it does not ask for it, and this is what to do when it gets it. */
  readonly onKeyboard: (() => void) | null;
  /** The program is ending: nothing is put in the place of a window that goes. */
  readonly isEnding: () => boolean;
  readonly log: Log;
};

/** What becomes of it. */
export type PageLife = {
  /** Whether it is still the one that is wanted. */
  readonly isWanted: (window: BrowserWindow) => boolean;
  readonly onShown: (window: BrowserWindow) => void;
  /** The page's script has run and listens; its fonts may still be on their way. */
  readonly onStood: (window: BrowserWindow) => void;
  /** The window is of no use any more: its page is gone, or is another one, or never came. */
  readonly onGone: (window: BrowserWindow) => void;
  /** The page is up, or will not come. */
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
      // It would stay blank: its file may be there again in a moment. A till that ends closes it by itself.
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
  // Chromium asks nobody before a page leads itself to an empty one, and such a window would stay blank.
  webContents.on('did-navigate', (_event, url) => {
    if (url === pageUrl(name)) return;
    log('window.led-away', { name });
    // Not while Chromium is still telling of it.
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
    // Chromium asks nobody either when a page closes its own window.
    if (!isEnding()) log('window.closed-itself', { name });
    onGone(window);
  });
}
