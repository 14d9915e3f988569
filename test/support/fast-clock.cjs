/**
 * Speeds up time in the till that a test starts: its clocks and its timers, by one factor. Electron's --require loads
 * this file into the main process before the till's first line; see fast-clock.ts.
 */
const [origin = 0, factor = 0] = (process.env.TILL_TEST_CLOCK ?? '').split(' ').map(Number);
if (!(factor > 0)) throw new Error('TILL_TEST_CLOCK names no factor');

const wall = Date.now;
const mono = performance.now.bind(performance);
const monoAtLoad = mono();
Date.now = () => Math.round(origin + (wall() - origin) * factor);
performance.now = () => monoAtLoad + (mono() - monoAtLoad) * factor;

/** @param {(call: () => void, ms: number) => unknown} start */
const faster =
  (start) =>
  /** @param {() => void} call */
  (call, ms = 0) =>
    start(call, ms / factor);
const { setTimeout, setInterval } = globalThis;
Object.assign(globalThis, { setTimeout: faster(setTimeout), setInterval: faster(setInterval) });
