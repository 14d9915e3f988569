/**
 * A real till with a real ledger file and real HTTP to a real simulator, with faster time: only the clock and the
 * timers differ from a shop's till.
 */
import { join } from 'node:path';
import { randomUUID } from 'node:crypto';
import { openKeyedHash } from '../../electron/vault/code-key.ts';
import { createGateway, type GatewayOptions } from '../../electron/gateway/client.ts';
import { openLedger, type OpenLedger } from '../../electron/ledger/ledger.ts';
import { readCode } from '../../electron/scanner/read-code.ts';
import { Secret } from '../../electron/vault/secret.ts';
import { startSimulator, type Simulator, type SimulatorOptions } from '../../electron/simulator/server.ts';
import { createBudget } from '../../electron/till/budget.ts';
import { createTill, type Till, type TillState } from '../../electron/till/till.ts';
import type { LedgerFault } from '../../shared/ledger-fault.ts';
import type { Log } from '../../electron/till/ports/world.ts';
import { cents } from '../../shared/money.ts';

export { newFolder } from './folders.ts';

export type TestTill = {
  readonly till: Till;
  readonly ledger: OpenLedger;
  readonly folder: string;
  /** The ledger's faults that the till reported, oldest first. */
  readonly troubles: readonly LedgerFault[];
  /** Waits until the state satisfies the check. Rejects with the last state after 15 s. */
  until(check: (state: TillState) => boolean): Promise<TillState>;
  /** Stops the till in the middle of its work, and closes its ledger. */
  cut(): void;
};

/** What a till needs to reach a simulator, which may run in another process. */
export type GatewayAddress = Pick<Simulator, 'url' | 'appCode' | 'clientKey'>;

export type TestTillOptions = {
  readonly folder: string;
  readonly simulator: GatewayAddress;
  readonly speed?: number;
  /** Called at every change, as the windows would be, before `until` checks the state. */
  readonly onChange?: () => void;
  readonly onTrouble?: (trouble: LedgerFault) => void;
  readonly log?: Log;
  /** Wraps the ledger, for example in one that records what was written. */
  readonly over?: (ledger: OpenLedger) => OpenLedger;
};

export const quickSimulator = (speed: number, options: SimulatorOptions = {}): Promise<Simulator> =>
  startSimulator({ answerDelayMs: 0, callsPerMinute: 100_000, speed, ...options });

export const gatewayOptions = (simulator: GatewayAddress): GatewayOptions => ({
  host: simulator.url,
  credentials: { appCode: new Secret(simulator.appCode), clientKey: new Secret(simulator.clientKey) },
  mchid: '',
  signType: 'MD5',
  answersMustBeSigned: false,
  expiredMinutes: 30,
  goodsName: '',
  udid: 'test-till',
  returnUrl: '',
  payFetch: fetch,
  askFetch: fetch,
  // A placeholder: startTestTill uses a real keyed hash.
  keyedHash: (text) => text,
  log: () => undefined,
});

export function startTestTill({ folder, simulator, speed = 20, ...options }: TestTillOptions): TestTill {
  const { onChange, onTrouble, log = () => undefined, over = (ledger: OpenLedger) => ledger } = options;
  const ledger = over(openLedger(join(folder, 'ledger.db')));
  const keyedHash = openKeyedHash(join(folder, 'code.key'));
  const gateway = createGateway({ ...gatewayOptions(simulator), keyedHash });
  const waiting = new Set<() => void>();
  const troubles: LedgerFault[] = [];
  const till = createTill({
    unread: [],
    ledger,
    gateway,
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
    budget: createBudget(performance.now() * speed),
    keyedHash,
    readCode,
    log,
    tillId: '01',
    by: () => 'owner',
    limit: () => cents(5_000_000),
    onEvent(event) {
      if (event.kind === 'ledger-failed') {
        const { fault } = event.error;
        troubles.push(fault);
        onTrouble?.(fault);
      }
      if (event.kind !== 'changed') return;
      onChange?.();
      for (const look of waiting) look();
    },
  });
  return {
    till,
    ledger,
    folder,
    troubles,
    until: (check) =>
      new Promise((resolve, reject) => {
        const deadline = setTimeout(() => {
          waiting.delete(look);
          reject(new Error(`Not reached; the state is ${JSON.stringify(till.state())}`));
        }, 15_000);
        const look = (): void => {
          const state = till.state();
          if (!check(state)) return;
          clearTimeout(deadline);
          waiting.delete(look);
          resolve(state);
        };
        waiting.add(look);
        look();
      }),
    cut() {
      till.stop();
      gateway.close();
      ledger.close();
    },
  };
}
