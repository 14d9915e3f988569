/** The till's devices on the counter: the customer's screen, the scanner, the keyboard. */
import type { ScannerLamp, ScannerTrial } from '../scan.ts';
import type { DisplayChoice } from '../settings.ts';
import { command } from './entry.ts';

export const DEVICES = {
  identifyDisplays: command<null, void>({ needs: 'cashier' }),
  /** Waits for one label and reports what it was; nothing is charged. */
  tryScanner: command<null, ScannerTrial>({ needs: 'cashier' }),
  stopTryingScanner: command<null, void>({ needs: 'nobody' }),
  /** A text field has the focus, so main must not hold keys back as a possible scan. */
  typing: command<{ on: boolean }, void>({ needs: 'nobody' }),
} as const;

/**
 * The customer's screen. `own`: in use. `none`: the shop has none. `gone`: it was there and is missing. `mirrored`: it
 * shows the cashier's picture. `unplaceable`: it exists, but this system does not let a program place windows.
 */
export type CustomerScreenLamp = 'own' | 'none' | 'gone' | 'mirrored' | 'unplaceable';

export type DisplayView = DisplayChoice & { readonly id: number; readonly role: 'cashier' | 'customer' | 'free' };

/** The state of the devices. */
export type DevicesState = {
  readonly scanner: ScannerLamp;
  readonly customerScreen: CustomerScreenLamp;
};
