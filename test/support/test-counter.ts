/** The counter as the main process has it, at a real simulator, with commands as a window gives them and time that runs faster. */
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { createCommands } from '../../electron/commands.ts';
import { createCounter, type Counter, type CounterDeps } from '../../electron/counter.ts';
import { HOSTS } from '../../electron/gateway/hosts.ts';
import { readCode } from '../../electron/scanner/read-code.ts';
import { Secret } from '../../electron/secret.ts';
import { openSecrets } from '../../electron/secrets.ts';
import type { Simulator } from '../../electron/simulator/server.ts';
import type { Handlers } from '../../shared/contract.ts';
import type { StartAnswer } from '../../shared/views.ts';
import { DEFAULT_SETTINGS } from '../../shared/settings.ts';
import { fakeKeystore } from '../fuzz/fake-keystore.ts';

export type TestCounter = {
  readonly counter: Counter;
  readonly commands: Handlers<'cashier'>;
  /** The ledger's file. */
  readonly path: string;
  /** Names of what was logged, oldest first. */
  readonly logged: string[];
  start(amount: number): Promise<StartAnswer>;
  until(check: () => boolean): Promise<void>;
};

export type TestCounterOptions = {
  readonly folder: string;
  readonly simulator: Simulator;
  /** How much faster the till's clock and timers run. */
  readonly speed?: number;
  /**
   * QFPay as a shop meets it, one simulator for each account: the till begins in training, where `simulator` stands in, and
   * may go live. Without it the till is pointed at `simulator`.
   */
  readonly accounts?: readonly Simulator[];
  /** Told before the training simulator is started; may throw. */
  readonly onSimulator?: () => void;
};

export function createTestCounter(options: TestCounterOptions): TestCounter {
  const { folder, simulator, speed = 20, accounts, onSimulator } = options;
  const { url, appCode, clientKey } = simulator;
  const local = { url, credentials: { appCode: new Secret(appCode), clientKey: new Secret(clientKey) } };
  const atItsAccount: typeof fetch = (asked, init) => {
    const place = asked instanceof Request ? asked.url : asked.toString();
    if (!place.startsWith(HOSTS.production)) return fetch(place, init);
    const code = new Headers(init?.headers).get('X-QF-APPCODE');
    const account = accounts?.find((one) => one.appCode === code);
    // Never the real one.
    if (account === undefined) return Promise.reject(new Error(`no account ${code}`));
    return fetch(place.replace(HOSTS.production, account.url), init);
  };
  const logged: string[] = [];
  let settings = DEFAULT_SETTINGS;
  const deps: CounterDeps = {
    folder,
    secrets: openSecrets(join(folder, 'secrets.json'), accounts === undefined ? null : fakeKeystore),
    clock: { mono: () => performance.now() * speed, wall: Date.now },
    timers: {
      after(ms, call) {
        const timer = setTimeout(call, ms / speed);
        return () => {
          clearTimeout(timer);
        };
      },
    },
    random: { fraction: () => 0.5, id: randomUUID },
    keyedHash: (code) => code,
    readCode,
    log: (event, facts = {}) => logged.push(`${event} ${JSON.stringify(facts)}`),
    fetches: () => ({ payFetch: atItsAccount, askFetch: atItsAccount }),
    startSimulator: async () => {
      onSimulator?.();
      return local;
    },
    testGateway: accounts === undefined ? local : null,
    ledgerJobs: new URL('../../electron/ledger/worker.ts', import.meta.url),
    settings: () => settings,
    onChange: () => undefined,
  };
  const counter = createCounter(deps);
  const commands = createCommands({
    ...deps,
    counter,
    keepSettings: (next) => {
      settings = next;
    },
    displays: () => [],
    identifyDisplays: () => undefined,
    showFolder: () => undefined,
    setTyping: () => undefined,
    exportFolder: folder,
    outcomes: [],
    refundOutcomes: [],
    version: '',
    runtime: '',
  });
  return {
    counter,
    commands,
    path: join(folder, 'ledger-test-gateway.db'),
    logged,
    start: async (amount) => commands.start({ saleId: counter.cashierState().saleId, amount, way: 'mpm' }),
    async until(check) {
      const deadline = Date.now() + 15_000;
      while (!check()) {
        if (Date.now() > deadline)
          throw new Error(`not reached: ${JSON.stringify(counter.cashierState())}\n${logged.join('\n')}`);
        await new Promise((resolve) => setTimeout(resolve, 10));
      }
    },
  };
}
