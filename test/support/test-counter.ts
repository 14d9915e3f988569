/** The counter as in the main process, with a real simulator, a window's commands, and faster time. */
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { createCommands } from '../../electron/commands/commands.ts';
import { createCounter, type Counter, type CounterDeps } from '../../electron/counter/counter.ts';
import type { AskPerson } from '../../electron/commands/question.ts';
import { readCode } from '../../electron/scanner/read-code.ts';
import { Secret } from '../../electron/vault/secret.ts';
import { openSecrets } from '../../electron/vault/credentials.ts';
import type { StartAnswer } from '../../shared/contract/sale.ts';
import { DEFAULT_SETTINGS, type Settings } from '../../shared/settings.ts';
import type { GatewayAddress } from './counter-till.ts';
import { throughDoor, type GivenCommands } from './through-door.ts';
import { cashierStateOf } from './told-states.ts';

export type TestCounter = {
  readonly counter: Counter;
  readonly commands: GivenCommands;
  /** The ledger's file. */
  readonly path: string;
  /** The log's entries, oldest first, each as its name and its facts in JSON. */
  readonly logged: string[];
  start(amount: number): Promise<StartAnswer>;
  until(check: () => boolean): Promise<void>;
};

/** Most shops of the tests are of one person, who is at the till without a PIN. */
export const ONE_PERSON: Settings = { ...DEFAULT_SETTINGS, usesRoles: false };

export type TestCounterOptions = {
  readonly folder: string;
  readonly simulator: GatewayAddress;
  /** How much faster the till's clock and timers run. */
  readonly speed?: number;
  /** The machine's mark and name; unknown by default. */
  readonly machine?: string;
  readonly settings?: Partial<Settings>;
  /** Parts that replace the usual ones of the counter. */
  readonly parts?: Partial<
    Pick<CounterDeps, 'secrets' | 'fetches' | 'startSimulator' | 'testGateway' | 'clock' | 'timers'>
  > & {
    readonly askPerson?: AskPerson;
  };
};

export function createTestCounter({
  folder,
  simulator,
  speed = 20,
  machine = '',
  settings: wanted,
  parts,
}: TestCounterOptions): TestCounter {
  const { url, appCode, clientKey } = simulator;
  const local = { url, credentials: { appCode: new Secret(appCode), clientKey: new Secret(clientKey) } };
  const logged: string[] = [];
  let settings: Settings = { ...ONE_PERSON, ...wanted };
  const deps: CounterDeps = {
    folder,
    machine,
    secrets: openSecrets(join(folder, 'secrets.json'), async () => null),
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
    fetches: () => ({ payFetch: fetch, askFetch: fetch }),
    startSimulator: async () => local,
    testGateway: local,
    ledgerJobs: new URL('../../electron/worker.ts', import.meta.url),
    settings: () => settings,
    lostSettings: () => null,
    onChange: () => undefined,
    ...parts,
  };
  const counter = createCounter(deps);
  const handlers = createCommands({
    ...deps,
    counter,
    keepSettings: (next) => {
      settings = next;
    },
    confirmSettings: () => undefined,
    displays: () => [],
    identifyDisplays: () => undefined,
    closeTill: () => undefined,
    showFolder: () => undefined,
    setTyping: () => undefined,
    scannerTrials: { tryOne: async () => ({ kind: 'stopped' }), stop: () => undefined },
    exportFolder: () => folder,
    askPerson: parts?.askPerson ?? (async () => true),
    forgetTyped: () => undefined,
    outcomes: [],
    refundOutcomes: [],
    version: '',
    runtime: '',
  });
  const commands = throughDoor({
    handlers,
    noteAct: counter.noteAct,
    actor: counter.staff.access.actor,
    approvals: counter.staff.approvals,
    log: deps.log,
  });
  return {
    counter,
    commands,
    path: join(folder, 'ledger-test-gateway.db'),
    logged,
    // Without an open till there is no sale id, and the door refuses an empty one.
    start: (amount) =>
      commands.start({
        saleId: cashierStateOf(counter).saleId || 'none',
        amount,
        tender: { wallet: 'payme', mode: 'mpm' },
      }),
    async until(check) {
      const deadline = Date.now() + 15_000;
      while (!check()) {
        const { why = null } = counter.standing() ?? {};
        if ((counter.payingTill() === null) !== (why !== null))
          throw new Error(`paying against ${JSON.stringify(why)}`);
        if (Date.now() > deadline)
          throw new Error(`not reached: ${JSON.stringify(cashierStateOf(counter))}\n${logged.join('\n')}`);
        await new Promise((resolve) => setTimeout(resolve, 10));
      }
    },
  };
}
