/**
 * Asks the gateway for what a restored ledger has lost: everything under the lost part's numbers since then. What the
 * gateway knows and the ledger does not is taken in as an attempt in doubt, and from there on it is watched like any
 * other; if it was paid, it is paid late, and a person says what becomes of it. And whatever was restored or not: numbers
 * that begin as this till's and that it has never drawn are told to a person.
 */
import { createAdopting, type AdoptingDeps } from './adopting.ts';
import { searchStatement, type SearchDeps } from './history.ts';
import type { Statement } from './ports/gateway.ts';
import { LedgerError, type RestoredLedger } from './ports/ledger.ts';

export type MissingDeps = SearchDeps &
  AdoptingDeps & {
    readonly ledger: RestoredLedger;
    readonly gateway: Statement;
    /** The gateway has told all it knows. */
    readonly onAsked: () => void;
  };

/** Not at once: the till has its own unfinished attempts to ask about first. */
const AFTER_MS = 1000;
/**
 * Once more: the gateway lists some orders minutes after they were made, and a request may have been under way when the
 * ledger was lost. A refund that is not known would be made a second time.
 */
const AGAIN_AFTER_MS = 10 * 60_000;
/** Where nothing is known to be missing there is time, and the shop is opening. */
const IN_PEACE_AFTER_MS = 30_000;
/** How often, and how long at the most, a refund waits until its payment's end is known: it is of a paid one or of none. */
const REFUND_WAIT_MS = 2_000;
const MOST_REFUND_WAITS = 300;
/** Without an attempt nothing tells how far back to look. */
const LOOK_BACK_MS = 25 * 3_600_000;

/**
 * Begins to ask, and goes on until all is answered: for what a restore has left to be asked for, else only for what may
 * have been drawn under this till's id by somebody else. Returns how to stop it.
 */
export function askForMissing(deps: MissingDeps): () => void {
  const { ledger, clock, log } = deps;
  const last = ledger.restored();
  const restored = last?.askedAt === null ? last : null;
  const found = createAdopting(deps, { lost: new Set(restored?.epochs), own: new Set(ledger.epochs()) });
  let cancelWait = (): void => undefined;
  let stopSearch = (): void => undefined;
  let isLookedAgain = false;

  const finish = (refused: readonly string[], waits = 0): void => {
    if (found.takeRefunds(waits < MOST_REFUND_WAITS) === 'some-wait') {
      cancelWait = deps.timers.after(REFUND_WAIT_MS, () => {
        guarded(() => finish(refused, waits + 1));
      });
      return;
    }
    if (restored !== null && !isLookedAgain) {
      isLookedAgain = true;
      search(AGAIN_AFTER_MS);
      return;
    }
    const { count, since } = found.strangers();
    if (count > 0) {
      log('missing.strangers', { count });
      deps.onEvent({ kind: 'strangers', count, since });
    }
    if (restored === null) return;
    for (const start of refused) unlisted(start);
    ledger.noteRestore('asked', clock.wall());
    log('missing.done', { refused: refused.length });
    deps.onAsked();
  };

  const unlisted = (start: string): void => {
    if (restored !== null) deps.onEvent({ kind: 'unlisted-month', month: start.slice(0, 7) });
  };

  const onError = (error: unknown): void => {
    if (!(error instanceof LedgerError)) throw error;
    // The ledger is opened anew, and this begins again.
    deps.onEvent({ kind: 'ledger-failed', error });
  };
  const guarded = (work: () => void): void => {
    try {
      work();
    } catch (error) {
      onError(error);
    }
  };

  const search = (afterMs: number): void => {
    const now = clock.wall();
    const since = restored?.missingSince ?? ledger.knownUntil(now) ?? now - LOOK_BACK_MS;
    const { take, takeUnread } = found;
    stopSearch = searchStatement(deps, { since, afterMs, take, takeUnread, done: finish, silent: unlisted, onError });
  };
  search(restored === null ? IN_PEACE_AFTER_MS : AFTER_MS);
  return () => {
    stopSearch();
    cancelWait();
  };
}
