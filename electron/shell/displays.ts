/** The system's screens. The cashier has the primary one, the customer another one; see customer-place.ts. */
import { app, BrowserWindow, screen, type Display, type Rectangle } from 'electron';
import type { DisplayView } from '../../shared/contract/devices.ts';
import type { DisplayChoice } from '../../shared/settings.ts';
import { customerPlace, type CustomerPlace } from './customer-place.ts';
import { pageUrl } from './protocol.ts';
import { LOCKED_DOWN } from './page-window.ts';

let isIdentifying = false;
const IDENTIFY_MS = 4_000;
const IDENTIFY_MS_MAX = 20_000;

/** A screen in the form of a choice, with the id that it has until it is unplugged. */
type Found = DisplayChoice & { readonly id: number };

const foundAs = ({ id, label, bounds }: Display): Found => ({
  id,
  label,
  x: bounds.x,
  y: bounds.y,
  width: bounds.width,
  height: bounds.height,
});

/** Where the customer's window belongs at the moment. */
export function placeForCustomer(chosen: DisplayChoice | null): CustomerPlace<Found> {
  const cashier = screen.getPrimaryDisplay();
  const others = screen.getAllDisplays().filter(({ id }) => id !== cashier.id);
  // Chromium sets this switch to the platform that it has chosen itself.
  const canPlace = app.commandLine.getSwitchValue('ozone-platform') !== 'wayland';
  return customerPlace({ cashier: foundAs(cashier), others: others.map(foundAs), canPlace }, chosen);
}

export function listDisplays(chosen: DisplayChoice | null): readonly DisplayView[] {
  const place = placeForCustomer(chosen);
  const customer = place.kind === 'own' ? place.display.id : null;
  const cashier = screen.getPrimaryDisplay().id;
  return screen.getAllDisplays().map((display) => ({
    ...foundAs(display),
    role: display.id === cashier ? 'cashier' : display.id === customer ? 'customer' : 'free',
  }));
}

/** Calls back after a screen was plugged in, unplugged or changed, until the returned function is called. */
export function onDisplaysChanged(call: () => void): () => void {
  screen.on('display-added', call);
  screen.on('display-removed', call);
  screen.on('display-metrics-changed', call);
  return () => {
    screen.off('display-added', call);
    screen.off('display-removed', call);
    screen.off('display-metrics-changed', call);
  };
}

/** Shows a number on every screen for a moment, in the order of the settings. Resolves when the numbers have gone. */
export async function identifyDisplays(): Promise<void> {
  // The numbers are on the screens already.
  if (isIdentifying) return;
  isIdentifying = true;
  await Promise.all(screen.getAllDisplays().map(({ bounds }, index) => showNumber(bounds, index + 1)));
  isIdentifying = false;
}

/** Resolves when the number has gone. */
function showNumber(bounds: Rectangle, number: number): Promise<void> {
  const window = new BrowserWindow({
    ...centred(bounds, 320),
    frame: false,
    alwaysOnTop: true,
    focusable: false,
    skipTaskbar: true,
    webPreferences: LOCKED_DOWN,
  });
  const gone = new Promise<void>((over) => {
    window.once('closed', over);
  });
  const goAfter = (ms: number): void => {
    setTimeout(() => {
      if (!window.isDestroyed()) window.destroy();
    }, ms);
  };
  // Counts from when the number is visible, because a slow machine takes time. A number that never appears goes too.
  goAfter(IDENTIFY_MS_MAX);
  window.webContents.once('did-finish-load', () => {
    goAfter(IDENTIFY_MS);
  });
  void window.loadURL(`${pageUrl('identify')}#${number}`).catch(() => undefined);
  return gone;
}

function centred({ x, y, width, height }: Rectangle, size: number): Rectangle {
  return { x: x + Math.round((width - size) / 2), y: y + Math.round((height - size) / 2), width: size, height: size };
}
