/**
 * The till as a shop gets it: packed by the same script as `npm run dist -- --dir`. Checks its fuses and contents, and
 * starts it as an ordinary user with the sandbox on. It offers no debugger and no port of Chromium's, so the tests use
 * it like a person, with the keyboard, and read its ledger and its log.
 */
import { FuseState, FuseV1Options, getCurrentFuseWire } from '@electron/fuses';
import { extractFile, listPackage } from '@electron/asar';
import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { chmodSync, chownSync, cpSync, existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import Sqlite from 'better-sqlite3';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { focusAt, pressKeys, writeSettings } from '../support/electron-app.ts';
import { logged, logOf, openShop, ROOT, type Shop } from '../support/shop.ts';

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
  it('has the right value for all nine fuses', async () => {
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
    // Older versions of Electron do not have the ninth fuse.
    expect(['ENABLE', undefined]).toContain(stateOf(FuseV1Options.WasmTrapHandlers));
    expect(states.size).toBeLessThanOrEqual(9);
  });

  it('contains the build and the two native modules, and nothing else', () => {
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

  it('contains the licences of every library and font', () => {
    const archive = join(packed, 'resources', 'app.asar');
    const said = (file: string): string => extractFile(archive, file).toString('utf8');
    for (const library of ['zod', 'electron-log', 'csv-stringify']) {
      expect(said('out/main/licenses.txt')).toMatch(new RegExp(`^## ${library} - `, 'm'));
    }
    for (const library of ['react', 'react-dom', 'i18next', 'zustand', 'lucide-react']) {
      expect(said('out/renderer/licenses.txt')).toMatch(new RegExp(`^## ${library} - `, 'm'));
    }
    expect(said('out/renderer/licenses-of-fonts.txt')).toContain('SIL OPEN FONT LICENSE');
    for (const file of ['better-sqlite3/LICENSE', 'node-hid/LICENSE-bsd.txt', 'pkg-prebuilds/LICENSE']) {
      expect(said(`node_modules/${file}`)).toMatch(/Copyright/i);
    }
    const beside = readdirSync(packed).filter((name) => name.startsWith('LICENSE'));
    expect(beside.length).toBeGreaterThanOrEqual(2);
  });

  it('contains no private key', () => {
    const archive = readFileSync(join(packed, 'resources', 'app.asar'), 'latin1');
    expect(archive).not.toMatch(/BEGIN [A-Z ]*PRIVATE KEY/);
  });
});

/** Switches that an attacker who can edit a desktop entry would add. */
const HOSTILE_SWITCHES = [
  '--remote-debugging-port=0',
  '--inspect=0',
  '--host-resolver-rules=MAP * 127.0.0.1:1',
  '--ignore-certificate-errors',
  '--proxy-server=127.0.0.1:1',
] as const;

type Started = {
  readonly folder: string;
  readonly program: ChildProcess;
  output(): string;
  stop(): Promise<void>;
};

describe('the packed till, started by an ordinary user', () => {
  let shop: Shop;
  let installed: string;
  let till: Started;
  let netLog: string;
  let keyLog: string;
  let intruder: string;

  /**
   * Starts the till, which root owns, as the user nobody, who may not change it. @param folder the till's data folder
   */
  const start = (folder: string, switches: readonly string[], env: NodeJS.ProcessEnv = {}): Started => {
    if (isRoot) for (const name of ['', ...readdirSync(folder)]) chownSync(join(folder, name), NOBODY, NOBODY);
    const started = [join(installed, 'harbour-till'), `--user-data-dir=${folder}`, ...switches];
    const asNobody = ['setpriv', `--reuid=${NOBODY}`, `--regid=${NOBODY}`, '--clear-groups', '--'];
    const [command = '', ...args] = isRoot ? [...asNobody, ...started] : started;
    const program = spawn(command, args, {
      cwd: folder,
      env: { PATH: process.env['PATH'], DISPLAY: shop.screens.display, HOME: folder, ...env },
    });
    let output = '';
    for (const stream of [program.stdout, program.stderr])
      stream?.on('data', (chunk: Buffer) => (output += String(chunk)));
    const ended = new Promise<void>((end) => program.once('exit', () => end()));
    return {
      folder,
      program,
      output: () => output,
      async stop() {
        program.kill('SIGTERM');
        await ended;
      },
    };
  };

  beforeAll(async () => {
    shop = await openShop();
    // An ordinary user may have no access to the project's folder.
    const home = shop.newFolder();
    installed = join(home, 'harbour-till');
    cpSync(packed, installed, { recursive: true, verbatimSymlinks: true });
    const folder = shop.newFolder();
    writeSettings(folder, { cashierLanguage: 'en', customerLanguage: 'en' });
    netLog = join(folder, 'net-log.json');
    keyLog = join(folder, 'tls-keys');
    intruder = join(folder, 'intruder');
    writeFileSync(join(home, 'intruder.cjs'), `require('fs').writeFileSync(${JSON.stringify(intruder)}, '')`);
    chmodSync(home, 0o755);
    till = start(folder, [...HOSTILE_SWITCHES, `--log-net-log=${netLog}`], {
      TILL_GATEWAY_URL: shop.simulator.url,
      TILL_APP_CODE: shop.simulator.appCode,
      TILL_CLIENT_KEY: shop.simulator.clientKey,
      SSLKEYLOGFILE: keyLog,
      // The fuses refuse these.
      ELECTRON_RUN_AS_NODE: '1',
      NODE_OPTIONS: `--require ${join(home, 'intruder.cjs')}`,
    });
    await vi.waitUntil(() => logged(folder, 'counter.opened') === 1, SOON);
  });

  afterAll(async () => {
    await till.stop();
    await shop.close();
  });

  it("ignores a developer's variables and opens in training", () => {
    expect(logOf(till.folder)).toContain('counter.opened {"environment":"training"');
    expect(existsSync(join(till.folder, 'ledger-training.db'))).toBe(true);
    expect(existsSync(join(till.folder, 'ledger-test-gateway.db'))).toBe(false);
    expect(logOf(till.folder)).toContain('"packaged":true');
  });

  it('ignores every switch and variable that would change its behaviour, and logs their names', () => {
    const names = [...HOSTILE_SWITCHES.map((word) => word.split('=')[0]), '--log-net-log', 'SSLKEYLOGFILE'];
    const [line = ''] = logOf(till.folder)
      .split('\n')
      .filter((each) => each.includes('security.start-line-taken-away'));
    for (const name of names) expect(line).toContain(name);
    expect(till.output()).not.toMatch(/DevTools listening|Debugger listening/i);
    expect(existsSync(join(till.folder, 'DevToolsActivePort'))).toBe(false);
    expect(existsSync(netLog)).toBe(false);
    expect(existsSync(keyLog)).toBe(false);
    expect(existsSync(intruder)).toBe(false);
  });

  it('runs its windows in the sandbox, and passes none of the switches to them', async () => {
    const renderers = (): readonly Running[] =>
      descendants(till.program.pid ?? 0).filter(({ command }) => command.includes('--type=renderer'));
    await vi.waitUntil(() => renderers().length >= 2, SOON);
    // A process enters its sandbox a moment after the fork.
    await vi.waitFor(() => {
      for (const { status } of renderers()) {
        expect(status).toMatch(/^Seccomp:\t2$/m);
        expect(status).toMatch(/^NoNewPrivs:\t1$/m);
      }
    }, SOON);
    const all = descendants(till.program.pid ?? 0);
    for (const { command } of renderers()) expect(command).not.toContain('--no-sandbox');
    for (const { command } of all.filter((each) => each.command.includes('--type='))) {
      expect(command).not.toMatch(/remote-debugging|ignore-certificate|proxy-server|log-net-log/);
    }
  });

  it('makes a payment in training, entered on a keyboard', async () => {
    // Click into a corner of the cashier's window, in case another window has the keyboard focus.
    await focusAt(shop.screens.display, 4, 500);
    // A test cannot see from outside when the page is ready for keys, so press them until the ledger has a payment.
    await vi.waitUntil(
      () => {
        if (statuses(till.folder).length === 0) pressKeys(shop.screens.display, 'Escape', '1', '2', 'F1');
        return statuses(till.folder).length > 0;
      },
      { timeout: 30_000, interval: 1_500 },
    );
    await vi.waitUntil(() => statuses(till.folder).join() === 'paid', SOON);
    expect(shop.simulator.books.callsInLastMinute()).toBe(0);
  });

  it('does not start when the archive or a library was changed', async () => {
    await till.stop();
    const resources = join(installed, 'resources');
    const library = readdirSync(join(resources, 'app.asar.unpacked'), { recursive: true, encoding: 'utf8' }).find(
      (name) => name.endsWith('.node'),
    );
    for (const file of [join(resources, 'app.asar.unpacked', library ?? ''), join(resources, 'app.asar')]) {
      const before = readFileSync(file);
      const changed = Buffer.from(before);
      // Change a byte in the middle of a font, where the program itself would not notice, or of the library.
      const at = Math.max(0, changed.indexOf('wOF2')) + 2_000;
      changed[at] = (changed[at] ?? 0) ^ 1;
      writeFileSync(file, changed);
      const next = start(shop.newFolder(), []);
      await vi.waitUntil(() => logged(next.folder, 'install.changed') === 1, SOON);
      expect(logOf(next.folder)).toContain(file);
      expect(logged(next.folder, 'counter.opened')).toBe(0);
      next.program.kill('SIGKILL');
      writeFileSync(file, before);
    }
  });
});

/** The statuses of all attempts in the ledger, which the till has open too. */
function statuses(folder: string): readonly string[] {
  const db = new Sqlite(join(folder, 'ledger-training.db'), { readonly: true });
  try {
    return db.prepare('SELECT status FROM attempts').pluck().all().map(String);
  } finally {
    db.close();
  }
}

type Running = { readonly pid: number; readonly parent: number; readonly command: string; readonly status: string };

/** All child processes of this process, and their children. */
function descendants(pid: number): readonly Running[] {
  const all = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name): Running[] => {
      try {
        const status = readFileSync(`/proc/${name}/status`, 'utf8');
        const command = readFileSync(`/proc/${name}/cmdline`, 'utf8').replaceAll('\0', ' ');
        return [{ pid: Number(name), parent: Number(/^PPid:\t(\d+)$/m.exec(status)?.[1]), command, status }];
      } catch {
        // The process has ended meanwhile.
        return [];
      }
    });
  const of = (parent: number): readonly Running[] =>
    all.filter((each) => each.parent === parent).flatMap((each) => [each, ...of(each.pid)]);
  return of(pid);
}
