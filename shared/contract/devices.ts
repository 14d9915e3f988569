/** What stands on the counter beside the till: the customer's screen, the scanner, the keys. */
import type { ScannerLamp, ScannerTrial } from '../scan.ts';
import type { DisplayChoice } from '../settings.ts';
import { command } from './entry.ts';

export const DEVICES = {
  identifyDisplays: command<null, void>({ needs: 'cashier' }),
  /** Waits for one label and tells what it was; nothing is charged for it. */
  tryScanner: command<null, ScannerTrial>({ needs: 'cashier' }),
  stopTryingScanner: command<null, void>({ needs: 'cashier' }),
  /** A text field has the focus: keys are for it and not held back as a possible scan. */
  typing: command<{ on: boolean }, void>({ needs: 'cashier' }),
} as const;

/**
 * The customer's screen: there; not there, in a shop that has none; gone, in a shop that had one; the same picture as the
 * cashier's; there, but this system puts windows where it likes.
 */
export type CustomerScreenLamp = 'own' | 'none' | 'gone' | 'mirrored' | 'unplaceable';

export type DisplayView = DisplayChoice & { readonly id: number; readonly role: 'cashier' | 'customer' | 'free' };

/** How the devices are. */
export type DevicesState = {
  readonly scanner: ScannerLamp;
  readonly customerScreen: CustomerScreenLamp;
};
