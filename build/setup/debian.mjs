/**
 * The system's own libraries and programs, which npm does not bring. On Debian and its relatives they are installed for
 * root; another user is told the one command. It must never change a system that it does not know.
 */

import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { Stop, say, showProgress } from './console.mjs';
import { run, tail } from './processes.mjs';
import { librariesFor, programsFor } from './programs.mjs';

/** @typedef {import('./programs.mjs').Purpose} Purpose */

/** Debian 13 and Ubuntu 24.04 added this ending to some libraries' names when time_t grew to 64 bits. */
const LONG_TIME = 't64';

let updated = false;

/** @returns {boolean} whether this is Debian or a relative */
export function isDebian() {
  return process.platform === 'linux' && existsSync('/usr/bin/dpkg-query') && existsSync('/usr/bin/apt-get');
}

/**
 * @param {readonly Purpose[]} purposes
 * @returns {Promise<void>} when everything is there; throws `Stop` with the command to run if it cannot be
 */
export async function ensureDebianPackages(purposes) {
  if (!isDebian()) return;
  const lacking = purposes.map((purpose) => ({ purpose, packages: missingFor(purpose) }));
  const missing = [...new Set(lacking.flatMap(({ packages }) => packages))];
  if (missing.length === 0) return;
  const wanted = lacking.flatMap(({ purpose, packages }) => (packages.length > 0 ? [purpose] : [])).join(', ');
  if (process.getuid?.() !== 0) {
    throw new Stop(
      `The system lacks packages for ${wanted}. Install them with this command, then run yours again:\n\n` +
        `  sudo apt-get update && sudo apt-get install -y --no-install-recommends ${newNames(missing).join(' ')}\n`,
    );
  }
  if (!updated) await apt(['update'], 'asking for the list of Debian packages');
  updated = true;
  const names = newNames(missing);
  await apt(['install', '-y', '--no-install-recommends', ...names], `installing ${names.length} Debian packages`);
  say(`installed ${names.join(' ')}, for ${wanted}`);
}

/** A program counts as present wherever it came from. @param {Purpose} purpose @returns {string[]} packages */
function missingFor(purpose) {
  const programs = programsFor(purpose).filter(([program]) => !isInPath(program));
  return [...missingPackages(librariesFor(purpose)), ...programs.map(([, name]) => name)];
}

/** @param {readonly string[]} names @returns {string[]} those that are installed under neither name */
function missingPackages(names) {
  if (names.length === 0) return [];
  const asked = names.flatMap((name) => [name, name + LONG_TIME]);
  const installed = new Set();
  for (const line of dpkgQuery(asked).split('\n')) {
    const [status, name] = line.split(' ');
    if (status === 'installed') installed.add(name);
  }
  return names.filter((name) => !installed.has(name) && !installed.has(name + LONG_TIME));
}

/** @param {readonly string[]} names @returns {string} a line "status name" for each package that dpkg knows */
function dpkgQuery(names) {
  const args = ['-W', '-f=${db:Status-Status} ${Package}\\n', ...names];
  try {
    return execFileSync('dpkg-query', args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
  } catch (error) {
    // It fails if it does not know one of them, but still lists the others.
    return /** @type {{ stdout?: string }} */ (error).stdout ?? '';
  }
}

/** @param {readonly string[]} names @returns {string[]} their names in this system's release */
function newNames(names) {
  if (isBeforeLongTime()) return [...names];
  try {
    // Asked once: for an ordinary user each question reads the lists of all packages again.
    const known = new Set(execFileSync('apt-cache', ['pkgnames'], { encoding: 'utf8', maxBuffer: 64e6 }).split('\n'));
    return names.map((name) => (known.has(name + LONG_TIME) ? name + LONG_TIME : name));
  } catch {
    return [...names];
  }
}

/** An older release saves reading the list of packages, which takes a second. @returns {boolean} whether this is one */
function isBeforeLongTime() {
  const release = existsSync('/etc/os-release') ? readFileSync('/etc/os-release', 'utf8') : '';
  const version = Number(/^VERSION_ID="?(\d+)/m.exec(release)?.[1] ?? Number.NaN);
  return /^ID=debian$/m.test(release) ? version < 13 : /^ID=ubuntu$/m.test(release) && version < 24;
}

/** @param {readonly string[]} args @param {string} label */
async function apt(args, label) {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const work = run('apt-get', ['-q', '-o', 'DPkg::Lock::Timeout=300', ...args], { env });
  const { ok, output } = await showProgress(label, work);
  if (ok) return;
  throw new Stop(
    `apt-get ${args.join(' ')} failed. Mend what it names, then run the command again. It said:\n${tail(output)}`,
  );
}

/**
 * On systems that are not Debian: stops if the loader does not find a library.
 *
 * @param {string} binary
 */
export function checkLibraries(binary) {
  if (process.platform !== 'linux' || isDebian()) return;
  const missing = missingLibraries(binary);
  if (missing.length === 0) return;
  throw new Stop(
    `Electron needs libraries that this system lacks: ${missing.join(', ')}. Install them with the system's package ` +
      `manager (${path.basename(binary)} --version tells when it is enough), then run the command again.`,
  );
}

/** @param {string} binary @returns {string[]} */
function missingLibraries(binary) {
  try {
    const lines = execFileSync('ldd', [binary], { encoding: 'utf8' }).split('\n');
    return lines.filter((line) => line.includes('not found')).map((line) => line.trim().split(' ')[0] ?? '');
  } catch {
    return []; // no ldd here: Electron itself will name what is missing
  }
}

/** @param {string} program @returns {boolean} */
function isInPath(program) {
  return (process.env.PATH ?? '').split(path.delimiter).some((folder) => existsSync(path.join(folder, program)));
}
