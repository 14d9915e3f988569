/** How the program ends: a person closes the cashier's window, a signal comes, or the system's session ends. */
import { app } from 'electron';
import type { Log } from '../till/ports/world.ts';

/**
 * Call this before the first window is made.
 *
 * @param stop stops the parts; called once
 * @returns whether the end was asked for
 */
export function watchEnding(stop: () => void, log: Log): () => boolean {
  let stage: 'open' | 'ending' | 'stopped' = 'open';
  const end = (): void => {
    if (stage === 'stopped') return;
    stage = 'stopped';
    stop();
    log('till.stopped');
  };
  app.on('before-quit', () => {
    if (stage === 'open') stage = 'ending';
  });
  app.on('window-all-closed', () => {
    // Only a person ends the till, by closing the cashier's window. Two windows that died at once will be remade.
  });
  app.on('will-quit', end);
  app.on('browser-window-created', (_event, window) => {
    // At shutdown or log-off Windows tells only the windows, not the app, and ends the process at once.
    window.on('session-end', () => {
      log('till.session-ends');
      end();
    });
  });
  return () => stage !== 'open';
}
