/**
 * better-sqlite3 for an Electron that is too old for the binary in its package: that binary needs Node-API 10, which
 * came with Electron 35. A build from the package's own source runs on the old Electron and on Node 20 and 24. It must
 * never be left in node_modules when the official Electron is used.
 */

import {
  copyFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { cacheFolder, keep } from './cache.mjs';
import { Stop, showProgress } from './console.mjs';
import { run, tail } from './processes.mjs';

const FIRST_ELECTRON_WITH_NODE_API_10 = 35;

/** Raise this whenever the build steps below change. */
const REVISION = 1;

const BINARY = 'better_sqlite3.node';

/** The differences between the package's build and ours. Each original text must be found in its binding.gyp. */
const CHANGES = /** @type {const} */ ([
  // References to strings are the only part of Node-API 10 in use. Before version 10 they exist under this name.
  ["'NAPI_VERSION=10'", "'NAPI_EXPERIMENTAL', 'NODE_API_EXPERIMENTAL_NOGC_ENV_OPT_OUT'"],
  // Link-time optimisation gains nothing for a till and takes a third of the build's time.
  [", '-flto'],\n          'ldflags': ['-flto']", "],\n          'ldflags': []"],
  ["'ldflags': ['-flto', ", "'ldflags': ["],
  // The headers' folder relative to the source: the cache's own path may have a space, which gyp would not quote.
  ["require('node-addon-api').include\\\"", "require('node-addon-api').include_dir\\\""],
]);

/** @param {string} electronVersion */
export function needsOwnSqlite(electronVersion) {
  return Number.parseInt(electronVersion, 10) < FIRST_ELECTRON_WITH_NODE_API_10;
}

/** @param {string} modules the node_modules folder */
function packageFolder(modules) {
  return path.join(modules, 'better-sqlite3');
}

/** @param {string} modules @returns {string} */
function versionIn(modules) {
  return JSON.parse(readFileSync(path.join(packageFolder(modules), 'package.json'), 'utf8')).version;
}

/** @param {string} version better-sqlite3's @returns {string} a name with everything that the built file depends on */
function buildName(version) {
  return `better-sqlite3-${version}-${process.platform}-${process.arch}-r${REVISION}`;
}

/** @param {string} version better-sqlite3's @returns {boolean} whether `buildSqlite` has nothing to do */
export function sqliteIsBuilt(version) {
  return existsSync(path.join(cacheFolder(), buildName(version)));
}

/**
 * @param {string} modules
 * @param {string} nodeFolder the Node whose headers and program are used: bin/node, include/node
 * @returns {Promise<{ folder: string, made: boolean }>} a folder with the built file in it
 */
export function buildSqlite(modules, nodeFolder) {
  return keep(buildName(versionIn(modules)), async (folder) => {
    const source = path.join(folder, 'source');
    cpSync(packageFolder(modules), source, {
      recursive: true,
      filter: (file) => !['build', 'prebuilds'].includes(path.relative(packageFolder(modules), file)),
    });
    changeBindingGyp(path.join(source, 'binding.gyp'));
    // The source includes node-addon-api's headers, and finds them like any module.
    mkdirSync(path.join(source, 'node_modules'));
    cpSync(path.join(modules, 'node-addon-api'), path.join(source, 'node_modules', 'node-addon-api'), {
      recursive: true,
    });
    const result = await compile(source, modules, nodeFolder);
    const built = path.join(source, 'build', 'Release', BINARY);
    if (!result.ok || !existsSync(built)) {
      throw new Stop(
        'better-sqlite3 could not be compiled. It needs python3, make and g++ (11 or later). The compiler said:\n' +
          tail(result.output),
      );
    }
    renameSync(built, path.join(folder, BINARY));
    rmSync(source, { recursive: true });
  });
}

/**
 * @param {string} source
 * @param {string} modules
 * @param {string} nodeFolder
 * @returns {ReturnType<typeof run>}
 */
async function compile(source, modules, nodeFolder) {
  const gyp = path.join(modules, 'node-gyp', 'bin', 'node-gyp.js');
  // gyp writes this folder into its makefiles without quotes, and the project's own path may have a space.
  const place = mkdtempSync(path.join(/\s/.test(tmpdir()) ? '/tmp' : tmpdir(), 'harbour-till-node-'));
  const nodedir = path.join(place, 'node');
  try {
    symlinkSync(nodeFolder, nodedir);
    const work = run(
      path.join(nodeFolder, 'bin', 'node'),
      [gyp, 'rebuild', '--release', '--force_build=1', `--nodedir=${nodedir}`],
      {
        cwd: source,
        // A nodedir in the user's own npm configuration would override the argument.
        env: {
          ...process.env,
          npm_config_nodedir: nodedir,
          PATH: `${path.join(nodeFolder, 'bin')}${path.delimiter}${process.env.PATH}`,
          JOBS: 'max',
        },
      },
    );
    return await showProgress('compiling better-sqlite3, usually one to two minutes', work);
  } finally {
    rmSync(place, { recursive: true, force: true });
  }
}

/** @param {string} file */
function changeBindingGyp(file) {
  let content = readFileSync(file, 'utf8');
  for (const [from, to] of CHANGES) {
    if (!content.includes(from)) {
      throw new Stop(
        'better-sqlite3 has changed how it is built, and the changes made here for an old Electron no longer fit. ' +
          'Put back the version in package-lock.json, or adapt build/setup/sqlite.mjs.',
      );
    }
    content = content.replace(from, to);
  }
  writeFileSync(file, content);
}

/**
 * Copies the built file to the place where better-sqlite3 looks first.
 *
 * @param {string} modules
 * @param {string} folder the folder from `buildSqlite`
 * @returns {boolean} whether it was not there before
 */
export function installSqlite(modules, folder) {
  const release = path.join(packageFolder(modules), 'build', 'Release');
  const mark = path.join(release, 'built-as');
  const name = path.basename(folder);
  if (existsSync(path.join(release, BINARY)) && existsSync(mark) && readFileSync(mark, 'utf8') === name) return false;
  rmSync(release, { recursive: true, force: true });
  mkdirSync(release, { recursive: true });
  // Renamed into place: a program that starts meanwhile must not load half a file.
  copyFileSync(path.join(folder, BINARY), path.join(release, `${BINARY}.new`));
  renameSync(path.join(release, `${BINARY}.new`), path.join(release, BINARY));
  writeFileSync(mark, name);
  return true;
}

/** @param {string} modules @returns {boolean} whether there was one to remove */
export function removeSqlite(modules) {
  const build = path.join(packageFolder(modules), 'build');
  if (!existsSync(build)) return false;
  rmSync(build, { recursive: true });
  return true;
}
