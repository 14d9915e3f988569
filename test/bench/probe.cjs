/**
 * Loaded into the main process of the measured program by Electron's `-r`: puts the page probe into both windows,
 * prints each of its reports as one line of JSON, and takes commands from standard input. Till and floor have the same
 * probe, so both bear its cost.
 */
const { app, ipcMain, net, session, webContents } = require('electron');
const { closeSync, fsyncSync, openSync, writeSync } = require('node:fs');
const { join } = require('node:path');
const { createInterface } = require('node:readline');

const PAGE_PROBE = join(__dirname, 'probe-page.cjs');

/** @param {object} event */
const say = (event) => process.stdout.write(`bench ${JSON.stringify(event)}\n`);

/** @type {Map<string, Electron.WebContents>} */
const pages = new Map();

ipcMain.on('bench', ({ sender }, event) => {
  pages.set(event.window, sender);
  say(event);
});

/** Writes one page to a file durably. @param {string} path */
function commit(path) {
  const file = openSync(path, 'a');
  writeSync(file, Buffer.alloc(4096, 1));
  fsyncSync(file);
  closeSync(file);
}

/**
 * What any till must do between an answer and two windows that show it: receive it, write it to the disk, tell them.
 *
 * @param {{ url?: string, file?: string }} command
 */
async function askCommitAndTell(command) {
  const headers = { 'Content-Type': 'application/x-www-form-urlencoded' };
  const response = await net.fetch(command.url ?? '', { method: 'POST', headers, body: 'floor=1' });
  JSON.parse(await response.text());
  commit(command.file ?? '');
  for (const contents of webContents.getAllWebContents()) contents.send('bench-do', { do: 'told' });
}

/** @param {{ do: string, window?: string, file?: string, url?: string }} command */
function perform(command) {
  if (command.do === 'quit') {
    app.quit();
  } else if (command.do === 'ask-commit-and-tell') {
    void askCommitAndTell(command);
  } else {
    pages.get(command.window ?? '')?.send('bench-do', command);
  }
}

function watchWindows() {
  const windows = session.defaultSession;
  // Electron before 35 has another call, which later versions do not have.
  if (typeof windows.registerPreloadScript === 'function') {
    windows.registerPreloadScript({ type: 'frame', filePath: PAGE_PROBE });
  } else {
    Reflect.apply(Reflect.get(windows, 'setPreloads'), windows, [[PAGE_PROBE]]);
  }
}

// This file is loaded before the program, so this `whenReady` runs first, and the first window already has the probe.
void app.whenReady().then(watchWindows);
createInterface({ input: process.stdin }).on('line', (line) => perform(JSON.parse(line)));
