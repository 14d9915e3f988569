/** Work that is done one after the other, whoever asks for it. */

export type Turns = {
  /** Begins when everything before it has ended, however it ended; settles as the work does. */
  take(work: () => Promise<void>): Promise<void>;
  /** Some work is under way or waits for its turn. */
  areTaken(): boolean;
};

export function createTurns(): Turns {
  let last: Promise<void> = Promise.resolve();
  let taken = 0;
  const after = async (earlier: Promise<void>, work: () => Promise<void>): Promise<void> => {
    // How it ended was told to whoever had asked for it.
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
