/** Writes a file so that a reader sees either the old or the new one, even after a power cut; and reads it back. */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { moveSynced, writeSynced } from './durable.ts';
import { codeOf } from './error-code.ts';
import { removeFile } from './remove-file.ts';

/** Makes a missing folder. @throws NodeJS.ErrnoException (ENOSPC, EACCES, EROFS, EIO …) with the old file intact */
export function writeAtomically(path: string, content: string | Buffer): void {
  mkdirSync(dirname(path), { recursive: true });
  clearLeftovers(path);
  const temporary = `${path}.${process.pid}.part`;
  try {
    writeSynced(temporary, 'w', (handle) => writeFileSync(handle, content));
    moveSynced(temporary, path);
  } catch (error) {
    removeFile(temporary);
    throw error;
  }
}

/** Removes the partial files of runs that were killed while writing. A partial file of a live process is left alone. */
function clearLeftovers(path: string): void {
  const start = `${basename(path)}.`;
  try {
    for (const name of readdirSync(dirname(path))) {
      const pid = name.startsWith(start) ? /^(\d+)\.part$/.exec(name.slice(start.length))?.[1] : undefined;
      if (pid !== undefined && !isRunning(Number(pid))) removeFile(join(dirname(path), name));
    }
  } catch {
    // A failed cleanup is no reason not to write.
  }
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return codeOf(error) === 'EPERM';
  }
}

/** Drops the byte order mark that an editor on Windows may add: it is not part of the text. @throws as readFileSync */
export function readText(path: string): string {
  return readFileSync(path, 'utf8').replace(/^\uFEFF/, '');
}
