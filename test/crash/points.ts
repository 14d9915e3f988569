/** Every point at which something can be made to happen to a program: the first, the second, and so on until none is left. */

export type Point = {
  /** What the call was on: a file's name, `socket`, `pipe`; null when the program ended before this point. */
  readonly on: string | null;
  readonly faults: readonly string[];
};

export type Points = {
  /** How many points there were on what. */
  readonly on: ReadonlyMap<string, number>;
  readonly faults: readonly string[];
};

/** A day is never quite the same, so one that has fewer calls than the one before is not the end of them all. */
const MISSES_AT_THE_END = 3;
/** As many at a time as keep two cores busy: half of each is waiting. */
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
