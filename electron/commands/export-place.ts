/** Where exported files go, and the answer when one was written or could not be. */
import { join } from 'node:path';
import type { ExportAnswer } from '../../shared/contract/day.ts';
import { whyNotWritten, writeExport } from '../export/write-export.ts';
import { codeOf } from '../files/error-code.ts';
import type { CommandDeps } from './command-deps.ts';

export type ExportPlace = { readonly folder: string; readonly path: string };

/** @param name of the file, without the program's name and without its ending */
export function exportPlace({ settings, exportFolder }: CommandDeps, name: string): ExportPlace {
  // Training exports go to a folder of their own, so that nobody hands them to an accountant.
  const documents = exportFolder();
  const folder = settings().environment === 'training' ? join(documents, 'Training') : documents;
  return { folder, path: join(folder, `harbour-till-${name}.csv`) };
}

/** @param numbers as `writeExport` takes them */
export async function writtenTo(
  { log }: CommandDeps,
  { folder, path }: ExportPlace,
  content: string,
  numbers: ReadonlySet<string>,
): Promise<ExportAnswer> {
  try {
    return { kind: 'written', path: await writeExport(path, content, numbers) };
  } catch (error) {
    log('export.cannot-write', { code: codeOf(error) ?? 'unknown' });
    const why = whyNotWritten(error);
    return { kind: 'failed', why, path: why === 'in-use' ? path : folder };
  }
}
