/** Opens a till by the settings, and handles the events of the till and its ledger. */
import { join } from 'node:path';
import { mchidOf, type Settings } from '../../shared/settings.ts';
import { Stopped } from '../ledger/care/jobs.ts';
import { createKeeper } from '../ledger/keeper.ts';
import { LedgerError } from '../till/ports/ledger.ts';
import type { Account } from './accounts.ts';
import { noteEvent } from './notices.ts';
import { openTill, type OpenTillDeps, type OpenTillEvent } from './open-till.ts';
import { mustBeRestored } from './standing.ts';
import type { LifecycleDeps, States } from './states.ts';

/** Opens tills. A failure of the ledger, now or later, becomes the state of the counter. */
export function createOpener(deps: LifecycleDeps, states: States) {
  const { log } = deps;
  const keeper = createKeeper({ ...deps, jobProgram: deps.ledgerJobs });
  const hearing = createHearing(deps, states);
  const { restored, ledgerFailed } = hearing;

  /** @param settings taken when the opening began, so that the account and what is sent to it belong together */
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
          hearing.hear(path, settings.tillId, event);
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
      states.become({ kind: 'open', opened: { ...opened, ...credentials }, isAwaited: false });
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

/** Turns the events of an open till and its ledger into states of the counter and notices. */
function createHearing(deps: LifecycleDeps, states: States) {
  const { log, notices } = deps;
  /** The paths of the ledgers that this run has begun to restore. */
  const restored = new Set<string>();

  /**
   * Stops payments, shows the cashier why, and closes the till, so that its failed connection writes nothing more. When
   * the ledger is reopened, unfinished attempts are loaded from it and enquired.
   */
  const ledgerFailed = (error: LedgerError, path: string): void => {
    log('counter.ledger-trouble', { trouble: error.fault, cause: String(error.cause) });
    states.become({ kind: 'ledger-failed', cause: error.fault, path, wasRestored: restored.has(path) });
    deps.onChange();
  };

  /** Handles an event of the till on this ledger, from the start of its opening on. */
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

  return { restored, ledgerFailed, hear };
}

/** The options of a till that come from its account and the settings. */
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
    by: () => deps.actor().by,
    limit: () => deps.settings().limit,
  } satisfies Partial<OpenTillDeps>;
}
