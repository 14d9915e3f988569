/** Simulates runs with the copy of the code that this file lies in, until a check finds a violation. */
import { parentPort, workerData } from 'node:worker_threads';
import { accountRun } from './account-run.ts';
import { keyboardRun } from './keyboard-run.ts';
import type { Manner } from './manners.ts';
import { isOdd } from './odd-error.ts';
import { simulateRun } from './run.ts';
import { settingsRun } from './settings-run.ts';
import type { Violation } from './violation.ts';

/** Where a defect shows: in a shop's payments, a change of account, the counter's keyboard, or a settings file. */
export type Place = 'payments' | 'account' | 'keyboard' | 'settings';
export type DefectRuns = {
  readonly seed: number;
  readonly runs: number;
  readonly place: Place;
  /** The special manners of the world of payments. */
  readonly manners: readonly Manner[];
};
/** `found` is null when every run held. */
export type DefectOutcome = { readonly runs: number; readonly found: Violation | null };

const { seed, runs, place, manners } = workerData as DefectRuns;
/** Many short runs meet more starts and ends than a few long ones, and finish sooner. */
const PAYMENTS_MAX = 150;
const port = parentPort;
const tell = (outcome: DefectOutcome): void => port?.postMessage(outcome, []);

const RUN: Readonly<Record<Place, (run: number) => Promise<readonly Violation[]> | readonly Violation[]>> = {
  payments: async (run) => (await simulateRun({ seed, run, manners, mostPayments: PAYMENTS_MAX })).violations,
  account: (run) => accountRun(seed, run),
  keyboard: (run) => keyboardRun(seed, run),
  settings: (run) => settingsRun(seed, run),
};

let found: Violation | null = null;
// Node reports an unhandled rejection late, perhaps after the run in which it happened.
process.on('unhandledRejection', (error) => {
  if (!isOdd(error)) found ??= { check: 'no bug thrown', what: String(error) };
});
let run = 0;
while (found === null && run < runs) {
  found = (await RUN[place](run))[0] ?? null;
  run += 1;
}
tell({ runs: run, found });
