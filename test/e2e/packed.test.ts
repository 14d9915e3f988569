/**
 * The till as a shop gets it: packed by the same script as `npm run dist -- --dir`, its fuses and its contents looked at,
 * and started once as an ordinary user with the sandbox on. A debugger cannot be attached to it, which is the point of one
 * of the fuses, so its windows are driven through Chromium's own port.
 */
import { FuseState, FuseV1Options, getCurrentFuseWire } from '@electron/fuses';
import { listPackage } from '@electron/asar';
import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { chmodSync, chownSync, cpSync, existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { chromium, type Browser, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { wordsOf, writeSettings } from '../support/electron-app.ts';
import { ask, leavePaid, readsWord, seesScreen, startSale } from '../support/hands.ts';
import { logOf, openShop, ROOT, type Shop } from '../support/shop.ts';

const words = wordsOf('en');
const OUTPUT = join(ROOT, 'dist');
const NOBODY = 65_534;
const SOON = { timeout: 20_000, interval: 50 };
const isRoot = process.getuid?.() === 0;

let packed: string;

beforeAll(async () => {
  await promisify(execFile)(process.execPath, [join(ROOT, 'build', 'dist.mjs'), '--dir'], { cwd: ROOT });
  const [folder] = readdirSync(OUTPUT).filter((name) => name.startsWith('linux') && name.endsWith('unpacked'));
  packed = join(OUTPUT, folder ?? 'nothing');
});

describe('the packed file', () => {
  it('has all nine fuses as they must be', async () => {
    const wire = await getCurrentFuseWire(join(packed, 'harbour-till'));
    const states = new Map(Object.entries(wire).filter(([fuse]) => /^\d+$/.test(fuse)));
    const stateOf = (fuse: FuseV1Options): string | undefined => {
      const state = states.get(String(fuse));
      return state === undefined ? undefined : FuseState[Number(state)];
    };
    expect({
      runAsNode: stateOf(FuseV1Options.RunAsNode),
      cookieEncryption: stateOf(FuseV1Options.EnableCookieEncryption),
      nodeOptions: stateOf(FuseV1Options.EnableNodeOptionsEnvironmentVariable),
      nodeCliInspect: stateOf(FuseV1Options.EnableNodeCliInspectArguments),
      asarIntegrity: stateOf(FuseV1Options.EnableEmbeddedAsarIntegrityValidation),
      onlyAsar: stateOf(FuseV1Options.OnlyLoadAppFromAsar),
      ownSnapshot: stateOf(FuseV1Options.LoadBrowserProcessSpecificV8Snapshot),
      filePrivileges: stateOf(FuseV1Options.GrantFileProtocolExtraPrivileges),
    }).toEqual({
      runAsNode: 'DISABLE',
      cookieEncryption: 'ENABLE',
      nodeOptions: 'DISABLE',
      nodeCliInspect: 'DISABLE',
      asarIntegrity: 'ENABLE',
      onlyAsar: 'ENABLE',
      ownSnapshot: 'DISABLE',
      filePrivileges: 'DISABLE',
    });
    // The ninth is younger than some Electrons.
    expect(['ENABLE', undefined]).toContain(stateOf(FuseV1Options.WasmTrapHandlers));
    expect(states.size).toBeLessThanOrEqual(9);
  });

  it('holds what was built and the two native modules, and nothing else', () => {
    const files = listPackage(join(packed, 'resources', 'app.asar'), { isPack: false }).map((path) =>
      path.replaceAll('\\', '/'),
    );
    const foreign = files.filter((path) => !/^\/(package\.json|out|node_modules)(\/|$)/.test(path));
    expect(foreign).toEqual([]);
    const modules = new Set(files.flatMap((path) => /^\/node_modules\/([^/]+)/.exec(path)?.[1] ?? []));
    expect([...modules].toSorted()).toEqual(['better-sqlite3', 'node-hid', 'pkg-prebuilds']);
    expect(files.filter((path) => /\.(map|ts|tsx|c|cc|h|gyp|md)$/.test(path))).toEqual([]);
    expect(
      files.filter((path) => /test|simulator|\.env/.test(path) && !path.startsWith('/out/renderer/assets/')),
    ).toEqual([]);
    expect(existsSync(join(packed, 'resources', 'app'))).toBe(false);
    expect(existsSync(join(packed, 'resources', 'default_app.asar'))).toBe(false);
  });

  it('carries no key', () => {
    const archive = readFileSync(join(packed, 'resources', 'app.asar'), 'latin1');
    expect(archive).not.toMatch(/BEGIN [A-Z ]*PRIVATE KEY/);
  });
});

describe('the packed till, started by an ordinary user', () => {
  let shop: Shop;
  let folder: string;
  let program: ChildProcess;
  let browser: Browser | undefined;
  let cashier: Page;
  let customer: Page;
  let output = '';

  beforeAll(async () => {
    shop = await openShop();
    folder = shop.newFolder();
    // An ordinary user may not be able to look into the project's folder.
    const home = shop.newFolder();
    const installed = join(home, 'harbour-till');
    cpSync(packed, installed, { recursive: true, verbatimSymlinks: true });
    writeSettings(folder, { cashierLanguage: 'en', customerLanguage: 'en' });
    writeFileSync(
      join(home, 'intruder.cjs'),
      `require('fs').writeFileSync(${JSON.stringify(join(folder, 'intruder'))}, '')`,
    );
    chmodSync(home, 0o755);
    if (isRoot) for (const name of ['', 'settings.json']) chownSync(join(folder, name), NOBODY, NOBODY);

    const started = [
      join(installed, 'harbour-till'),
      `--user-data-dir=${folder}`,
      '--remote-debugging-port=0',
      '--inspect=0',
    ];
    const asNobody = ['setpriv', `--reuid=${NOBODY}`, `--regid=${NOBODY}`, '--clear-groups', '--'];
    const [command = '', ...args] = isRoot ? [...asNobody, ...started] : started;
    program = spawn(command, args, {
      cwd: folder,
      env: {
        PATH: process.env['PATH'],
        DISPLAY: shop.screens.display,
        HOME: folder,
        TILL_GATEWAY_URL: shop.simulator.url,
        TILL_APP_CODE: shop.simulator.appCode,
        TILL_CLIENT_KEY: shop.simulator.clientKey,
        // What the fuses refuse.
        ELECTRON_RUN_AS_NODE: '1',
        NODE_OPTIONS: `--require ${join(home, 'intruder.cjs')}`,
      },
    });
    for (const stream of [program.stdout, program.stderr])
      stream?.on('data', (chunk: Buffer) => (output += String(chunk)));
    const listening = (): string => /DevTools listening on (ws:\S+)/.exec(output)?.[1] ?? '';
    await vi.waitUntil(() => listening() !== '', SOON);
    browser = await chromium.connectOverCDP(listening());
    cashier = await pageAt('app://cashier/');
    customer = await pageAt('app://customer/');
    await seesScreen(cashier, 'keypad');
  });

  afterAll(async () => {
    await browser?.close();
    const ended = new Promise((end) => program.once('exit', end));
    program.kill('SIGTERM');
    await ended;
    await shop.close();
  });

  const pageAt = (url: string): Promise<Page> => {
    const pages = (): readonly Page[] => (browser?.contexts() ?? []).flatMap((context) => context.pages());
    return vi.waitUntil(() => pages().find((page) => page.url().startsWith(url)), SOON);
  };

  it('ignores the variables of a developer and says so: it opens in training', async () => {
    await cashier.getByText(words('notice.source-variables-ignored')).waitFor();
    await cashier.getByText(words('mode.training'), { exact: true }).waitFor();
    expect((await ask(cashier, 'settings', null)).settings.environment).toBe('training');
    expect(existsSync(join(folder, 'ledger-training.db'))).toBe(true);
    expect(existsSync(join(folder, 'ledger-test-gateway.db'))).toBe(false);
    expect(logOf(folder)).toContain('"packaged":true');
  });

  it('ran no code of others and opened no debugger', () => {
    expect(existsSync(join(folder, 'intruder'))).toBe(false);
    expect(output).not.toMatch(/Debugger listening/i);
  });

  it('has its windows in the sandbox', () => {
    const renderers = descendants(program.pid ?? 0).filter(({ command }) => command.includes('--type=renderer'));
    expect(renderers.length).toBeGreaterThanOrEqual(2);
    for (const { status, command } of renderers) {
      expect(status).toMatch(/^Seccomp:\t2$/m);
      expect(status).toMatch(/^NoNewPrivs:\t1$/m);
      expect(command).not.toContain('--no-sandbox');
    }
  });

  it('takes a payment in training', async () => {
    await startSale(cashier, words, '12', 'mpm');
    await seesScreen(customer, 'qr');
    await readsWord(cashier, 'paid');
    await seesScreen(customer, 'paid');
    await leavePaid(cashier, words);
    expect(shop.simulator.books.callsInLastMinute()).toBe(0);
  });
});

type Running = { readonly pid: number; readonly parent: number; readonly command: string; readonly status: string };

/** Every process that this one started, and those that they started. */
function descendants(pid: number): readonly Running[] {
  const all = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name): Running[] => {
      try {
        const status = readFileSync(`/proc/${name}/status`, 'utf8');
        const command = readFileSync(`/proc/${name}/cmdline`, 'utf8').replaceAll('\0', ' ');
        return [{ pid: Number(name), parent: Number(/^PPid:\t(\d+)$/m.exec(status)?.[1]), command, status }];
      } catch {
        // It has ended meanwhile.
        return [];
      }
    });
  const of = (parent: number): readonly Running[] =>
    all.filter((each) => each.parent === parent).flatMap((each) => [each, ...of(each.pid)]);
  return of(pid);
}
