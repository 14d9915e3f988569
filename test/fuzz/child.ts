/**
 * A separate program that runs a range of inputs and reports its position, so that the parent process notices a crash
 * in SQLite or an endless loop:
 *
 *   node test/fuzz/child.ts SCRATCH SEED COUNT TELL_EVERY
 */
import { inspect } from 'node:util';
import { openInputs } from './inputs.ts';

export type ToldByChild =
  | { readonly kind: 'at'; readonly index: number }
  | { readonly kind: 'violation'; readonly index: number; readonly what: string }
  | { readonly kind: 'done' };

const [scratch = '', ...numbers] = process.argv.slice(2);
const [seed = 0, count = 0, tellEvery = 1] = numbers.map(Number);
const tell = (told: ToldByChild): void => {
  process.send?.(told);
};

const strays: string[] = [];
process.on('unhandledRejection', (error) => {
  strays.push(inspect(error));
});
// The parent process is gone, so nobody reads further reports.
process.once('disconnect', () => process.exit());
const inputs = openInputs(seed, scratch);
for (let index = 0; index < count; index += 1) {
  if (index % tellEvery === 0) {
    tell({ kind: 'at', index });
    // Give timers and finalizers of earlier inputs a chance to run.
    await new Promise(setImmediate);
  }
  const what = await inputs.run(index);
  if (what !== null) tell({ kind: 'violation', index, what });
  for (const stray of strays.splice(0))
    tell({ kind: 'violation', index, what: `nobody waited for what failed: ${stray}` });
}
await inputs.close();
tell({ kind: 'done' });
process.disconnect();
