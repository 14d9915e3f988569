/** SIGKILL at any moment: nothing that was told is lost, and nothing is charged twice or forgotten. */
import { expect, it } from 'vitest';
import { saysProgress } from './progress.ts';
import { killRandomly } from './random-kills.ts';

const KILLS = 100;
const SEED = 20_261_122;

it(`${KILLS} random kills`, async () => {
  const result = await killRandomly({ seed: SEED, count: KILLS, progress: saysProgress('random kills', KILLS) });
  expect(result).toEqual({ done: KILLS, violations: [] });
});
