/** How the program ends: by a person who closes the cashier's window, by a signal, or with the session of the system. */
import { app } from 'electron';
import type { Log } from '../till/ports/world.ts';

/**
 * To be called before the first window is made.
 *
 * @param stop stops the parts; called once
 * @returns whether somebody has asked for the end
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
    // Only a person ends the till, by closing the cashier's window. Two windows that died at once are on their way back.
  });
  app.on('will-quit', end);
  app.on('browser-window-created', (_event, window) => {
    // Windows shuts down or logs off without any word to the app but this one to its windows, and ends the process at once.
    window.on('session-end', () => {
      log('till.session-ends');
      end();
    });
  });
  return () => stage !== 'open';
}
