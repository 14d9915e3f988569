/**
 * The till's log: one line for each event, in a file that is kept small. electron-log does the writing and the turning
 * over; what may be said is decided here, by type: plain facts, no objects that could carry a secret.
 */
import electronLog from 'electron-log/node';
import { join } from 'node:path';
import { machineClock } from './machine-clock.ts';
import type { Log } from '../till/ports/world.ts';

const MOST_BYTES = 5_000_000;

/** @param folder of the log files @param alsoConsole in a run from source, for the developer */
export function openLog(folder: string, alsoConsole: boolean): Log {
  const logger = electronLog.create({ logId: 'till' });
  logger.transports.file.resolvePathFn = () => join(folder, 'till.log');
  logger.transports.file.maxSize = MOST_BYTES;
  // As all of the till's files: no other user of the machine reads what a shop does.
  logger.transports.file.writeOptions = { encoding: 'utf8', flag: 'a', mode: 0o600 };
  logger.transports.file.format = '{iso} {text}';
  logger.transports.console.level = alsoConsole ? 'info' : false;
  logger.transports.console.format = '{text}';
  const write: Log = (event, facts = {}) => {
    logger.info(`${event} ${JSON.stringify(facts)}`);
  };
  return quietly(write, machineClock.mono);
}

/** What a window can cause as often as it likes must not turn the log over and bury what happened before. */
const OF_A_WINDOW = /^(door|security|question)\./;
const MOST_OF_A_WINDOW = 100;
const MOST = 1_000;
const MINUTE_MS = 60_000;

/** Lets each event through so many times a minute, and then says how many there were more. @param mono milliseconds */
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

const mostOf = (event: string): number => (OF_A_WINDOW.test(event) ? MOST_OF_A_WINDOW : MOST);
