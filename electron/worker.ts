/** Runs one job on a ledger in a worker thread, and sends its progress and its result. */
import { parentPort, workerData } from 'node:worker_threads';
import { assertNever } from '../shared/result.ts';
import { LedgerError } from './till/ports/ledger.ts';
import { backUp } from './ledger/care/backup.ts';
import { backupFolderOf } from './ledger/care/backup-list.ts';
import { bringUp } from './ledger/care/derived.ts';
import type { Answer, Job, Message } from './ledger/care/jobs.ts';
import { lookThrough } from './ledger/care/inspect.ts';
import { restore } from './ledger/care/restore.ts';
import type { Step } from './ledger/care/verify.ts';

const tell = (message: Message): void => {
  // The empty list means that no object is transferred; the message is copied.
  parentPort?.postMessage(message, []);
};
const progress = (step: Step): void => {
  tell({ kind: 'step', step });
};

function perform(job: Job): Answer<Job['kind']> {
  switch (job.kind) {
    case 'look-through':
      return lookThrough(job.path, job.scope, progress);
    case 'restore':
      restore(job.options, progress);
      return null;
    case 'bring-up':
      bringUp(job.path);
      return null;
    case 'back-up':
      return backUp(job.path, backupFolderOf(job.path), job.at);
    default:
      return assertNever(job);
  }
}

try {
  tell({ kind: 'done', answer: perform(workerData as Job) });
} catch (error) {
  // Any other error is a bug: it ends the thread, and `run` in jobs.ts rejects with it.
  if (!(error instanceof LedgerError)) throw error;
  tell({ kind: 'trouble', trouble: error.fault, cause: String(error.cause) });
}
