/** Writes acts to the open ledger, in order. While no ledger can take an act, it waits in memory. */
import type { WallMs } from '../../shared/time.ts';
import type { Act } from '../../shared/act.ts';
import type { Clock, Log } from '../till/ports/world.ts';

export type ActsDeps = {
  readonly clock: Clock;
  readonly log: Log;
  /** Returns whether a ledger has taken the act. */
  readonly write: (act: Act, at: WallMs) => boolean;
};

export type Acts = {
  note(act: Act): void;
  /** Call this when a ledger was opened. */
  writeWaiting(): void;
};

/** The oldest are dropped first; each act is in the log too. */
const WAITING_MAX = 200;

export function createActs({ clock, log, write }: ActsDeps): Acts {
  let waiting: readonly { readonly act: Act; readonly at: WallMs }[] = [];

  /** An act whose writing throws is dropped, so that it does not block the acts behind it. */
  const isDone = (act: Act, at: WallMs): boolean => {
    try {
      return write(act, at);
    } catch (error) {
      log('counter.act-not-written', { what: act.what, error: String(error) });
      return true;
    }
  };

  const writeWaiting = (): void => {
    for (const one of waiting) {
      if (!isDone(one.act, one.at)) return;
      waiting = waiting.filter((other) => other !== one);
    }
  };

  return {
    note(act) {
      waiting = [...waiting, { act, at: clock.wall() }].slice(-WAITING_MAX);
      writeWaiting();
    },
    writeWaiting,
  };
}
