/**
 * The till's log: one line for each event, in a file of limited size. electron-log writes and rotates it. The type here
 * decides what may be logged: plain facts, no objects that could carry a secret.
 */
import electronLog from 'electron-log/node';
import { join } from 'node:path';
import { machineClock } from './machine-clock.ts';
import type { Log } from '../till/ports/world.ts';

const BYTES_MAX = 5_000_000;

/** @param folder of the log files @param alsoConsole for a developer who runs from source */
export function openLog(folder: string, alsoConsole: boolean): Log {
  const logger = electronLog.create({ logId: 'till' });
  logger.transports.file.resolvePathFn = () => join(folder, 'till.log');
  logger.transports.file.maxSize = BYTES_MAX;
  // Like all files of the till: no other user of the machine may read what a shop does.
  logger.transports.file.writeOptions = { encoding: 'utf8', flag: 'a', mode: 0o600 };
  logger.transports.file.format = '{iso} {text}';
  logger.transports.console.level = alsoConsole ? 'info' : false;
  logger.transports.console.format = '{text}';
  const write: Log = (event, facts = {}) => {
    logger.info(`${event} ${JSON.stringify(facts)}`);
  };
  return quietly(write, machineClock.mono);
}

/** A window can cause these events as often as it likes. They must not rotate the log and bury what happened before. */
const OF_A_WINDOW = /^(door|security|question)\./;
const WINDOW_LINES_MAX = 100;
const LINES_MAX = 1_000;
const MINUTE_MS = 60_000;

/** Logs each event up to a limit per minute, then the number of events held back. @param mono milliseconds */
export function quietly(write: Log, mono: () => number): Log {
  let since = mono();
  const counts = new Map<string, number>();
  const turn = (now: number): void => {
    since = now;
    const held = [...counts].filter(([event, count]) => count > mostOf(event));
    counts.clear();
    for (const [event, count] of held) write('log.held-back', { event, count: count - mostOf(event) });
  };
  return (event, facts = {}) => {
    const now = mono();
    if (now - since >= MINUTE_MS) turn(now);
    const count = (counts.get(event) ?? 0) + 1;
    counts.set(event, count);
    if (count <= mostOf(event)) write(event, facts);
  };
}

const mostOf = (event: string): number => (OF_A_WINDOW.test(event) ? WINDOW_LINES_MAX : LINES_MAX);
