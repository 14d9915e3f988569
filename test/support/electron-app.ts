/**
 * Starts the real till in a real Electron, on screens and with a gateway of the test's choosing, and gives its two windows
 * to Playwright. What a person would do with a scanner or a keyboard goes through the X server, not through the browser.
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
  /** The one there is now: it goes and comes with its screen. @throws Error while there is none */
  readonly customer: Page;
  /** Waits for the cashier's new window, after main has thrown away the one in which a secret was typed. */
  renewed(): Promise<void>;
  /** What main last told the cashier's window. */
  state(): Promise<CashierState>;
  /**
   * Presses keys as a hand does, through the X server, each when main has taken the one before: those that a busy machine
   * lets through all at once are a scanner's.
   */
  press(...keys: readonly string[]): Promise<void>;
  /** Types a label as a keyboard-mode scanner does, through the X server, Enter at the end. */
  scan(label: string): void;
  /**
   * Stands still while hands or a scanner press keys at the X server, and then hears them all at once. A scanner is known by
   * its pace, and a busy machine makes pauses between two keys that none makes.
   */
  hearAtOnce(press: () => void): void;
  /** Everything the program wrote to its console. */
  output(): string;
  close(): Promise<void>;
  /** As a power cut does: SIGKILL, nothing is told. */
  kill(): Promise<void>;
};

export type LaunchOptions = {
  /** ":79" */
  readonly display: string;
  /** The till's own folder; kept between launches of one test. */
  readonly folder: string;
  /** Without one the till is in training, with the simulator inside. */
  readonly simulator?: Pick<Simulator, 'url' | 'appCode' | 'clientKey'>;
  readonly settings?: Partial<Settings>;
  /** There is no place for the customer's window, so it is not waited for. */
  readonly withoutCustomer?: boolean;
  readonly extraArgs?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
};

/** The Electron that set-up chose: the official one, or the one it put in its place. */
export function electronPath(): string {
  const path: unknown = createRequire(import.meta.url)('electron');
  if (typeof path !== 'string') throw new Error('No Electron: run the tests with "npm test", which sets it up');
  return path;
}

/** Root has no sandbox in Chromium; an ordinary user has. */
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
      // Exports go into the person's documents; a test's person lives in the test's folder.
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

/** A hand that is in no hurry: no scanner is so slow. */
const HAND_MS = 150;

/** Keys on the keyboard of the X server, one after the other, whether the program keeps up with them or not. */
export function pressKeys(display: string, ...keys: readonly string[]): void {
  execFileSync('xdotool', ['key', '--delay', String(HAND_MS), ...keys], { env: { ...process.env, DISPLAY: display } });
}

const CUSTOMER_URL = 'app://customer/';
const START_MS = 20_000;
const STARTS = 3;

/**
 * Playwright loses one start in some hundreds: the till is up, its windows answer, and Playwright goes on waiting for it.
 * Such a start is ended, by Playwright itself, and made again.
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

/** How soon after a window got the keyboard a scan may be the tail of one that began elsewhere: with room. */
const TAIL_MS = 700;

/** Puts the X keyboard into a window, as a touch on it would, and waits until a scan there is taken for a whole one. */
export async function focusAt(display: string, x: number, y: number): Promise<void> {
  execFileSync('xdotool', ['mousemove', String(x), String(y), 'click', '1'], {
    env: { ...process.env, DISPLAY: display },
  });
  await new Promise((wait) => setTimeout(wait, TAIL_MS));
}

function windowNow(app: ElectronApplication, url: string, instead?: Page): Page | undefined {
  return app.windows().find((window) => window !== instead && window.url().startsWith(url));
}

/** The window that shows this address, once there is one. @param instead of this window, which is gone or going */
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

/** The words of a language, by key: "word.paid". Every payment is by PayMe. */
export function wordsOf(language: Language): (key: string) => string {
  const catalogue: unknown = JSON.parse(readFileSync(join(ROOT, 'shared', 'words', `${language}.json`), 'utf8'));
  return (key) => {
    const found = key.split('.').reduce<unknown>((node, part) => (node as Record<string, unknown>)[part], catalogue);
    if (typeof found !== 'string') throw new Error(`No words for ${key} in ${language}`);
    return found.replaceAll('{{wallet}}', 'PayMe');
  };
}
