/**
 * Keeps the screens and the machine awake while the till is open. A screen saver over a QR loses the sale, and a
 * sleeping machine does not enquire about a payment in doubt. A closed lid or a person can still put it to sleep.
 */
import { powerMonitor, powerSaveBlocker } from 'electron';
import type { Log } from '../till/ports/world.ts';
import type { Part } from './parts.ts';

/** @param onWoken the machine has slept, for an unknown time */
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
