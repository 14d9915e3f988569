/** Removes a file if it exists. */
import { unlinkSync } from 'node:fs';
import { codeOf } from './error-code.ts';

/**
 * Uses `unlink`: on Windows (Node 23.0 to 24.13) `rmSync` silently does nothing if the path is not all ASCII, as under
 * the name of a Chinese user. @throws NodeJS.ErrnoException when the file exists and cannot be removed
 */
export function removeFile(path: string): void {
  try {
    unlinkSync(path);
  } catch (error) {
    if (codeOf(error) !== 'ENOENT') throw error;
  }
}
