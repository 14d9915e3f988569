/** Removes a file, there or not. */
import { unlinkSync } from 'node:fs';

/**
 * By `unlink`, since `rmSync` does nothing, in silence, on Windows under a path that is not all ASCII (Node 23.0 to 24.13),
 * such as that of a person with a Chinese name. @throws NodeJS.ErrnoException when it is there and stays
 */
export function removeFile(path: string): void {
  try {
    unlinkSync(path);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error;
  }
}
