/**
 * The counter: the till that is open now, with the ledger and the gateway of its environment, and what both windows are
 * told. Changing the environment or what is sent to the gateway closes this till and opens another; settings that only
 * change words do not.
 */
import { join } from 'node:path';
import type { CashierState, CustomerState, Mode, Notice, Trouble } from '../shared/contract.ts';
import { assertNever } from '../shared/result.ts';
import type { Environment, Settings } from '../shared/settings.ts';
import { createGateway, type GatewayOptions } from './gateway/client.ts';
import { HOSTS } from './gateway/hosts.ts';
import type { Credentials } from './gateway/http.ts';
import { payMe } from './gateway/pay-types.ts';
import { openLedger } from './ledger/ledger.ts';
import type { Secrets } from './secrets.ts';
import {
  LedgerError,
  type Clock,
  type KeyedHash,
  type Log,
  type Random,
  type ReadCode,
  type ScannerLamp,
  type Timers,
} from './till/ports.ts';
import { createTill, type Till } from './till/till.ts';

/** A gateway on this machine that a run from source was pointed at, or the simulator inside the program. */
export type LocalGateway = { readonly url: string; readonly credentials: Credentials };

export type CounterDeps = {
  readonly folder: string;
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
  readonly settings: () => Settings;
  /** Something a window shows has changed. */
  readonly onChange: () => void;
};

export type Counter = {
  till(): Till | null;
  cashierState(): CashierState;
  customerState(): CustomerState;
  mode(): Mode;
  setScanner(lamp: ScannerLamp): void;
  addNotice(notice: Notice): void;
  dismissNotice(kind: Notice['kind']): void;
  /** Closes the open till, if there is one, and opens the one of the settings, with these credentials if they are given. */
  reopen(credentials?: Credentials): Promise<void>;
  close(): void;
};

/** How soon a ledger that does not take writes is opened anew. */
const TRY_LEDGER_AGAIN_MS = 5_000;
/** How far the gateway's clock may be from ours before the cashier is told. */
const MOST_SKEW_SECONDS = 120;

type Open = { readonly till: Till; close(): void };

export function createCounter(deps: CounterDeps): Counter {
  const { log } = deps;
  let open: Open | null = null;
  let trouble: Trouble | null = null;
  let notices: readonly Notice[] = [];
  let scanner: ScannerLamp = 'absent';
  let simulator: LocalGateway | null = null;
  let cancelTry: (() => void) | null = null;
  let opening: Promise<void> = Promise.resolve();
  let isClosed = false;
  /** Of a till that was unlocked with its passphrase, for as long as the program runs. */
  const unlocked = new Map<Environment, Credentials>();

  const mode = (): Mode => {
    if (deps.testGateway !== null) return 'test-gateway';
    const { environment } = deps.settings();
    switch (environment) {
      case 'training':
        return 'training';
      case 'sandbox':
        return 'test-gateway';
      case 'production':
      case 'live-test':
        return 'live';
      default:
        return assertNever(environment);
    }
  };

  /** The till decides nothing by the wall clock, but its reports are dated by it. */
  const tellSkew = (aheadMs: number): void => {
    const seconds = Math.round(aheadMs / 1000);
    if (Math.abs(seconds) > MOST_SKEW_SECONDS) addNotice({ kind: 'clock-skew', seconds });
  };

  const addNotice = (notice: Notice): void => {
    notices = [...notices.filter(({ kind }) => kind !== notice.kind), notice];
    deps.onChange();
  };

  /**
   * Payments stop, the windows say why, and the ledger is opened anew again and again until it takes a write: what was
   * under way is then taken up from the disk and enquired. A file that is damaged or too new does not mend itself.
   */
  const ledgerTrouble = (error: LedgerError, path: string): void => {
    trouble = { kind: 'ledger', cause: error.trouble, path };
    log('counter.ledger-trouble', { trouble: error.trouble, cause: String(error.cause) });
    if (error.trouble === 'damaged' || error.trouble === 'newer') closeOpen();
    else tryAgainLater();
    deps.onChange();
  };

  const tryAgainLater = (): void => {
    cancelTry?.();
    cancelTry = deps.timers.after(TRY_LEDGER_AGAIN_MS, () => {
      void reopen();
    });
  };

  const openWith = (environment: Environment | 'test-gateway', host: string, credentials: Credentials): void => {
    const settings = deps.settings();
    const path = join(deps.folder, `ledger-${environment}.db`);
    trouble = null;
    const stopOnFailure: (() => void)[] = [];
    try {
      const ledger = openLedger(path);
      stopOnFailure.push(ledger.close);
      const gateway = createGateway({
        ...settings,
        ...deps.fetches(host),
        host,
        credentials,
        log,
        keyedHash: deps.keyedHash,
      });
      stopOnFailure.push(gateway.close);
      const till = createTill({
        ...deps,
        ledger,
        gateway,
        tillId: settings.tillId,
        limit: () => deps.settings().limit,
        onClock: tellSkew,
        onPaidTwice: (readable) => {
          addNotice({ kind: 'paid-twice', readable });
        },
        onLedgerTrouble: (error) => {
          ledgerTrouble(error, path);
        },
      });
      open = {
        till,
        close() {
          till.stop();
          gateway.close();
          ledger.close();
        },
      };
      log('counter.opened', { environment, host });
    } catch (error) {
      for (const stop of stopOnFailure) stop();
      if (!(error instanceof LedgerError)) throw error;
      ledgerTrouble(error, path);
    }
    deps.onChange();
  };

  const openBySettings = async (): Promise<void> => {
    if (deps.testGateway !== null) {
      openWith('test-gateway', deps.testGateway.url, deps.testGateway.credentials);
      return;
    }
    const { environment } = deps.settings();
    if (environment === 'training') {
      simulator ??= await deps.startSimulator();
      openWith('training', simulator.url, simulator.credentials);
      return;
    }
    const known = unlocked.get(environment);
    const loaded = known ? { kind: 'open' as const, credentials: known } : await deps.secrets.load(environment);
    if (loaded.kind === 'open') openWith(environment, HOSTS[environment], loaded.credentials);
    else trouble = { kind: loaded.kind === 'locked' ? 'locked' : 'no-credentials' };
    deps.onChange();
  };

  const closeOpen = (): void => {
    open?.close();
    open = null;
  };

  const reopenAfter = async (earlier: Promise<void>): Promise<void> => {
    await earlier;
    if (isClosed) return;
    closeOpen();
    await openBySettings();
  };

  /** One after the other, whoever asks: two tills on one ledger would both watch and both write. */
  const reopen = (): Promise<void> => {
    cancelTry?.();
    opening = reopenAfter(opening);
    return opening;
  };

  return {
    till: () => open?.till ?? null,
    mode,

    cashierState() {
      const { cashierLanguage, shopName, limit, sounds } = deps.settings();
      const till = open?.till.state();
      return {
        language: cashierLanguage,
        shopName: shopName[cashierLanguage],
        mode: mode(),
        currency: payMe('mpm').currency,
        limit,
        sounds,
        saleId: till?.saleId ?? '',
        stage: till?.stage ?? { kind: 'keypad' },
        checking: till?.checking ?? [],
        news: till?.news ?? [],
        refundsToDo: till?.refundsToDo ?? [],
        scanner,
        trouble,
        notices,
      };
    },

    customerState() {
      const { customerLanguage, shopName } = deps.settings();
      return {
        language: customerLanguage,
        shopName: shopName[customerLanguage],
        mode: mode(),
        currency: payMe('mpm').currency,
        screen: open?.till.state().customer ?? { kind: 'idle' },
      };
    },

    setScanner(lamp) {
      scanner = lamp;
      deps.onChange();
    },

    addNotice,

    dismissNotice(kind) {
      notices = notices.filter((notice) => notice.kind !== kind);
      deps.onChange();
    },

    reopen(credentials) {
      if (credentials !== undefined) unlocked.set(deps.settings().environment, credentials);
      return reopen();
    },

    close() {
      isClosed = true;
      cancelTry?.();
      closeOpen();
    },
  };
}
