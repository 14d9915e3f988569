/**
 * A program under measurement: the till or the floor, started as a person would start it, with the probe inside, and
 * the probe's reports. No debugger is attached, because its cost would be measured too.
 */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { electronPath, sandboxArgs } from '../support/electron-app.ts';

/** Times are ms since 1970, on the clock that all processes of a machine share. */
export type Seen = {
  readonly window: 'cashier' | 'customer' | 'main';
  /** "shown", "click", "clock" or a mark of the page probe: "keypad", "keyed", "qr", "paid". */
  readonly what: string;
  /** When a page mark was painted; for all others, when it was reported. */
  readonly at: number;
  readonly stoodAt?: number;
  readonly tappedAt?: number;
  readonly name?: string;
  readonly x?: number;
  readonly y?: number;
  readonly ms?: readonly number[];
};

export type Program = {
  readonly name: string;
  readonly pid: number;
  readonly spawnedAt: number;
  /** The current position in the reports, for `seen` to start from. */
  here(): number;
  /** Resolves with the first such report after `from`, which may already be there or still come. */
  seen(window: Seen['window'], what: string, from?: number): Promise<Seen>;
  tell(command: Readonly<Record<string, unknown>>): void;
  quit(): Promise<void>;
};

export type ProgramOptions = {
  readonly name: string;
  /** A folder with a package.json, as for `electron <folder>`. */
  readonly folder: string;
  readonly userData: string;
  readonly display: string;
  readonly env?: Readonly<Record<string, string>>;
};

const MARK = 'bench ';
const PROBE = join(import.meta.dirname, 'probe.cjs');
const SEEN_WITHIN_MS = 20_000;
const QUIT_WITHIN_MS = 5_000;

export const now = (): number => performance.timeOrigin + performance.now();
export const wait = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, ms));

export function startProgram(options: ProgramOptions): Program {
  const { name } = options;
  const binary = electronPath();
  const args = ['-r', PROBE, ...sandboxArgs(), `--user-data-dir=${options.userData}`, options.folder];
  const env = { ...process.env, DISPLAY: options.display, ...options.env };
  const spawnedAt = now();
  const child = spawn(binary, args, { env, stdio: ['pipe', 'pipe', 'pipe'] });

  const all: Seen[] = [];
  const waiting = new Set<() => void>();
  const wake = (): void => {
    for (const look of waiting) look();
  };
  createInterface({ input: child.stdout }).on('line', (line) => {
    // The till's own log goes to the same stream.
    if (!line.startsWith(MARK)) return;
    all.push(JSON.parse(line.slice(MARK.length)) as Seen);
    wake();
  });
  let complaint = '';
  child.stderr.on('data', (chunk: Buffer) => {
    complaint = (complaint + chunk.toString()).slice(-2_000);
  });
  // Ignore the error of a command to a program that has just ended: callers that wait learn of the end.
  child.stdin.on('error', () => undefined);
  let hasEnded = false;
  const ended = new Promise<void>((end) => {
    child.once('exit', () => {
      hasEnded = true;
      wake();
      end();
    });
  });

  return {
    name,
    pid: child.pid ?? 0,
    spawnedAt,
    here: () => all.length,

    seen(window, what, from = 0) {
      return new Promise((found, fail) => {
        const look = (): void => {
          const event = all.slice(from).find((one) => one.window === window && one.what === what);
          if (event === undefined && !hasEnded) return;
          waiting.delete(look);
          clearTimeout(timer);
          if (event) found(event);
          else fail(new Error(`The ${name} ended before "${what}" in its ${window} window. It said:\n${complaint}`));
        };
        const timer = setTimeout(() => {
          waiting.delete(look);
          fail(new Error(`The ${name}'s ${window} window showed no "${what}" within ${SEEN_WITHIN_MS / 1000} s`));
        }, SEEN_WITHIN_MS);
        waiting.add(look);
        look();
      });
    },

    tell(command) {
      child.stdin.write(`${JSON.stringify(command)}\n`);
    },

    async quit() {
      if (hasEnded) return;
      const timer = setTimeout(() => child.kill('SIGKILL'), QUIT_WITHIN_MS);
      child.stdin.write('{"do":"quit"}\n');
      await ended;
      clearTimeout(timer);
    },
  };
}

/** How far a window's clock may differ from ours, in ms: 0 when its time lies between our question and its answer. */
export async function clockError(program: Program, window: 'cashier' | 'customer'): Promise<number> {
  const errors: number[] = [];
  for (let count = 0; count < 10; count += 1) {
    const from = program.here();
    const sentAt = now();
    program.tell({ do: 'clock', window });
    const { at } = await program.seen(window, 'clock', from);
    errors.push(Math.max(0, sentAt - at, at - now()));
  }
  // Each round gives a bound, and the shortest round gives the closest.
  return Math.max(...errors);
}
