/** Only the quick tests of the core, with what they cover of it: a branch that none of them takes fails the run. */
import { resolve } from 'node:path';
import { defineConfig } from 'vitest/config';
import { CORE, CORE_TESTS } from './core.mjs';

export default defineConfig({
  root: resolve(import.meta.dirname, '..'),
  test: {
    include: CORE_TESTS,
    testTimeout: 20_000,
    coverage: {
      enabled: true,
      provider: 'v8',
      include: CORE,
      thresholds: { branches: 100 },
      reporter: [['text', { skipFull: true }]],
      reportsDirectory: 'test-results/coverage',
    },
  },
});
