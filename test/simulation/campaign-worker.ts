/** One of the threads among which simulateOnCores divides a campaign. */
import { parentPort, workerData } from 'node:worker_threads';
import { simulate, type SimulationOptions } from './campaign.ts';

export type WorkerOptions = Omit<SimulationOptions, 'progress'>;
export type WorkerMessage =
  | { readonly kind: 'progress'; readonly done: number }
  | { readonly kind: 'result'; readonly result: Awaited<ReturnType<typeof simulate>> };

const port = parentPort;
const tell = (message: WorkerMessage): void => port?.postMessage(message, []);
const result = await simulate({
  ...(workerData as WorkerOptions),
  progress: (done) => tell({ kind: 'progress', done }),
});
tell({ kind: 'result', result });
