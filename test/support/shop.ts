/**
 * A shop for one test file: two screens that can be plugged and unplugged, a gateway, folders for tills, and the tills.
 * `close` removes everything, also what a failed test left running.
 */
import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { startTwoScreens, type Mode, type TwoScreens } from '../../build/displays.mjs';
import { startSimulator, type Simulator, type SimulatorOptions } from '../../electron/simulator/server.ts';
import { newFolder } from './counter-till.ts';
import { fastClock, type FastClock } from './fast-clock.ts';
import { electronPath, launchTill, sandboxArgs, type LaunchedTill, type LaunchOptions } from './electron-app.ts';

export const ROOT = resolve(import.meta.dirname, '../..');

export type ShopOptions = {
  readonly primary?: Mode;
  readonly second?: Mode;
  readonly simulator?: SimulatorOptions;
  /**
   * The speed of time in the tills and at the gateway, as a factor; the default is 1. Not for tests with a scanner,
   * which is recognised by its speed.
   */
  readonly timesAsFast?: number;
};

export type RunOptions = {
  readonly env?: Readonly<Record<string, string>>;
  /** Arguments for Electron itself. */
  readonly args?: readonly string[];
};

export type Shop = {
  readonly screens: TwoScreens;
  readonly simulator: Simulator;
  readonly clock: FastClock;
  /** Makes an empty folder, which is removed when the shop closes. */
  newFolder(): string;
  /** Launches a till at the shop's gateway, by default in English. */
  launch(options: Omit<LaunchOptions, 'display'>): Promise<LaunchedTill>;
  /** Runs the program without Playwright until it ends by itself. */
  run(folder: string, options?: RunOptions): Promise<{ code: number | null; output: string }>;
  close(): Promise<void>;
};

/** The limit for a tap, and for a program that should end by itself. */
const TOO_LONG_MS = 15_000;

export async function openShop(options: ShopOptions = {}): Promise<Shop> {
  const { primary = '1280x800', second = '1280x800', timesAsFast = 1 } = options;
  const clock = fastClock(timesAsFast);
  const screens = await startTwoScreens({ primary, second });
  const simulator = await startSimulator({ answerDelayMs: 0, now: clock.now, ...options.simulator });
  const folders: { readonly folder: string; remove(): void }[] = [];
  const tills: LaunchedTill[] = [];

  return {
    screens,
    simulator,
    clock,
    newFolder() {
      const made = newFolder();
      folders.push(made);
      return made.folder;
    },
    async launch(wanted) {
      const settings = { cashierLanguage: 'en', customerLanguage: 'en', ...wanted.settings } as const;
      const isNew = !existsSync(join(wanted.folder, 'settings.json'));
      const till = await launchTill({
        ...wanted,
        ...(timesAsFast === 1 ? {} : onClock(clock, wanted)),
        display: screens.display,
        ...(isNew || wanted.settings !== undefined ? { settings } : {}),
      });
      tills.push(till);
      // A tap on a missing element fails by itself, before the time of the whole test is over.
      for (const page of till.app.windows()) page.setDefaultTimeout(TOO_LONG_MS);
      return till;
    },
    run(folder, { env = {}, args = [] } = {}) {
      const child = spawn(electronPath(), [...args, ...sandboxArgs(), `--user-data-dir=${folder}`, ROOT], {
        env: { ...process.env, DISPLAY: screens.display, HOME: folder, ...env },
      });
      let output = '';
      for (const stream of [child.stdout, child.stderr])
        stream.on('data', (chunk: Buffer) => (output += String(chunk)));
      return new Promise((tell, fail) => {
        const timer = setTimeout(() => {
          child.kill('SIGKILL');
          fail(new Error(`The program did not end by itself. It said: ${output}`));
        }, TOO_LONG_MS);
        child.once('close', (code) => {
          clearTimeout(timer);
          tell({ code, output });
        });
      });
    },
    async close() {
      for (const till of tills) await till.close();
      await simulator.close();
      await screens.stop();
      for (const made of folders) made.remove();
    },
  };
}

function onClock({ launch }: FastClock, { extraArgs = [], env = {} }: Omit<LaunchOptions, 'display'>) {
  return { extraArgs: [...launch.extraArgs, ...extraArgs], env: { ...launch.env, ...env } };
}

/** The till's whole log so far. */
export function logOf(folder: string): string {
  const path = join(folder, 'logs', 'till.log');
  return existsSync(path) ? readFileSync(path, 'utf8') : '';
}

/** How often the till's log contains an event. */
export function logged(folder: string, event: string): number {
  return logOf(folder)
    .split('\n')
    .filter((line) => line.includes(` ${event} `)).length;
}
