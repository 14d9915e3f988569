/**
 * A machine with nothing but Debian 12, Node and npm, made in a folder, with a clean clone of this project. What this
 * machine has installed can hide a step that set-up forgot; there nothing is hidden. It needs root and Debian, and is
 * removed after its command. It must never change this machine beyond the cache folder.
 */

import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  realpathSync,
  rmSync,
} from 'node:fs';
import path from 'node:path';
import { cacheFolder, keep } from './cache.mjs';
import { Stop, say, seconds, showProgress } from './console.mjs';
import { ensureDebianPackages, isDebian } from './debian.mjs';
import { run, tail } from './processes.mjs';
import { NEEDS } from './programs.mjs';

const PROJECT = path.resolve(import.meta.dirname, '../..');
const RELEASE = 'bookworm';
const INSIDE = '/till';

/** The machine gets these from this one, besides Node and npm: access to the registries, and trusted certificates. */
const WAY_OUT = [
  '/etc/resolv.conf',
  '/etc/hosts',
  '/etc/npmrc',
  '/usr/etc/npmrc',
  '/etc/ssl/certs/ca-certificates.crt',
  '/usr/share/keyrings/debian-archive-keyring.gpg',
  '/etc/apt/sources.list',
  '/etc/apt/sources.list.d',
  '/usr/local/share/ca-certificates',
];
const KEPT_VARIABLES = ['NODE_EXTRA_CA_CERTS', 'SSL_CERT_FILE', 'http_proxy', 'https_proxy', 'no_proxy'];

/** The user that `--as-user` makes, who may not install anything. */
const USER = { name: 'shop', id: 1000 };

/**
 * @param {readonly string[]} args the command to run in the machine, `npm start` if there is none; `--as-user` before
 *   it runs it as an ordinary user, after root has installed the packages that the command names
 * @returns {Promise<number>} the command's exit code; 0 and a printed reason if no such machine can be made
 */
export async function fresh(args) {
  const asUser = args[0] === '--as-user';
  const given = asUser ? args.slice(1) : args;
  const command = given.length > 0 ? given : ['npm', 'start'];
  const obstacle = whyNot();
  if (obstacle !== null) {
    console.log(`fresh: not run, because ${obstacle}`);
    return 0;
  }
  await ensureDebianPackages(NEEDS.fresh);
  const base = await baseSystem();
  const place = mkdtempSync(path.join(cacheFolder(), '.making-fresh-'));
  const root = path.join(place, 'root');
  /** @type {string[]} */
  const mounts = [];
  const leave = () => {
    for (const mount of mounts.splice(0).toReversed()) execFileSync('umount', ['-l', mount]);
    // Stays on this file system: a mount that is still there leads to this machine's own /dev.
    execFileSync('rm', ['-rf', '--one-file-system', place]);
  };
  process.once('exit', leave);
  try {
    await must('copying the base system', 'cp', ['-a', base, root]);
    furnish(root);
    mountInto(root, mounts);
    await must('cloning the project', 'git', ['clone', '-q', PROJECT, path.join(root, INSIDE)]);
    if (asUser) await makeUser(root, command);
    const startedAt = Date.now();
    const { code } = await inside(root, command, { asUser, output: 'show' });
    const pictures = picturesIn(path.join(root, INSIDE, 'out', 'screenshots'));
    say(
      `fresh: "${command.join(' ')}" ended with ${code} after ${seconds(Date.now() - startedAt)}; ${pictures} pictures`,
    );
    if (code === 0 && pictures === 0 && given.length === 0) throw new Stop('npm start ended well and left no picture.');
    return code;
  } finally {
    process.off('exit', leave);
    leave();
  }
}

/** @returns {string | null} why no such machine can be made here */
function whyNot() {
  if (!isDebian()) return 'it needs Debian or a relative';
  if (process.getuid?.() !== 0) return 'it needs root (debootstrap, chroot and mount)';
  return mirror() === null ? 'no Debian mirror stands in /etc/apt' : null;
}

/** @returns {string | null} the mirror of this machine's own packages */
function mirror() {
  const files = ['/etc/apt/sources.list'];
  if (existsSync('/etc/apt/sources.list.d'))
    files.push(...readdirSync('/etc/apt/sources.list.d').map((name) => path.join('/etc/apt/sources.list.d', name)));
  for (const file of files.filter((name) => existsSync(name))) {
    const found = /^(?!#).*?(https?:\/\/\S*\/debian\/?)(?=\s|$)/m.exec(readFileSync(file, 'utf8'))?.[1];
    if (found !== undefined) return found;
  }
  return null;
}

/** @returns {Promise<string>} a folder with the bare system, made once on this machine */
async function baseSystem() {
  const { folder, made } = await keep(`debian-${RELEASE}-base`, async (temporary) => {
    const options = [
      '--variant=minbase',
      '--include=ca-certificates',
      RELEASE,
      path.join(temporary, 'root'),
      mirror() ?? '',
    ];
    await must('making a bare Debian, once', 'debootstrap', options);
  });
  if (made) say(`fresh: made a bare Debian ${RELEASE}, kept in the cache`);
  return path.join(folder, 'root');
}

/** Copies Node, npm and the access to the registries, and nothing else of this machine. @param {string} root */
function furnish(root) {
  const { npm_execpath: script } = process.env;
  if (!script?.endsWith('npm-cli.js')) throw new Stop('Run this by npm: npm run fresh');
  const npmFolder = path.dirname(path.dirname(realpathSync(script)));
  const inRoot = (/** @type {string} */ file) => path.join(root, file);
  cpSync(process.env['npm_node_execpath'] ?? process.execPath, inRoot('/usr/bin/node'));
  chmodSync(inRoot('/usr/bin/node'), 0o755);
  cpSync(npmFolder, inRoot('/usr/lib/node_modules/npm'), { recursive: true, verbatimSymlinks: true });
  for (const name of ['npm', 'npx']) {
    execFileSync('cp', ['-s', `/usr/lib/node_modules/npm/bin/${name}-cli.js`, inRoot(`/usr/bin/${name}`)]);
  }
  rmSync(inRoot('/etc/apt/sources.list'), { force: true });
  for (const file of WAY_OUT) {
    if (!existsSync(file)) continue;
    mkdirSync(path.dirname(inRoot(file)), { recursive: true });
    cpSync(file, inRoot(file), { recursive: true, dereference: true });
  }
}

/** @param {string} root @param {string[]} mounts gets each mount made, for unmounting */
function mountInto(root, mounts) {
  execFileSync('mount', ['-t', 'proc', 'proc', path.join(root, 'proc')]);
  mounts.push(path.join(root, 'proc'));
  for (const folder of ['/dev', '/dev/shm', '/sys']) {
    const target = path.join(root, folder);
    mkdirSync(target, { recursive: true });
    execFileSync('mount', ['--bind', folder, target]);
    mounts.push(target);
  }
}

/**
 * An ordinary user runs the command once and learns which packages are missing; root installs only those.
 *
 * @param {string} root
 * @param {readonly string[]} command
 */
async function makeUser(root, command) {
  for (const args of [
    ['useradd', '-m', '-u', String(USER.id), USER.name],
    ['chown', '-R', USER.name, INSIDE],
  ])
    await must(args[0] ?? '', 'chroot', [root, ...args]);
  const startedAt = Date.now();
  const { output } = await inside(root, command, { asUser: true, output: 'keep' });
  const wanted = /sudo apt-get update && sudo (apt-get install .+)/.exec(output)?.[1];
  if (wanted === undefined)
    throw new Stop(`An ordinary user was not told which packages are missing:\n${tail(output)}`);
  say(`fresh: an ordinary user was told after ${seconds(Date.now() - startedAt)}: ${wanted}`);
  for (const words of [['apt-get', '-q', 'update'], wanted.split(/\s+/)]) {
    const { ok, output: said } = await inside(root, words, { asUser: false, output: 'keep' });
    if (!ok) throw new Stop(`${words.join(' ')} failed:\n${tail(said)}`);
  }
}

/**
 * Runs a command in the machine. It gets only those variables of this one that give access to the network.
 *
 * @param {string} root
 * @param {readonly string[]} command
 * @param {{ asUser: boolean, output: 'show' | 'keep' }} options
 */
function inside(root, command, { asUser, output }) {
  const kept = KEPT_VARIABLES.flatMap((name) => (process.env[name] ? [`${name}=${process.env[name]}`] : []));
  const home = asUser ? `/home/${USER.name}` : '/root';
  const clean = [
    'env',
    '-i',
    `HOME=${home}`,
    'PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
    'LANG=C.UTF-8',
  ];
  const user = asUser ? [`--userspec=${USER.id}:${USER.id}`] : [];
  const script = `cd ${INSIDE} && exec "$@"`;
  return run('chroot', [...user, root, ...clean, ...kept, 'sh', '-c', script, 'sh', ...command], { output });
}

/** @param {string} label @param {string} program @param {readonly string[]} args */
async function must(label, program, args) {
  const { ok, output } = await showProgress(label, run(program, args));
  if (!ok) throw new Stop(`${program} ${args.join(' ')} failed. It said:\n${tail(output)}`);
}

/** @param {string} folder @returns {number} */
function picturesIn(folder) {
  return existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith('.png')).length : 0;
}
