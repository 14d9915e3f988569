/**
 * Fills node_modules from package-lock.json. It must never write to package.json or package-lock.json, and never run a
 * package's install script: Node and the native modules are files inside their packages.
 */

import { Stop, showProgress } from './console.mjs';
import { npm, tail } from './processes.mjs';

const OPTIONS = ['--ignore-scripts', '--include=dev', '--include=optional', '--no-audit', '--no-fund'];

/**
 * @param {string} project the folder
 * @param {string} lock the text of its package-lock.json
 * @returns {Promise<string>} the command that succeeded
 */
export async function installModules(project, lock) {
  const ci = await showProgress('npm ci', npm(['ci', ...OPTIONS], { cwd: project }));
  if (ci.ok) return 'npm ci';
  if (!lacksOnlyOptional(ci.output, lock)) throw failure('npm ci', ci.output);
  // npm omits other platforms' packages from a lock file if it cannot see them, and then refuses that file. The
  // packages that the file does list are installed and verified, as by npm ci.
  const args = ['install', '--no-save', ...OPTIONS];
  const second = await showProgress('npm install --no-save', npm(args, { cwd: project }));
  if (second.ok) return 'npm install --no-save (package-lock.json lacks packages of other platforms)';
  throw failure('npm install', second.output);
}

/**
 * @typedef {{ version?: string, integrity?: string, optional?: boolean, link?: boolean }} Locked
 * @typedef {Record<string, Locked>} Packages
 */

/**
 * Whether node_modules holds what the lock lists, by npm's own record of its last run. If only other details of
 * packages changed in the lock, nothing needs to be installed.
 *
 * @param {string} lock the text of package-lock.json @param {string} filled that of node_modules/.package-lock.json
 */
export function isInstalled(lock, filled) {
  /** @type {Packages} */
  const wanted = JSON.parse(lock).packages;
  /** @type {Packages} */
  const found = JSON.parse(filled).packages;
  const isSame = (/** @type {Locked | undefined} */ one, /** @type {Locked | undefined} */ other) =>
    one?.version === other?.version && one?.integrity === other?.integrity;
  const isThere = (/** @type {[string, Locked]} */ [name, one]) =>
    name === '' || (name in found ? isSame(one, found[name]) : one.optional === true);
  return Object.entries(wanted).every(isThere) && Object.keys(found).every((name) => name in wanted);
}

/** @param {string} output npm ci's output @param {string} lock */
function lacksOnlyOptional(output, lock) {
  if (/^npm error Invalid:/m.test(output)) return false;
  const missing = [...output.matchAll(/^npm error Missing: (.+)@\S* from lock file$/gm)].map((match) => match[1] ?? '');
  /** @type {Record<string, { optionalDependencies?: Record<string, string> }>} */
  const packages = JSON.parse(lock).packages;
  const optional = new Set(Object.values(packages).flatMap((one) => Object.keys(one.optionalDependencies ?? {})));
  return missing.length > 0 && missing.every((name) => optional.has(name));
}

/** @param {string} command @param {string} output */
function failure(command, output) {
  const usage = output.search(/^npm error Clean install a project$/m);
  const lines = (usage < 0 ? output : output.slice(0, usage)).split('\n');
  const words = lines.filter((line) => !/EBADENGINE|^npm (warn|notice)/.test(line)).join('\n');
  return new Stop(`${command} failed. Mend what it names, then run the command again. It said:\n${tail(words)}`);
}
