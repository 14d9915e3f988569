/**
 * What tells this machine from others, for a ledger that was moved or copied to be told of. On Linux the id that its system
 * was given when it was installed, on Windows its name; a Mac is called otherwise in each network, so that there only the
 * folder tells. A copy of a whole disk has the same as its original.
 */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { hostname } from 'node:os';

/** "1a2b3c4d TILL-1": the mark to compare, and the name to show. */
export function machineMark(platform: NodeJS.Platform = process.platform, idFile = '/etc/machine-id'): string {
  const source = platform === 'darwin' ? 'a Mac' : ((platform === 'linux' ? readId(idFile) : null) ?? hostname());
  return `${createHash('sha256').update(source).digest('hex').slice(0, 8)} ${hostname()}`;
}

function readId(file: string): string | null {
  try {
    const id = readFileSync(file, 'utf8').trim();
    return id === '' ? null : id;
  } catch {
    return null;
  }
}
