/**
 * The counter: the till that is open now, with the ledger and the gateway of its environment, and what both windows are
 * told. Changing the environment or what is sent to the gateway closes this till and opens another; settings that only
 * change words do not.
 */
import { join } from 'node:path';
import { readableNumber, type AttemptNumber } from '../../shared/attempt/number.ts';
import type {
  CashierState,
  CustomerScreenLamp,
  CustomerState,
  Mode,
  Notice,
  Trouble,
} from '../../shared/contract/views.ts';
import { mchidOf, type Environment, type Settings } from '../../shared/settings.ts';
import { hkDateTime } from '../../shared/time.ts';
import { cashierState, customerState, modeOf } from './window-states.ts';
import type { GatewayOptions } from '../gateway/client.ts';
import { HOSTS } from '../gateway/hosts.ts';
import type { Credentials } from '../vault/secret.ts';
import { createKeeper } from '../ledger/keeper.ts';
import { Stopped } from '../ledger/care/jobs.ts';
import { createNotices } from './notices.ts';
import { createPractising } from './practising.ts';
import { openTill, type OpenTill } from './open-till.ts';
import type { Secret } from '../vault/secret.ts';
import type { Secrets } from '../vault/credentials.ts';
import type { Clock, KeyedHash, Log, Random, Timers } from '../till/ports/world.ts';
import { LedgerError } from '../till/ports/ledger.ts';
import type { ReadCode, ScannerLamp } from '../till/ports/scanner.ts';
import { callsOfTill, createBudget, type Budget } from '../till/budget.ts';
import type { Till } from '../till/till.ts';

/** A gateway on this machine that a run from source was pointed at, or the simulator inside the program. */
export type LocalGateway = { readonly url: string; readonly credentials: Credentials };

export type CounterDeps = {
  readonly folder: string;
  /** What tells this machine from others, and what it is called: see machine.ts. */
  readonly machine: string;
  readonly secrets: Secrets;
  readonly clock: Clock;
  readonly timers: Timers;
  readonly random: Random;
  readonly keyedHash: KeyedHash;
  readonly readCode: ReadCode;
  readonly log: Log;
  /** The connections to one gateway: for payments, and for questions. */
  readonly fetches: (host: string) => Pick<GatewayOptions, 'payFetch' | 'askFetch'>;
  readonly startSimulator: () => Promise<LocalGateway>;
  /** Set in a run from source by TILL_GATEWAY_URL and the like; stands in for whatever the settings say. */
  readonly testGateway: LocalGateway | null;
  /** The program of a thread that works on a ledger beside the till. */
  readonly ledgerJobs: string | URL;
  readonly settings: () => Settings;
  /** The settings that nobody has looked at yet since their file could not be read whole; no till is open until then. */
  readonly lostSettings: () => { readonly keptAs: string | null } | null;
  /** Something a window shows has changed. */
  readonly onChange: () => void;
};

export type Counter = {
  till(): Till | null;
  /** The till while nothing keeps it from taking or returning money. */
  payingTill(): Till | null;
  /** Whether the open till asks its gateway under this app code. */
  asksUnder(appCode: Secret): boolean;
  /** A till is being opened: what is unfinished in its ledger is not known yet. */
  isOpening(): boolean;
  /** Nobody has looked yet at settings that could not be read whole. */
  isLost(): boolean;
  cashierState(): CashierState;
  customerState(): CustomerState;
  mode(): Mode;
  setScanner(lamp: ScannerLamp): void;
  setCustomerScreen(lamp: CustomerScreenLamp): void;
  addNotice(notice: Notice): void;
  dismissNotice(kind: Notice['kind']): void;
  /** Somebody said that this till, which could be live, is still meant to be in training. */
  practiseOn(): void;
  /** Waits, a few seconds at most, until the open ledger has been looked through; `trouble` tells then how it is. */
  ready(): Promise<void>;
  /** The machine has slept: what is in doubt is asked about at once, and not when its turn comes. */
  askAgain(): void;
  /** A manager has read that the ledger was restored. */
  noteRestoredRead(): void;
  /** Closes the open till, if there is one, and opens the one of the settings. @param known credentials of an environment */
  reopen(known?: { readonly environment: Environment; readonly credentials: Credentials }): Promise<void>;
  close(): void;
};

/** How soon a ledger that does not take writes is opened anew. */
const TRY_LEDGER_AGAIN_MS = 5_000;
/** How soon a keystore that did not answer is asked again. */
const TRY_KEYSTORE_AGAIN_MS = 10_000;
const TROUBLE_OF = {
  none: 'no-credentials',
  damaged: 'no-credentials',
  locked: 'locked',
  away: 'keystore-away',
} as const;
/** How long a first tap waits for the ledger to be looked through before the cashier is told what it waits for. */
const MOST_WAIT_MS = 3_000;

export function createCounter(deps: CounterDeps): Counter {
  const { log } = deps;
  const keeper = createKeeper({ ...deps, jobProgram: deps.ledgerJobs });
  let open: OpenTill | null = null;
  let openAppCode: Secret | null = null;
  /** Ledgers that this run has restored already: one that is damaged again does not mend itself. */
  const mended = new Set<string>();
  let trouble: Trouble | null = null;
  const notices = createNotices(deps.onChange);
  let scanner: ScannerLamp = 'unseen';
  let customerScreen: CustomerScreenLamp = 'none';
  let simulator: LocalGateway | null = null;
  let cancelTry: (() => void) | null = null;
  /** What the cashier had not read yet when the last till was closed: the next one on the same ledger still tells it. */
  let unread: { readonly path: string; readonly numbers: readonly AttemptNumber[] } | null = null;
  /** The ledger that is to be restored when it is opened next. */
  let damaged: string | null = null;
  let opening: Promise<void> = Promise.resolve();
  let openings = 0;
  let isClosed = false;
  /** Of a till that was unlocked with its passphrase, for as long as the program runs. */
  const unlocked = new Map<Environment, Credentials>();

  /** Of each account, through every reopening: what a till has called counts for the one after it. */
  const budgets = new Map<string, Budget>();
  const budgetOf = (host: string, appCode: Secret): Budget => {
    const account = `${host} ${appCode.reveal()}`;
    const budget = budgets.get(account) ?? createBudget(deps.clock.mono(), () => callsOfTill(deps.settings().tills));
    budgets.set(account, budget);
    return budget;
  };

  const mode = (): Mode => {
    // Not even the tint of practice is shown on a guess.
    if (deps.lostSettings() !== null) return 'live';
    return deps.testGateway === null ? modeOf(deps.settings().environment) : 'test-gateway';
  };

  const practising = createPractising({
    ...deps,
    couldBeLive: () =>
      mode() === 'training' && deps.secrets.list().some(({ environment }) => modeOf(environment) === 'live'),
  });

  /**
   * Payments stop, the windows say why, and nothing more is written by a connection that failed to. The ledger is opened
   * anew again and again until it takes a write: what was under way is then taken up from the disk and enquired. A damaged
   * one is restored, once. One that is too new does not mend itself.
   */
  const ledgerTrouble = (error: LedgerError, path: string): void => {
    trouble = { kind: 'ledger', cause: error.trouble, path };
    log('counter.ledger-trouble', { trouble: error.trouble, cause: String(error.cause) });
    closeOpen();
    const isMendable = error.trouble === 'damaged' && !mended.has(path);
    if (isMendable) {
      mended.add(path);
      damaged = path;
      tryAgainIn(0);
    } else if (error.trouble !== 'damaged' && error.trouble !== 'newer') tryAgainIn(TRY_LEDGER_AGAIN_MS);
    deps.onChange();
  };

  const tryAgainIn = (ms: number): void => {
    cancelTry?.();
    cancelTry = deps.timers.after(ms, () => {
      void reopen();
    });
  };

  /** @param settings as they were when the opening began: what is sent, and to whom, belongs together */
  const openWith = async (
    environment: Environment | 'test-gateway',
    host: string,
    credentials: Credentials,
    settings: Settings,
  ) => {
    const path = join(deps.folder, `ledger-${environment}.db`);
    const isDamaged = damaged === path;
    damaged = null;
    trouble = null;
    try {
      const opened = await openTill({
        ...deps,
        keeper,
        gatewayOptions: {
          ...settings,
          mchid: mchidOf(settings),
          ...deps.fetches(host),
          host,
          credentials,
          log,
          keyedHash: deps.keyedHash,
        },
        path,
        isDamaged,
        budget: budgetOf(host, credentials.appCode),
        gaps: settings.enquiryGaps,
        tillId: settings.tillId,
        limit: () => deps.settings().limit,
        unread: unread?.path === path ? unread.numbers : [],
        onClock: notices.tellSkew,
        onPaidTwice: (readable) => {
          notices.add({ kind: 'paid-twice', readable });
        },
        onOverReturned: (readable) => {
          notices.add({ kind: 'over-returned', readable });
        },
        onLeftOut: (number) => {
          notices.add({ kind: 'left-out', readable: readableNumber(number) });
        },
        onStrangers: (count, since) => {
          notices.add({
            kind: 'strangers',
            tillId: settings.tillId,
            count,
            since: since === null ? '–' : hkDateTime(since),
          });
        },
        onUnlisted: (month) => {
          notices.add({ kind: 'unlisted-month', month });
        },
        onWork: (work) => {
          trouble = { kind: 'ledger-work', ...work };
          deps.onChange();
        },
        onLookedThrough: (isSound) => {
          if (!isSound) ledgerTrouble(new LedgerError('damaged', new Error('found beside the open till')), path);
          else if (trouble?.kind === 'ledger-work') trouble = null;
          deps.onChange();
        },
        onBackupFailed: ({ trouble: why, cause }) => {
          log('counter.backup-failed', { why, cause: String(cause) });
          notices.add({ kind: 'backup-failed', why, folder: join(deps.folder, 'backups') });
        },
        onLedgerTrouble: (error) => {
          ledgerTrouble(error, path);
        },
      });
      if (isClosed) {
        opened.close(false);
        return;
      }
      open = opened;
      openAppCode = credentials.appCode;
      trouble = null;
      log('counter.opened', { environment, host });
    } catch (error) {
      if (error instanceof Stopped) return;
      ledgerTrouble(error instanceof LedgerError ? error : new LedgerError('disk', error), path);
    }
    deps.onChange();
  };

  const openBySettings = async (): Promise<void> => {
    if (deps.lostSettings() !== null) {
      deps.onChange();
      return;
    }
    if (deps.testGateway !== null) {
      await openWith('test-gateway', deps.testGateway.url, deps.testGateway.credentials, deps.settings());
      return;
    }
    const settings = deps.settings();
    const { environment } = settings;
    if (environment === 'training') {
      simulator ??= await deps.startSimulator();
      await openWith('training', simulator.url, simulator.credentials, settings);
      return;
    }
    const known = unlocked.get(environment);
    const loaded = known ? { kind: 'open' as const, credentials: known } : await deps.secrets.load(environment);
    if (loaded.kind === 'open') await openWith(environment, HOSTS[environment], loaded.credentials, settings);
    else trouble = { kind: TROUBLE_OF[loaded.kind] };
    if (loaded.kind === 'away') tryAgainIn(TRY_KEYSTORE_AGAIN_MS);
    deps.onChange();
  };

  const closeOpen = (isEnd = false): void => {
    if (open === null) return;
    unread = { path: open.path, numbers: open.till.unread() };
    open.close(isEnd);
    open = null;
  };

  const reopenAfter = async (earlier: Promise<void>): Promise<void> => {
    // How it ended was told to whoever had asked for it.
    await earlier.catch(() => undefined);
    if (isClosed) return;
    closeOpen();
    await openBySettings();
    practising.lookAgain();
  };

  /** One after the other, whoever asks: two tills on one ledger would both watch and both write. */
  const reopen = (): Promise<void> => {
    cancelTry?.();
    openings += 1;
    opening = reopenAfter(opening).finally(() => {
      openings -= 1;
    });
    return opening;
  };

  const till = (): Till | null => open?.till ?? null;
  const lostTrouble = (): Trouble | null => {
    const lost = deps.lostSettings();
    if (lost === null) return null;
    const { tillId, environment } = deps.settings();
    return { kind: 'settings-lost', keptAs: lost.keptAs, tillId, environment };
  };
  const troubleNow = (): Trouble | null => lostTrouble() ?? trouble ?? open?.toRead() ?? null;

  return {
    till,
    payingTill: () => (troubleNow() === null ? till() : null),
    isOpening: () => openings > 0,
    isLost: () => deps.lostSettings() !== null,
    asksUnder: (appCode) => openAppCode?.reveal() === appCode.reveal(),
    mode,

    cashierState: () =>
      cashierState(deps.settings(), open?.till.state() ?? null, {
        mode: mode(),
        scanner,
        customerScreen,
        trouble: troubleNow(),
        notices: notices.all(),
        stillPractising: practising.asks(),
      }),
    customerState: () => customerState(deps.settings(), open?.till.state() ?? null, mode(), troubleNow()),

    setScanner(lamp) {
      scanner = lamp;
      deps.onChange();
    },

    setCustomerScreen(lamp) {
      if (lamp === customerScreen) return;
      customerScreen = lamp;
      log('counter.customer-screen', { lamp });
      deps.onChange();
    },

    addNotice: notices.add,
    dismissNotice: notices.dismiss,
    practiseOn: practising.goOn,

    async ready() {
      const opened = open;
      if (opened === null || opened.isLookedThrough()) return;
      const inTime = new Promise<void>((resolve) => deps.timers.after(MOST_WAIT_MS, resolve));
      await Promise.race([opened.lookThrough(), inTime]);
      if (open !== opened || opened.isLookedThrough() || trouble !== null) return;
      trouble = { kind: 'ledger-work', work: 'checking', percent: null };
      deps.onChange();
    },

    askAgain() {
      const openedTill = till();
      if (openedTill === null) return;
      const { stage, checking } = openedTill.state();
      const onScreen = stage.kind === 'attempt' && stage.attempt.word === 'waiting' ? [stage.attempt] : [];
      const asked = [...onScreen, ...checking].map(async ({ number }) => openedTill.enquire(number));
      // A ledger that fails then has told so by itself.
      void Promise.allSettled(asked);
    },

    noteRestoredRead() {
      if (open === null) return;
      const { path } = open;
      try {
        open.noteRead();
      } catch (error) {
        if (!(error instanceof LedgerError)) throw error;
        ledgerTrouble(error, path);
      }
      deps.onChange();
    },

    reopen(known) {
      if (known !== undefined) unlocked.set(known.environment, known.credentials);
      return reopen();
    },

    close() {
      isClosed = true;
      cancelTry?.();
      practising.stop();
      keeper.stop();
      closeOpen(true);
    },
  };
}
