/** Limits a call: if it never settles or throws unexpectedly, it ends as unanswered. */
import type { Timers } from './ports/world.ts';

/** Longer than the time-out of any gateway call: a call still open then will not end by itself. */
export const HUNG_MS = 61_000;

/**
 * @param onLost receives the reason; a result that comes later is ignored
 * @returns the call's result, or else `lost`; never rejects
 */
export function limited<Answer>(
  timers: Timers,
  call: () => Promise<Answer>,
  lost: Answer,
  onLost: (why: string) => void,
): Promise<Answer> {
  return new Promise((resolve) => {
    const lose = (why: string): void => {
      onLost(why);
      resolve(lost);
    };
    const cancel = timers.after(HUNG_MS, () => {
      lose('under way for too long');
    });
    void (async () => {
      try {
        resolve(await call());
      } catch (error) {
        lose(nameOf(error));
      } finally {
        cancel();
      }
    })();
  });
}

/** For the log, which takes only the error's name: its message may hold a secret. */
export const nameOf = (error: unknown): string => (error instanceof Error ? error.name : typeof error);
