/** Makes strace kill a program at one system call, or make the call fail, and finds the target of that call. */
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { FOLDER_PREFIX } from '../support/folders.ts';

/** The calls that Node and SQLite use here to write, sync and send. */
export type Call = 'fsync' | 'pwrite64' | 'write' | 'writev';

export type Injection = {
  /** The call to count, separately in each thread. */
  readonly call: Call;
  /** In strace's format: `signal=SIGKILL`, `error=EIO`. */
  readonly what: string;
  /** In strace's format: `3` is the third call, `3+` the third and all after it. */
  readonly when: string;
};

/** strace's options. A signal comes before the call is made. @param log the file where strace logs the calls */
export function injecting({ call, what, when }: Injection, log: string): readonly string[] {
  return ['-f', '-yy', '-s', '0', '-o', log, '-e', `trace=${call}`, '-e', `inject=${call}:${what}:when=${when}`];
}

const CALL = /^(\d+) +\w+\(\d+<([^>]*)>/;

/** The target of the killed or failed call, such as `ledger.db-wal`, `folder`, `TCP`; null when there was none. */
export function hitOn(log: string): string | null {
  const lines = readFileSync(log, 'utf8').split('\n');
  /** The last target by thread, because strace splits a call's line when another thread comes between. */
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
