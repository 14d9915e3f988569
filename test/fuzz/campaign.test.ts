/**
 * What comes from outside, damaged in every way chance finds: the gateway's answers, the windows' messages, the files. No
 * crash, no hang, and nothing is paid without the proof that rule P6 asks for.
 */
import { expect, it } from 'vitest';
import { saysProgress } from '../crash/progress.ts';
import { fuzz } from './campaign.ts';
import { openInputs } from './inputs.ts';

const SEED = 20261122;
const COUNT = 200_000;

it(`holds against ${COUNT} inputs`, { timeout: 600_000 }, async () => {
  const { done, violations } = await fuzz({ seed: SEED, count: COUNT, progress: saysProgress('fuzz inputs', COUNT) });
  expect(violations).toEqual([]);
  expect(done).toBe(COUNT);
});

it('every target gets its share of them', () => {
  const inputs = openInputs(SEED, '');
  const counts = new Map(inputs.targets.map(({ name }) => [name, 0]));
  for (let index = 0; index < COUNT; index += 1) {
    const { name } = inputs.targetOf(index);
    counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  for (const { name, share } of inputs.targets) {
    const expected = (COUNT * share) / 10_000;
    expect(Math.abs((counts.get(name) ?? 0) - expected), name).toBeLessThan(5 * Math.sqrt(expected));
  }
});
