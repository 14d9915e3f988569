/**
 * The project's commands, which package.json's scripts call. Each sets up only what it needs, then works under Node 24.
 * This file runs on any Node from 20.19, so it must never import a package from npm.
 *
 *   node build/run.mjs start | test [filter] | check | mutation | bench | soak | simulator | ledger | dist [--dir] | fresh [command]
 */

import {
  PROJECT,
  ensureElectron,
  ensureNode24,
  ensureNodeModules,
  ensureSqliteForElectron,
  environment,
  willCompile,
} from './setup.mjs';
import { Stop, say, seconds, showProgress } from './setup/console.mjs';
import { ensureDebianPackages } from './setup/debian.mjs';
import { sandboxFlags } from './setup/electron.mjs';
import { fresh } from './setup/fresh.mjs';
import { run } from './setup/processes.mjs';
import { NEEDS } from './setup/programs.mjs';
import { checkSteps, coreStep, report, runSteps, vitest } from './steps.mjs';
import { unlistedSurvivors } from './survivors.mjs';

/** @typedef {import('./setup/electron.mjs').Electron} Electron */

/** @type {import('./steps.mjs').Step} */
const BUILD = { name: 'build', command: 'electron-vite', args: ['build', '--config', 'build/electron.vite.config.ts'] };

/** @returns {boolean} whether a person could see a window here */
function hasDisplay() {
  return process.platform !== 'linux' || Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY);
}

/** For text-only commands: no Electron, no system packages. @returns {Promise<{ env: NodeJS.ProcessEnv, node24: string }>} */
async function setUpNode() {
  await ensureNodeModules();
  const node24 = await ensureNode24();
  return { env: environment({ node24 }), node24 };
}

/** @type {readonly import('./setup/programs.mjs').Purpose[]} */
const COMPILING = ['compiling better-sqlite3'];

/**
 * @param {readonly import('./setup/programs.mjs').Purpose[]} purposes what the system packages are for
 * @returns {Promise<{ env: NodeJS.ProcessEnv, node24: string, electron: Electron }>}
 */
async function setUpAll(purposes) {
  const startedAt = Date.now();
  // First the step without a download: a user who must ask somebody for packages learns it in the first second.
  await ensureDebianPackages([...purposes, ...((await willCompile()) ? COMPILING : [])]);
  await ensureNodeModules();
  const node24 = await ensureNode24();
  const electron = await ensureElectron(node24);
  await ensureSqliteForElectron(electron, node24);
  const took = seconds(Date.now() - startedAt);
  say(`ready with Electron ${electron.version} (${electron.why}) after ${took}`);
  return { env: environment({ node24, electron }), node24, electron };
}

function sayWhatRootMeans() {
  if (sandboxFlags().length > 0) say('Electron runs with --no-sandbox, because its sandbox refuses root');
}

/** @param {NodeJS.ProcessEnv} env */
async function build(env) {
  const { ok, output } = await showProgress('building', run(BUILD.command, BUILD.args, inProject(env)));
  if (!ok) throw new Stop(`The build failed:\n${output}`);
}

/** @param {NodeJS.ProcessEnv} env @returns {import('./setup/processes.mjs').RunOptions} */
function inProject(env) {
  return { env, cwd: PROJECT };
}

/** @param {NodeJS.ProcessEnv} env @param {string} program @param {readonly string[]} args @returns {Promise<number>} */
async function show(env, program, args) {
  return (await run(program, args, { ...inProject(env), output: 'show' })).code;
}

/** Wayland places windows itself, so the till runs on X11 where there is one. @returns {readonly string[]} */
function platformFlags() {
  return process.platform === 'linux' && process.env.DISPLAY ? ['--ozone-platform=x11'] : [];
}

/** Opens the till. Without a display it plays two sales on virtual screens. @param {readonly string[]} args */
async function start(args) {
  const shown = hasDisplay();
  const { env, node24, electron } = await setUpAll(shown ? NEEDS.start : NEEDS['start without a display']);
  sayWhatRootMeans();
  await build(env);
  if (shown) return show(env, electron.binary, [...sandboxFlags(), ...platformFlags(), PROJECT, ...args]);
  say('there is no display here (neither DISPLAY nor WAYLAND_DISPLAY is set): showing the till on virtual screens');
  const { startTwoScreens } = await import('./displays.mjs');
  const screens = await startTwoScreens();
  try {
    return await show({ ...env, DISPLAY: screens.display }, node24, ['build/demo.ts', ...args]);
  } finally {
    await screens.stop();
  }
}

/** @param {readonly string[]} args a filter for vitest: only those tests run */
async function test(args) {
  const { env } = await setUpAll(NEEDS.test);
  sayWhatRootMeans();
  const before = await runSteps(args.length > 0 ? [BUILD] : [...checkSteps, coreStep, BUILD], inProject(env));
  if (before.failures.includes(BUILD.name)) {
    console.log('\nvitest did not run, because the build failed; it counts as one failure');
    return report([before, { passed: 0, failed: 1, skipped: 0, times: [] }]);
  }
  // With a filter only those tests count; the build is then just a means to run them.
  return report([...(args.length > 0 ? [] : [before]), await vitest(args, inProject(env))]);
}

async function check() {
  const { env } = await setUpNode();
  return report([await runSteps(checkSteps, inProject(env))]);
}

/** Changes the core in many ways and counts what its tests notice. @param {readonly string[]} args for Stryker */
async function mutation(args) {
  const { env } = await setUpNode();
  const code = await show(env, 'stryker', ['run', 'build/stryker.config.mjs', ...args]);
  if (code !== 0) return code;
  const unlisted = unlistedSurvivors(PROJECT);
  for (const sentence of unlisted) console.log(sentence);
  return unlisted.length === 0 ? 0 : 1;
}

/** @param {readonly string[]} args */
async function bench(args) {
  const { env, node24 } = await setUpAll(NEEDS.bench);
  sayWhatRootMeans();
  await build(env);
  return show(env, node24, ['test/bench/run.ts', ...args]);
}

/** @param {readonly string[]} args how much of each proof to run, and the seed */
async function soak(args) {
  await ensureDebianPackages(NEEDS.soak);
  const { env, node24 } = await setUpNode();
  return show(env, node24, ['test/soak/run.ts', ...args]);
}

/** @param {readonly string[]} args */
async function simulator(args) {
  const { env, node24 } = await setUpNode();
  return show(env, node24, ['electron/simulator/cli.ts', ...args]);
}

/** @param {readonly string[]} args */
async function ledger(args) {
  const { env, node24 } = await setUpNode();
  return show(env, node24, ['electron/ledger/tool/cli.ts', ...args]);
}

/** @param {readonly string[]} args */
async function dist(args) {
  const { env, node24, electron } = await setUpAll(NEEDS.dist);
  const onlyFolder = args.includes('--dir');
  if (!electron.official && !onlyFolder) {
    throw new Stop(
      `Installers are built from the official Electron only, and here it is ${electron.version} (${electron.why}). ` +
        'To try the packing itself: npm run dist -- --dir',
    );
  }
  await build(env);
  return show(env, node24, ['build/dist.mjs', ...args]);
}

const COMMANDS = { start, test, check, mutation, bench, soak, simulator, ledger, dist, fresh };

/** @param {string | undefined} name @param {readonly string[]} args @returns {Promise<number>} the exit code */
async function main(name, args) {
  const command = Object.entries(COMMANDS).find(([known]) => known === name)?.[1];
  if (!command) {
    console.error(`usage: node build/run.mjs <${Object.keys(COMMANDS).join(' | ')}>`);
    return 2;
  }
  try {
    return await command(args);
  } catch (error) {
    if (!(error instanceof Stop)) throw error;
    console.error(`\n${error.message}`);
    return 1;
  }
}

process.exitCode = await main(process.argv[2], process.argv.slice(3));
