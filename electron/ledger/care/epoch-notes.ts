/**
 * A line of text beside the backups for each epoch that the ledger draws, on the disk before the first number under it. By
 * them a restored ledger knows for which numbers to ask the gateway, and a ledger that does not know all of them itself was
 * put back: a later run than its last one has been.
 */
import { readFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { syncFolder, writeSynced } from '../../files/durable.ts';
import { codeOf } from '../../files/error-code.ts';
import { isEpoch } from '../../../shared/attempt/number.ts';
import { hkDateTime, parseHkDateTime, type WallMs } from '../../../shared/time.ts';
import { stem } from './backup-list.ts';
import { makePrivateFolder } from '../file/files.ts';
import { guarded } from '../file/errors.ts';

const notesFile = (path: string, folder: string): string => join(folder, `${stem(path)}.epochs`);

/** @throws LedgerError */
export function noteEpoch(path: string, folder: string, epoch: string, at: WallMs): void {
  guarded(() => {
    makePrivateFolder(folder);
    // A line that a power cut left half written ends here.
    const line = `\n${epoch} ${hkDateTime(at)}\n`;
    writeSynced(notesFile(path, folder), 'a', (handle) => writeSync(handle, line));
    syncFolder(folder);
  });
}

/** Oldest first; none when nothing was noted, or it cannot be read. */
export function notedEpochs(path: string, folder: string): readonly string[] {
  return [...new Set(notes(path, folder).map(({ epoch }) => epoch))].filter(isEpoch);
}

/** When the runs began, by the machine's clock: labels, like those of backups. */
export function notedTimes(path: string, folder: string): readonly WallMs[] {
  return notes(path, folder).flatMap(({ at }) => parseHkDateTime(at) ?? []);
}

function notes(path: string, folder: string): readonly { readonly epoch: string; readonly at: string }[] {
  let text: string;
  try {
    text = readFileSync(notesFile(path, folder), 'utf8');
  } catch (error) {
    if (codeOf(error) !== undefined) return [];
    throw error;
  }
  return text.split('\n').flatMap((line) => {
    const [, epoch = '', at = ''] = /^(\w{6}) (.*)$/.exec(line) ?? [];
    return epoch === '' ? [] : [{ epoch, at }];
  });
}
