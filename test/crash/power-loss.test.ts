/**
 * The power fails at any moment: the file opens undamaged and contains everything that was told or sent. With weaker
 * settings of SQLite the same test must find losses, or it would prove nothing.
 */
import { expect, it } from 'vitest';
import { powerLossStates } from './power-loss.ts';
import { saysProgress } from './progress.ts';

const STATES = 10_000;
/** Fewer than one state per moment is enough, because the weaker settings lose something at the first sale. */
const WEAKER_STATES = 250;
const SEED = 20_261_123;

it(`${STATES} states after a power loss`, async () => {
  const result = await powerLossStates({ seed: SEED, count: STATES, progress: saysProgress('power loss', STATES) });
  expect(result).toEqual({ done: STATES, violations: [] });
});

it.each([
  { weaker: 'a log that is not synced with each commit', settings: 'synchronous=NORMAL' },
  { weaker: 'a journal whose removal is not synced', settings: 'journal_mode=DELETE&synchronous=FULL' },
])('finds what is lost with $weaker', async ({ settings }) => {
  const result = await powerLossStates({ seed: SEED, count: WEAKER_STATES, progress: () => undefined, settings });
  expect(result.violations.filter((violation) => violation.includes('was told'))).not.toEqual([]);
});
