/** Logs every uncaught error and reports the first as a bug. The till goes on; Electron's own box would stop it. */
import type { EventEmitter } from 'node:events';
import type { Log } from '../till/ports/world.ts';

/** @param process Node's process @param tell tells the cashier of the first error */
export function catchBugs(process: Pick<EventEmitter, 'on'>, log: Log, tell: () => void): void {
  let isTold = false;
  const caught = (how: string) => (error: unknown) => {
    log('bug', { how, error: error instanceof Error ? (error.stack ?? error.message) : String(error) });
    if (isTold) return;
    isTold = true;
    tell();
  };
  process.on('uncaughtException', caught('exception'));
  process.on('unhandledRejection', caught('rejection'));
}
