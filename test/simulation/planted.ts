/** Copies the code that the simulation uses, plants a defect in the copy, and runs the simulation there. */
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { plantedCopy, type Edit } from '../support/planted-copy.ts';
import type { DefectOutcome, DefectRuns } from './defect-worker.ts';

const COPIED = ['shared', 'electron', 'test/simulation', 'test/support', 'test/fuzz/fake-keystore.ts'];

/** @throws Error when an edit's text does not occur exactly once in its file */
export async function runPlanted(edits: readonly Edit[], options: DefectRuns): Promise<DefectOutcome> {
  const { folder, remove } = plantedCopy(COPIED, edits);
  try {
    return await run(join(folder, 'test/simulation/defect-worker.ts'), options);
  } finally {
    remove();
  }
}

function run(file: string, workerData: DefectRuns): Promise<DefectOutcome> {
  return new Promise((done, reject) => {
    const worker = new Worker(file, { workerData });
    worker.on('message', done);
    worker.on('error', reject);
    worker.on('exit', (code) => reject(new Error(`The planted simulation ended early with ${code}`)));
  });
}
