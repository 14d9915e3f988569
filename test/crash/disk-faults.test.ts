/**
 * A disk that is full or fails, at each write and each fsync of a first day that starts with an empty folder. What the
 * ledger did not commit is neither sent nor shown, and when the disk works again the ledger agrees with the books.
 */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { join } from 'node:path';
import { newFolder } from '../support/counter-till.ts';
import { hitOn, injecting, type Injection } from './injection.ts';
import { everyPoint, type Point } from './points.ts';
import { saysProgress } from './progress.ts';
import { createDice } from '../support/dice.ts';
import type { Sale } from './script.ts';
import { openCrashShop } from './shop.ts';
import { buildTillProgram, type Ended, type TillProgram } from './till-program.ts';

const SEED = 4_712;
const SPEED = 200;
/** A payment that the ledger did not commit never gets a result, so a life waits this long for it. */
const PATIENCE_MS = 300;
const SALES: readonly Sale[] = [
  { mode: 'mpm', amountCents: 1_200, patience: 'until-known', refund: 'whole' },
  { mode: 'cpm', amountCents: 3_450, patience: 'none' },
];

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

/** What the till did wrong after its ledger failed. @param on the file that failed @param isForGood it stays broken */
function faultsOf(ended: Ended, on: string | null, isForGood: boolean): readonly string[] {
  if (ended.kind === 'broken') return [ended.error];
  const troubleAt = ended.lines.findIndex((line) => line.startsWith('trouble'));
  // SQLite ignores errors of the folder's fsync, and the code key's file does not belong to the ledger.
  const isLedgers = on?.startsWith('ledger.db') ?? false;
  if (troubleAt < 0) return isLedgers ? [`nobody heard of it; the till said ${ended.lines.join(', ')}`] : [];
  const after = isForGood ? ended.lines.slice(troubleAt) : [];
  return after.filter((line) => line.startsWith('kept')).map((line) => `after the trouble: ${line}`);
}

async function breakAt(point: Injection, name: string): Promise<Point> {
  const shop = await openCrashShop(program, createDice(SEED, 0), SPEED);
  try {
    const log = join(logs.folder, name);
    const strace = ['--seccomp-bpf', ...injecting(point, log)];
    const ended = await shop.live(SALES, { ends: 'left', patienceMs: PATIENCE_MS, strace });
    const on = hitOn(log);
    const faults = faultsOf(ended, on, point.when.endsWith('+'));
    const atDeath = shop.faults();
    const settled = [...(await shop.settle()), ...shop.faults()];
    return { on, faults: [...faults, ...atDeath, ...settled].map((fault) => `${name}: ${fault}`) };
  } finally {
    await shop.close();
  }
}

const diseases = [
  { name: 'full from a write on', call: 'pwrite64', error: 'ENOSPC', more: '+', on: ['ledger.db', 'ledger.db-wal'] },
  { name: 'failing at one write', call: 'pwrite64', error: 'EIO', more: '', on: ['ledger.db', 'ledger.db-wal'] },
  { name: 'failing at one fsync', call: 'fsync', error: 'EIO', more: '', on: ['ledger.db', 'ledger.db-wal'] },
  { name: 'failing from an fsync on', call: 'fsync', error: 'EIO', more: '+', on: ['ledger.db', 'ledger.db-wal'] },
] as const;

it.each(diseases)('a disk $name', async ({ name, call, error, more, on }) => {
  const points = await everyPoint(
    (point) => breakAt({ call, what: `error=${error}`, when: `${point}${more}` }, `${call}-${error}-${point}${more}`),
    saysProgress(`a disk ${name}`),
  );
  expect(points.faults).toEqual([]);
  for (const target of on) expect(points.on.get(target) ?? 0, target).toBeGreaterThan(0);
});
