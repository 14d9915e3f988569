/**
 * Virtual screens for tests, and for `npm start` on a machine without a display: a separate X server whose screens plug
 * and unplug like real ones. Linux only. It never touches the machine's real display, keyboard or mouse. It always ends
 * with the process that started it.
 *
 *   const screens = await startTwoScreens({ primary: '1920x1080', second: '1280x800' });
 *   spawn(electron, ['.'], { env: { ...process.env, DISPLAY: screens.display } });
 *   await screens.second.unplug();
 *   await screens.stop();
 */

import { execFile, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';

/** The sizes of a till's screens, each with the timing that the X server needs, as computed by `cvt`. */
const MODELINES = {
  '1920x1080': '173.00 1920 2048 2248 2576 1080 1083 1088 1120 -hsync +vsync',
  '1280x800': '83.50 1280 1352 1480 1680 800 803 809 831 -hsync +vsync',
  '1024x600': '49.00 1024 1072 1168 1312 600 603 613 624 -hsync +vsync',
  '800x1280': '88.00 800 856 936 1072 1280 1283 1293 1327 -hsync +vsync',
};

/** @typedef {keyof typeof MODELINES} Mode width x height in pixels; 800x1280 is a portrait screen */

/**
 * @typedef {object} SecondScreen the customer's screen, to the right of the first
 * @property {(mode?: Mode) => Promise<void>} plug without a mode it gets its last one
 * @property {() => Promise<void>} unplug
 * @property {Mode | undefined} mode undefined while it is unplugged
 */

/** @typedef {{ readonly display: string, readonly stop: () => Promise<void> }} Server `display` is for DISPLAY */
/** @typedef {Server & { readonly second: Readonly<SecondScreen> }} TwoScreens the second one is plugged in */

const FIRST = 'DUMMY0';
const SECOND = 'DUMMY1';
const START_TIMEOUT_MS = 15_000;

/** Debian and others keep the server here; the one in PATH may be a wrapper that refuses users without a console. */
const SERVERS = ['/usr/lib/xorg/Xorg', '/usr/libexec/Xorg', '/usr/bin/Xorg'];

/**
 * Ends the server when its input ends. The input ends with the process at its other end, so a killed test run leaves no
 * server behind. $1 is the folder to remove, the rest is the server's command.
 */
const KEEPER = 'folder=$1; shift; "$@" </dev/null & exec 3>&-; read -r _; kill $!; wait $!; rm -rf "$folder"';

const runFile = promisify(execFile);

/** @param {{ primary?: Mode, second?: Mode }} [modes] @returns {Promise<TwoScreens>} */
export async function startTwoScreens({ primary = '1920x1080', second = '1280x800' } = {}) {
  const server = await startServer(primary);
  /** @param {readonly string[]} args */
  const xrandr = async (...args) => {
    await runFile('xrandr', ['--display', server.display, ...args]);
    // The dummy driver notices a change of screens only when it is queried.
    await runFile('xrandr', ['--display', server.display, '--query']);
  };
  for (const mode of Object.keys(MODELINES)) await xrandr('--addmode', SECOND, mode);
  /** @type {Mode | undefined} */
  let mode;
  let lastMode = second;
  const plug = async (wanted = lastMode) => {
    await xrandr('--output', SECOND, '--mode', wanted, '--right-of', FIRST);
    mode = lastMode = wanted;
  };
  const unplug = async () => {
    await xrandr('--output', SECOND, '--off');
    mode = undefined;
  };
  await plug();
  return {
    ...server,
    second: {
      plug,
      unplug,
      get mode() {
        return mode;
      },
    },
  };
}

/** @param {Mode} mode */
function configuration(mode) {
  const modelines = Object.entries(MODELINES).map(([name, timing]) => `  Modeline "${name}" ${timing}`);
  return `
Section "ServerFlags"
  Option "AutoAddDevices" "false"
  Option "AutoAddGPU" "false"
  Option "DontVTSwitch" "true"
EndSection
Section "Device"
  Identifier "device"
  Driver "dummy"
  VideoRam 65536
EndSection
Section "Monitor"
  Identifier "monitor"
  HorizSync 1-1000
  VertRefresh 1-1000
${modelines.join('\n')}
EndSection
Section "Screen"
  Identifier "screen"
  Device "device"
  Monitor "monitor"
  DefaultDepth 24
  SubSection "Display"
    Depth 24
    Modes "${mode}"
    Virtual 3840 1280
  EndSubSection
EndSection
`;
}

/** @param {Mode} mode @returns {Promise<Server>} */
async function startServer(mode) {
  const program = SERVERS.find((file) => existsSync(file));
  if (process.platform !== 'linux' || !program) {
    throw new Error(
      'Virtual screens need Linux and the X server with its dummy driver. On Debian: apt-get install ' +
        'xserver-xorg-core xserver-xorg-video-dummy x11-xserver-utils',
    );
  }
  const folder = mkdtempSync(path.join(tmpdir(), 'harbour-till-display-'));
  const configFile = path.join(folder, 'xorg.conf');
  const log = path.join(folder, 'xorg.log');
  writeFileSync(configFile, configuration(mode));
  // The server picks a free number and writes it to descriptor 3 once it accepts clients.
  const options = ['-displayfd', '3', '-config', configFile, '-logfile', log, '-noreset', '-novtswitch', '-sharevts'];
  const screen = ['+extension', 'RANDR', '-s', '0', '-dpms', '-nolisten', 'tcp'];
  const keeper = spawn('/bin/sh', ['-c', KEEPER, 'sh', folder, program, ...options, ...screen], {
    stdio: ['pipe', 'ignore', 'ignore', 'pipe'],
    // A group of its own: Ctrl-C in the terminal must first reach the tests, which may still need their screens.
    detached: true,
  });
  const ended = new Promise((resolve) => keeper.once('exit', resolve));
  const stop = async () => {
    keeper.ref();
    keeper.stdin?.end();
    await ended;
  };
  try {
    const number = await firstLine(/** @type {import('node:stream').Readable} */ (keeper.stdio[3]));
    // A process that forgets to stop the screens must still be able to end; the screens end with it.
    for (const handle of [keeper, keeper.stdin, keeper.stdio[3]]) unref(handle);
    return { display: `:${number}`, stop };
  } catch (error) {
    const said = existsSync(log)
      ? readFileSync(log, 'utf8')
          .split('\n')
          .filter((line) => line.includes('(EE)'))
      : [];
    await stop();
    throw new Error(['The virtual display did not start.', ...said].join('\n'), { cause: error });
  }
}

/** @param {unknown} handle pipes are sockets, which have unref, but their type does not say so */
function unref(handle) {
  /** @type {{ unref?: () => void }} */ (handle)?.unref?.();
}

/** @param {import('node:stream').Readable} stream @returns {Promise<string>} */
function firstLine(stream) {
  return new Promise((resolve, reject) => {
    let text = '';
    const timer = setTimeout(() => reject(new Error(`no answer after ${START_TIMEOUT_MS} ms`)), START_TIMEOUT_MS);
    stream.on('data', (chunk) => {
      text += chunk;
      if (!text.includes('\n')) return;
      clearTimeout(timer);
      resolve(text.trim());
    });
    stream.on('end', () => {
      clearTimeout(timer);
      reject(new Error('the X server ended'));
    });
  });
}
