/**
 * Runs work on a ledger that may take seconds outside the main thread, so that the windows keep responding. Each job
 * has a thread and a connection of its own; the thread ends with the job.
 */
import { Worker } from 'node:worker_threads';
import type { LedgerFault } from '../../../shared/ledger-fault.ts';
import type { WallMs } from '../../../shared/time.ts';
import { LedgerError } from '../../till/ports/ledger.ts';
import type { Looked } from './inspect.ts';
import type { RestoreOptions } from './restore.ts';
import type { Scope, Step } from './verify.ts';

export type Job =
  | { readonly kind: 'look-through'; readonly path: string; readonly scope: Scope }
  | { readonly kind: 'restore'; readonly options: RestoreOptions }
  /** Migrates an older program's ledger to this version, and keeps a copy of the old file. */
  | { readonly kind: 'bring-up'; readonly path: string }
  | { readonly kind: 'back-up'; readonly path: string; readonly at: WallMs };

type Answers = {
  readonly 'look-through': Looked;
  readonly restore: null;
  readonly 'bring-up': null;
  /** The backup's name; null when there was nothing new. */
  readonly 'back-up': string | null;
};
export type Answer<Kind extends Job['kind']> = Answers[Kind];

/** A message from a job's thread. */
export type Message =
  | { readonly kind: 'step'; readonly step: Step }
  | { readonly kind: 'done'; readonly answer: Answers[keyof Answers] }
  | { readonly kind: 'trouble'; readonly trouble: LedgerFault; readonly cause: string };

export type Jobs = {
  /** Rejects with the job's LedgerError, or with Stopped when the jobs were stopped before it was done. */
  run<Kind extends Job['kind']>(
    job: Extract<Job, { kind: Kind }>,
    progress?: (step: Step) => void,
  ): Promise<Answer<Kind>>;
  /** Ends running jobs; later ones end at once. */
  stop(): void;
};

/** The jobs were stopped: the program ends, and nobody waits for the answer any more. */
export class Stopped extends Error {}

/** @param program the file that runs a job: worker.ts, or its bundle */
export function createJobs(program: string | URL): Jobs {
  const running = new Set<Worker>();
  let isStopped = false;

  const start = (job: Job, progress: (step: Step) => void): Promise<Answers[keyof Answers]> =>
    new Promise((resolve, reject) => {
      if (isStopped) {
        reject(new Stopped());
        return;
      }
      const worker = new Worker(program, { workerData: job });
      running.add(worker);
      worker.on('message', (message: Message) => {
        if (message.kind === 'step') progress(message.step);
        else if (message.kind === 'done') resolve(message.answer);
        else reject(new LedgerError(message.trouble, new Error(message.cause)));
      });
      worker.on('error', reject);
      worker.on('exit', () => {
        running.delete(worker);
        // This has no effect after an answer.
        reject(isStopped ? new Stopped() : new Error('A ledger job ended without an answer'));
      });
    });

  return {
    run: (job, progress = () => undefined) => start(job, progress) as Promise<never>,
    stop() {
      isStopped = true;
      for (const worker of running) void worker.terminate();
    },
  };
}
