/**
 * Random damage to all input from outside: the gateway's answers, the windows' messages, the files. The till must not
 * crash or hang, and nothing may become paid without the proof that rule P6 requires.
 */
import { expect, it } from 'vitest';
import { saysProgress } from '../crash/progress.ts';
import { fuzz } from './campaign.ts';
import { openInputs } from './inputs.ts';

/** One process per seed, in parallel, because a single process at the end of the test run would leave a core idle. */
const SEEDS = [20_261_122, 20_261_123] as const;
const COUNT = 200_000;
const EACH = COUNT / SEEDS.length;

it(`holds against ${COUNT} inputs`, { timeout: 600_000 }, async () => {
  const says = saysProgress('fuzz inputs', COUNT);
  const done = SEEDS.map(() => 0);
  const campaigns = SEEDS.map((seed, index) => {
    const progress = (count: number): void => {
      done[index] = count;
      says(done.reduce((sum, one) => sum + one, 0));
    };
    return fuzz({ seed, count: EACH, progress });
  });
  expect(await Promise.all(campaigns)).toEqual(SEEDS.map(() => ({ done: EACH, violations: [] })));
});

it('gives every target its share of the inputs', () => {
  const inputs = openInputs(SEEDS[0], '');
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
