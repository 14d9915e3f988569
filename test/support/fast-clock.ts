/**
 * A clock that goes faster than ours, for a till and its gateway alike: what takes minutes in a shop takes seconds in a
 * test, and everything the till decides by its clocks is decided as in those minutes.
 */
import { join } from 'node:path';
import type { LaunchOptions } from './electron-app.ts';

export type FastClock = {
  /** The gateway's: for the simulator's `now`. */
  readonly now: () => number;
  /** What the till is to be launched with. */
  readonly launch: Required<Pick<LaunchOptions, 'extraArgs' | 'env'>>;
};

/** @param factor how many times as fast as ours; less than 1 slows it down */
export function fastClock(factor: number): FastClock {
  const origin = Date.now();
  return {
    now: () => Math.round(origin + (Date.now() - origin) * factor),
    launch: {
      extraArgs: ['--require', join(import.meta.dirname, 'fast-clock.cjs')],
      env: { TILL_TEST_CLOCK: `${origin} ${factor}` },
    },
  };
}
