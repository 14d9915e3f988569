/** One runner for everything that is tested; the projects differ in what they start and how long they may take. */
import { availableParallelism } from 'node:os';
import { resolve } from 'node:path';
import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

const root = resolve(import.meta.dirname, '..');
/** What is waited for comes when a busy machine lets it: vitest's own one second is shorter than some waits of the till. */
const expect = { poll: { timeout: 15_000 } };

/** vitest would leave one of them idle. */
const ALL_CORES = availableParallelism();

/** Files that take minutes. vitest begins with the largest, and would be left alone with these at the end. */
const LONG = /\/test\/e2e\/(layout|network-gone)/;
class LongFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    // eslint-disable-next-line unicorn/no-array-sort -- a method of vitest's sequencer, which changes no array
    const sorted = await super.sort(files);
    const isLong = ({ moduleId }: TestSpecification): boolean => LONG.test(moduleId);
    return [...sorted.filter(isLong), ...sorted.filter((file) => !isLong(file))];
  }
}

/** Folders of tests that are named by how they try and not by the room that they try: each is a project of its own. */
const TECHNIQUES = ['fuzz', 'crash', 'simulation', 'e2e'];
const quick = { expect, testTimeout: 20_000, maxWorkers: ALL_CORES };

export default defineConfig({
  root,
  test: {
    sequence: { sequencer: LongFirst },
    projects: [
      // One project for all rooms, so that no test file is left out wherever it stands.
      {
        root,
        test: {
          ...quick,
          name: 'rooms',
          include: ['test/**/*.test.{ts,tsx}'],
          exclude: TECHNIQUES.map((folder) => `test/${folder}/**`),
        },
      },
      { root, test: { ...quick, name: 'fuzz', include: ['test/fuzz/**/*.test.ts'] } },
      {
        root,
        test: {
          name: 'crash',
          expect,
          include: ['test/crash/**/*.test.ts'],
          testTimeout: 1_800_000,
          hookTimeout: 60_000,
          maxWorkers: 2,
        },
      },
      // Minutes of simulated payments in one test; the threads it starts are its own.
      {
        root,
        test: {
          name: 'simulation',
          expect,
          include: ['test/simulation/**/*.test.ts'],
          testTimeout: 1_200_000,
          maxConcurrency: 2,
          // Each file keeps both cores busy by itself.
          fileParallelism: false,
        },
      },
      {
        root,
        test: {
          name: 'e2e',
          expect,
          include: ['test/e2e/**/*.test.ts'],
          testTimeout: 180_000,
          hookTimeout: 120_000,
          // Each file starts an Electron with two windows, and then mostly waits for it: two cores carry three at a time.
          maxWorkers: 3,
          // vitest runs no projects side by side that have another number of workers.
          sequence: { groupOrder: 1 },
          retry: 0,
        },
      },
    ],
  },
});
