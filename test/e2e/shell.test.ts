/**
 * What no script in a window can do (rules S1 and S2): each test tries it in the real window, and checks from outside
 * that it had no effect.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readdirSync } from 'node:fs';
import { createSocket } from 'node:dgram';
import { connect } from 'node:net';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { CONTRACT } from '../../shared/contract/contract.ts';
import type { LaunchedTill } from '../support/electron-app.ts';
import { logged, openShop, ROOT, type Shop } from '../support/shop.ts';
import { startWitness, type Witness } from '../support/witness.ts';

const NAMES = ['cashier', 'customer'] as const;
const RENDERERS = join(ROOT, 'out', 'renderer');
const OWN_PAGES = ['cashier', 'customer', 'identify'].map((page) => `app://${page}/${page}/index.html`);
const NOT_THERE = [
  // A page at another page's origin would count as that page.
  'app://cashier/customer/index.html',
  'app://customer/cashier/index.html',
  'app://elsewhere/cashier/index.html',
  'app://cashier.elsewhere/cashier/index.html',
  'app://cashier/../../etc/passwd',
  'app://cashier/..%2f..%2f..%2fetc%2fpasswd',
  'app://cashier/%2e%2e/%2e%2e/%2e%2e/etc/passwd',
  'app://cashier//etc/passwd',
  'app://cashier/cashier/',
  'app://cashier/cashier/index.html/',
  'app://cashier/assets/nothing.js',
  'app://cashier/package.json',
  'app://cashier/licenses.txt',
];

let shop: Shop;
let till: LaunchedTill;
let witness: Witness;
let folder: string;

beforeAll(async () => {
  shop = await openShop();
  witness = await startWitness();
  folder = shop.newFolder();
  till = await shop.launch({ folder, simulator: shop.simulator });
});

afterAll(async () => {
  witness.close();
  await shop.close();
});

describe.each(NAMES)('S1: the %s window', (name) => {
  const page = (): Page => till[name];

  it('has no global of Node or Electron', async () => {
    const found = await page().evaluate(() =>
      [
        'require',
        'module',
        'exports',
        'process',
        'global',
        'Buffer',
        'setImmediate',
        '__dirname',
        'electron',
        'ipcRenderer',
      ].filter((each) => each in globalThis),
    );
    expect(found).toEqual([]);
  });

  it('has the API of the contract and cannot change it', async () => {
    const { names, changed } = await page().evaluate(() => {
      const own = globalThis as unknown as { till: Record<string, unknown> };
      const before = own.till;
      const attempts = [
        () => (own.till = {}),
        () => (own.till['state'] = null),
        () => Reflect.deleteProperty(own, 'till'),
      ];
      for (const attempt of attempts) {
        try {
          attempt();
        } catch {
          // In strict mode a refused write throws.
        }
      }
      return { names: Object.keys(own.till), changed: own.till !== before || typeof own.till['state'] !== 'function' };
    });
    expect(names.toSorted()).toEqual(Object.keys(CONTRACT[name]).toSorted());
    expect(changed).toBe(false);
  });

  it('runs its preload in an isolated world', async () => {
    const session = await page().context().newCDPSession(page());
    const worlds: string[] = [];
    session.on('Runtime.executionContextCreated', ({ context }) => worlds.push(context.name));
    await session.send('Runtime.enable');
    expect(worlds).toContain('Electron Isolated Context');
    await session.detach();
  });
});

it("S1: gives the customer's window no command", () => {
  expect(Object.values(CONTRACT.customer).filter(({ direction }) => direction !== 'to-window')).toEqual([]);
});

describe('S2: app://', () => {
  /** Gets the status of each address, and whether its answer has the whole content policy. */
  const get = (urls: readonly string[], method = 'GET') =>
    till.app.evaluate(
      ({ net }, [addresses, verb]) =>
        Promise.all(
          addresses.map(async (address) => {
            const answer = await net.fetch(address, { method: verb });
            await answer.body?.cancel();
            const { status, headers } = answer;
            return {
              address,
              status,
              policy: headers.get('Content-Security-Policy'),
              sniff: headers.get('X-Content-Type-Options'),
            };
          }),
        ),
      [urls, method] as const,
    );

  it('serves the built files and nothing else, each answer with the content policy', async () => {
    const files = readdirSync(RENDERERS, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
    const paths = files.map((entry) => join(entry.parentPath, entry.name).slice(RENDERERS.length));
    // The libraries' licence texts (.txt) are for people and not served.
    const shared = paths.filter((path) => !/\.(html|txt)$/.test(path)).map((path) => `app://cashier${path}`);
    const answers = [...(await get([...shared, ...OWN_PAGES])), ...(await get(NOT_THERE))];
    expect(answers.filter(({ status }) => status === 200).map(({ address }) => address)).toEqual([
      ...shared,
      ...OWN_PAGES,
    ]);
    for (const { address, policy, sniff } of answers) {
      expect(policy, address).toMatch(/default-src 'none'.*script-src 'self'.*connect-src 'none'/);
      expect(policy, address).not.toMatch(/unsafe|\*|data:|blob:|https?:/);
      expect(sniff, address).toBe('nosniff');
    }
    expect(await get(OWN_PAGES, 'POST')).toEqual(
      OWN_PAGES.map((address) => expect.objectContaining({ address, status: 404 })),
    );
  });

  it('runs no inline script and no script from a string', async () => {
    const ran = await till.cashier.evaluate(() => {
      const script = document.createElement('script');
      script.textContent = 'globalThis.ran = true';
      const image = document.createElement('div');
      image.innerHTML = '<button onclick="globalThis.ran = true"></button>';
      document.body.append(script, image);
      image.querySelector('button')?.click();
      image.remove();
      script.remove();
      return 'ran' in globalThis;
    });
    expect(ran).toBe(false);
  });
});

describe.each(NAMES)('S2: the %s window has no network', (name) => {
  /** Tries every way of a page to reach another machine; the last ones are those that no content policy covers. */
  const tryAll = async (port: number): Promise<void> => {
    const http = `http://127.0.0.1:${port}/`;
    const soon = new Promise((wait) => setTimeout(wait, 1_500));
    const ways: (() => unknown)[] = [
      () => fetch(http, { mode: 'no-cors' }),
      () =>
        new Promise((end) => {
          const request = new XMLHttpRequest();
          request.addEventListener('loadend', end);
          request.open('GET', http);
          request.send();
        }),
      () => navigator.sendBeacon(http, 'x'),
      () => new EventSource(http),
      () => new WebSocket(`ws://127.0.0.1:${port}/`),
      () => new WebTransport(`https://127.0.0.1:${port}/`).ready,
      () => new Worker(http),
      () => import(http),
      ...['preconnect', 'prefetch', 'preload', 'modulepreload', 'stylesheet', 'icon', 'manifest'].map((rel) => () => {
        document.head.append(Object.assign(document.createElement('link'), { rel, href: http, as: 'script' }));
      }),
      ...['img', 'iframe', 'script', 'audio', 'embed'].map((tag) => () => {
        document.body.append(Object.assign(document.createElement(tag), { src: http, hidden: true }));
      }),
      () => document.body.append(Object.assign(document.createElement('object'), { data: http, hidden: true })),
      () => {
        const form = Object.assign(document.createElement('form'), { action: http, method: 'post' });
        document.body.append(form);
        form.submit();
      },
      ...['stun:', 'turn:', 'turns:'].flatMap((scheme) =>
        (scheme === 'stun:' ? [''] : ['?transport=udp', '?transport=tcp']).map((transport) => async () => {
          const urls = `${scheme}127.0.0.1:${port}${transport}`;
          const peer = new RTCPeerConnection({ iceServers: [{ urls, username: 'a', credential: 'b' }] });
          peer.createDataChannel('x');
          await peer.setLocalDescription(await peer.createOffer());
          await soon;
          peer.close();
        }),
      ),
    ];
    await Promise.allSettled(
      ways.map(async (way) => {
        await Promise.race([way(), soon]);
      }),
    );
    await soon;
    document.documentElement.dataset['tried'] = 'all';
  };

  it('by any way of a page', async () => {
    // A frame that cannot load makes Electron reconnect its own debugger (refusePickers), which Playwright mistakes for
    // a navigation, like the form that is not sent; the page goes on, and main can ask it.
    till[name].evaluate(tryAll, witness.port).catch(() => undefined);
    const tried = () =>
      till.app.evaluate(
        ({ webContents }, url) =>
          webContents
            .getAllWebContents()
            .find((contents) => contents.getURL().startsWith(url))
            ?.executeJavaScript('document.documentElement.dataset.tried ?? null') as Promise<unknown>,
        `app://${name}/`,
      );
    await expect.poll(tried, { timeout: 60_000 }).toBe('all');
    expect(witness.hits()).toBe(0);
    await till[name].reload();
    await till[name].locator('main').waitFor();
  });
});

it('the witness counts connections that reach it', async () => {
  const before = witness.hits();
  connect(witness.port, '127.0.0.1').on('error', () => undefined);
  const datagrams = createSocket('udp4');
  datagrams.send('x', witness.port, '127.0.0.1', () => datagrams.close());
  await expect.poll(() => witness.hits()).toBe(before + 2);
});

it("S2: the main process has no network in the windows' session either", async () => {
  const before = witness.hits();
  const said = await till.app.evaluate(
    ({ net }, port) =>
      net.fetch(`http://127.0.0.1:${port}/`).then(
        () => 'answered',
        (error: Error) => error.message,
      ),
    witness.port,
  );
  expect(said).toMatch(/ERR_/);
  expect(witness.hits()).toBe(before);
  expect(logged(folder, 'security.network-refused')).toBeGreaterThan(0);
});
