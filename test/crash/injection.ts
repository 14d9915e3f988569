/** Lets strace interfere with one system call of a program, and tells which one it was. */
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { FOLDER_PREFIX } from '../support/folders.ts';

/** The calls by which Node and SQLite write, make durable and send here. */
export type Call = 'fsync' | 'pwrite64' | 'write' | 'writev';

export type Injection = {
  /** Which calls are counted, in each thread by itself. */
  readonly call: Call;
  /** As strace writes it: `signal=SIGKILL`, `error=EIO`. */
  readonly what: string;
  /** As strace writes it: `3` the third call, `3+` the third and all after it. */
  readonly when: string;
};

/** strace's options. The signal comes before the call is made. @param log where strace writes the calls it saw */
export function injecting({ call, what, when }: Injection, log: string): readonly string[] {
  return ['-f', '-yy', '-s', '0', '-o', log, '-e', `trace=${call}`, '-e', `inject=${call}:${what}:when=${when}`];
}

const CALL = /^(\d+) +\w+\(\d+<([^>]*)>/;

/** What the call that was interfered with was on, as `ledger.db-wal`, `folder`, `TCP`; null when none was. */
export function hitOn(log: string): string | null {
  const lines = readFileSync(log, 'utf8').split('\n');
  /** By thread, as strace splits a call's line when another thread comes between. */
  const lastTarget = new Map<string, string>();
  let newest: string | null = null;
  for (const line of lines) {
    const [, thread, target] = CALL.exec(line) ?? [];
    if (thread !== undefined && target !== undefined) {
      lastTarget.set(thread, target);
      newest = kindOf(target);
    }
    if (line.endsWith('(INJECTED)')) return kindOf(lastTarget.get(line.slice(0, line.indexOf(' '))) ?? '');
  }
  return lines.some((line) => line.endsWith('killed by SIGKILL +++')) ? newest : null;
}

function kindOf(target: string): string {
  if (!target.startsWith('/')) return /^(?:anon_inode:\[)?([\w-]+)/.exec(target)?.[1] ?? target;
  const name = basename(target);
  if (name.startsWith(FOLDER_PREFIX)) return 'folder';
  return name.replace(/\.\d+\.part$/, '.part');
}
