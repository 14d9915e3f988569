/**
 * The counter: the till that is open now, with the ledger and the gateway of its environment, and what both windows are
 * told. Changing the environment or what is sent to the gateway closes this till and opens another; settings that only
 * change words do not.
 */
import type { Mode } from '../../shared/contract/account.ts';
import type { CashierState } from '../../shared/contract/contract.ts';
import type { CustomerScreenLamp } from '../../shared/contract/devices.ts';
import type { Notice } from '../../shared/contract/support.ts';
import type { ScannerLamp } from '../../shared/scan.ts';
import type { Environment } from '../../shared/settings.ts';
import type { Act } from '../till/ports/ledger.ts';
import type { Log } from '../till/ports/world.ts';
import type { PayingTill, WatchingTill } from '../till/till.ts';
import type { Credentials, Secret } from '../vault/secret.ts';
import { createAccounts, type AccountsDeps } from './accounts.ts';
import { createLifecycle } from './lifecycle.ts';
import { createNotices } from './notices.ts';
import { createPractising } from './practising.ts';
import type { Facts, Standing } from './standing.ts';
import type { LifecycleDeps } from './states.ts';
import { modeOf, windowStates, type WindowStates } from './window-states.ts';

export type CounterDeps = Omit<LifecycleDeps, 'lost' | 'accounts' | 'notices' | 'onReopened'> &
  AccountsDeps & {
    /** The settings that nobody has looked at yet since their file could not be read whole; no till is open until then. */
    readonly lostSettings: () => { readonly keptAs: string | null } | null;
  };

export type Counter = {
  /** The till that is open, for whatever neither takes nor returns money. */
  till(): WatchingTill | null;
  /** The till while nothing keeps it from taking or returning money: none exactly while `standing` has a reason. */
  payingTill(): PayingTill | null;
  /** Why no money can be taken or returned now, and what ends that; null while it can. */
  standing(): Standing | null;
  /** Whether the open till asks its gateway under this app code. */
  asksUnder(appCode: Secret): boolean;
  /** A till is being opened: what is unfinished in its ledger is not known yet. */
  isOpening(): boolean;
  /** What both windows are to show now. */
  states(): WindowStates;
  mode(): Mode;
  setScanner(lamp: ScannerLamp): void;
  setCustomerScreen(lamp: CustomerScreenLamp): void;
  addNotice(notice: Notice): void;
  dismissNotice(kind: Notice['kind']): void;
  /** Somebody said that this till, which could be live, is still meant to be in training. */
  practiseOn(): void;
  /** Waits, a few seconds at most, until the open ledger has been looked through; `standing` tells then how it is. */
  ready(): Promise<void>;
  /** The machine has slept: what is in doubt is asked about at once, and not when its turn comes. */
  askAgain(): void;
  /** A manager has read that the ledger was restored. @returns whether that was to be read, and stands there as read */
  noteRestoredRead(): boolean;
  /** Somebody did this: the log says so, and the ledger, where it stays. */
  noteAct(act: Act): void;
  /** Closes the open till, if there is one, and opens the one of the settings. @param known credentials of an environment */
  reopen(known?: { readonly environment: Environment; readonly credentials: Credentials }): Promise<void>;
  close(): void;
};

export function createCounter(deps: CounterDeps): Counter {
  const notices = createNotices(deps.onChange);
  const accounts = createAccounts(deps);
  const lamps = createLamps(deps);

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
  let revision = 0;
  const lifecycle = createLifecycle({
    ...deps,
    onChange: () => {
      revision += 1;
      deps.onChange();
    },
    lost: () => lostOf(deps),
    accounts,
    notices,
    onReopened: practising.lookAgain,
  });
  const { standing } = lifecycle;
  const till = () => lifecycle.opened()?.till ?? null;

  return {
    till,
    payingTill: () => (standing() === null ? till() : null),
    standing,
    isOpening: lifecycle.isOpening,
    asksUnder: lifecycle.asksUnder,
    mode,

    states: () =>
      windowStates(deps.settings(), till()?.state() ?? null, {
        ...lamps.now(),
        mode: mode(),
        standing: standing(),
        notices: notices.all(),
        stillPractising: practising.asks(),
        revision,
      }),

    setScanner: lamps.setScanner,
    setCustomerScreen: lamps.setCustomerScreen,
    addNotice: notices.add,
    dismissNotice: notices.dismiss,
    practiseOn: practising.goOn,
    ready: lifecycle.ready,
    askAgain: () => {
      askAgain(till());
    },
    noteRestoredRead: lifecycle.noteRead,
    noteAct(act) {
      logAct(deps.log, act);
      lifecycle.noteAct(act);
    },
    reopen(known) {
      if (known !== undefined) accounts.learn(known);
      return lifecycle.reopen();
    },
    close() {
      practising.stop();
      lifecycle.close();
    },
  };
}

/** How the devices are, as they last told. */
function createLamps({ log, onChange }: Pick<CounterDeps, 'log' | 'onChange'>) {
  let lamps: Pick<CashierState, 'scanner' | 'customerScreen'> = { scanner: 'unseen', customerScreen: 'none' };
  return {
    now: () => lamps,
    setScanner(lamp: ScannerLamp): void {
      lamps = { ...lamps, scanner: lamp };
      onChange();
    },
    setCustomerScreen(lamp: CustomerScreenLamp): void {
      if (lamp === lamps.customerScreen) return;
      lamps = { ...lamps, customerScreen: lamp };
      log('counter.customer-screen', { lamp });
      onChange();
    },
  };
}

function logAct(log: Log, { what, role, by, about, facts }: Act): void {
  log(`act.${what}`, { ...facts, role, by, ...(about === null ? {} : { about }) });
}

function lostOf({ lostSettings, settings }: CounterDeps): Facts['lost'] {
  const lost = lostSettings();
  if (lost === null) return null;
  const { tillId, environment } = settings();
  return { kind: 'settings-lost', keptAs: lost.keptAs, tillId, environment };
}

function askAgain(till: WatchingTill | null): void {
  if (till === null) return;
  const { stage, checking } = till.state();
  const onScreen = stage.kind === 'attempt' && stage.attempt.word === 'waiting' ? [stage.attempt] : [];
  const asked = [...onScreen, ...checking].map(async ({ number }) => till.enquire(number));
  // A ledger that fails then has told so by itself.
  void Promise.allSettled(asked);
}
