/** A campaign divided among threads. The same seed simulates the same runs with any number of threads. */
import { Worker } from 'node:worker_threads';
import type { SimulationOptions, SimulationResult } from './campaign.ts';
import type { WorkerMessage, WorkerOptions } from './campaign-worker.ts';
import type { FaultKind } from './faults.ts';

type OnCoresOptions = Pick<SimulationOptions, 'seed' | 'count' | 'progress'>;

export async function simulateOnCores(options: OnCoresOptions, cores: number): Promise<SimulationResult> {
  const { seed, count, progress } = options;
  const done = new Map<number, number>();
  const shares = Array.from({ length: cores }, (_, core) =>
    runWorker({ seed, count: Math.ceil(count / cores), firstRun: core, everyRun: cores }, (own) => {
      done.set(core, own);
      progress([...done.values()].reduce((all, part) => all + part, 0));
    }),
  );
  return (await Promise.all(shares)).reduce(added);
}

function runWorker(workerData: WorkerOptions, progress: (done: number) => void): Promise<SimulationResult> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL('./campaign-worker.ts', import.meta.url), { workerData });
    worker.on('message', (message: WorkerMessage) => {
      if (message.kind === 'progress') progress(message.done);
      else resolve(message.result);
    });
    worker.on('error', reject);
    worker.on('exit', (code) => reject(new Error(`A simulation ended early with ${code}`)));
  });
}

function added(one: SimulationResult, other: SimulationResult): SimulationResult {
  const faults = new Map<FaultKind, number>(one.faults);
  for (const [kind, times] of other.faults) faults.set(kind, (faults.get(kind) ?? 0) + times);
  return {
    done: one.done + other.done,
    runs: one.runs + other.runs,
    withTwoFaults: one.withTwoFaults + other.withTwoFaults,
    violations: [...one.violations, ...other.violations],
    faults,
  };
}
