/**
 * A clock that runs faster than real time, for both a till and its gateway. Minutes of a shop take seconds in a test,
 * and the till makes the same decisions by its clocks.
 */
import { join } from 'node:path';
import type { LaunchOptions } from './electron-app.ts';

export type FastClock = {
  /** The gateway's clock: for the simulator's `now`. */
  readonly now: () => number;
  /** The launch options for the till. */
  readonly launch: Required<Pick<LaunchOptions, 'extraArgs' | 'env'>>;
};

/** @param factor the speed relative to real time; less than 1 slows time down */
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
