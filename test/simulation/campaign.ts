/** Simulates runs one after another until a number of payments is reached. `npm test` and the soak call it. */
import type { CampaignOptions, CampaignResult } from '../support/campaign.ts';
import type { FaultKind } from './faults.ts';
import type { Manner } from './manners.ts';
import { simulateRun } from './run.ts';

export type SimulationOptions = CampaignOptions & {
  /** The first run's number, so that two workers with one seed share the work and repeat none of it. */
  readonly firstRun?: number;
  readonly everyRun?: number;
  /** The manners of the world in all runs; left out, the dice choose. */
  readonly manners?: readonly Manner[];
  /** Per run; left out, the dice choose. */
  readonly mostPayments?: number;
};

export type SimulationResult = CampaignResult & {
  readonly runs: number;
  readonly withTwoFaults: number;
  readonly faults: ReadonlyMap<FaultKind, number>;
};

/** Every fiftieth run is simulated twice: the same seed must give the same log. */
const REPEATED = 50;
const TOLD_MAX = 20;

/** @param options.count the least number of payments; the last run is completed, so there may be more */
export async function simulate(options: SimulationOptions): Promise<SimulationResult> {
  const { seed, count, progress, firstRun = 0, everyRun = 1, manners, mostPayments } = options;
  const only = { ...(manners && { manners }), ...(mostPayments && { mostPayments }) };
  const violations: string[] = [];
  const faults = new Map<FaultKind, number>();
  let done = 0;
  let runs = 0;
  let withTwoFaults = 0;
  while (done < count && violations.length < TOLD_MAX) {
    const run = firstRun + runs * everyRun;
    const isRepeated = runs % REPEATED === 0;
    const result = await simulateRun(isRepeated ? { ...only, seed, run, log: 'hash' } : { ...only, seed, run });
    const tell = (what: string): void => {
      const forced = `'' '${manners?.join() ?? ''}' ${mostPayments ?? ''}`;
      violations.push(`${what} (node test/simulation/replay.ts ${seed} ${run} ${forced})`);
    };
    for (const { check, what } of result.violations.slice(0, 1)) tell(`${check}: ${what}`);
    if (isRepeated) {
      const again = await simulateRun({ ...only, seed, run, log: 'hash' });
      if (again.logHash !== result.logHash) tell('same log: the same seed gave another log');
    }
    runs += 1;
    done += result.payments;
    withTwoFaults += result.withTwoFaults;
    for (const [kind, times] of result.faults) faults.set(kind, (faults.get(kind) ?? 0) + times);
    progress(done);
  }
  return { done, runs, withTwoFaults, faults, violations };
}
