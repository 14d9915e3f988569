/** Runs the simulation that lies beside it, over the copy of the code that lies beside that, until a check finds something. */
import { parentPort, workerData } from 'node:worker_threads';
import { simulateRun } from './run.ts';
import type { Violation } from './violation.ts';

export type DefectRuns = { readonly seed: number; readonly runs: number };
/** `found` is null when every run held. */
export type DefectOutcome = { readonly runs: number; readonly found: Violation | null };

const { seed, runs } = workerData as DefectRuns;
const port = parentPort;
const tell = (outcome: DefectOutcome): void => port?.postMessage(outcome, []);

let found: Violation | null = null;
let run = 0;
while (found === null && run < runs) {
  const { violations } = await simulateRun({ seed, run });
  found = violations[0] ?? null;
  run += 1;
}
tell({ runs: run, found });
