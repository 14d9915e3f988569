/**
 * Checks screens in every display size and every language: no text cut off or covered, no sideways scrolling, keys
 * large enough for a finger, and no findings of axe. A screen's content does not depend on the way to it, so each is
 * opened once. Pictures are left in test-results/screens.
 */
import { AxeBuilder } from '@axe-core/playwright';
import { expect } from 'vitest';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import type { CDPSession, Page } from 'playwright-core';
import type { WindowName } from '../../shared/contract/contract.ts';
import { LANGUAGES, type Language } from '../../shared/settings.ts';
import { collisions } from './collisions.ts';
import type { LaunchedTill } from './electron-app.ts';
import { misfits } from './layout.ts';
import { LOOKED_AT } from './settings-screens.ts';
import { ROOT } from './shop.ts';
import { showIn } from './tell-window.ts';

const PICTURES = join(ROOT, 'test-results', 'screens');
/** In CSS pixels. The low sizes are 1024x600 and 1280x800 with larger letters, or with the system's bars. */
const SIZES = {
  cashier: ['820x480', '853x486', '1024x529', '1024x600', '1280x800', '1920x1080'],
  customer: ['1024x600', '1280x800', '1920x1080', '800x1280'],
} as const satisfies Record<WindowName, readonly string[]>;
/** The least size of a keypad's key, for a finger at arm's length, and of other buttons. */
const KEY_PX = 64;
const BUTTON_PX = 48;
/** The checks of fonts and of axe do not depend on the size, so they run at one size only. */
const WHOLE_AT = '1280x800';
/** The tightest size, the smallest display sold with a till, an ordinary one and a large one. */
const PICTURED: readonly string[] = ['en 820x480', 'zh-HK 1024x600', 'en 1280x800', 'zh-CN 1920x1080'];

const resize = async (inspector: CDPSession, size: string): Promise<void> => {
  const [width = 0, height = 0] = size.split('x').map(Number);
  const metrics = { width, height, deviceScaleFactor: 1, mobile: false };
  await inspector.send('Emulation.setDeviceMetricsOverride', metrics);
};

/** Resolves when React has drawn the state at this size, and the fonts of the language are loaded. */
const settled = (page: Page, size: string, language: Language): Promise<void> =>
  page.evaluate(
    async ([wanted, spoken, lookedAt]) => {
      const frame = (): Promise<unknown> => new Promise((drawn) => requestAnimationFrame(drawn));
      const isThere = (): boolean =>
        `${innerWidth}x${innerHeight}` === wanted && document.documentElement.lang === spoken;
      // A new dialog's buttons take no tap at first and are drawn fainter.
      const isClosed = (): boolean => document.querySelector('dialog > [aria-disabled=true]') !== null;
      while (!isThere() || isClosed()) await frame();
      document.querySelector(lookedAt)?.scrollIntoView();
      await frame();
      await frame();
      await document.fonts.ready;
    },
    [size, language, LOOKED_AT] as const,
  );

/** Keys of a keypad and other buttons that are too small for a finger. */
const small = (page: Page): Promise<readonly string[]> =>
  page.evaluate(
    ([key, button]) =>
      [...document.querySelectorAll('button')].flatMap((each) => {
        const { width, height } = each.getBoundingClientRect();
        const least = each.closest('[role=group]') ? key : button;
        const name = each.getAttribute('aria-label') ?? each.textContent;
        const size = `${Math.round(width)} by ${Math.round(height)}`;
        return Math.min(width, height) < least - 0.5 ? [`"${name}" is ${size} and not ${least}`] : [];
      }),
    [KEY_PX, BUTTON_PX] as const,
  );

/** Fonts of this machine that are used. Another machine may have no Chinese font. */
const strangers = async (inspector: CDPSession): Promise<readonly string[]> => {
  const { root } = await inspector.send('DOM.getDocument');
  const { nodeIds } = await inspector.send('DOM.querySelectorAll', { nodeId: root.nodeId, selector: 'body *' });
  const used = await Promise.all(nodeIds.map((nodeId) => inspector.send('CSS.getPlatformFontsForNode', { nodeId })));
  const names = used.flatMap(({ fonts }) => fonts.filter((font) => !font.isCustomFont).map((font) => font.familyName));
  return [...new Set(names)].map((font) => `the machine's own ${font} is used`);
};

/** What axe finds: barriers for a person who cannot see the screen well. */
const barriers = async (page: Page): Promise<readonly string[]> => {
  // Electron cannot open the extra page in which axe would finish otherwise.
  const { violations, passes } = await new AxeBuilder({ page }).setLegacyMode(true).analyze();
  expect(passes.length).toBeGreaterThan(10);
  return violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.html}`));
};

/** The checks of one window of a till. */
export type Eyes = {
  /** Checks every size in every language, then shows English again. @returns problems with their size and language */
  lookAtAll(screen: string): Promise<readonly string[]>;
};

/**
 * @param name the window to check
 * @param album the folder of its pictures; pictures of an earlier run are deleted
 */
export async function openEyes(till: LaunchedTill, name: WindowName, album: string): Promise<Eyes> {
  const pictures = join(PICTURES, album);
  rmSync(pictures, { recursive: true, force: true });
  const page = till[name];
  const inspector = await page.context().newCDPSession(page);
  await inspector.send('DOM.enable');
  await inspector.send('CSS.enable');

  const look = async (screen: string, size: string, language: Language): Promise<readonly string[]> => {
    await resize(inspector, size);
    await settled(page, size, language);
    const isWhole = size === WHOLE_AT;
    const found = [
      ...(await misfits(page)),
      ...(await collisions(page)),
      ...(name === 'cashier' ? await small(page) : []),
      ...(isWhole ? await strangers(inspector) : []),
      ...(isWhole && language === 'en' ? await barriers(page) : []),
    ];
    if (PICTURED.includes(`${language} ${size}`))
      await page.screenshot({ path: join(pictures, `${screen}-${size}-${language}.png`) });
    return found.map((problem) => `${size} ${language}: ${problem}`);
  };

  return {
    async lookAtAll(screen) {
      const problems: string[] = [];
      for (const language of LANGUAGES) {
        await showIn(till.app, name, language);
        for (const size of SIZES[name]) problems.push(...(await look(screen, size, language)));
      }
      await showIn(till.app, name, 'en');
      return problems;
    },
  };
}
