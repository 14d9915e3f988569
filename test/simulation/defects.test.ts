/** Tests the checks: they catch every planted defect, and find nothing in the unchanged code. */
import { describe, expect, it } from 'vitest';
import { ROW_EDIT } from '../support/made-up-wallet.ts';
import { accountRun } from './account-run.ts';
import { DEFECTS } from './defects.ts';
import { keyboardRun } from './keyboard-run.ts';
import { runPlanted } from './planted.ts';
import { settingsRun } from './settings-run.ts';

const SEED = 10;
const RUNS_MAX = 250;

describe.concurrent('a planted defect is caught', { timeout: 600_000 }, () => {
  it('there are 60 defects with 60 different names', () => {
    expect(new Set(DEFECTS.map(({ name }) => name)).size).toBe(60);
  });

  for (const { name, by, place, manners, edits } of DEFECTS) {
    it(name, async () => {
      const { runs, found } = await runPlanted(edits, { seed: SEED, runs: RUNS_MAX, place, manners });
      console.info(`${name}: ${found === null ? 'NOT CAUGHT' : `caught by "${found.check}"`} in run ${runs}`);
      // The defect's own check must find it; a defect that only makes the code throw proves no check.
      expect(by).toContain(found?.check);
    });
  }

  it.each([
    ['a copy without a defect', []],
    ['a shop with a second wallet', [ROW_EDIT]],
  ])('finds nothing in %s', async (_where, edits) => {
    expect(await runPlanted(edits, { seed: SEED, runs: 12, place: 'payments', manners: [] })).toEqual({
      runs: 12,
      found: null,
    });
  });
});

it('finds nothing at the keyboard and in the settings files of the unchanged code', { timeout: 120_000 }, () => {
  const runs = Array.from({ length: 500 }, (_, run) => run);
  expect(runs.flatMap((run) => [...keyboardRun(SEED, run), ...settingsRun(SEED, run)])).toEqual([]);
});

it('finds no lost money when the account changes in the unchanged code', { timeout: 120_000 }, async () => {
  const found: unknown[] = [];
  for (let run = 0; run < 40; run += 1) found.push(...(await accountRun(SEED, run)));
  expect(found).toEqual([]);
});

it('refuses a patch that no longer fits the code', async () => {
  const edit = { file: 'shared/attempt/machine.ts', find: 'no such text stands there', put: '' };
  await expect(runPlanted([edit], { seed: SEED, runs: 1, place: 'payments', manners: [] })).rejects.toThrow(
    'does not hold exactly once',
  );
});
