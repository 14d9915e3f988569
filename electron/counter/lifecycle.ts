/**
 * The life of the till that is open now: it is opened at the account of the settings, closed before another one is opened,
 * and opened anew by itself when what kept it from taking money may be over.
 */
import { LedgerError, type Act } from '../till/ports/ledger.ts';
import type { Secret } from '../vault/secret.ts';
import { createActs } from './acts.ts';
import type { OpenTill } from './open-till.ts';
import { createOpener } from './opener.ts';
import type { Standing } from './standing.ts';
import { createStates, type LifecycleDeps } from './states.ts';
import { createTurns } from './turns.ts';

/** How long a first tap waits for the ledger to be looked through before the cashier is told what it waits for. */
const MOST_WAIT_MS = 3_000;

export type Lifecycle = {
  /** The open till; null while there is none. */
  opened(): OpenTill | null;
  standing(): Standing | null;
  /** Whether the till that is open, or was open last, asks its gateway under this app code. */
  asksUnder(appCode: Secret): boolean;
  isOpening(): boolean;
  /** Waits, a few seconds at most, until the open ledger has been looked through. */
  ready(): Promise<void>;
  /** A manager has read what the open ledger has to tell. @returns whether there was something, and it stands there as read */
  noteRead(): boolean;
  /** Somebody did this; it stands in the open ledger, or in the one that is opened next. */
  noteAct(act: Act): void;
  /** Closes the open till, if there is one, and opens the one of the settings. */
  reopen(): Promise<void>;
  /** For good. */
  close(): void;
};

export function createLifecycle(deps: LifecycleDeps): Lifecycle {
  const turns = createTurns();
  const reopen = (): Promise<void> => {
    states.cancelTry();
    return turns.take(reopenNow);
  };
  const states = createStates(deps, () => void reopen());
  const opener = createOpener(deps, states);

  const reopenNow = async (): Promise<void> => {
    if (states.now().kind === 'ended') return;
    if (states.opened() !== null) states.become({ kind: 'not-open' });
    await opener.openBySettings();
    acts.writeWaiting();
    deps.onReopened();
  };

  /** False while no ledger is open, and when something goes wrong with it, which is what its till would tell. */
  const onLedger = (work: (opened: OpenTill) => void): boolean => {
    const opened = states.opened();
    if (opened === null) return false;
    try {
      work(opened);
      return true;
    } catch (error) {
      if (!(error instanceof LedgerError)) throw error;
      opener.ledgerFailed(error, opened.path);
      return false;
    }
  };
  const acts = createActs({
    ...deps,
    write: (act, at) =>
      onLedger((opened) => {
        opened.noteAct(act, at);
      }),
  });

  return {
    opened: states.opened,
    standing: states.standing,
    asksUnder: (appCode) => (states.opened() ?? states.left())?.appCode.reveal() === appCode.reveal(),
    isOpening: turns.areTaken,
    reopen,

    async ready() {
      const opened = states.opened();
      if (opened === null || opened.isLookedThrough()) return;
      const inTime = new Promise<void>((resolve) => deps.timers.after(MOST_WAIT_MS, resolve));
      await Promise.race([opened.lookThrough(), inTime]);
      const life = states.now();
      if (life.kind !== 'open' || life.opened !== opened || opened.isLookedThrough()) return;
      states.become({ ...life, isAwaited: true });
      deps.onChange();
    },

    noteRead() {
      const wasToRead = (states.opened()?.toRead() ?? null) !== null;
      const isNoted = onLedger((opened) => {
        opened.noteRead();
      });
      deps.onChange();
      return wasToRead && isNoted;
    },
    noteAct: acts.note,

    close() {
      states.cancelTry();
      opener.stop();
      states.become({ kind: 'ended' });
    },
  };
}
