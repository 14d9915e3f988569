/**
 * What set-up tells the waiting person: one line for each thing done, and signs of life during a long one. It must
 * never be silent for more than ten seconds of work, and prints the output of a program only if that program failed.
 */

const REPEAT_ON_TERMINAL_MS = 500;
const REPEAT_IN_LOG_MS = 10_000;

/** @param {string} text one sentence: what was done, and why */
export function say(text) {
  console.log(`set-up: ${text}`);
}

/** @param {number} bytes */
export function megabytes(bytes) {
  return `${(bytes / 1e6).toFixed(bytes < 10e6 ? 1 : 0)} MB`;
}

/** @param {number} ms */
export function seconds(ms) {
  return `${(ms / 1000).toFixed(ms < 10_000 ? 1 : 0)} s`;
}

/**
 * Shows that `work` is still running: on a terminal by rewriting one line, in a log by a line every ten seconds.
 *
 * @template T
 * @param {string} label what is being done, such as "fetching Electron"
 * @param {Promise<T>} work
 * @param {() => string} [detail] the progress, such as "12 MB of 196 MB"; the elapsed time is always shown
 * @returns {Promise<T>}
 */
export async function showProgress(label, work, detail = () => '') {
  const startedAt = Date.now();
  const terminal = process.stdout.isTTY;
  const line = () => [`        ${label}`, detail(), seconds(Date.now() - startedAt)].filter(Boolean).join(', ');
  const timer = setInterval(
    () => (terminal ? process.stdout.write(`\r\x1b[K${line()}`) : console.log(line())),
    terminal ? REPEAT_ON_TERMINAL_MS : REPEAT_IN_LOG_MS,
  );
  try {
    return await work;
  } finally {
    clearInterval(timer);
    if (terminal) process.stdout.write('\r\x1b[K');
  }
}

/** Stops set-up or a command. The message says what to do next, and is printed without a stack. */
export class Stop extends Error {}
