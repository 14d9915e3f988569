/**
 * Guesses at a passphrase: after each wrong one the next is not looked at for 1, 2, 4 … 60 seconds, and one at a time. How
 * many were wrong is kept, so that a restart gives no fresh ones; the wait then begins anew and is never longer than these
 * sixty seconds, so nobody is locked out.
 */
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { writeAtomically } from '../files/atomic-file.ts';

const FIRST_WAIT_MS = 1_000;
const MOST_WAIT_MS = 60_000;
/** From here on more of them make no difference. */
const MOST_COUNTED = 16;

export type Tries = {
  /** Milliseconds until the next guess is looked at; 0 when it is now. */
  waitMs(): number;
  /** @param guess whether it was right; while it is under way no other one is taken */
  make<T>(guess: () => Promise<T>, isRight: (found: T) => boolean): Promise<T>;
};

/**
 * @param mono milliseconds that never step
 * @param path where the number of wrong ones is kept; in a folder that cannot be written it is kept while the program runs
 */
export function createTries(mono: () => number, path: string): Tries {
  let wrong = kept(path);
  let notBefore = 0;
  let isTrying = false;

  const note = (count: number): void => {
    const next = Math.min(count, MOST_COUNTED);
    const isNews = next !== wrong;
    wrong = next;
    notBefore = wrong === 0 ? 0 : mono() + Math.min(MOST_WAIT_MS, FIRST_WAIT_MS * 2 ** (wrong - 1));
    if (isNews) keep(path, wrong);
  };
  note(wrong);

  return {
    // In whole milliseconds: a sum of two times and their difference are not always the same to the last bit.
    waitMs: () => (isTrying ? FIRST_WAIT_MS : Math.max(0, Math.round(notBefore - mono()))),
    async make(guess, isRight) {
      isTrying = true;
      const before = wrong;
      // Before it is looked at: a program that is ended meanwhile has had its guess.
      note(before + 1);
      try {
        const found = await guess();
        note(isRight(found) ? 0 : before + 1);
        return found;
      } finally {
        isTrying = false;
      }
    },
  };
}

const fileSchema = z.object({ wrong: z.int().min(0).max(MOST_COUNTED) });

function kept(path: string): number {
  try {
    return fileSchema.parse(JSON.parse(readFileSync(path, 'utf8'))).wrong;
  } catch {
    return 0;
  }
}

function keep(path: string, wrong: number): void {
  try {
    writeAtomically(path, JSON.stringify({ wrong }));
  } catch {
    // Whoever can write there could take the file away as well; the till itself opens without it.
  }
}
