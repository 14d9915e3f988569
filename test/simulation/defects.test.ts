/** The checks prove themselves: every planted defect is caught, and the same harness finds nothing in the code as it is. */
import { describe, expect, it } from 'vitest';
import { DEFECTS } from './defects.ts';
import { runPlanted } from './planted.ts';

const SEED = 10;
const MOST_RUNS = 250;

describe.concurrent('a planted defect is caught', { timeout: 600_000 }, () => {
  it('25 of them, each its own', () => {
    expect(new Set(DEFECTS.map(({ name }) => name)).size).toBe(25);
  });

  for (const { name, edits } of DEFECTS) {
    it(name, async () => {
      const { runs, found } = await runPlanted(edits, { seed: SEED, runs: MOST_RUNS });
      console.info(`${name}: ${found === null ? 'NOT CAUGHT' : `caught by "${found.check}"`} in run ${runs}`);
      expect(found).not.toBeNull();
      // The checks have to see it; a defect that only makes the code throw proves nothing of them.
      expect(found?.check).not.toBe('no bug thrown');
    });
  }

  it('and nothing is found in a copy without one', async () => {
    expect(await runPlanted([], { seed: SEED, runs: 12 })).toEqual({ runs: 12, found: null });
  });
});

it('a patch that does not fit the code any more is refused', async () => {
  const edit = { file: 'shared/attempt.ts', find: 'no such text stands there', put: '' };
  await expect(runPlanted([edit], { seed: SEED, runs: 1 })).rejects.toThrow('does not hold exactly once');
});
