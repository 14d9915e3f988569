/** Searches for a secret where it must not be: in text, in every file of a folder, in a running program's memory. */
import { openSync, readdirSync, readFileSync, readSync, closeSync } from 'node:fs';
import { join } from 'node:path';

/** The forms in which a secret may get into files by accident, by the name of the form. */
export function formsOf(secret: string): ReadonlyMap<string, Buffer> {
  const bytes = Buffer.from(secret, 'utf8');
  // Base64 differs at three positions within a longer text. Its ends depend on the neighbouring bytes and are cut off.
  const base64At = (shift: number): Buffer => {
    const text = Buffer.concat([Buffer.alloc(shift), bytes])
      .toString('base64')
      .replace(/=+$/, '');
    return Buffer.from(text.slice(shift === 0 ? 0 : 4, -2), 'latin1');
  };
  return new Map([
    ['plain', bytes],
    ['UTF-16', Buffer.from(secret, 'utf16le')],
    ['hex', Buffer.from(bytes.toString('hex'), 'latin1')],
    ['HEX', Buffer.from(bytes.toString('hex').toUpperCase(), 'latin1')],
    ['base64', base64At(0)],
    ['base64 shifted by one', base64At(1)],
    ['base64 shifted by two', base64At(2)],
    ['percent', Buffer.from([...bytes].map((byte) => `%${byte.toString(16)}`).join(''), 'latin1')],
    ['reversed', Buffer.from([...bytes].toReversed())],
  ]);
}

/** The names of the forms of the secret that these bytes contain. */
export function findIn(bytes: Buffer | string, secret: string): readonly string[] {
  const haystack = typeof bytes === 'string' ? Buffer.from(bytes, 'utf8') : bytes;
  return [...formsOf(secret)].filter(([, form]) => haystack.includes(form)).map(([name]) => name);
}

/** "file: form" for each file of the folder, at any depth, that contains the secret. */
export function findInFolder(folder: string, secret: string): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .flatMap((entry) => {
      const path = join(entry.parentPath, entry.name);
      return findIn(readFileSync(path), secret).map((form) => `${path}: ${form}`);
    });
}

const CHUNK = 4 * 1024 * 1024;
/** A larger range is reserved address space that is not in use. */
const NOT_REAL = 1024 * CHUNK;

/** Whether a process has the text anywhere in its writable memory. Works on Linux, as root. */
export function isInMemory(pid: number, secret: string): boolean {
  const needles = [Buffer.from(secret, 'utf8'), Buffer.from(secret, 'utf16le')];
  const memory = openSync(`/proc/${pid}/mem`, 'r');
  const chunk = Buffer.alloc(CHUNK + 256);
  try {
    for (const line of readFileSync(`/proc/${pid}/maps`, 'utf8').split('\n')) {
      const [, from = '', to = ''] = /^(\w+)-(\w+) rw/.exec(line) ?? [];
      const [start, end] = [Number.parseInt(from, 16), Number.parseInt(to, 16)];
      if (!(end > start) || end - start > NOT_REAL) continue;
      for (let at = start; at < end; at += CHUNK) {
        const read = tryRead(memory, chunk, at, Math.min(chunk.length, end - at));
        if (needles.some((needle) => chunk.subarray(0, read).includes(needle))) return true;
      }
    }
    return false;
  } finally {
    closeSync(memory);
  }
}

function tryRead(file: number, into: Buffer, at: number, length: number): number {
  try {
    return readSync(file, into, 0, length, at);
  } catch {
    // The mapping disappeared meanwhile, or belongs to a device.
    return 0;
  }
}
