/**
 * Checks that the program's files are those that were packed. On Mac and Windows Electron itself checks the archive
 * against a hash in the signed program; on Linux it does not. It never checks the files that cannot be inside the
 * archive. This check finds files that were damaged or half replaced, and libraries that were exchanged. Against a
 * person who may write the archive only the system helps: a package installs it as root's.
 */
import { accessSync, constants, readdirSync, readFileSync } from 'node:fs';
import { createHash } from 'node:crypto';
import { join, relative, sep } from 'node:path';

/** SHA-256 in hex, by a file's path from the program's folder, with "/". */
export type Hashes = Readonly<Record<string, string>>;

/** Made while packing, inside the archive: the hashes of the native libraries beside it. */
export const LIBRARY_HASHES = 'out/library-hashes.json';
/** Made after packing, beside the archive, where the system does not check the archive itself. */
export const ARCHIVE_HASH = 'app.asar.sha256';

/** Reads a file, without treating an archive as a folder. */
export type ReadFile = (path: string) => Buffer;

/**
 * @param resources the folder of the archive
 * @param wanted the hashes of the libraries; a library without one does not belong there
 * @returns the paths of the files that differ from what was packed
 */
export function changedFiles(resources: string, wanted: Hashes, platform: NodeJS.Platform, read: ReadFile): string[] {
  const beside = join(resources, 'app.asar.unpacked');
  const isAsPacked = (path: string): boolean =>
    hashOf(read(path)) === wanted[relative(beside, path).split(sep).join('/')];
  const changed = readdirSync(beside, { recursive: true, withFileTypes: true })
    .filter((entry) => !entry.isDirectory())
    // A link was never packed, and its target could be replaced before it is loaded.
    .filter((entry) => !entry.isFile() || !isAsPacked(join(entry.parentPath, entry.name)))
    .map((entry) => join(entry.parentPath, entry.name));
  if (platform !== 'linux') return changed;
  const archive = join(resources, 'app.asar');
  const isSame = read(join(resources, ARCHIVE_HASH)).toString('utf8').trim() === hashOf(read(archive));
  return isSame ? changed : [...changed, archive];
}

/** Whether the user who runs the till could also change it. */
export function canBeChanged(resources: string): boolean {
  try {
    accessSync(resources, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}

function hashOf(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** Electron's own file reading treats an archive as a folder unless told otherwise. */
export function readPlain(path: string): Buffer {
  const before = process.noAsar;
  process.noAsar = true;
  try {
    return readFileSync(path);
  } finally {
    process.noAsar = before;
  }
}
