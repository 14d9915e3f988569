/** Writes a file so that a reader, or a power cut, sees the old one or the new one and nothing between; and reads it back. */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { moveSynced, writeSynced } from './durable.ts';
import { codeOf } from './error-code.ts';
import { removeFile } from './remove-file.ts';

/** Makes the folder when it is missing. @throws NodeJS.ErrnoException (ENOSPC, EACCES, EROFS, EIO …) with the old file intact */
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

/** What a run that was killed in the middle of writing this file has left; that of a run that goes on is its own. */
function clearLeftovers(path: string): void {
  const start = `${basename(path)}.`;
  try {
    for (const name of readdirSync(dirname(path))) {
      const pid = name.startsWith(start) ? /^(\d+)\.part$/.exec(name.slice(start.length))?.[1] : undefined;
      if (pid !== undefined && !isRunning(Number(pid))) removeFile(join(dirname(path), name));
    }
  } catch {
    // Litter that cannot be cleared is no reason not to write.
  }
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return codeOf(error) === 'EPERM';
  }
}

/** An editor on Windows may put a byte order mark before what it saves; it is none of the text. @throws as readFileSync */
export function readText(path: string): string {
  return readFileSync(path, 'utf8').replace(/^\uFEFF/, '');
}
