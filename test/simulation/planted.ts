/** Copies the code the simulation runs on, lays a defect over the copy, and runs the simulation there. */
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { DefectOutcome, DefectRuns } from './defect-worker.ts';
import type { Edit } from './defect.ts';

const ROOT = resolve(import.meta.dirname, '../..');
/** Within the repository, so that the copy finds the same libraries; nothing in here is kept. */
const COPIES = join(ROOT, 'test-results');
const COPIED = [
  'shared',
  'electron',
  'test/simulation',
  ...['campaign', 'dice', 'hand-time', 'samples', 'takings-oracle', 'test-counter', 'through-door', 'told-states'].map(
    (name) => `test/support/${name}.ts`,
  ),
  'test/fuzz/fake-keystore.ts',
];

/** @throws Error when an edit's text does not stand exactly once in its file */
export async function runPlanted(edits: readonly Edit[], options: DefectRuns): Promise<DefectOutcome> {
  mkdirSync(COPIES, { recursive: true });
  const folder = mkdtempSync(join(COPIES, 'planted-'));
  try {
    for (const path of COPIED) cpSync(join(ROOT, path), join(folder, path), { recursive: true });
    for (const edit of edits) lay(folder, edit);
    return await run(join(folder, 'test/simulation/defect-worker.ts'), options);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function lay(folder: string, { file, find, put }: Edit): void {
  const path = join(folder, file);
  const [before, after, ...more] = readFileSync(path, 'utf8').split(find);
  if (before === undefined || after === undefined || more.length > 0) {
    throw new Error(`${file} does not hold exactly once: ${find}`);
  }
  writeFileSync(path, before + put + after);
}

function run(file: string, workerData: DefectRuns): Promise<DefectOutcome> {
  return new Promise((done, reject) => {
    const worker = new Worker(file, { workerData });
    worker.on('message', done);
    worker.on('error', reject);
    worker.on('exit', (code) => reject(new Error(`The planted simulation ended early with ${code}`)));
  });
}
