/** The machine's own clocks and timers, as the till's ports. Whoever can be tried with others gets these as a parameter. */
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
