/**
 * Limits guesses at a passphrase or a PIN to one at a time. After each wrong one the next must wait 1, 2, 4 … 60 seconds. The
 * number of wrong guesses is kept, so a restart does not reset it. The wait starts again after a restart, but is never
 * longer than 60 seconds, so nobody is locked out.
 */
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { writeAtomically } from '../files/atomic-file.ts';

const FIRST_WAIT_MS = 1_000;
const WAIT_MS_MAX = 60_000;
/** A higher count does not lengthen the wait. */
const COUNTED_MAX = 16;

export type Tries = {
  /** Milliseconds until the next guess is allowed; 0 if it is allowed at once. */
  waitMs(): number;
  /** How many guesses in a row were wrong; no more than 16 are counted. */
  wrong(): number;
  /** @param guess runs the guess; no other guess is allowed meanwhile */
  make<T>(guess: () => Promise<T>, isRight: (found: T) => boolean): Promise<T>;
};

/**
 * @param mono milliseconds that never step
 * @param path keeps the number of wrong guesses; if the folder cannot be written, it is kept in memory
 */
export function createTries(mono: () => number, path: string): Tries {
  let wrong = kept(path);
  let notBefore = 0;
  let isTrying = false;

  const note = (count: number): void => {
    const next = Math.min(count, COUNTED_MAX);
    const isNews = next !== wrong;
    wrong = next;
    notBefore = wrong === 0 ? 0 : mono() + Math.min(WAIT_MS_MAX, FIRST_WAIT_MS * 2 ** (wrong - 1));
    if (isNews) keep(path, wrong);
  };
  note(wrong);

  return {
    // Rounded: a sum of two times and their difference may differ in the last bit.
    wrong: () => wrong,
    waitMs: () => (isTrying ? FIRST_WAIT_MS : Math.max(0, Math.round(notBefore - mono()))),
    async make(guess, isRight) {
      isTrying = true;
      const before = wrong;
      // Counts the guess as wrong before it runs, so that ending the program does not undo it.
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

const fileSchema = z.object({ wrong: z.int().min(0).max(COUNTED_MAX) });

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
    // A person who can write there could also delete the file. The till itself opens without it.
  }
}
