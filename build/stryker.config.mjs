/**
 * Changes the core in every way Stryker knows and runs the quick tests on each change. test/mutation-survivors.md lists
 * the changes that they do not notice, with the reason.
 */

import { existsSync } from 'node:fs';
import { CORE } from './core.mjs';

// The tests' ledgers would wait for the disk thousands of times, which proves nothing here.
if (existsSync('/dev/shm')) process.env.TMPDIR = '/dev/shm';

/** @type {ConstructorParameters<typeof import('@stryker-mutator/core').Stryker>[0]} */
export default {
  mutate: CORE,
  testRunner: 'vitest',
  plugins: ['@stryker-mutator/vitest-runner'],
  vitest: { configFile: 'build/vitest.core.config.ts', related: false },
  coverageAnalysis: 'perTest',
  concurrency: 2,
  // A later run repeats only what changed, and what a changed test could notice by then.
  incremental: true,
  incrementalFile: 'test-results/mutation/incremental.json',
  // An endless loop is stopped by its count. This time limit is long, so that a busy machine does not look like a loop.
  timeoutMS: 30_000,
  ignorePatterns: ['out', 'dist', 'test-results'],
  // Stryker would rewrite it through TypeScript's old interface, which TypeScript 7 lacks; nothing here reads the file.
  tsconfigFile: 'none',
  tempDirName: 'test-results/mutation/sandbox',
  reporters: ['progress-append-only', 'clear-text', 'json', 'html'],
  clearTextReporter: { reportTests: false, allowColor: false },
  jsonReporter: { fileName: 'test-results/mutation/report.json' },
  htmlReporter: { fileName: 'test-results/mutation/report.html' },
  thresholds: { high: 95, low: 90, break: 90 },
};
