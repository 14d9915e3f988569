/**
 * Reads the two archive formats that set-up needs, npm tarballs and zip files, with Node's own modules, so that a fresh
 * machine needs no unzip. It knows only what those files use. It must never write outside the folder it is given.
 */

import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { gunzipSync, inflateRawSync } from 'node:zlib';

const TAR_BLOCK = 512;
const ZIP_END = 0x06054b50;
const ZIP_END_BYTES = 22;
const ZIP_ENTRY = 0x02014b50;
const ZIP_ENTRY_BYTES = 46;
const ZIP_LOCAL_BYTES = 30;

/**
 * @param {Buffer} tarball gzipped
 * @param {string} wanted the file's path in it, such as "package/thing.zip"
 * @returns {Buffer} its content
 */
export function fileFromTarball(tarball, wanted) {
  const tar = gunzipSync(tarball);
  for (let at = 0; at + TAR_BLOCK <= tar.length && tar[at] !== 0;) {
    const name = tar.toString('utf8', at, at + 100).replace(/\0.*$/s, '');
    const size = Number.parseInt(tar.toString('ascii', at + 124, at + 136), 8);
    const start = at + TAR_BLOCK;
    if (name === wanted) return tar.subarray(start, start + size);
    at = start + Math.ceil(size / TAR_BLOCK) * TAR_BLOCK;
  }
  throw new Error(`${wanted} is not in the tarball`);
}

/** @typedef {{ name: string, mode: number, method: number, packedBytes: number, localAt: number }} ZipEntry */

/** @param {Buffer} zip @returns {ZipEntry[]} */
function entriesOf(zip) {
  let end = zip.length - ZIP_END_BYTES;
  while (end >= 0 && zip.readUInt32LE(end) !== ZIP_END) end -= 1;
  if (end < 0) throw new Error('this is not a zip file');
  const count = zip.readUInt16LE(end + 10);
  /** @type {ZipEntry[]} */
  const entries = [];
  for (let at = zip.readUInt32LE(end + 16), i = 0; i < count; i += 1) {
    if (zip.readUInt32LE(at) !== ZIP_ENTRY) throw new Error('the zip file is damaged, or larger than 4 GB');
    const nameBytes = zip.readUInt16LE(at + 28);
    entries.push({
      name: zip.toString('utf8', at + ZIP_ENTRY_BYTES, at + ZIP_ENTRY_BYTES + nameBytes),
      mode: zip.readUInt16LE(at + 40),
      method: zip.readUInt16LE(at + 10),
      packedBytes: zip.readUInt32LE(at + 20),
      localAt: zip.readUInt32LE(at + 42),
    });
    at += ZIP_ENTRY_BYTES + nameBytes + zip.readUInt16LE(at + 30) + zip.readUInt16LE(at + 32);
  }
  return entries;
}

/** @param {Buffer} zip @param {ZipEntry} entry */
function contentOf(zip, { name, method, packedBytes, localAt }) {
  const start = localAt + ZIP_LOCAL_BYTES + zip.readUInt16LE(localAt + 26) + zip.readUInt16LE(localAt + 28);
  const packed = zip.subarray(start, start + packedBytes);
  if (method === 0) return packed;
  if (method === 8) return inflateRawSync(packed);
  throw new Error(`${name} is packed in a way (${method}) that is not known here`);
}

/**
 * Unpacks the files of a zip for which `place` gives a path.
 *
 * @param {Buffer} zip
 * @param {string} folder
 * @param {(name: string) => string | undefined} place a file's path under `folder`; undefined leaves the file out
 * @returns {number} the number of files written
 */
export function unzip(zip, folder, place) {
  let written = 0;
  for (const entry of entriesOf(zip)) {
    const placed = entry.name.endsWith('/') ? undefined : place(entry.name);
    if (placed === undefined) continue;
    const target = path.resolve(folder, placed);
    if (!target.startsWith(path.resolve(folder) + path.sep)) throw new Error(`${entry.name} leads out of the folder`);
    mkdirSync(path.dirname(target), { recursive: true });
    writeFileSync(target, contentOf(zip, entry), { mode: entry.mode & 0o777 || 0o644 });
    written += 1;
  }
  return written;
}
