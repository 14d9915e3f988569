/** The till's two windows and their places: the cashier's on the primary screen, the customer's on its own. */
import { screen, type WebContents } from 'electron';
import type { WindowName } from '../../shared/contract/contract.ts';
import type { CustomerScreenLamp } from '../../shared/contract/devices.ts';
import type { Settings } from '../../shared/settings.ts';
import type { Log } from '../till/ports/world.ts';
import { customerScreenLamp } from './customer-place.ts';
import { onDisplaysChanged, placeForCustomer } from './displays.ts';
import { onFullScreenKey } from './full-screen.ts';
import type { Part } from './parts.ts';
import type { WindowPlace } from './window-place.ts';
import { createWindow, type TillWindow } from './windows.ts';

export type PlacingDeps = {
  /** The folder of the built preloads. */
  readonly preloadFolder: string;
  readonly settings: () => Pick<Settings, 'fullScreen' | 'customerDisplay'>;
  /** A window's page is loaded and needs its state. */
  readonly onReady: (window: WindowName) => void;
  readonly onCashierMade: (contents: WebContents) => void;
  /** A person closed the cashier's window. */
  readonly onCashierClosed: () => void;
  readonly onCustomerScreen: (lamp: CustomerScreenLamp) => void;
  readonly isEnding: () => boolean;
  readonly log: Log;
};

export type Placing = Part & {
  readonly cashier: TillWindow;
  readonly customer: TillWindow;
  /** Puts both windows in their places after the settings or the screens have changed. */
  settle(): void;
};

export function createPlacing(deps: PlacingDeps): Placing {
  const fullScreen = createFullScreen(() => deps.settings().fullScreen);
  const cashier = createCashier(deps, fullScreen);
  const customer = createCustomer(deps, cashier);
  let hadCustomerScreen = false;
  let stopListening = (): void => undefined;
  const settle = (): void => {
    cashier.settle();
    customer.settle();
    const { customerDisplay } = deps.settings();
    const place = placeForCustomer(customerDisplay);
    hadCustomerScreen ||= place.kind === 'own';
    deps.onCustomerScreen(customerScreenLamp(place, hadCustomerScreen || customerDisplay !== null));
  };
  return {
    name: 'windows',
    cashier,
    customer,
    settle,
    start() {
      cashier.open();
      customer.open();
      settle();
      stopListening = onDisplaysChanged(settle);
    },
    stop: () => {
      stopListening();
    },
  };
}

/** Whether the cashier's window fills the screen. The key overrides the setting, until the setting changes. */
type FullScreen = { is(): boolean; turn(): void };

function createFullScreen(bySettings: () => boolean): FullScreen {
  let turned = { from: bySettings(), isOn: bySettings() };
  const is = (): boolean => {
    const from = bySettings();
    if (from !== turned.from) turned = { from, isOn: from };
    return turned.isOn;
  };
  return {
    is,
    turn() {
      turned = { from: bySettings(), isOn: !is() };
    },
  };
}

function createCashier(deps: PlacingDeps, fullScreen: FullScreen): TillWindow {
  const { preloadFolder, onReady, isEnding, log } = deps;
  const cashier = createWindow({
    name: 'cashier',
    title: 'Harbour Till',
    preloadFolder,
    place: () => {
      const { bounds, workArea } = screen.getPrimaryDisplay();
      const fullscreen = fullScreen.is();
      return { bounds: fullscreen ? bounds : workArea, fullscreen };
    },
    onReady: () => {
      onReady('cashier');
    },
    isEnding,
    onMade: (contents) => {
      deps.onCashierMade(contents);
      onFullScreenKey(contents, () => {
        fullScreen.turn();
        cashier.settle();
      });
    },
    onKeyboard: null,
    onClose: () => {
      if (!isEnding()) deps.onCashierClosed();
      return true;
    },
    log,
  });
  return cashier;
}

function createCustomer(
  { preloadFolder, settings, onReady, isEnding, log }: PlacingDeps,
  cashier: TillWindow,
): TillWindow {
  return createWindow({
    name: 'customer',
    title: 'Harbour Till – customer',
    preloadFolder,
    place: (): WindowPlace | null => {
      const place = placeForCustomer(settings().customerDisplay);
      if (place.kind !== 'own') return null;
      const { x, y, width, height } = place.display;
      return { bounds: { x, y, width, height }, fullscreen: true };
    },
    onReady: () => {
      onReady('customer');
    },
    isEnding,
    onMade: () => undefined,
    // A touch on the customer's screen must not take the keyboard, which may be a scanner, away from the cashier.
    onKeyboard: () => {
      cashier.window()?.focus();
    },
    // The customer's window belongs to the till and closes only with it.
    onClose: isEnding,
    after: cashier.opened,
    log,
  });
}
