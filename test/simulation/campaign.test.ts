/** Eight thousand simulated payments with wrong answers, lost calls and power cuts: none is lost, doubled or wrong. */
import { expect, it } from 'vitest';
import { FAULT_KINDS } from './faults.ts';
import { simulateOnCores } from './on-cores.ts';
import { simulateRun } from './run.ts';

const SEED = 20_261_130;
const PAYMENTS = 8_000;
const PROGRESS_MS = 10_000;
const CORES = 2;

/** Prints the progress every ten seconds, because the campaign takes minutes. */
function sayProgress(): (done: number) => void {
  let saidAt = Date.now();
  return (done) => {
    if (Date.now() - saidAt < PROGRESS_MS) return;
    saidAt = Date.now();
    console.info(`${done} of ${PAYMENTS} payments`);
  };
}

it('keeps its promises over eight thousand payments', async () => {
  const result = await simulateOnCores({ seed: SEED, count: PAYMENTS, progress: sayProgress() }, CORES);
  const faults = Object.fromEntries([...result.faults].toSorted(([, one], [, other]) => other - one));
  console.info(
    `${result.done} payments in ${result.runs} runs, ${result.withTwoFaults} with two faults or more`,
    faults,
  );
  expect(result.violations).toEqual([]);
  expect(result.done).toBeGreaterThanOrEqual(PAYMENTS);
  expect(result.withTwoFaults).toBeGreaterThanOrEqual(0.3 * result.done);
  // The till never exceeds QFPay's limit for the length of a list, so the gateway never cuts or refuses one.
  expect(FAULT_KINDS.filter((kind) => !result.faults.has(kind))).toEqual(['list-too-long']);
});

it('runs the same run twice to the letter, and another one otherwise', async () => {
  const [first, again, other] = [
    await simulateRun({ seed: SEED, run: 3, log: 'lines' }),
    await simulateRun({ seed: SEED, run: 3, log: 'lines' }),
    await simulateRun({ seed: SEED + 1, run: 3, log: 'hash' }),
  ];
  expect(first.lines.length).toBeGreaterThan(1_000);
  expect(again.lines).toEqual(first.lines);
  expect(again.logHash).toBe(first.logHash);
  expect(other.logHash).not.toBe(first.logHash);
});
