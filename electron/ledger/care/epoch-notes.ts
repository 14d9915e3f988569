/**
 * A text file beside the backups, with one line for each epoch that the ledger draws; the line is on the disk before
 * the first number under its epoch. From these notes a restored ledger knows which numbers to ask the gateway about. If
 * the notes have an epoch that the ledger does not know, an older copy of the ledger was put back.
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
    // The first line break ends a line that a power cut left half written.
    const line = `\n${epoch} ${hkDateTime(at)}\n`;
    writeSynced(notesFile(path, folder), 'a', (handle) => writeSync(handle, line));
    syncFolder(folder);
  });
}

/** Oldest first; empty when nothing was noted or the file cannot be read. */
export function notedEpochs(path: string, folder: string): readonly string[] {
  return [...new Set(notes(path, folder).map(({ epoch }) => epoch))].filter(isEpoch);
}

/** When the runs began, by the machine's clock, which may have been wrong. */
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
