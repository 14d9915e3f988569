/**
 * Kills a till right before each fsync, each write and each send of a scripted day: on the first start, and on a start
 * that continues a dead till's payment.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { join } from 'node:path';
import { newFolder } from '../support/counter-till.ts';
import { hitOn, injecting, type Injection } from './injection.ts';
import { everyPoint, type Point } from './points.ts';
import { saysProgress } from './progress.ts';
import { createDice } from '../support/dice.ts';
import type { Sale } from './script.ts';
import { openCrashShop, type CrashShop } from './shop.ts';
import { buildTillProgram, type TillProgram } from './till-program.ts';

const SEED = 4_711;
const SPEED = 200;
const WALKS_MAX = 3;

const FIRST_DAY: readonly Sale[] = [
  { mode: 'mpm', amountCents: 1_200, patience: 'until-known' },
  { mode: 'cpm', amountCents: 3_450, patience: 'until-known', refund: 'whole' },
];
const SECOND_DAY: readonly Sale[] = [{ mode: 'mpm', amountCents: 2_043, patience: 'until-qr' }];

let program: TillProgram;
let logs: ReturnType<typeof newFolder>;

beforeAll(async () => {
  program = await buildTillProgram();
  logs = newFolder();
});
afterAll(() => {
  program.remove();
  logs.remove();
});

/** Kills one life of a new shop's till at this point, and then lets every attempt end. */
async function killAt(
  point: Injection,
  name: string,
  sales: readonly Sale[],
  before: typeof leaveUnfinished | null,
): Promise<Point> {
  const shop = await openCrashShop(program, createDice(SEED, Number(point.when)), SPEED);
  try {
    await before?.(shop);
    const log = join(logs.folder, name);
    const ended = await shop.live(sales, { strace: injecting(point, log) });
    const faults = ended.kind === 'broken' ? [ended.error] : [];
    const atDeath = shop.faults();
    const settled = [...(await shop.settle()), ...shop.faults()];
    const on = ended.kind === 'done' ? null : hitOn(log);
    return { on, faults: [...faults, ...atDeath, ...settled].map((fault) => `${name}: ${fault}`) };
  } finally {
    await shop.close();
  }
}

/** Runs a till that dies with a QR on the screen. */
async function leaveUnfinished(shop: CrashShop): Promise<void> {
  let kill = (): void => undefined;
  await shop.live([{ mode: 'mpm', amountCents: 2_012, patience: 'until-known' }], {
    onStart(killNow) {
      kill = killNow;
      return () => undefined;
    },
    onLine: (line) => {
      if (line.endsWith('pending')) kill();
    },
  });
}

const days = [
  { day: 'first', sales: FIRST_DAY, before: null },
  { day: 'second', sales: SECOND_DAY, before: leaveUnfinished },
];
const calls = [
  { call: 'fsync', on: ['ledger.db-wal', 'ledger.db'] },
  { call: 'pwrite64', on: ['ledger.db-wal', 'ledger.db'] },
  { call: 'writev', on: ['TCP'] },
  // The till writes its told lines to such a socket: a kill here comes between a commit and the next step.
  { call: 'write', on: ['UNIX-STREAM'] },
] as const;

describe.each(days)('on the $day day', ({ day, sales, before }) => {
  it.each(calls)('killed before each $call', async ({ call, on }) => {
    const killedOn = new Set<string>();
    // Each run of a day differs a little, so a kill may miss a target; then try all points again.
    for (let walk = 1; walk <= WALKS_MAX && !on.every((target) => killedOn.has(target)); walk += 1) {
      const points = await everyPoint(
        (point) =>
          killAt(
            { call, what: 'signal=SIGKILL', when: String(point) },
            `${day}-${call}-${walk}-${point}`,
            sales,
            before,
          ),
        saysProgress(`killed before a ${call} of the ${day} day`),
      );
      expect(points.faults).toEqual([]);
      for (const target of points.on.keys()) killedOn.add(target);
    }
    expect([...killedOn]).toEqual(expect.arrayContaining([...on]));
  });
});
