/** What becomes of a command when the ledger cannot be read or written. */
import type { OnEvent } from './event.ts';
import { LedgerError } from './ports/ledger.ts';
import type { Log } from './ports/world.ts';

export type GuardsDeps = {
  readonly log: Log;
  readonly onEvent: OnEvent;
};

export type Guards = {
  /** Does what records and sends; when it cannot be recorded nothing was sent, and the windows say why. */
  recorded<Answer>(work: () => Answer): Answer | 'cannot-record';
  /**
   * A ledger that cannot be read is as much in trouble as one that cannot be written: nothing more is paid on it.
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
        log('till.cannot-record', { trouble: error.trouble });
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
