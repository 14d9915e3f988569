/** Reads strace's record of a till's life: the file operations in its folder, and what it told and sent in between. */
import { readFileSync } from 'node:fs';

/**
 * One disk operation, told line or sent request. Files have numbers, because a rename can give a name to another file.
 */
export type DiskCall =
  | { readonly kind: 'create'; readonly name: string; readonly file: number }
  | { readonly kind: 'write'; readonly file: number; readonly offset: number; readonly data: Buffer }
  | { readonly kind: 'truncate'; readonly file: number; readonly size: number }
  | { readonly kind: 'sync'; readonly file: number }
  | { readonly kind: 'sync-folder' }
  | { readonly kind: 'rename'; readonly from: string; readonly to: string }
  | { readonly kind: 'unlink'; readonly name: string }
  | { readonly kind: 'told'; readonly line: string }
  | { readonly kind: 'sent'; readonly number: string };

/** The state of the folder between two lives of a till: which name belongs to which file number. */
export type OpenFolder = { readonly path: string; readonly names: Map<string, number>; files: number };

const MODELLED = [
  'openat',
  'close',
  'pwrite64',
  'write',
  'writev',
  'ftruncate',
  'fsync',
  'fdatasync',
  'rename',
  'unlink',
];
/** Calls that would also change the folder. Neither Node nor SQLite makes them here; if they do, reading fails. */
const NOT_MODELLED = [
  'pwritev',
  'pwritev2',
  'fallocate',
  'truncate',
  'unlinkat',
  'renameat',
  'renameat2',
  'link',
  'linkat',
];

/** strace's options. It writes one file per thread: `log`, a dot and the thread's number. */
export function recording(log: string): readonly string[] {
  const calls = [...MODELLED, ...NOT_MODELLED].join(',');
  return ['-ff', '--seccomp-bpf', '-xx', '-s', '65536', '-o', log, '-e', `trace=${calls}`, '-e', 'signal=none'];
}

const LINE = /^(\w+)\((.*)\) += (-?\d+)/;
const STRING = /"((?:\\x[0-9a-f]{2})*)"/g;
const STDOUT = 1;
/** SQLite keeps the index of the -wal in shared memory, never syncs it, and makes a new one after a power loss. */
const isMemory = (name: string): boolean => name.endsWith('-shm');

/**
 * @param log strace's file for one thread
 * @throws Error for a call in the folder that is not modelled
 */
export function readDiskCalls(log: string, folder: OpenFolder): readonly DiskCall[] {
  const calls: DiskCall[] = [];
  const opened = new Map<number, { readonly file: number; position: number }>();
  const folders = new Set<number>();
  const memory = new Set<number>();
  let told = '';

  const nameOf = (path: string): string | null =>
    path.startsWith(`${folder.path}/`) ? path.slice(folder.path.length + 1) : null;

  const open = (path: string, flags: string, fd: number): void => {
    if (path === folder.path) folders.add(fd);
    const name = nameOf(path);
    if (name === null) return;
    if (isMemory(name)) {
      memory.add(fd);
      return;
    }
    let file = folder.names.get(name);
    if (file === undefined) {
      file = folder.files;
      folder.files += 1;
      folder.names.set(name, file);
      calls.push({ kind: 'create', name, file });
    } else if (flags.includes('O_TRUNC')) calls.push({ kind: 'truncate', file, size: 0 });
    opened.set(fd, { file, position: 0 });
  };

  const write = (fd: number, data: Buffer, offset: number | null): void => {
    const target = opened.get(fd);
    if (target !== undefined) {
      calls.push({ kind: 'write', file: target.file, offset: offset ?? target.position, data });
      if (offset === null) target.position += data.length;
    } else if (fd === STDOUT) {
      const lines = (told + data.toString('utf8')).split('\n');
      told = lines.pop() ?? '';
      calls.push(...lines.map((line) => ({ kind: 'told' as const, line })));
    } else if (!memory.has(fd)) {
      const number = numberSent(data.toString('latin1'));
      if (number !== null) calls.push({ kind: 'sent', number });
    }
  };

  const rename = (from: string | null, to: string | null): void => {
    const file = from === null ? undefined : folder.names.get(from);
    if (from === null || to === null || file === undefined) return;
    folder.names.delete(from);
    folder.names.set(to, file);
    calls.push({ kind: 'rename', from, to });
  };

  const unlink = (name: string | null): void => {
    if (name === null || !folder.names.delete(name)) return;
    calls.push({ kind: 'unlink', name });
  };

  for (const line of readFileSync(log, 'latin1').split('\n')) {
    const [, call = '', rest = '', result = '-1'] = LINE.exec(line) ?? [];
    const returned = Number(result);
    if (returned < 0) continue;
    const strings = [...rest.matchAll(STRING)].map(([, hex = '']) => Buffer.from(hex.replaceAll('\\x', ''), 'hex'));
    const fd = Number.parseInt(rest, 10);
    const text = (index: number): string => strings[index]?.toString('utf8') ?? '';
    const last = Number(rest.slice(rest.lastIndexOf(',') + 1));
    switch (call) {
      case 'openat':
        open(text(0), rest, returned);
        break;
      case 'close':
        for (const known of [opened, folders, memory]) known.delete(fd);
        break;
      case 'pwrite64':
        write(fd, (strings[0] ?? Buffer.alloc(0)).subarray(0, returned), last);
        break;
      case 'write':
      case 'writev':
        write(fd, Buffer.concat(strings).subarray(0, returned), null);
        break;
      case 'ftruncate': {
        const target = opened.get(fd);
        if (target !== undefined) calls.push({ kind: 'truncate', file: target.file, size: last });
        break;
      }
      case 'fsync':
      case 'fdatasync': {
        const target = opened.get(fd);
        if (target !== undefined) calls.push({ kind: 'sync', file: target.file });
        else if (folders.has(fd)) calls.push({ kind: 'sync-folder' });
        break;
      }
      case 'rename':
        rename(nameOf(text(0)), nameOf(text(1)));
        break;
      case 'unlink':
        unlink(nameOf(text(0)));
        break;
      default:
        if (opened.has(fd) || strings.some((_, index) => nameOf(text(index)) !== null)) {
          throw new Error(`A call that the record does not understand: ${line.slice(0, 200)}`);
        }
    }
  }
  return calls;
}

/** The attempt number of the payment or refund request in these bytes; null for other bytes. */
function numberSent(bytes: string): string | null {
  if (!/^POST \/trade\/v1\/(payment|refund) /.test(bytes)) return null;
  return /[\n&]out_trade_no=(\w+)/.exec(bytes)?.[1] ?? null;
}
