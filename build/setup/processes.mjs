/**
 * Starts other programs and waits for them. A program started here ends when this process is told to end, and must
 * never outlive it. Nothing here ends a process that it did not start.
 */

import { spawn } from 'node:child_process';

/** @type {Set<import('node:child_process').ChildProcess>} */
const running = new Set();

/** @type {WeakSet<import('node:child_process').ChildProcess>} */
const grouped = new WeakSet();

/** @type {readonly ['SIGINT', 'SIGTERM', 'SIGHUP']} */
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'];
const SIGNAL_NUMBERS = { SIGINT: 2, SIGTERM: 15, SIGHUP: 1 };

const GRACE_MS = 5000;

let forwarding = false;

/** The exit code of this process after its children have ended, once it was told to end. @type {number | undefined} */
let stopCode;

function forwardSignals() {
  if (forwarding) return;
  forwarding = true;
  for (const signal of SIGNALS) {
    process.on(signal, () => {
      stopCode = 128 + SIGNAL_NUMBERS[signal];
      if (running.size === 0) process.exit(stopCode);
      for (const child of running) end(child, signal);
      setTimeout(() => process.exit(stopCode), GRACE_MS);
    });
  }
}

/**
 * A program that is not shown has its own group, so that its children (of a compiler, a test runner) end with it. A
 * shown program shares the terminal and has already received its Ctrl-C.
 *
 * @param {import('node:child_process').ChildProcess} child
 * @param {NodeJS.Signals} signal
 */
function end(child, signal) {
  try {
    if (child.pid && grouped.has(child)) process.kill(-child.pid, signal);
    else if (signal !== 'SIGINT' || !process.stdin.isTTY) child.kill(signal);
  } catch {
    // It has just ended by itself.
  }
}

/**
 * @typedef {object} RunOptions
 * @property {NodeJS.ProcessEnv} [env]
 * @property {string} [cwd]
 * @property {'show' | 'keep' | 'both'} [output] show it as it comes (on this terminal), keep it for the caller, or both
 * @property {(child: import('node:child_process').ChildProcess) => void} [started]
 * @property {(text: string) => void} [heard] gets each piece of output, if it is kept
 */

/**
 * Runs a program to its end. Does not throw if the program fails: the caller decides what a failure means.
 *
 * @param {string} command
 * @param {readonly string[]} args
 * @param {RunOptions} [options]
 * @returns {Promise<{ ok: boolean, code: number, output: string }>} `code` is 127 if the program could not be started
 */
export function run(command, args, options = {}) {
  forwardSignals();
  const { output = 'keep' } = options;
  return new Promise((resolve) => {
    // On Windows npm is a .cmd file, which Node starts only through the shell.
    const viaShell = process.platform === 'win32' && !command.endsWith('.exe');
    const ownGroup = output !== 'show' && process.platform !== 'win32';
    const child = spawn(command, [...args], {
      env: options.env ?? process.env,
      cwd: options.cwd,
      stdio: output === 'show' ? 'inherit' : ['ignore', 'pipe', 'pipe'],
      shell: viaShell,
      detached: ownGroup,
    });
    if (ownGroup) grouped.add(child);
    running.add(child);
    let kept = '';
    /** @param {Buffer} chunk */
    const hear = (chunk) => {
      kept += chunk.toString();
      if (output === 'both') process.stdout.write(chunk);
      options.heard?.(chunk.toString());
    };
    child.stdout?.on('data', hear);
    child.stderr?.on('data', hear);
    /** @param {number} code */
    const finish = (code) => {
      running.delete(child);
      // This process was told to end, so the caller must not start its next step.
      if (stopCode === undefined) resolve({ ok: code === 0, code, output: kept });
      else if (running.size === 0) process.exit(stopCode);
    };
    child.on('error', (error) => {
      kept += `${error.message}\n`;
      finish(127);
    });
    child.on('close', (code) => finish(code ?? 1));
    options.started?.(child);
  });
}

/**
 * Runs npm: the one that started this run, if any, under the Node that npm runs on. npm may be about to replace the
 * Node in node_modules.
 *
 * @param {readonly string[]} args
 * @param {RunOptions} [options]
 */
export function npm(args, options) {
  const { npm_execpath: script, npm_node_execpath: node } = process.env;
  if (script?.endsWith('npm-cli.js') && node) return run(node, [script, ...args], options);
  return run('npm', args, options);
}

/** The last lines of a program's output, for an error message. @param {string} output */
export function tail(output, lines = 25) {
  return output.trimEnd().split('\n').slice(-lines).join('\n');
}
