/**
 * Which screen is whose: the cashier's is the system's first, the customer's another one. Systems give screens new ids at every start, so the choice is kept by label and place;
 * a screen that is gone for a while gets its window back when it returns.
 */
import { BrowserWindow, screen, type Display, type Rectangle } from 'electron';
import type { DisplayView } from '../../shared/views.ts';
import type { DisplayChoice } from '../../shared/settings.ts';
import { pageUrl } from './protocol.ts';
import { LOCKED_DOWN } from './windows.ts';

const IDENTIFY_MS = 4_000;

const choiceOf = ({ label, bounds }: Display): DisplayChoice => ({
  label,
  x: bounds.x,
  y: bounds.y,
  width: bounds.width,
  height: bounds.height,
});

const samePlace = (a: DisplayChoice, b: DisplayChoice): boolean =>
  a.x === b.x && a.y === b.y && a.width === b.width && a.height === b.height;

/**
 * The chosen screen, else the first that is not the cashier's; null when there is only one. By label and place first, then
 * by either: a re-plugged screen may have moved, a driver update may have renamed it.
 */
export function pickCustomerDisplay<D extends DisplayChoice>(
  others: readonly D[],
  chosen: DisplayChoice | null,
): D | null {
  const found =
    chosen === null
      ? undefined
      : (others.find((other) => other.label === chosen.label && samePlace(other, chosen)) ??
        others.find((other) => other.label !== '' && other.label === chosen.label) ??
        others.find((other) => samePlace(other, chosen)));
  return found ?? others[0] ?? null;
}

/** Where the customer's window belongs now, or null when it has to share the cashier's screen. */
export function customerBounds(chosen: DisplayChoice | null): Rectangle | null {
  const picked = pickCustomerDisplay(otherDisplays().map(choiceOf), chosen);
  return picked === null ? null : { x: picked.x, y: picked.y, width: picked.width, height: picked.height };
}

export function listDisplays(chosen: DisplayChoice | null): readonly DisplayView[] {
  const customer = customerBounds(chosen);
  const primary = screen.getPrimaryDisplay().id;
  return screen.getAllDisplays().map((display) => {
    const choice = choiceOf(display);
    const isCustomer = customer !== null && samePlace(choice, { label: '', ...customer });
    return { ...choice, id: display.id, role: display.id === primary ? 'cashier' : isCustomer ? 'customer' : 'free' };
  });
}

/**
 * Puts the cashier's window onto the first screen when it is not whole there: a screen that came, went or shrank moves no
 * window. One that fills a screen is kept in size by the system, which gives it some pixels beyond the edges.
 */
export function bringToFirstScreen(window: BrowserWindow): void {
  const { id, workArea } = screen.getPrimaryDisplay();
  const bounds = window.getBounds();
  const fills = window.isMaximized() || window.isFullScreen();
  const isThere = fills ? screen.getDisplayMatching(bounds).id === id : isWithin(bounds, workArea);
  if (isThere) return;
  if (window.isMaximized()) window.unmaximize();
  window.setFullScreen(false);
  window.setBounds(workArea);
}

/** Calls back after a screen was plugged, unplugged or changed. */
export function onDisplaysChanged(call: () => void): void {
  screen.on('display-added', call);
  screen.on('display-removed', call);
  screen.on('display-metrics-changed', call);
}

/** Shows a number on every screen for a moment: the order in which the settings list them. */
export function identifyDisplays(): void {
  for (const [index, { bounds }] of screen.getAllDisplays().entries()) {
    const window = new BrowserWindow({
      ...centred(bounds, 320),
      frame: false,
      alwaysOnTop: true,
      focusable: false,
      skipTaskbar: true,
      webPreferences: LOCKED_DOWN,
    });
    void window.loadURL(`${pageUrl('identify')}#${index + 1}`);
    setTimeout(() => {
      if (!window.isDestroyed()) window.destroy();
    }, IDENTIFY_MS);
  }
}

function isWithin(inner: Rectangle, outer: Rectangle): boolean {
  return (
    inner.x >= outer.x &&
    inner.y >= outer.y &&
    inner.x + inner.width <= outer.x + outer.width &&
    inner.y + inner.height <= outer.y + outer.height
  );
}

function otherDisplays(): readonly Display[] {
  const primary = screen.getPrimaryDisplay().id;
  return screen.getAllDisplays().filter((display) => display.id !== primary);
}

function centred({ x, y, width, height }: Rectangle, size: number): Rectangle {
  return { x: x + Math.round((width - size) / 2), y: y + Math.round((height - size) / 2), width: size, height: size };
}
