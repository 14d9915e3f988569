/** A call that never settles, or that fails where it never should, ends as if nobody had answered. */
import type { Timers } from './ports/world.ts';

/** Longer than any call of the gateway lasts by its own time-out: what is still under way then will not end by itself. */
export const HUNG_MS = 61_000;

/**
 * @param onLost hears why nothing came; what comes after that is nobody's any more
 * @returns what the call gave, or else `lost`; never rejects
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

/** For the log: what a message says may be a secret. */
export const nameOf = (error: unknown): string => (error instanceof Error ? error.name : typeof error);
