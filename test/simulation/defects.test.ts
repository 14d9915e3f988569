/** The checks prove themselves: every planted defect is caught, and the same harness finds nothing in the code as it is. */
import { describe, expect, it } from 'vitest';
import { ROW_EDIT } from '../support/made-up-wallet.ts';
import { accountRun } from './account-run.ts';
import { DEFECTS } from './defects.ts';
import { keyboardRun } from './keyboard-run.ts';
import { runPlanted } from './planted.ts';
import { settingsRun } from './settings-run.ts';

const SEED = 10;
const MOST_RUNS = 250;

describe.concurrent('a planted defect is caught', { timeout: 600_000 }, () => {
  it('55 of them, each its own', () => {
    expect(new Set(DEFECTS.map(({ name }) => name)).size).toBe(55);
  });

  for (const { name, by, place, manners, edits } of DEFECTS) {
    it(name, async () => {
      const { runs, found } = await runPlanted(edits, { seed: SEED, runs: MOST_RUNS, place, manners });
      console.info(`${name}: ${found === null ? 'NOT CAUGHT' : `caught by "${found.check}"`} in run ${runs}`);
      // The check that is for it has to see it; a defect that only makes the code throw proves nothing of any.
      expect(by).toContain(found?.check);
    });
  }

  it.each([
    ['a copy without one', []],
    ['a shop with a second wallet', [ROW_EDIT]],
  ])('and nothing is found in %s', async (_where, edits) => {
    expect(await runPlanted(edits, { seed: SEED, runs: 12, place: 'payments', manners: [] })).toEqual({
      runs: 12,
      found: null,
    });
  });
});

it('nothing is found at the keyboard and in the settings files of the code as it is', { timeout: 120_000 }, () => {
  const runs = Array.from({ length: 500 }, (_, run) => run);
  expect(runs.flatMap((run) => [...keyboardRun(SEED, run), ...settingsRun(SEED, run)])).toEqual([]);
});

it('nothing is lost where the account changes, in the code as it is', { timeout: 120_000 }, async () => {
  const found: unknown[] = [];
  for (let run = 0; run < 40; run += 1) found.push(...(await accountRun(SEED, run)));
  expect(found).toEqual([]);
});

it('a patch that does not fit the code any more is refused', async () => {
  const edit = { file: 'shared/attempt/machine.ts', find: 'no such text stands there', put: '' };
  await expect(runPlanted([edit], { seed: SEED, runs: 1, place: 'payments', manners: [] })).rejects.toThrow(
    'does not hold exactly once',
  );
});
