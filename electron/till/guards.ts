/** Handles a ledger that cannot be read or written during a command. */
import type { OnEvent } from './event.ts';
import { LedgerError } from './ports/ledger.ts';
import type { Log } from './ports/world.ts';

export type GuardsDeps = {
  readonly log: Log;
  readonly onEvent: OnEvent;
};

export type Guards = {
  /** Runs work that records and then sends. If it cannot be recorded, nothing was sent, and the windows show why. */
  recorded<Answer>(work: () => Answer): Answer | 'cannot-record';
  /**
   * Runs work that reads. A read error stops payments just as a write error does.
   *
   * @throws what `work` throws
   */
  readFrom<Answer>(work: () => Answer): Answer;
};

export function createGuards({ log, onEvent }: GuardsDeps): Guards {
  return {
    recorded(work) {
      try {
        return work();
      } catch (error) {
        if (!(error instanceof LedgerError)) throw error;
        log('till.cannot-record', { trouble: error.fault });
        onEvent({ kind: 'ledger-failed', error });
        return 'cannot-record';
      } finally {
        onEvent({ kind: 'changed' });
      }
    },
    readFrom(work) {
      try {
        return work();
      } catch (error) {
        if (error instanceof LedgerError) onEvent({ kind: 'ledger-failed', error });
        throw error;
      }
    },
  };
}
