/**
 * Breaks the core in every way Stryker knows and runs the quick tests on each: what they do not notice is listed, with the
 * reason, in test/mutation-survivors.md.
 */

import { existsSync } from 'node:fs';
import { CORE } from './core.mjs';

// The tests' ledgers wait for the disk thousands of times, to no use here.
if (existsSync('/dev/shm')) process.env.TMPDIR = '/dev/shm';

/** @type {ConstructorParameters<typeof import('@stryker-mutator/core').Stryker>[0]} */
export default {
  mutate: CORE,
  testRunner: 'vitest',
  plugins: ['@stryker-mutator/vitest-runner'],
  vitest: { configFile: 'build/vitest.core.config.ts', related: false },
  coverageAnalysis: 'perTest',
  concurrency: 2,
  // A later run tries again only what changed, and what a changed test could now notice.
  incremental: true,
  incrementalFile: 'test-results/mutation/incremental.json',
  // What loops for ever is cut off by its count; a machine that is merely busy must not pass for a loop.
  timeoutMS: 30_000,
  ignorePatterns: ['out', 'dist', 'test-results'],
  // Stryker would rewrite it with TypeScript's old interface, which TypeScript 7 does not have; nothing here reads it.
  tsconfigFile: 'none',
  tempDirName: 'test-results/mutation/sandbox',
  reporters: ['progress-append-only', 'clear-text', 'json', 'html'],
  clearTextReporter: { reportTests: false, allowColor: false },
  jsonReporter: { fileName: 'test-results/mutation/report.json' },
  htmlReporter: { fileName: 'test-results/mutation/report.html' },
  thresholds: { high: 95, low: 90, break: 90 },
};
