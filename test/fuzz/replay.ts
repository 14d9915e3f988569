/**
 * Runs one input of a campaign again, or a range of inputs; prints each one's target before it runs:
 *
 *   node test/fuzz/replay.ts SEED INDEX [LAST INDEX]
 */
import { openInputs } from './inputs.ts';
import { scratchFolder } from './scratch.ts';

const [seed = Number.NaN, first = Number.NaN, last = first] = process.argv.slice(2).map(Number);
if (![seed, first, last].every(Number.isSafeInteger)) {
  console.error('usage: node test/fuzz/replay.ts SEED INDEX [LAST INDEX]');
  process.exit(2);
}
const scratch = scratchFolder();
const inputs = openInputs(seed, scratch.folder);
process.exitCode = 0;
for (let index = first; index <= last; index += 1) {
  console.log(`input ${index}, ${inputs.targetOf(index).name}`);
  const wrong = await inputs.run(index);
  if (wrong === null) continue;
  console.log(`  ${wrong}`);
  process.exitCode = 1;
}
await inputs.close();
scratch.remove();
