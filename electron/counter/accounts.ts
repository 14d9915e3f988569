/** Decides which gateway the till uses, with which credentials and which budget of calls. */
import { callsOfTill, createBudget, type Budget } from '../till/budget.ts';
import type { Clock } from '../till/ports/world.ts';
import { HOSTS } from '../gateway/hosts.ts';
import type { Secrets } from '../vault/credentials.ts';
import type { Credentials, Secret } from '../vault/secret.ts';
import type { Environment, Settings } from '../../shared/settings.ts';

/** A gateway on this machine: the one that TILL_GATEWAY_URL names, or the built-in simulator. */
export type LocalGateway = { readonly url: string; readonly credentials: Credentials };

export type Account = {
  readonly kind: 'account';
  /** Part of the ledger's file name. */
  readonly environment: Environment | 'test-gateway';
  readonly host: string;
  readonly credentials: Credentials;
  readonly budget: Budget;
};

export type NoAccount = { readonly kind: 'no-account'; readonly why: 'locked' | 'no-credentials' | 'keystore-away' };

export type AccountsDeps = {
  readonly secrets: Secrets;
  readonly clock: Clock;
  readonly startSimulator: () => Promise<LocalGateway>;
  /** Set by the variables of a run from source (test-gateway.ts); it replaces the account of the settings. */
  readonly testGateway: LocalGateway | null;
  readonly settings: () => Settings;
};

export type Accounts = {
  /** The account of these settings. Rejects when the simulator cannot be started. */
  of(settings: Settings): Promise<Account | NoAccount>;
  /** Keeps unlocked or newly stored credentials in memory until the program ends. */
  learn(known: { readonly environment: Environment; readonly credentials: Credentials }): void;
};

const WHY_NOT = {
  none: 'no-credentials',
  damaged: 'no-credentials',
  locked: 'locked',
  away: 'keystore-away',
} as const;

export function createAccounts(deps: AccountsDeps): Accounts {
  let simulator: LocalGateway | null = null;
  const unlocked = new Map<Environment, Credentials>();
  /** One for each account. It outlives a reopening, because the earlier till's calls still count at the gateway. */
  const budgets = new Map<string, Budget>();

  const budgetOf = (host: string, appCode: Secret): Budget => {
    const account = `${host} ${appCode.reveal()}`;
    const budget = budgets.get(account) ?? createBudget(deps.clock.mono(), () => callsOfTill(deps.settings().tills));
    budgets.set(account, budget);
    return budget;
  };
  const account = (environment: Account['environment'], host: string, credentials: Credentials): Account => ({
    kind: 'account',
    environment,
    host,
    credentials,
    budget: budgetOf(host, credentials.appCode),
  });

  return {
    async of({ environment }) {
      if (deps.testGateway !== null) {
        return account('test-gateway', deps.testGateway.url, deps.testGateway.credentials);
      }
      if (environment === 'training') {
        simulator ??= await deps.startSimulator();
        return account('training', simulator.url, simulator.credentials);
      }
      const known = unlocked.get(environment);
      if (known !== undefined) return account(environment, HOSTS[environment], known);
      const loaded = await deps.secrets.load(environment);
      return loaded.kind === 'open'
        ? account(environment, HOSTS[environment], loaded.credentials)
        : { kind: 'no-account', why: WHY_NOT[loaded.kind] };
    },
    learn({ environment, credentials }) {
      unlocked.set(environment, credentials);
    },
  };
}
