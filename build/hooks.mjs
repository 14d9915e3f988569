/**
 * The packing steps that electron-builder's configuration cannot express. It calls these two functions by name while it
 * packs. They must never change anything outside the folder that is being packed.
 */

import { FuseV1Options, FuseVersion, flipFuses, getCurrentFuseWire } from '@electron/fuses';
import { createHash } from 'node:crypto';
import { readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';

/** @typedef {import('electron-builder').AfterPackContext} PackContext */

/** A distribution runs a project from source through these. A packed till has its own program and must not have any. */
const RUNS_FROM_SOURCE = ['app', 'default_app.asar'];

/** @type {Readonly<Record<string, string>>} */
const ENDINGS = { darwin: '.app', win32: '.exe' };

/** @param {PackContext} context */
export async function afterExtract({ appOutDir, electronPlatformName }) {
  const resources = electronPlatformName === 'darwin' ? 'Electron.app/Contents/Resources' : 'resources';
  const leftOut = ['version', ...RUNS_FROM_SOURCE.map((name) => path.join(resources, name))];
  for (const name of leftOut) await rm(path.join(appOutDir, name), { recursive: true, force: true });
}

/**
 * Writes the archive's hash beside it on Linux, where Electron does not check the archive itself. Sets the ninth fuse
 * in an Electron that has it.
 *
 * @param {PackContext} context
 */
export async function afterPack({ appOutDir, packager, electronPlatformName }) {
  if (electronPlatformName === 'linux') {
    const archive = path.join(appOutDir, 'resources', 'app.asar');
    const hash = createHash('sha256')
      .update(await readFile(archive))
      .digest('hex');
    await writeFile(`${archive}.sha256`, `${hash}\n`);
  }
  const program = path.join(appOutDir, packager.appInfo.productFilename + (ENDINGS[electronPlatformName] ?? ''));
  const wire = await getCurrentFuseWire(program);
  if (wire[FuseV1Options.WasmTrapHandlers] === undefined) return;
  await flipFuses(program, { version: FuseVersion.V1, [FuseV1Options.WasmTrapHandlers]: true });
}
