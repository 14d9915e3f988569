/** Runs asynchronous work one after the other. */

export type Turns = {
  /** Starts the work when all earlier work has ended, even if that failed; settles as the work does. */
  take(work: () => Promise<void>): Promise<void>;
  /** Whether some work is under way or waits for its turn. */
  areTaken(): boolean;
};

export function createTurns(): Turns {
  let last: Promise<void> = Promise.resolve();
  let taken = 0;
  const after = async (earlier: Promise<void>, work: () => Promise<void>): Promise<void> => {
    // The earlier work's error goes to the caller of that work.
    await earlier.catch(() => undefined);
    await work();
  };
  return {
    take(work) {
      taken += 1;
      last = after(last, work).finally(() => {
        taken -= 1;
      });
      return last;
    },
    areTaken: () => taken > 0,
  };
}
