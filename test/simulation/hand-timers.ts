/** Fake time for parts that call the global setTimeout: time moves only when the test passes it. */

type Timer = { readonly at: number; readonly order: number; readonly call: () => void };

export type HandTimers = { readonly now: () => number; readonly pass: (ms: number) => void };

/** Runs `work` with fake setTimeout and clearTimeout, and restores the real ones. `work` must be synchronous. */
export function handTimers<Result>(work: (time: HandTimers) => Result): Result {
  const { setTimeout: ownSet, clearTimeout: ownClear } = globalThis;
  const timers = new Map<number, Timer>();
  let now = 100_000;
  let made = 0;
  const set = (call: () => void, ms = 0): number => {
    made += 1;
    timers.set(made, { at: now + ms, order: made, call });
    return made;
  };
  const next = (until: number): Timer | undefined =>
    [...timers.values()]
      .filter(({ at }) => at <= until)
      .toSorted((one, other) => one.at - other.at || one.order - other.order)[0];
  Object.assign(globalThis, { setTimeout: set, clearTimeout: (id: number) => timers.delete(id) });
  try {
    return work({
      now: () => now,
      pass(ms) {
        const until = now + ms;
        for (let timer = next(until); timer !== undefined; timer = next(until)) {
          timers.delete(timer.order);
          now = Math.max(now, timer.at);
          timer.call();
        }
        now = until;
      },
    });
  } finally {
    Object.assign(globalThis, { setTimeout: ownSet, clearTimeout: ownClear });
  }
}
