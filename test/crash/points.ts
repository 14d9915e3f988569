/** Tries every point at which a program can be interrupted: the first, the second, and so on until none is left. */

export type Point = {
  /** The target of the call: a file's name, or a kind such as `TCP`; null when the program ended before this point. */
  readonly on: string | null;
  readonly faults: readonly string[];
};

export type Points = {
  /** The number of points by target. */
  readonly on: ReadonlyMap<string, number>;
  readonly faults: readonly string[];
};

/** Each run of a day has a slightly different number of calls, so only several misses show that no point is left. */
const MISSES_AT_THE_END = 3;
/** How many run in parallel: enough to keep two cores busy, because each waits half of the time. */
const AT_A_TIME = 3;

export async function everyPoint(
  at: (point: number) => Promise<Point>,
  progress: (done: number) => void,
): Promise<Points> {
  const on = new Map<string, number>();
  const faults: string[] = [];
  let next = 1;
  let misses = 0;
  let done = 0;
  const walk = async (): Promise<void> => {
    while (misses < MISSES_AT_THE_END) {
      const point = next;
      next += 1;
      const found = await at(point);
      faults.push(...found.faults);
      if (found.on === null) misses += 1;
      else on.set(found.on, (on.get(found.on) ?? 0) + 1);
      done += 1;
      progress(done);
    }
  };
  await Promise.all(Array.from({ length: AT_A_TIME }, walk));
  return { on, faults };
}
