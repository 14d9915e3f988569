/**
 * Packs the till with electron-builder and checks the result: with one wrong fuse a till is never called finished. `npm
 * run dist` calls this when the program is built. It packs the Electron that the project currently runs on.
 */

import { FuseState, FuseV1Options, getCurrentFuseWire } from '@electron/fuses';
import { createHash } from 'node:crypto';
import { existsSync, globSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { MODULES, PROJECT } from './setup.mjs';
import { versionOf, wantedVersion } from './setup/electron.mjs';
import { run } from './setup/processes.mjs';

const OUTPUT = path.join(PROJECT, 'dist');

/** Every fuse of Electron, its wanted state, and why. A fuse that is not in this list fails the check. */
const FUSES = /** @type {const} */ ([
  [FuseV1Options.RunAsNode, false, 'the program is no general Node'],
  [FuseV1Options.EnableCookieEncryption, true, 'what Chromium stores is not plain text'],
  [FuseV1Options.EnableNodeOptionsEnvironmentVariable, false, 'the environment cannot load code into it'],
  [FuseV1Options.EnableNodeCliInspectArguments, false, 'a debugger cannot read its keys'],
  [FuseV1Options.EnableEmbeddedAsarIntegrityValidation, true, 'a changed archive does not start (Mac, Windows)'],
  [FuseV1Options.OnlyLoadAppFromAsar, true, 'a folder beside the archive is not loaded'],
  [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot, false, 'no second snapshot is shipped'],
  [FuseV1Options.GrantFileProtocolExtraPrivileges, false, 'its pages come from app://, not from files'],
  [FuseV1Options.WasmTrapHandlers, true, "Electron's default"],
]);

/**
 * Writes the hashes of the native libraries, which lie beside the archive, to a file that goes into the archive. The
 * program checks a library before it loads it (electron/shell/installed-files.ts).
 */
function hashLibraries() {
  const libraries = ['better-sqlite3', 'node-hid'].flatMap((name) =>
    globSync(`node_modules/${name}/**/*.node`, { cwd: PROJECT }),
  );
  const hashes = libraries.map((file) => [
    file.split(path.sep).join('/'),
    createHash('sha256')
      .update(readFileSync(path.join(PROJECT, file)))
      .digest('hex'),
  ]);
  mkdirSync(path.join(PROJECT, 'out'), { recursive: true });
  writeFileSync(path.join(PROJECT, 'out', 'library-hashes.json'), JSON.stringify(Object.fromEntries(hashes)));
}

/** @returns {string[]} the programs that electron-builder left in its output folder, one per platform and processor */
function packedPrograms() {
  return readdirSync(OUTPUT).flatMap((folder) => {
    const candidates = ['harbour-till', 'Harbour Till.exe', 'Harbour Till.app'];
    return candidates.map((name) => path.join(OUTPUT, folder, name)).filter((file) => existsSync(file));
  });
}

/**
 * Prints the table of fuses.
 *
 * @param {string} program
 * @param {boolean} official an older Electron does not have the newest fuses
 * @returns {Promise<string[]>} the problems found
 */
async function checkFuses(program, official) {
  const wire = await getCurrentFuseWire(program);
  /** @type {string[]} */
  const problems = [];
  console.log(`\nFuses of ${path.relative(process.cwd(), program)}`);
  for (const [fuse, wanted, why] of FUSES) {
    const state = wire[fuse];
    const found = state === undefined ? 'absent' : state === FuseState.ENABLE ? 'on' : 'off';
    const right = found === (wanted ? 'on' : 'off') || (found === 'absent' && !official);
    const name = FuseV1Options[fuse];
    console.log(`  ${right ? 'right' : 'WRONG'}  ${name.padEnd(38)} ${found.padEnd(7)} ${why}`);
    if (!right) problems.push(`${name} is ${found}`);
  }
  const stated = new Set(FUSES.map(([fuse]) => String(fuse)));
  const unknown = Object.keys(wire).filter((key) => /^\d+$/.test(key) && !stated.has(key));
  for (const key of unknown) problems.push(`this Electron has a fuse number ${key} that build/dist.mjs does not state`);
  return problems;
}

/** @param {string} program @returns {string[]} the problems found */
function checkResources(program) {
  const resources = program.endsWith('.app')
    ? path.join(program, 'Contents', 'Resources')
    : path.join(path.dirname(program), 'resources');
  const problems = existsSync(path.join(resources, 'app.asar')) ? [] : ['app.asar is not there'];
  for (const name of ['app', 'default_app.asar']) {
    if (existsSync(path.join(resources, name))) problems.push(`resources/${name} got into the package`);
  }
  return problems;
}

const { values } = parseArgs({ options: { dir: { type: 'boolean', default: false } } });
const distribution = process.env.ELECTRON_OVERRIDE_DIST_PATH ?? path.join(MODULES, 'electron', 'dist');
const version = versionOf(distribution);

// The leftovers of an earlier run must not be checked in place of this run's result.
rmSync(OUTPUT, { recursive: true, force: true });
hashLibraries();
const electron = [`-c.electronDist=${distribution}`, `-c.electronVersion=${version}`];
const args = ['--config', 'electron-builder.yml', '--publish', 'never', ...electron, ...(values.dir ? ['--dir'] : [])];
const { ok } = await run('electron-builder', args, { cwd: PROJECT, output: 'show' });
const programs = ok ? packedPrograms() : [];
const problems = programs.flatMap(checkResources);
for (const program of programs) problems.push(...(await checkFuses(program, version === wantedVersion(MODULES))));
if (!ok) problems.push('electron-builder failed; its own words are above');
else if (programs.length === 0) problems.push('electron-builder left no program');
for (const problem of problems) console.error(`\n${problem}`);
if (problems.length === 0) console.log(`\nPacked: ${programs.map((file) => path.dirname(file)).join(', ')}`);
process.exitCode = problems.length === 0 ? 0 : 1;
