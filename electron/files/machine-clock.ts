/** The machine's own clock and timers, as the till's ports. Code that tests run with others gets them passed in. */
import type { Clock, Timers } from '../till/ports/world.ts';

export const machineClock: Clock = { mono: () => performance.now(), wall: () => Date.now() };

export const machineTimers: Timers = {
  after(ms, call) {
    const timer = setTimeout(call, ms);
    return () => {
      clearTimeout(timer);
    };
  },
};
