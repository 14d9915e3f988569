/** Joins the lamps of a directly read scanner and of one that types like a keyboard into the lamp that is shown. */

import type { ScannerLamp } from '../../shared/scan.ts';

/** The lamp of a scanner that is read directly. */
export type DeviceLamp = Exclude<ScannerLamp, 'keyboard' | 'unseen'>;

/** @returns the function that takes each new lamp of either scanner */
export function createLamp(show: (lamp: ScannerLamp) => void): (lamp: DeviceLamp | 'keyboard') => void {
  let device: DeviceLamp = 'absent';
  let wasReady = false;
  let isKeyboardHeard = false;

  const shown = (): ScannerLamp => {
    if (device === 'ready') return 'ready';
    // A fault of the direct connection does not matter to a shop whose scanner types.
    if (isKeyboardHeard) return 'keyboard';
    return device === 'absent' && !wasReady ? 'unseen' : device;
  };

  return (lamp) => {
    if (lamp === 'keyboard') isKeyboardHeard = true;
    else {
      device = lamp;
      wasReady ||= lamp === 'ready';
    }
    show(shown());
  };
}
