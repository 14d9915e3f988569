/** Writes acts into the open ledger, in their order. What none could take waits for the next that can: no act is forgotten. */
import type { WallMs } from '../../shared/time.ts';
import type { Act } from '../till/ports/ledger.ts';
import type { Clock } from '../till/ports/world.ts';

export type Acts = {
  note(act: Act): void;
  /** A ledger was opened. */
  writeWaiting(): void;
};

/** They stand in the log all the same. */
const MOST_WAITING = 200;

/** @param write returns whether a ledger has taken it */
export function createActs(clock: Clock, write: (act: Act, at: WallMs) => boolean): Acts {
  let waiting: readonly { readonly act: Act; readonly at: WallMs }[] = [];
  const writeWaiting = (): void => {
    for (const one of waiting) {
      if (!write(one.act, one.at)) return;
      waiting = waiting.filter((other) => other !== one);
    }
  };
  return {
    note(act) {
      waiting = [...waiting, { act, at: clock.wall() }].slice(-MOST_WAITING);
      writeWaiting();
    },
    writeWaiting,
  };
}
