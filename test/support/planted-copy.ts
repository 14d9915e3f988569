/** A copy of a part of the project, with edits applied to it. */
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** A text that occurs exactly once in a file, and its replacement. */
export type Edit = { readonly file: string; readonly find: string; readonly put: string };

export type PlantedCopy = { readonly folder: string; remove(): void };

const ROOT = resolve(import.meta.dirname, '../..');
/** Within the repository, so that the copy finds the same libraries. Git ignores this folder. */
const COPIES = join(ROOT, 'test-results');

/**
 * @param paths files and folders, from the project's folder
 * @throws Error when an edit's text does not occur exactly once in its file
 */
export function plantedCopy(paths: readonly string[], edits: readonly Edit[]): PlantedCopy {
  mkdirSync(COPIES, { recursive: true });
  const folder = mkdtempSync(join(COPIES, 'planted-'));
  const remove = (): void => rmSync(folder, { recursive: true, force: true });
  try {
    for (const path of paths) cpSync(join(ROOT, path), join(folder, path), { recursive: true });
    for (const edit of edits) lay(folder, edit);
  } catch (error) {
    remove();
    throw error;
  }
  return { folder, remove };
}

function lay(folder: string, { file, find, put }: Edit): void {
  const path = join(folder, file);
  const [before, after, ...more] = readFileSync(path, 'utf8').split(find);
  if (before === undefined || after === undefined || more.length > 0) {
    throw new Error(`${file} does not hold exactly once: ${find}`);
  }
  writeFileSync(path, before + put + after);
}
