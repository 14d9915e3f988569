/**
 * The only list of what the project needs from the system and npm does not bring: every program that its scripts and
 * tests start, the libraries of the programs that npm brings, and which command needs them. A test compares every
 * program that is started anywhere with this list: a machine that has the packages would never show a missing row.
 */

/** @typedef {'Electron' | 'the scanner' | 'virtual screens' | 'hands' | 'the tests' | 'compiling better-sqlite3' | 'a fresh machine'} Purpose */

/**
 * What each of the project's commands needs. `start` needs virtual screens and hands only without a display.
 *
 * @satisfies {Readonly<Record<string, readonly Purpose[]>>}
 */
export const NEEDS = /** @type {const} */ ({
  start: ['Electron', 'the scanner'],
  'start without a display': ['Electron', 'the scanner', 'virtual screens', 'hands'],
  test: ['Electron', 'the scanner', 'virtual screens', 'hands', 'the tests'],
  bench: ['Electron', 'the scanner', 'virtual screens', 'hands', 'the tests'],
  soak: ['the tests'],
  dist: ['Electron', 'the scanner'],
  fresh: ['a fresh machine'],
});

/**
 * Each program with its Debian package and the purposes that need it. Every Debian has the `essential` packages.
 *
 * @type {Readonly<Record<string, { readonly package: string, readonly essential?: true, readonly for?: readonly Purpose[] }>>}
 */
export const PROGRAMS = {
  'apt-cache': { package: 'apt', essential: true },
  'apt-get': { package: 'apt', essential: true },
  chroot: { package: 'coreutils', essential: true },
  cp: { package: 'coreutils', essential: true },
  'dpkg-query': { package: 'dpkg', essential: true },
  ldd: { package: 'libc-bin', essential: true },
  mount: { package: 'mount', essential: true },
  rm: { package: 'coreutils', essential: true },
  sh: { package: 'dash', essential: true },
  tar: { package: 'tar', essential: true },
  umount: { package: 'mount', essential: true },
  Xorg: { package: 'xserver-xorg-core', for: ['virtual screens'] },
  xrandr: { package: 'x11-xserver-utils', for: ['virtual screens'] },
  xdotool: { package: 'xdotool', for: ['hands'] },
  openssl: { package: 'openssl', for: ['the tests'] },
  strace: { package: 'strace', for: ['the tests'] },
  python3: { package: 'python3', for: ['compiling better-sqlite3'] },
  make: { package: 'make', for: ['compiling better-sqlite3'] },
  'g++': { package: 'g++', for: ['compiling better-sqlite3'] },
  debootstrap: { package: 'debootstrap', for: ['a fresh machine'] },
  git: { package: 'git', for: ['a fresh machine'] },
};

/** Libraries that npm's programs load. @type {Readonly<Partial<Record<Purpose, readonly string[]>>>} */
const LIBRARIES = {
  Electron: [
    'libgtk-3-0',
    'libnss3',
    'libasound2',
    'libgbm1',
    'libxss1',
    'libatk-bridge2.0-0',
    'libdrm2',
    'libxkbcommon0',
    'libatspi2.0-0',
    'libcups2',
  ],
  'the scanner': ['libusb-1.0-0', 'libudev1'],
  'virtual screens': ['xserver-xorg-video-dummy'],
};

/** @param {Purpose} purpose @returns {readonly string[]} Debian packages, by their names in Debian 12 */
export function librariesFor(purpose) {
  return LIBRARIES[purpose] ?? [];
}

/** @param {Purpose} purpose @returns {readonly (readonly [program: string, package: string])[]} */
export function programsFor(purpose) {
  return Object.entries(PROGRAMS)
    .filter(([, program]) => program.for?.includes(purpose))
    .map(([name, program]) => [name, program.package]);
}
