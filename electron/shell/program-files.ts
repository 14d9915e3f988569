/** The program's own folders and files. */
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

/** A folder in the person's documents, or in the till's folder if there are none, as after unlinking a cloud drive. */
export function exportFolder(folder: string): string {
  try {
    return join(app.getPath('documents'), 'Harbour Till');
  } catch {
    return join(folder, 'exports');
  }
}

/**
 * Refuses to start a till whose files are not those that were packed: nobody knows what it would say about money.
 *
 * @throws Error after a dialog of the system has named the files
 */
export function refuseChangedFiles(log: Log): void {
  const hashes = JSON.parse(readFileSync(join(app.getAppPath(), LIBRARY_HASHES), 'utf8')) as Hashes;
  const changed = changedFiles(process.resourcesPath, hashes, process.platform, readPlain);
  if (canBeChanged(process.resourcesPath)) log('install.can-be-changed', { folder: process.resourcesPath });
  if (changed.length === 0) return;
  log('install.changed', { files: changed.join(' ') });
  const words = `These files are not as they were installed; install Harbour Till again:\n${changed.join('\n')}`;
  // No till is open yet that this dialog could stop.
  dialog.showErrorBox('Harbour Till', words);
  throw new Error(words);
}
