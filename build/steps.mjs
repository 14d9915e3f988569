/**
 * The steps of `npm test` and `npm run check`, one after the other, each with its time, and the count at the end. A
 * failed step does not stop the next one: a person who waited for the tests wants all results.
 */

import { existsSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { seconds, showProgress } from './setup/console.mjs';
import { run } from './setup/processes.mjs';

const SILENCE_MS = 10_000;

/** @typedef {{ name: string, command: string, args: readonly string[] }} Step */
/** @typedef {{ passed: number, failed: number, skipped: number }} Count */
/** @typedef {{ name: string, ms: number }} Took the time of one part, for the last lines */
/** @typedef {import('./setup/processes.mjs').RunOptions} RunOptions */

/** @type {readonly Step[]} */
export const checkSteps = [
  { name: 'format', command: 'prettier', args: ['--check', '.'] },
  { name: 'types', command: 'tsc', args: ['--noEmit', '-p', 'tsconfig.json'] },
  // Each project has only the types of its place: no page in main, no Node in a page, neither in shared code.
  ...['shared', 'electron', 'renderer'].map((folder) => ({
    name: `types ${folder}`,
    command: 'tsc',
    args: ['--noEmit', '-p', folder],
  })),
  { name: 'lint', command: 'oxlint', args: ['--type-aware', '-c', 'build/oxlint.json'] },
  { name: 'dead code', command: 'knip', args: ['--no-progress'] },
];

/** Tests without waiting cover every branch of the code that decides about money. @type {Step} */
export const coreStep = {
  name: 'branches',
  command: 'vitest',
  args: ['run', '--config', 'build/vitest.core.config.ts', '--reporter=minimal'],
};

/**
 * @param {readonly Step[]} steps
 * @param {RunOptions} options
 * @returns {Promise<Count & { failures: string[], times: Took[] }>} each step counts as one test
 */
export async function runSteps(steps, options) {
  /** @type {string[]} */
  const failures = [];
  /** @type {Took[]} */
  const times = [];
  for (const { name, command, args } of steps) {
    const startedAt = Date.now();
    const { ok, output } = await showProgress(name, run(command, args, options));
    times.push({ name, ms: Date.now() - startedAt });
    console.log(`${ok ? 'passed' : 'FAILED'}  ${name.padEnd(14)} ${seconds(Date.now() - startedAt)}`);
    if (ok) continue;
    failures.push(name);
    console.log(output.trimEnd().replace(/^/gm, '        '));
  }
  return { passed: steps.length - failures.length, failed: failures.length, skipped: 0, failures, times };
}

/**
 * @param {readonly string[]} filter
 * @param {RunOptions} options
 * @returns {Promise<Count & { times: Took[] }>}
 */
export async function vitest(filter, options) {
  const results = 'test-results/vitest.json';
  const file = path.resolve(options.cwd ?? '.', results);
  // The results of an earlier run must not be counted as this run's.
  rmSync(file, { force: true });
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${results}`];
  const args = ['run', '--config', 'build/vitest.config.ts', ...reporters, ...filter];
  const { ok } = await withSignsOfLife(args, options);
  return { ...countOf(file, ok), times: timesOf(file) };
}

/**
 * On a terminal vitest draws its own progress. In a log it is silent during a long file, so this adds a line then.
 *
 * @param {readonly string[]} args vitest's
 * @param {RunOptions} options
 */
async function withSignsOfLife(args, options) {
  if (process.stdout.isTTY) return run('vitest', args, { ...options, output: 'show' });
  const startedAt = Date.now();
  let heardAt = startedAt;
  const timer = setInterval(() => {
    if (Date.now() - heardAt < SILENCE_MS) return;
    heardAt = Date.now();
    console.log(`        vitest is running, ${seconds(heardAt - startedAt)}`);
  }, 1000);
  try {
    return await run('vitest', args, { ...options, output: 'both', heard: () => (heardAt = Date.now()) });
  } finally {
    clearInterval(timer);
  }
}

/**
 * @param {string} file vitest's report
 * @param {boolean} ok whether vitest itself reported success
 * @returns {Count}
 */
function countOf(file, ok) {
  if (!existsSync(file)) return { passed: 0, failed: 1, skipped: 0 };
  const result = JSON.parse(readFileSync(file, 'utf8'));
  /** @type {readonly { status: string, assertionResults: readonly { status: string }[] }[]} */
  const files = result.testResults;
  // A file that fails before its first test, as by a missing import, has no failed test in the report.
  const broken = files.filter((one) => one.status === 'failed' && !one.assertionResults.some(isFailed)).length;
  const failed = result.numFailedTests + broken;
  const passed = result.numPassedTests;
  if (passed + failed === 0) console.log('vitest found no test to run; that counts as one failure');
  // An error outside every test fails the run, even if each test passed.
  const nameless = failed === 0 && (!ok || passed === 0) ? 1 : 0;
  return { passed, failed: failed + nameless, skipped: result.numPendingTests + result.numTodoTests };
}

/**
 * How long each folder of tests took, from the start of its first file to the end of its last. Files run in parallel.
 *
 * @param {string} file vitest's report
 * @returns {Took[]}
 */
function timesOf(file) {
  if (!existsSync(file)) return [];
  /** @type {readonly { name: string, startTime: number, endTime: number }[]} */
  const files = JSON.parse(readFileSync(file, 'utf8')).testResults;
  /** @type {Map<string, { from: number, to: number }>} */
  const spans = new Map();
  for (const { name, startTime, endTime } of files) {
    const folder = path.basename(path.dirname(name));
    const known = spans.get(folder) ?? { from: startTime, to: endTime };
    spans.set(folder, { from: Math.min(known.from, startTime), to: Math.max(known.to, endTime) });
  }
  return [...spans].map(([name, { from, to }]) => ({ name: `test/${name}`, ms: to - from }));
}

/** @param {{ status: string }} test */
function isFailed(test) {
  return test.status === 'failed';
}

/**
 * Prints the times, longest first. The times of parallel parts overlap.
 *
 * @param {readonly Took[]} times
 * @param {number} wholeMs
 */
function tellTimes(times, wholeMs) {
  const longest = times.toSorted((one, other) => other.ms - one.ms).filter(({ ms }) => ms >= 1000);
  console.log(`\n${seconds(wholeMs)} in all, set-up included:`);
  for (const { name, ms } of longest) console.log(`  ${seconds(ms).padStart(7)}  ${name}`);
}

/**
 * Prints the last lines: the times and the count.
 *
 * @param {readonly (Count & { times: Took[] })[]} counts
 * @returns {number} the exit code
 */
export function report(counts) {
  /** @param {keyof Count} key */
  const sum = (key) => counts.reduce((total, count) => total + count[key], 0);
  tellTimes(
    counts.flatMap(({ times }) => times),
    process.uptime() * 1000,
  );
  const skipped = sum('skipped') > 0 ? `, ${sum('skipped')} skipped` : '';
  console.log(`\n${sum('passed')} passed, ${sum('failed')} failed${skipped}`);
  return sum('failed') === 0 ? 0 : 1;
}
