/**
 * Starts the real till in a real Electron, with the test's screens and gateway, and gives its windows to Playwright.
 * Keys of a scanner or a keyboard go through the X server, not through the browser.
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { _electron, errors, type ElectronApplication, type Page } from 'playwright-core';
import { DEFAULT_SETTINGS, type Language, type Settings } from '../../shared/settings.ts';
import type { CashierState, WindowApi } from '../../shared/contract/contract.ts';
import type { Simulator } from '../../electron/simulator/server.ts';

const ROOT = resolve(import.meta.dirname, '../..');

export type LaunchedTill = {
  readonly app: ElectronApplication;
  readonly cashier: Page;
  /** The customer's current window, which comes and goes with its screen. @throws Error while there is none */
  readonly customer: Page;
  /** Waits for the cashier's new page, after main has replaced the one in which a secret was typed. */
  renewed(): Promise<void>;
  /** The last state that main sent the cashier's window. */
  state(): Promise<CashierState>;
  /**
   * Presses keys as a hand does, through the X server, each after main has received the one before. Keys that a busy
   * machine delivers all at once would count as a scanner's.
   */
  press(...keys: readonly string[]): Promise<void>;
  /** Types a label as a keyboard-mode scanner does, through the X server, Enter at the end. */
  scan(label: string): void;
  /**
   * Pauses the till while hands or a scanner press keys at the X server, so that it receives all keys at once. A
   * scanner is recognised by its speed, and a busy machine would add pauses between two keys.
   */
  hearAtOnce(press: () => void): void;
  /** Everything the program wrote to its console. */
  output(): string;
  close(): Promise<void>;
  /** Ends the till like a power cut, with SIGKILL. */
  kill(): Promise<void>;
};

export type LaunchOptions = {
  /** ":79" */
  readonly display: string;
  /** The till's folder; it is kept between launches of one test. */
  readonly folder: string;
  /** Without it the till is in training, with the built-in simulator. */
  readonly simulator?: Pick<Simulator, 'url' | 'appCode' | 'clientKey'>;
  readonly settings?: Partial<Settings>;
  /** The customer's window has no screen, so do not wait for it. */
  readonly withoutCustomer?: boolean;
  readonly extraArgs?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
};

/** The path of the Electron that set-up chose: the official one, or its replacement. */
export function electronPath(): string {
  const path: unknown = createRequire(import.meta.url)('electron');
  if (typeof path !== 'string') throw new Error('No Electron: run the tests with "npm test", which sets it up');
  return path;
}

/** Chromium's sandbox does not work for root. */
export const sandboxArgs = (): readonly string[] => (process.getuid?.() === 0 ? ['--no-sandbox'] : []);

export function writeSettings(folder: string, settings: Partial<Settings>): void {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'settings.json'), JSON.stringify({ ...DEFAULT_SETTINGS, ...settings }));
}

export async function launchTill(options: LaunchOptions): Promise<LaunchedTill> {
  const { display, folder, simulator, settings } = options;
  if (settings !== undefined) writeSettings(folder, settings);
  const app = await startElectron({
    executablePath: electronPath(),
    args: [...sandboxArgs(), `--user-data-dir=${folder}`, ...(options.extraArgs ?? []), ROOT],
    env: {
      ...definedEnv(),
      DISPLAY: display,
      // Exports go to the user's documents folder, which must be in the test's folder.
      HOME: folder,
      XDG_CONFIG_HOME: join(folder, 'config'),
      ...(simulator === undefined
        ? {}
        : {
            TILL_GATEWAY_URL: simulator.url,
            TILL_APP_CODE: simulator.appCode,
            TILL_CLIENT_KEY: simulator.clientKey,
          }),
      ...options.env,
    },
  });
  const hearAtOnce = (press: () => void): void => {
    app.process().kill('SIGSTOP');
    try {
      press();
    } finally {
      app.process().kill('SIGCONT');
    }
  };
  let output = '';
  const keep = (chunk: Buffer): void => {
    output += chunk.toString();
  };
  app.process().stdout?.on('data', keep);
  app.process().stderr?.on('data', keep);
  let cashier = await windowAt(app, 'app://cashier/');
  let customer = options.withoutCustomer === true ? null : await windowAt(app, CUSTOMER_URL);
  await cashier.locator('main:not([data-screen=starting])').waitFor();
  return {
    app,
    get cashier() {
      return cashier;
    },
    async renewed() {
      cashier = await windowAt(app, 'app://cashier/', cashier);
      await cashier.locator('main:not([data-screen=starting])').waitFor();
    },
    get customer() {
      if (customer === null || customer.isClosed()) customer = windowNow(app, CUSTOMER_URL) ?? null;
      if (customer === null) throw new Error('There is no customer window');
      return customer;
    },
    state: () =>
      cashier.evaluate(
        () =>
          new Promise<CashierState>((tell) => {
            const { till } = globalThis as unknown as { till: WindowApi<'cashier'> };
            const stop = till.state(({ groups }) => {
              queueMicrotask(() => {
                stop();
              });
              tell(Object.assign({}, ...Object.values(groups)));
            });
          }),
      ),
    async press(...keys) {
      for (const key of keys) {
        await app.evaluate(() => null);
        await new Promise((wait) => setTimeout(wait, HAND_MS));
        pressKeys(display, key);
      }
    },
    scan(label) {
      hearAtOnce(() => {
        execFileSync('xdotool', ['key', '--delay', '0', ...label, 'Return'], {
          env: { ...process.env, DISPLAY: display },
        });
      });
    },
    hearAtOnce,
    output: () => output,
    async close() {
      await app.close();
    },
    async kill() {
      const gone = new Promise((end) => app.process().once('exit', end));
      app.process().kill('SIGKILL');
      await gone;
    },
  };
}

/** The pause between two keys of a slow hand; no scanner is so slow. */
const HAND_MS = 150;

/** Presses keys at the X server one after the other, without waiting for the program. */
export function pressKeys(display: string, ...keys: readonly string[]): void {
  execFileSync('xdotool', ['key', '--delay', String(HAND_MS), ...keys], { env: { ...process.env, DISPLAY: display } });
}

const CUSTOMER_URL = 'app://customer/';
const START_MS = 20_000;
const STARTS = 3;

/**
 * Playwright loses one start in some hundreds: the till runs, its windows answer, but Playwright still waits. Such a
 * start is ended by Playwright's timeout and repeated.
 */
async function startElectron(options: Parameters<typeof _electron.launch>[0]): Promise<ElectronApplication> {
  for (let start = 1; ; start += 1) {
    try {
      return await _electron.launch({ ...options, timeout: START_MS });
    } catch (error) {
      if (start === STARTS || !(error instanceof errors.TimeoutError)) throw error;
      console.error(`Start ${start} of the till was lost after ${START_MS} ms; starting it again.`);
    }
  }
}

/** For this long after a window got the keyboard, a scan may be the tail of another; with a margin. */
const TAIL_MS = 700;

/** Gives a window the X keyboard, as a touch would, and waits until a scan there counts as a whole label. */
export async function focusAt(display: string, x: number, y: number): Promise<void> {
  execFileSync('xdotool', ['mousemove', String(x), String(y), 'click', '1'], {
    env: { ...process.env, DISPLAY: display },
  });
  await new Promise((wait) => setTimeout(wait, TAIL_MS));
}

function windowNow(app: ElectronApplication, url: string, instead?: Page): Page | undefined {
  return app.windows().find((window) => window !== instead && window.url().startsWith(url));
}

/** Waits for the window that shows this address. @param instead a window to ignore, because it is closing */
export async function windowAt(app: ElectronApplication, url: string, instead?: Page): Promise<Page> {
  const deadline = Date.now() + 30_000;
  while (Date.now() < deadline) {
    const page = windowNow(app, url, instead);
    if (page) return page;
    await new Promise((wait) => setTimeout(wait, 50));
  }
  throw new Error(`No window at ${url}`);
}

function definedEnv(): Record<string, string> {
  return Object.fromEntries(
    Object.entries(process.env).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
}

/** The words of a language, by key, for example "word.paid". The wallet in them is always PayMe. */
export function wordsOf(language: Language): (key: string) => string {
  const catalogue: unknown = JSON.parse(readFileSync(join(ROOT, 'shared', 'words', `${language}.json`), 'utf8'));
  return (key) => {
    const found = key.split('.').reduce<unknown>((node, part) => (node as Record<string, unknown>)[part], catalogue);
    if (typeof found !== 'string') throw new Error(`No words for ${key} in ${language}`);
    return found.replaceAll('{{wallet}}', 'PayMe');
  };
}
