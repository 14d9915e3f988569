/** What the scanner's lamp shows, of a device that is read directly and of one that types like a keyboard. */

import type { ScannerLamp } from '../../shared/scan.ts';

/** Of a scanner that is read directly. */
export type DeviceLamp = Exclude<ScannerLamp, 'keyboard' | 'unseen'>;

/** @returns what takes the lamps of both, as they are told */
export function createLamp(show: (lamp: ScannerLamp) => void): (lamp: DeviceLamp | 'keyboard') => void {
  let device: DeviceLamp = 'absent';
  let wasReady = false;
  let isKeyboardHeard = false;

  const shown = (): ScannerLamp => {
    if (device === 'ready') return 'ready';
    // What ails the direct way is no concern of a shop whose scanner types.
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
