/** Both clocks and the timers, which only the test moves. */
import { setImmediate as turn } from 'node:timers/promises';
import type { Clock, Timers } from '../../electron/till/ports/world.ts';
import { EVENING } from './samples.ts';

export type HandTime = {
  readonly clock: Clock;
  readonly timers: Timers;
  /** Moves both clocks, timer by timer, and lets the consequences of each timer happen. */
  pass(ms: number): Promise<void>;
  /** The machine sleeps: the wall clock moves, and the monotonic clock stands still. */
  sleep(ms: number): void;
  /** In how many milliseconds each timer is due, soonest first. */
  due(): readonly number[];
};

export function handTime(start = EVENING): HandTime {
  // Neither clock starts at 0, which would hide a wrong sign or a forgotten clock.
  let mono = 5_000_000;
  let wall = start;
  const timers = new Set<{ readonly at: number; readonly call: () => void }>();
  return {
    clock: { mono: () => mono, wall: () => wall },
    timers: {
      after(ms, call) {
        const timer = { at: mono + ms, call };
        timers.add(timer);
        return () => timers.delete(timer);
      },
    },
    async pass(ms) {
      const until = mono + ms;
      for (;;) {
        const next = [...timers].toSorted((a, b) => a.at - b.at)[0];
        const at = next !== undefined && next.at <= until ? next.at : until;
        wall += at - mono;
        mono = at;
        if (next === undefined || next.at > until) return;
        timers.delete(next);
        next.call();
        await turn();
      }
    },
    sleep(ms) {
      wall += ms;
    },
    due: () => [...timers].map(({ at }) => at - mono).toSorted((a, b) => a - b),
  };
}
