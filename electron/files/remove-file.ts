/** Removes a file, there or not. */
import { unlinkSync } from 'node:fs';
import { codeOf } from './error-code.ts';

/**
 * By `unlink`, since `rmSync` does nothing, in silence, on Windows under a path that is not all ASCII (Node 23.0 to 24.13),
 * such as that of a person with a Chinese name. @throws NodeJS.ErrnoException when it is there and stays
 */
export function removeFile(path: string): void {
  try {
    unlinkSync(path);
  } catch (error) {
    if (codeOf(error) !== 'ENOENT') throw error;
  }
}
