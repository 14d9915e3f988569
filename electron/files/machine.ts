/**
 * Tells this machine from others, so that a moved or copied ledger is noticed. Linux: the id from the system's
 * installation. Windows: the host name. A Mac has another name in each network, so all Macs share one mark and only the
 * folder counts. A copy of a whole disk has the same mark as the original.
 */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { hostname } from 'node:os';

/** "1a2b3c4d TILL-1": the mark to compare and the name to show. */
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
