/** Runs the till of till-process.ts; under strace if a certain system call must kill it or fail. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { build } from 'vite';
import type { Life } from './script.ts';

export type Ended =
  /** Played its script to the end. */
  | { readonly kind: 'done'; readonly lines: readonly string[] }
  | { readonly kind: 'killed'; readonly lines: readonly string[] }
  /** The ledger could not be opened. */
  | { readonly kind: 'not-opened'; readonly lines: readonly string[] }
  /** Ended by an uncaught error, as no till may. */
  | { readonly kind: 'broken'; readonly lines: readonly string[]; readonly error: string };

export type LifeOptions = {
  /** Options for strace, such as `-e inject=...`; left out, the program runs without strace. */
  readonly strace?: readonly string[];
  /** A module that is loaded before the program. */
  readonly preload?: string;
  /** Called when the program starts; returns a function that is called when the program has ended. */
  readonly onStart?: (kill: () => void) => () => void;
  /** Called with each whole line as it comes. */
  readonly onLine?: (line: string) => void;
};

export type TillProgram = {
  live(life: Life, options?: LifeOptions): Promise<Ended>;
  remove(): void;
};

const ROOT = resolve(import.meta.dirname, '../..');
/** Where tests keep results for people to inspect; not part of the repository. */
export const RESULTS = join(ROOT, 'test-results');
const NOT_OPENED = 3;

/**
 * Bundles the program into one JavaScript file, like the product's own build: it starts five times faster than from its
 * sources, and a campaign mostly starts programs. The file lies inside the project, where Node finds SQLite's binary.
 */
export async function buildTillProgram(): Promise<TillProgram> {
  mkdirSync(RESULTS, { recursive: true });
  const folder = mkdtempSync(join(RESULTS, 'till-program-'));
  await build({
    configFile: false,
    logLevel: 'warn',
    root: ROOT,
    ssr: { noExternal: true, external: ['better-sqlite3'] },
    build: {
      ssr: 'test/crash/till-process.ts',
      outDir: folder,
      emptyOutDir: false,
      rollupOptions: { output: { entryFileNames: 'till.mjs' } },
    },
  });
  const env = { ...process.env, NODE_COMPILE_CACHE: join(folder, 'cache') };

  return {
    async live(life, options = {}) {
      const preload = options.preload === undefined ? [] : ['--import', options.preload];
      const words = [
        ...(options.strace ?? []),
        process.execPath,
        ...preload,
        join(folder, 'till.mjs'),
        JSON.stringify(life),
      ];
      const [command = '', ...args] = options.strace === undefined ? words : ['strace', ...words];
      const child = spawn(command, args, { env, stdio: ['ignore', 'pipe', 'pipe'] });
      const lines: string[] = [];
      let unfinished = '';
      let error = '';
      child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
        const whole = (unfinished + chunk).split('\n');
        unfinished = whole.pop() ?? '';
        lines.push(...whole);
        for (const line of whole) options.onLine?.(line);
      });
      child.stderr.setEncoding('utf8').on('data', (chunk: string) => (error += chunk));
      const onEnd = options.onStart?.(() => child.kill('SIGKILL'));
      const [code, signal] = (await once(child, 'close')) as [number | null, string | null];
      onEnd?.();
      if (signal === 'SIGKILL') return { kind: 'killed', lines };
      if (code === 0) return { kind: 'done', lines };
      if (code === NOT_OPENED) return { kind: 'not-opened', lines };
      return { kind: 'broken', lines, error: `ended with ${code ?? signal}: ${error}` };
    },
    remove() {
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
