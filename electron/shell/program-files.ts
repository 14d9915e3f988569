/** The folders and files that the program stands in. */
import { app, dialog } from 'electron';
import { accessSync, constants, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Log } from '../till/ports/world.ts';
import { canBeChanged, changedFiles, LIBRARY_HASHES, readPlain, type Hashes } from './installed-files.ts';

export function canWrite(folder: string): boolean {
  try {
    accessSync(folder, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}

/** A folder of the person's documents, or of the till where the system knows none, as where a cloud drive was unlinked. */
export function exportFolder(folder: string): string {
  try {
    return join(app.getPath('documents'), 'Harbour Till');
  } catch {
    return join(folder, 'exports');
  }
}

/**
 * A till whose program is not what was packed does not start: nobody knows what it would say about money.
 *
 * @throws Error after a box of the system has named the files
 */
export function refuseChangedFiles(log: Log): void {
  const hashes = JSON.parse(readFileSync(join(app.getAppPath(), LIBRARY_HASHES), 'utf8')) as Hashes;
  const changed = changedFiles(process.resourcesPath, hashes, process.platform, readPlain);
  if (canBeChanged(process.resourcesPath)) log('install.can-be-changed', { folder: process.resourcesPath });
  if (changed.length === 0) return;
  log('install.changed', { files: changed.join(' ') });
  const words = `These files are not as they were installed; install Harbour Till again:\n${changed.join('\n')}`;
  // There is no till that this box could stop.
  dialog.showErrorBox('Harbour Till', words);
  throw new Error(words);
}
