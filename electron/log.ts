/**
 * The till's log: one line for each event, in a file that is kept small. electron-log does the writing and the turning
 * over; what may be said is decided here, by type: plain facts, no objects that could carry a secret.
 */
import electronLog from 'electron-log/node';
import { join } from 'node:path';
import type { Log } from './till/ports.ts';

const MOST_BYTES = 5_000_000;

/** @param folder of the log files @param alsoConsole in a run from source, for the developer */
export function openLog(folder: string, alsoConsole: boolean): Log {
  const logger = electronLog.create({ logId: 'till' });
  logger.transports.file.resolvePathFn = () => join(folder, 'till.log');
  logger.transports.file.maxSize = MOST_BYTES;
  logger.transports.file.format = '{iso} {text}';
  logger.transports.console.level = alsoConsole ? 'info' : false;
  logger.transports.console.format = '{text}';
  return (event, facts = {}) => {
    logger.info(`${event} ${JSON.stringify(facts)}`);
  };
}
