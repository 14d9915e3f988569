/**
 * A shop whose till dies again and again with one ledger file, and its gateway. Remembers everything that each life of
 * the till told, and checks whether the file still agrees.
 */
import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { openDatabase } from '../../electron/ledger/file/open.ts';
import type { Simulator } from '../../electron/simulator/server.ts';
import type { Switches } from '../../electron/simulator/switches.ts';
import type { AttemptStatus } from '../../shared/attempt/record.ts';
import { newFolder, quickSimulator, startTestTill } from '../support/counter-till.ts';
import type { Dice } from '../support/dice.ts';
import { ALL_THE_TIME_MS, type Life, type Sale } from './script.ts';
import type { Ended, LifeOptions, TillProgram } from './till-program.ts';
import { readTold, type Told } from './told.ts';
import { fileFaults, readRows, sentFaults, toldFaults } from './verify.ts';
import { bookFaults } from './verify-books.ts';

export type CrashShop = {
  /** Sets how the gateway handles refunds from now on. */
  setRefunds(change: Pick<Switches, 'refundMode' | 'lowBalance'>): void;
  /** Runs one life of the till until it ends or is killed. */
  live(sales: readonly Sale[], options?: LifeOptions & Partial<Pick<Life, 'ends' | 'patienceMs'>>): Promise<Ended>;
  /** Every status that a ledger of this shop said it kept. */
  met(): readonly AttemptStatus[];
  /** What the file lacks of everything that was told and sent so far; empty when it agrees. */
  faults(): readonly string[];
  /**
   * Restarts the till, lets every attempt end, and compares the ledger with the gateway's books. Returns differences.
   */
  settle(): Promise<readonly string[]>;
  close(): Promise<void>;
};

/** Longer than the simulator's longest scenario, in the shop's time. */
const QUIET_MS = 13_000;
/** The till promises ten minutes of its own (faster) time; a busy machine gets this much real time. */
const SETTLE_MS = 20_000;
const NEVER_PAID_CENTS = 43;
const PAY_AFTER_ALL_SHARE = 0.5;

export async function openCrashShop(program: TillProgram, dice: Dice, speed: number): Promise<CrashShop> {
  const { folder, remove } = newFolder();
  const path = join(folder, 'ledger.db');
  const simulator = await quickSimulator(speed);
  const { url, appCode, clientKey } = simulator;
  const told: Told[] = [];

  /** Checks a copy, because opening the file itself would recover it before the next life has to. */
  const look = (): readonly string[] => {
    const copy = newFolder();
    cpSync(folder, copy.folder, { recursive: true, filter: (name) => !name.endsWith('-shm') });
    const db = openDatabase(join(copy.folder, 'ledger.db'));
    try {
      const rows = readRows(db);
      return [...fileFaults(db), ...toldFaults(rows, told), ...sentFaults(rows, simulator.books.allRequestsReceived())];
    } finally {
      db.close();
      copy.remove();
    }
  };

  return {
    setRefunds(change) {
      simulator.setSwitches(change);
    },

    async live(sales, { ends = 'closed', patienceMs = ALL_THE_TIME_MS, ...options } = {}) {
      const life: Life = { folder, simulator: { url, appCode, clientKey }, speed, sales, patienceMs, ends };
      const ended = await program.live(life, options);
      told.push(...readTold(ended.lines));
      return ended;
    },

    met: () => told.flatMap((one) => (one.kind === 'kept' ? [one.status] : [])),

    faults: look,

    async settle() {
      letCustomersDecide(simulator, dice);
      await sleep(QUIET_MS / speed);
      const counter = startTestTill({ folder, simulator, speed });
      const db = openDatabase(path);
      try {
        const deadline = performance.now() + SETTLE_MS;
        let faults = bookFaults(readRows(db), simulator.books);
        while (faults.length > 0 && performance.now() < deadline) {
          await sleep(5);
          faults = bookFaults(readRows(db), simulator.books);
        }
        return [...faults, ...counter.troubles.map((trouble) => `ledger trouble after the restart: ${trouble}`)];
      } finally {
        db.close();
        counter.cut();
      }
    },

    async close() {
      await simulator.close();
      remove();
    },
  };
}

/** While the till is dead, customers pay their orders, even failed ones, or let them expire. */
function letCustomersDecide({ books }: Simulator, dice: Dice): void {
  for (const { number, amountCents } of books.orders()) {
    if (dice.fraction() < PAY_AFTER_ALL_SHARE) books.payNow(number);
    else if (amountCents % 100 === NEVER_PAID_CENTS) books.expire(number);
  }
}

const sleep = (ms: number): Promise<void> =>
  new Promise((resolve) => {
    setTimeout(resolve, ms);
  });
