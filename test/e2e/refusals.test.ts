/**
 * What the shell refuses to a window (rule S3), with a test for each rule in both windows: the page asks, and the test
 * checks the effect from outside.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import type { LaunchedTill } from '../support/electron-app.ts';
import { ask } from '../support/hands.ts';
import { logged, openShop, type Shop } from '../support/shop.ts';
import { startWitness, type Witness } from '../support/witness.ts';

let shop: Shop;
let till: LaunchedTill;
let witness: Witness;
let folder: string;

beforeAll(async () => {
  shop = await openShop();
  witness = await startWitness();
  folder = shop.newFolder();
  // With a fake camera, so that the test sees a refusal and not a missing camera.
  till = await shop.launch({ folder, simulator: shop.simulator, extraArgs: ['--use-fake-device-for-media-stream'] });
});

afterAll(async () => {
  witness.close();
  await shop.close();
});

const windows = (): Promise<number> => till.app.evaluate(({ webContents }) => webContents.getAllWebContents().length);
const isAlive = async (): Promise<void> => {
  expect(till.cashier.url()).toBe('app://cashier/cashier/index.html');
  expect(till.customer.url()).toBe('app://customer/customer/index.html');
  expect((await ask(till.cashier, 'settings', null)).settings.environment).toBe('training');
};

describe.each(['cashier', 'customer'] as const)('S3: the %s window is refused', (name) => {
  const page = (): Page => till[name];

  it('a window of its own', async () => {
    const opened = await page().evaluate(() => {
      const link = Object.assign(document.createElement('a'), {
        href: 'app://cashier/cashier/index.html',
        target: '_blank',
      });
      document.body.append(link);
      link.click();
      link.remove();
      const urls = ['app://cashier/cashier/index.html', 'about:blank', 'file:///etc/passwd'];
      return urls.map((url) => window.open(url));
    });
    expect(opened).toEqual([null, null, null]);
    // Because of the content policy's sandbox, Chromium refuses them before Electron learns of it.
    expect(await windows()).toBe(2);
  });

  it.each([
    ['an address on this machine', () => `http://127.0.0.1:${witness.port}/`],
    [
      'the page of another window',
      () => `app://${name === 'cashier' ? 'customer/customer' : 'cashier/cashier'}/index.html`,
    ],
    ['a file', () => 'file:///etc/passwd'],
  ])('to go to %s', async (_what, url) => {
    const before = logged(folder, 'security.navigation-refused');
    const hits = witness.hits();
    await page().evaluate((address) => {
      location.href = address;
    }, url());
    await page().evaluate((address) => {
      const link = Object.assign(document.createElement('a'), { href: address });
      document.body.append(link);
      link.click();
      link.remove();
    }, url());
    // Chromium refuses a file before Electron learns of it.
    if (!url().startsWith('file:')) {
      await expect.poll(() => logged(folder, 'security.navigation-refused')).toBeGreaterThan(before);
    }
    await isAlive();
    expect(witness.hits()).toBe(hits);
  });

  it('every permission', async () => {
    const asked = await page().evaluate(async () => {
      const said = (work: () => Promise<unknown>): Promise<string> =>
        work().then(
          (value) => `got ${String(value)}`,
          (error: unknown) => (error instanceof Error ? error.name : 'refused'),
        );
      return {
        place: await said(
          () =>
            new Promise((_got, refused) =>
              navigator.geolocation.getCurrentPosition(_got, (e) => refused(new Error(e.message))),
            ),
        ),
        camera: await said(() => navigator.mediaDevices.getUserMedia({ video: true })),
        microphone: await said(() => navigator.mediaDevices.getUserMedia({ audio: true })),
        screen: await said(() => navigator.mediaDevices.getDisplayMedia()),
        clipboardRead: await said(() => navigator.clipboard.readText()),
        clipboardWrite: await said(() => navigator.clipboard.writeText('x')),
        notifications: await Notification.requestPermission(),
        wake: await said(() => navigator.wakeLock.request()),
        midi: await said(() => navigator.requestMIDIAccess({ sysex: true })),
        storage: await said(() => navigator.storage.persist()),
      };
    });
    expect(asked).toEqual({
      place: 'Error',
      // Chromium itself refuses these to a page without its own origin.
      camera: 'SecurityError',
      microphone: 'SecurityError',
      screen: 'SecurityError',
      clipboardRead: 'NotAllowedError',
      clipboardWrite: 'NotAllowedError',
      notifications: 'denied',
      wake: 'NotAllowedError',
      midi: 'NotAllowedError',
      storage: 'TypeError',
    });
  });

  it('any storage, with which it could fill the disk', async () => {
    const kept = await page().evaluate(async () => {
      const { webkitRequestFileSystem } = globalThis as unknown as {
        webkitRequestFileSystem(
          type: number,
          size: number,
          got: (v: unknown) => void,
          failed: (e: unknown) => void,
        ): void;
      };
      const ways: Record<string, () => unknown> = {
        localStorage: () => window.localStorage.setItem('a', 'b'),
        sessionStorage: () => window.sessionStorage.setItem('a', 'b'),
        cookie: () => {
          document.cookie = 'a=b';
          if (document.cookie === '') throw new Error('not kept');
        },
        indexedDB: () =>
          new Promise((opened, failed) => {
            const request = indexedDB.open('a');
            request.addEventListener('success', opened);
            request.addEventListener('error', failed);
          }),
        caches: () => caches.open('a'),
        directory: () => navigator.storage.getDirectory(),
        fileSystem: () => new Promise((got, failed) => webkitRequestFileSystem(0, 1_000, got, failed)),
      };
      const works = await Promise.all(
        Object.entries(ways).map(async ([kind, way]) => {
          try {
            await way();
            return [kind];
          } catch {
            return [];
          }
        }),
      );
      return works.flat();
    });
    expect(kept).toEqual([]);
  });

  it('every device', async () => {
    const got = await page().evaluate(async () => {
      type Api = {
        requestDevice?(o: unknown): Promise<unknown>;
        requestPort?(): Promise<unknown>;
        getDevices?(): Promise<unknown[]>;
      };
      const { hid, usb, serial } = navigator as unknown as Record<'hid' | 'usb' | 'serial', Api>;
      const nothing = (): null => null;
      return {
        hid: await hid.requestDevice?.({ filters: [] }).catch(nothing),
        knownHid: await hid.getDevices?.().catch(nothing),
        usb: await usb.requestDevice?.({ filters: [] }).catch(nothing),
        knownUsb: await usb.getDevices?.().catch(nothing),
        serial: await serial.requestPort?.().catch(nothing),
      };
    });
    expect(got).toEqual({ hid: null, knownHid: null, usb: null, knownUsb: null, serial: null });
  });

  it('a download', async () => {
    const before = logged(folder, 'security.navigation-refused');
    await page().evaluate((elsewhere) => {
      const blob = URL.createObjectURL(new Blob(['x']));
      for (const href of [document.querySelector('script')?.src ?? '', blob, elsewhere]) {
        const link = Object.assign(document.createElement('a'), { href });
        if (href !== elsewhere) link.download = 'taken.txt';
        document.body.append(link);
        link.click();
        link.remove();
      }
    }, `http://127.0.0.1:${witness.port}/`);
    // Because of the content policy's sandbox, Chromium refuses them silently; main learns only of the last click.
    await expect.poll(() => logged(folder, 'security.navigation-refused')).toBeGreaterThan(before);
    const files = readdirSync(folder, { recursive: true }).map(String);
    expect(files.filter((file) => file.includes('taken'))).toEqual([]);
    expect(existsSync(join(folder, 'Downloads'))).toBe(false);
  });

  it('a page within the page', async () => {
    // A refused frame makes Electron reconnect its own debugger (refusePickers), which Playwright mistakes for a
    // navigation; the page goes on.
    const insert = page().evaluate(() => {
      document.body.insertAdjacentHTML(
        'beforeend',
        '<webview src="app://cashier/cashier/index.html" hidden></webview>',
      );
      document.body.insertAdjacentHTML('beforeend', '<iframe src="app://cashier/cashier/index.html" hidden></iframe>');
      document.body.insertAdjacentHTML('beforeend', '<iframe hidden></iframe>');
    });
    await insert.catch(() => undefined);
    expect(await windows()).toBe(2);
    const inside = await page().evaluate(() =>
      [...document.querySelectorAll('iframe')].map((frame) => {
        const reached = frame.contentWindow as unknown as Record<string, unknown> | null;
        try {
          return reached === null || !('till' in reached);
        } catch {
          // A frame of another origin, such as an error page, contains nothing of ours.
          return true;
        }
      }),
    );
    expect(inside).toEqual([true, true]);
    expect(
      page()
        .frames()
        .map((frame) => frame.url())
        .filter((url) => url.startsWith('app:')),
    ).toEqual([page().url()]);
    await page().evaluate(() => {
      for (const each of document.querySelectorAll('iframe, webview')) each.remove();
    });
  });
});
