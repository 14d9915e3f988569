/**
 * Asks the gateway for what a restored ledger has lost: all attempts under the lost epochs since the loss. An attempt
 * that the ledger does not have is adopted as in doubt and then watched like any other. If it was paid, it is paid
 * late, and a person decides. With or without a restore, a person is also told of numbers with this till's id that it
 * has never drawn.
 */
import { createAdopting, type AdoptingDeps } from './adopting.ts';
import { searchStatement, type SearchDeps } from './history.ts';
import type { GatewayHistory } from './ports/gateway.ts';
import { LedgerError, type RestoredLedger } from './ports/ledger.ts';

export type RecoverDeps = SearchDeps &
  AdoptingDeps & {
    readonly ledger: RestoredLedger;
    readonly gateway: GatewayHistory;
    /** The gateway has listed all it knows. */
    readonly onAsked: () => void;
  };

/** Not at once: the till must first enquire about its own unfinished attempts. */
const AFTER_MS = 1000;
/**
 * Search once more: the gateway lists some orders only minutes after they are made, and a request may have been open
 * when the ledger was lost. An unknown refund would be made a second time.
 */
const AGAIN_AFTER_MS = 10 * 60_000;
/** If nothing is known to be missing there is no hurry, and the shop is opening. */
const IN_PEACE_AFTER_MS = 30_000;
/**
 * The pause, and the number of pauses, while a refund waits for its payment's result: only a paid payment can have one.
 */
const REFUND_WAIT_MS = 2_000;
const REFUND_LOOKS_MAX = 300;
/** How far back to search if the ledger has no attempt to tell. */
const LOOK_BACK_MS = 25 * 3_600_000;

/**
 * Searches until everything is answered: after a restore for the lost attempts, otherwise only for numbers that
 * somebody else may have drawn under this till's id.
 *
 * @returns a function that stops it
 */
export function recoverLost(deps: RecoverDeps): () => void {
  const { ledger, clock, log } = deps;
  const last = ledger.restored();
  const restored = last?.askedAt === null ? last : null;
  const found = createAdopting(deps, { lost: new Set(restored?.epochs), own: new Set(ledger.epochs()) });
  let cancelWait = (): void => undefined;
  let stopSearch = (): void => undefined;
  let isLookedAgain = false;

  const finish = (refused: readonly string[], waits = 0): void => {
    if (found.takeRefunds(waits < REFUND_LOOKS_MAX) === 'some-wait') {
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
    // The ledger is reopened, and the search starts again.
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
