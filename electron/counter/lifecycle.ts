/**
 * Opens a till for the account of the settings, closes it before another one opens, and reopens it by itself when the
 * reason that stopped payments may be over.
 */
import type { Act } from '../../shared/act.ts';
import { LedgerError } from '../till/ports/ledger.ts';
import type { Secret } from '../vault/secret.ts';
import { createActs } from './acts.ts';
import type { OpenTill } from './open-till.ts';
import { createOpener } from './opener.ts';
import type { Standing } from './standing.ts';
import { createStates, type LifecycleDeps } from './states.ts';
import { createTurns } from './turns.ts';

/** How long a payment or refund waits for the ledger's verification before the cashier is told why. */
const WAIT_MS_MAX = 3_000;

export type Lifecycle = {
  /** The open till; null while there is none. */
  opened(): OpenTill | null;
  standing(): Standing | null;
  /** Whether the till that is open, or was open last, uses this app code. */
  asksUnder(appCode: Secret): boolean;
  /** Whether the open till signs with this client key. */
  signsWith(clientKey: Secret): boolean;
  isOpening(): boolean;
  /** Waits until the open ledger is verified, three seconds at most. */
  ready(): Promise<void>;
  /** Works on the open ledger. @returns false while none is open, or when it failed, which its till tells */
  onLedger(work: (opened: OpenTill) => void): boolean;
  /** A manager has read that the ledger was restored or moved. @returns whether this was unread, and is now noted */
  noteRead(): boolean;
  /** Writes an act to the open ledger, or to the next one that opens. */
  noteAct(act: Act): void;
  /** Closes the open till, if there is one, and opens a till by the settings. */
  reopen(): Promise<void>;
  /** Closes the till for good: none opens afterwards. */
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

  /** Returns false if no ledger is open or a LedgerError ended the work; such an error stops payments. */
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
    onLedger,
    standing: states.standing,
    asksUnder: (appCode) => (states.opened() ?? states.left())?.appCode.reveal() === appCode.reveal(),
    signsWith: (clientKey) => states.opened()?.clientKey.reveal() === clientKey.reveal(),
    isOpening: turns.areTaken,
    reopen,

    async ready() {
      const opened = states.opened();
      if (opened === null || opened.isLookedThrough()) return;
      const inTime = new Promise<void>((resolve) => deps.timers.after(WAIT_MS_MAX, resolve));
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
