/**
 * Screens and machine stay awake while the till is open: a screen saver over a QR loses the sale, and a machine that sleeps
 * asks nobody about a payment in doubt. A lid or a person may put it to sleep all the same.
 */
import { powerMonitor, powerSaveBlocker } from 'electron';
import type { Log } from '../till/ports/world.ts';
import type { Part } from './parts.ts';

/** @param onWoken the machine has slept: nobody knows for how long */
export function createAwake(onWoken: () => void, log: Log): Part {
  let blocker: number | null = null;
  const onSuspend = (): void => {
    log('till.asleep');
  };
  const onResume = (): void => {
    log('till.woken');
    onWoken();
  };
  return {
    name: 'awake',
    start() {
      blocker = powerSaveBlocker.start('prevent-display-sleep');
      powerMonitor.on('suspend', onSuspend);
      powerMonitor.on('resume', onResume);
    },
    stop() {
      if (blocker !== null) powerSaveBlocker.stop(blocker);
      powerMonitor.off('suspend', onSuspend);
      powerMonitor.off('resume', onResume);
    },
  };
}
