/**
 * The counter holds the open till, with the ledger and the gateway of its environment, and the state of both windows. A
 * change of the environment, or of what is sent to the gateway, closes this till and opens another; other settings do
 * not.
 */
import type { Mode } from '../../shared/contract/account.ts';
import type { CashierState } from '../../shared/contract/contract.ts';
import type { CustomerScreenLamp } from '../../shared/contract/devices.ts';
import type { Notice } from '../../shared/contract/support.ts';
import type { ScannerLamp } from '../../shared/scan.ts';
import type { Environment } from '../../shared/settings.ts';
import type { Act } from '../../shared/act.ts';
import type { ActsLedger, ActsPage } from '../till/ports/ledger.ts';
import type { Log } from '../till/ports/world.ts';
import type { PayingTill, WatchingTill } from '../till/till.ts';
import type { Credentials, Secret } from '../vault/secret.ts';
import { createAccounts, type AccountsDeps } from './accounts.ts';
import { createLifecycle, type Lifecycle } from './lifecycle.ts';
import { createNotices } from './notices.ts';
import { createPractising } from './practising.ts';
import { createStaff, type Staff } from './staff.ts';
import type { Facts, Standing } from './standing.ts';
import type { LifecycleDeps } from './states.ts';
import { modeOf, windowStates, type WindowStates } from './window-states.ts';

export type CounterDeps = Omit<LifecycleDeps, 'lost' | 'staff' | 'actor' | 'accounts' | 'notices' | 'onReopened'> &
  AccountsDeps & {
    /** Not null while lost settings wait for a manager to confirm them; no till opens until then. */
    readonly lostSettings: () => { readonly keptAs: string | null } | null;
  };

export type Counter = {
  /** The open till, for work that neither takes nor returns money; null while no till is open. */
  till(): WatchingTill | null;
  /** The open till, for taking and returning money; null exactly while `standing` gives a reason. */
  payingTill(): PayingTill | null;
  /** Why money cannot be taken or returned now, and what ends this; null while it can. */
  standing(): Standing | null;
  /** Whether the till that is open, or was open last, uses this app code. */
  asksUnder(appCode: Secret): boolean;
  /** Whether the open till signs with this client key: then whoever knows it may set an owner's PIN. */
  signsWith(clientKey: Secret): boolean;
  /** A till is being opened; the unfinished attempts in its ledger are not known yet. */
  isOpening(): boolean;
  /** The current state of both windows. */
  states(): WindowStates;
  mode(): Mode;
  setScanner(lamp: ScannerLamp): void;
  setCustomerScreen(lamp: CustomerScreenLamp): void;
  addNotice(notice: Notice): void;
  dismissNotice(kind: Notice['kind']): void;
  /** A person confirmed that this till is meant to be in training, although it could be live. */
  practiseOn(): void;
  /** Waits until the open ledger is verified, three seconds at most; `standing` then gives the result. */
  ready(): Promise<void>;
  /** After the machine has slept: enquires about the payment on screen and attempts in doubt before they are due. */
  askAgain(): void;
  /** A manager has read that the ledger was restored or moved. @returns whether this was unread, and is now noted */
  noteRestoredRead(): boolean;
  /** Writes who did what to the log and to the ledger. */
  noteAct(act: Act): void;
  /** Reads acts of the open ledger; null while none is open, or when it failed, which its till tells. */
  acts(...asked: Parameters<ActsLedger['acts']>): ActsPage | null;
  readonly staff: Staff;
  /** Closes the open till, if there is one, and opens one by the settings. @param known credentials to learn first */
  reopen(known?: { readonly environment: Environment; readonly credentials: Credentials }): Promise<void>;
  close(): void;
};

export function createCounter(deps: CounterDeps): Counter {
  const lamps = createLamps(deps);
  const { notices, accounts, practising, staff, people, lifecycle, noteAct, revision } = createParts(deps);
  const { standing } = lifecycle;
  const mode = (): Mode => modeNow(deps);
  const till = () => lifecycle.opened()?.till ?? null;

  return {
    staff,
    till,
    payingTill: () => (standing() === null ? till() : null),
    standing,
    isOpening: lifecycle.isOpening,
    asksUnder: lifecycle.asksUnder,
    signsWith: lifecycle.signsWith,
    mode,

    states: () =>
      windowStates(deps.settings(), till()?.state() ?? null, {
        ...lamps.now(),
        mode: mode(),
        standing: standing(),
        staff: people.state(),
        notices: notices.all(),
        stillPractising: practising.asks(),
        revision: revision(),
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
    noteAct,
    acts: (...asked) => readActs(lifecycle, asked),
    reopen(known) {
      if (known !== undefined) accounts.learn(known);
      return lifecycle.reopen();
    },
    close() {
      practising.stop();
      staff.access.stop();
      lifecycle.close();
    },
  };
}

/** The parts of the counter, which need one another: who is at the till follows from the open ledger, and it from them. */
function createParts(deps: CounterDeps) {
  const notices = createNotices(deps.onChange);
  const accounts = createAccounts(deps);

  const mode = (): Mode => modeNow(deps);
  const practising = createPractising({
    ...deps,
    couldBeLive: () =>
      mode() === 'training' && deps.secrets.list().some(({ environment }) => modeOf(environment) === 'live'),
  });
  const { staff, ...people } = createStaff({
    ...deps,
    mode,
    ledgerName: () => ledgerName(deps),
    lifecycle: () => lifecycle,
    noteAct: (act) => {
      noteAct(act);
    },
  });
  let revision = 0;
  const lifecycle = createLifecycle({
    ...deps,
    onChange: () => {
      revision += 1;
      deps.onChange();
    },
    lost: () => lostOf(deps),
    staff: people.trouble,
    actor: people.actor,
    accounts,
    notices,
    onReopened() {
      staff.people.noteRoster();
      staff.access.reopened();
      practising.lookAgain();
    },
  });
  const noteAct = (act: Act): void => {
    logAct(deps.log, act);
    lifecycle.noteAct(act);
  };

  return { notices, accounts, practising, staff, people, lifecycle, noteAct, revision: () => revision };
}

/** The last reported states of the scanner and of the customer's screen. */
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

function readActs({ onLedger }: Pick<Lifecycle, 'onLedger'>, asked: Parameters<Counter['acts']>): ActsPage | null {
  let page: ActsPage | null = null;
  onLedger((opened) => {
    page = opened.acts(...asked);
  });
  return page;
}

function modeNow({ lostSettings, settings, testGateway }: CounterDeps): Mode {
  // The environment is a guess while the settings are lost, so never show the colours of training.
  if (lostSettings() !== null) return 'live';
  return testGateway === null ? modeOf(settings().environment) : 'test-gateway';
}

const ledgerName = ({ settings, testGateway }: CounterDeps): string =>
  testGateway === null ? settings().environment : 'test-gateway';

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
  // The till reports a ledger failure as an event.
  void Promise.allSettled(asked);
}
