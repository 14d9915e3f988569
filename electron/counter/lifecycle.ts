/**
 * The life of the till that is open now: it is opened at the account of the settings, closed before another one is opened,
 * and opened anew by itself when what kept it from taking money may be over.
 */
import { join } from 'node:path';
import type { AttemptNumber } from '../../shared/attempt/number.ts';
import { THE_OWNER } from '../../shared/role.ts';
import { mchidOf, type Settings } from '../../shared/settings.ts';
import type { GatewayOptions } from '../gateway/client.ts';
import { Stopped } from '../ledger/care/jobs.ts';
import { createKeeper, type KeeperOptions } from '../ledger/keeper.ts';
import { LedgerError, type Act } from '../till/ports/ledger.ts';
import type { Secret } from '../vault/secret.ts';
import type { Account, Accounts } from './accounts.ts';
import { createActs } from './acts.ts';
import { noteEvent, type Notices } from './notices.ts';
import { openTill, type OpenTill, type OpenTillDeps, type OpenTillEvent } from './open-till.ts';
import { mustBeRestored, standing, type Facts, type Life, type Standing } from './standing.ts';
import { createTurns } from './turns.ts';

/** How long a first tap waits for the ledger to be looked through before the cashier is told what it waits for. */
const MOST_WAIT_MS = 3_000;

export type LifecycleDeps = Pick<OpenTillDeps, 'clock' | 'timers' | 'random' | 'keyedHash' | 'readCode' | 'log'> & {
  readonly folder: string;
  /** What tells this machine from others, and what it is called: see machine.ts. */
  readonly machine: string;
  /** The program of a thread that works on a ledger beside the till. */
  readonly ledgerJobs: KeeperOptions['jobProgram'];
  /** The connections to one gateway: for payments, and for questions. */
  readonly fetches: (host: string) => Pick<GatewayOptions, 'payFetch' | 'askFetch'>;
  readonly settings: () => Settings;
  readonly lost: () => Facts['lost'];
  readonly accounts: Pick<Accounts, 'of'>;
  readonly notices: Notices;
  /** A till was opened by the settings, or could not be. */
  readonly onReopened: () => void;
  /** Something a window shows has changed. */
  readonly onChange: () => void;
};

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

type Opened = OpenTill & { readonly appCode: Secret };

/** What the till that was closed last leaves to the next one. */
type Left = {
  readonly path: string;
  readonly appCode: Secret;
  /** What the cashier had not read yet: the next till on the same ledger still tells it. */
  readonly unread: readonly AttemptNumber[];
};

/** The states, and what belongs to each change of them. */
function createStates(deps: LifecycleDeps, reopen: () => void) {
  let life: Life<Opened> = { kind: 'not-open' };
  let left: Left | null = null;
  let cancelTry = (): void => undefined;

  const standingNow = (): Standing | null => standing({ lost: deps.lost(), life });
  const tryAgainIn = (ms: number): void => {
    cancelTry();
    cancelTry = deps.timers.after(ms, reopen);
  };

  return {
    now: (): Life<Opened> => life,
    opened: (): Opened | null => (life.kind === 'open' ? life.opened : null),
    left: (): Left | null => left,
    standing: standingNow,
    cancelTry: (): void => {
      cancelTry();
    },
    /** A till that is not open any more is closed; a state that may be over after a while is tried again then. */
    become(next: Life<Opened>): void {
      if (life.kind === 'ended') return;
      const before = life;
      life = next;
      if (before.kind === 'open' && next.kind !== 'open') {
        const { path, appCode, till } = before.opened;
        left = { path, appCode, unread: till.unread() };
        before.opened.close(next.kind === 'ended');
      }
      const step = standingNow()?.next;
      if (step?.kind === 'try-again') tryAgainIn(step.afterMs);
    },
  };
}
type States = ReturnType<typeof createStates>;

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
  const acts = createActs(deps.clock, (act, at) =>
    onLedger((opened) => {
      opened.noteAct(act, at);
    }),
  );

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

/** Opens tills; what goes wrong with one's ledger, now or later, becomes the state of the counter. */
function createOpener(deps: LifecycleDeps, states: States) {
  const { log, notices } = deps;
  const keeper = createKeeper({ ...deps, jobProgram: deps.ledgerJobs });
  /** Ledgers that this run has begun to restore. */
  const restored = new Set<string>();

  /**
   * Payments stop, the windows say why, and nothing more is written by a connection that failed to. What was under way is
   * taken up from the disk and enquired when the ledger is opened anew.
   */
  const ledgerFailed = (error: LedgerError, path: string): void => {
    log('counter.ledger-trouble', { trouble: error.fault, cause: String(error.cause) });
    states.become({ kind: 'ledger-failed', cause: error.fault, path, wasRestored: restored.has(path) });
    deps.onChange();
  };

  /** Hears what the till on this ledger tells, from its opening on. */
  const hear = (path: string, tillId: string, event: OpenTillEvent): void => {
    switch (event.kind) {
      case 'changed':
        deps.onChange();
        return;
      case 'preparing':
        states.become({ kind: 'preparing', work: event.work });
        deps.onChange();
        return;
      case 'looked-through': {
        const life = states.now();
        if (!event.isSound) ledgerFailed(new LedgerError('damaged', new Error('found beside the open till')), path);
        else if (life.kind === 'open') states.become({ ...life, isAwaited: false });
        deps.onChange();
        return;
      }
      case 'ledger-failed':
        ledgerFailed(event.error, path);
        return;
      case 'backup-failed': {
        const { fault: why, cause } = event.error;
        log('counter.backup-failed', { why, cause: String(cause) });
        notices.add({ kind: 'backup-failed', why, folder: join(deps.folder, 'backups') });
        return;
      }
      default:
        noteEvent(notices, tillId, event);
    }
  };

  /** @param settings as they were when the opening began: what is sent, and to whom, belongs together */
  const openAt = async (account: Account, settings: Settings): Promise<void> => {
    const { environment, host, credentials } = account;
    const path = join(deps.folder, `ledger-${environment}.db`);
    const isDamaged = mustBeRestored(states.now(), path);
    if (isDamaged) restored.add(path);
    states.become({ kind: 'not-open' });
    const left = states.left();
    const unread = left?.path === path ? left.unread : [];
    try {
      const opened = await openTill({
        ...deps,
        ...tillOf(deps, account, settings),
        onEvent: (event) => {
          hear(path, settings.tillId, event);
        },
        keeper,
        path,
        isDamaged,
        unread,
      });
      if (states.now().kind === 'ended') {
        opened.close(false);
        return;
      }
      states.become({ kind: 'open', opened: { ...opened, appCode: credentials.appCode }, isAwaited: false });
      log('counter.opened', { environment, host });
    } catch (error) {
      if (error instanceof Stopped) return;
      ledgerFailed(error instanceof LedgerError ? error : new LedgerError('disk', error), path);
    }
  };

  return {
    ledgerFailed,
    stop: keeper.stop,
    async openBySettings() {
      if (deps.lost() === null) {
        const settings = deps.settings();
        const account = await deps.accounts.of(settings);
        if (account.kind === 'account') await openAt(account, settings);
        else states.become(account);
      }
      deps.onChange();
    },
  };
}

/** What a till at this account is by the settings. */
function tillOf(deps: LifecycleDeps, account: Account, settings: Settings) {
  const { host, credentials, budget } = account;
  return {
    gatewayOptions: {
      ...settings,
      mchid: mchidOf(settings),
      ...deps.fetches(host),
      host,
      credentials,
      log: deps.log,
      keyedHash: deps.keyedHash,
    },
    budget,
    gaps: settings.enquiryGaps,
    tillId: settings.tillId,
    by: () => THE_OWNER.by,
    limit: () => deps.settings().limit,
  } satisfies Partial<OpenTillDeps>;
}
