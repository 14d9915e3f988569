/** What the scanner's lamp shows, of a device that is read directly and of one that types like a keyboard. */

import type { DeviceLamp } from '../till/ports/scanner.ts';
import type { ScannerLamp } from '../../shared/scan.ts';

export type Lamp = {
  readonly device: (lamp: DeviceLamp) => void;
  /** A scanner in keyboard mode was heard: the only sign there is of one. */
  readonly keyboardHeard: () => void;
};

export function createLamp(show: (lamp: ScannerLamp) => void): Lamp {
  let device: DeviceLamp = 'absent';
  let wasReady = false;
  let isKeyboardHeard = false;

  const shown = (): ScannerLamp => {
    if (device === 'ready') return 'ready';
    // What ails the direct way is no concern of a shop whose scanner types.
    if (isKeyboardHeard) return 'keyboard';
    return device === 'absent' && !wasReady ? 'unseen' : device;
  };

  return {
    device(lamp) {
      device = lamp;
      wasReady ||= lamp === 'ready';
      show(shown());
    },
    keyboardHeard() {
      if (isKeyboardHeard) return;
      isKeyboardHeard = true;
      show(shown());
    },
  };
}
