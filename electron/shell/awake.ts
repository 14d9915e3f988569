/**
 * Screens and machine stay awake while the till is open: a screen saver over a QR loses the sale, and a machine that sleeps
 * asks nobody about a payment in doubt. A lid or a person may put it to sleep all the same.
 */
import { powerMonitor, powerSaveBlocker } from 'electron';
import type { Log } from '../till/ports/world.ts';

/** @param onWoken the machine has slept: nobody knows for how long @returns lets them sleep again */
export function stayAwake(onWoken: () => void, log: Log): () => void {
  const blocker = powerSaveBlocker.start('prevent-display-sleep');
  powerMonitor.on('suspend', () => {
    log('till.asleep');
  });
  powerMonitor.on('resume', () => {
    log('till.woken');
    onWoken();
  });
  return () => {
    powerSaveBlocker.stop(blocker);
  };
}
