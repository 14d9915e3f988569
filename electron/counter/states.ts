/** Holds the state of the counter's life, and closes the till or plans the next try when the state changes. */
import type { AttemptNumber } from '../../shared/attempt/number.ts';
import type { Actor } from '../../shared/role.ts';
import type { Settings } from '../../shared/settings.ts';
import type { GatewayOptions } from '../gateway/client.ts';
import type { KeeperOptions } from '../ledger/keeper.ts';
import type { Secret } from '../vault/secret.ts';
import type { Accounts } from './accounts.ts';
import type { Notices } from './notices.ts';
import type { OpenTill, OpenTillDeps } from './open-till.ts';
import { standing, type Facts, type Life, type Standing } from './standing.ts';

export type LifecycleDeps = Pick<OpenTillDeps, 'clock' | 'timers' | 'random' | 'keyedHash' | 'readCode' | 'log'> & {
  readonly folder: string;
  /** The machine's mark and name, see machine.ts. */
  readonly machine: string;
  /** The program of the worker threads that work on a ledger. */
  readonly ledgerJobs: KeeperOptions['jobProgram'];
  /** The connections to one gateway: for payments, and for enquiries. */
  readonly fetches: (host: string) => Pick<GatewayOptions, 'payFetch' | 'askFetch'>;
  readonly settings: () => Settings;
  /** Who stands at the till: each attempt notes who began it. */
  readonly actor: () => Actor;
  readonly lost: () => Facts['lost'];
  readonly staff: () => Facts['staff'];
  readonly accounts: Pick<Accounts, 'of'>;
  readonly notices: Notices;
  /** Called after each try to open a till, also a failed one. */
  readonly onReopened: () => void;
  /** Something a window shows has changed. */
  readonly onChange: () => void;
};

type Opened = OpenTill & { readonly appCode: Secret; readonly clientKey: Secret };

/** Facts of the till that was closed last, for the next one. */
type Left = {
  readonly path: string;
  readonly appCode: Secret;
  /** Attempts whose news the cashier had not read yet: the next till on the same ledger shows them again. */
  readonly unread: readonly AttemptNumber[];
};

export function createStates(deps: LifecycleDeps, reopen: () => void) {
  let life: Life<Opened> = { kind: 'not-open' };
  let left: Left | null = null;
  let cancelTry = (): void => undefined;

  const standingNow = (): Standing | null => standing({ lost: deps.lost(), staff: deps.staff(), life });
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
    /** Changes the state. Closes the till when it is no longer open, and sets the timer if another try is needed. */
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
export type States = ReturnType<typeof createStates>;
