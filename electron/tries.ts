/** Guesses at a passphrase: after each wrong one the next is not looked at for 1, 2, 4 … 60 seconds, and one at a time. */

const FIRST_WAIT_MS = 1_000;
const MOST_WAIT_MS = 60_000;

export type Tries = {
  /** Milliseconds until the next guess is looked at; 0 when it is now. */
  waitMs(): number;
  /** @param guess whether it was right; while it is under way no other one is taken */
  make<T>(guess: () => Promise<T>, isRight: (found: T) => boolean): Promise<T>;
};

/** @param mono milliseconds that never step */
export function createTries(mono: () => number): Tries {
  let wrong = 0;
  let notBefore = 0;
  let isTrying = false;
  return {
    // In whole milliseconds: a sum of two times and their difference are not always the same to the last bit.
    waitMs: () => (isTrying ? FIRST_WAIT_MS : Math.max(0, Math.round(notBefore - mono()))),
    async make(guess, isRight) {
      isTrying = true;
      try {
        const found = await guess();
        wrong = isRight(found) ? 0 : wrong + 1;
        notBefore = wrong === 0 ? 0 : mono() + Math.min(MOST_WAIT_MS, FIRST_WAIT_MS * 2 ** (wrong - 1));
        return found;
      } finally {
        isTrying = false;
      }
    },
  };
}
