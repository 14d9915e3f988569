/**
 * Work on a ledger that may take seconds, beside the main process: it reads through a connection of its own, and the
 * windows stay alive. One thread for each job, which ends with it.
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
  /** What an older program left is brought to this one's version, with a copy kept of it. */
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

/** What a job's thread tells. */
export type Message =
  | { readonly kind: 'step'; readonly step: Step }
  | { readonly kind: 'done'; readonly answer: Answers[keyof Answers] }
  | { readonly kind: 'trouble'; readonly trouble: LedgerFault; readonly cause: string };

export type Jobs = {
  /** @throws LedgerError what the job met; rejects with Stopped when the jobs were stopped before it was done */
  run<Kind extends Job['kind']>(
    job: Extract<Job, { kind: Kind }>,
    progress?: (step: Step) => void,
  ): Promise<Answer<Kind>>;
  /** Ends what is under way, and what comes after it at once. */
  stop(): void;
};

/** The program ends; nobody waits for the answer any more. */
export class Stopped extends Error {}

/** @param program the file that runs a job: worker.ts, or what it was built into */
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
        // After an answer this changes nothing.
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
