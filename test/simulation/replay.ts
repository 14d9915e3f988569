/**
 * `node test/simulation/replay.ts SEED RUN [TEXT] [MANNER,...] [MOST]`: prints the log of one run, or only the lines
 * that contain TEXT. MANNER: the world has exactly these manners (manners.ts). MOST: the run has at most so many
 * payments. The dice choose what is left out or ''.
 */
import { isManner } from './manners.ts';
import { simulateRun } from './run.ts';

const [seed = '1', run = '0', text = '', only = '', most = ''] = process.argv.slice(2);
const manners = only === '' ? undefined : only.split(',').filter(isManner);
const result = await simulateRun({
  seed: Number(seed),
  run: Number(run),
  log: 'lines',
  ...(manners && { manners }),
  ...(most !== '' && { mostPayments: Number(most) }),
});
for (const line of result.lines) if (line.includes(text)) console.log(line);
for (const { check, what } of result.violations) console.log(`VIOLATION ${check}: ${what}`);
console.log(`${result.payments} payments, ${result.withTwoFaults} with two faults or more, log ${result.logHash}`);
console.log(Object.fromEntries(result.faults));
