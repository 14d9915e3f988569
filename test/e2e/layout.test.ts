/**
 * Every screen of both windows in every language and size a counter has: nothing cut off or on top of something else,
 * nothing to scroll sideways, keys large enough for a finger. A picture of each is left in test-results/screens.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import type { WindowName } from '../../shared/contract.ts';
import { LANGUAGES, type Language } from '../../shared/settings.ts';
import type { LaunchedTill } from '../support/electron-app.ts';
import { seesScreen } from '../support/hands.ts';
import { collisions } from '../support/collisions.ts';
import { misfits } from '../support/layout.ts';
import { openShop, ROOT, type Shop } from '../support/shop.ts';
import { openSide, SIDE_SCREENS } from '../support/side-screens.ts';
import {
  answer,
  CASHIER_STATES,
  cashierState,
  CUSTOMER_STATES,
  customerState,
  PAYMENT_VIEWS,
  show,
} from '../support/window-states.ts';

const PICTURES = join(ROOT, 'test-results', 'screens');
/** Each in CSS pixels: the low ones are 1024x600 and 1280x800 with larger letters, and with the system's bars around. */
const CASHIER_SIZES = ['820x480', '853x486', '1024x529', '1024x600', '1280x800', '1920x1080'] as const;
const CUSTOMER_SIZES = ['1024x600', '1280x800', '1920x1080', '800x1280'] as const;
/** The width of a finger at arm's length, and what is tapped less often. */
const KEY_PX = 64;
const BUTTON_PX = 48;
/** Fonts do not depend on the size: one is enough to ask every element for. */
const FONTS_AT = '1280x800';

let shop: Shop;
let till: LaunchedTill;

beforeAll(async () => {
  rmSync(PICTURES, { recursive: true, force: true });
  shop = await openShop({ primary: '1920x1080', second: '800x1280' });
  till = await shop.launch({ folder: shop.newFolder(), simulator: shop.simulator });
  // The screens show sales that this till never made; main would say that it does not know them.
  await answer(till.app, 'payment', PAYMENT_VIEWS.paid);
});
afterAll(() => shop.close());

const resize = async (name: WindowName, size: string): Promise<void> => {
  const [width = 0, height = 0] = size.split('x').map(Number);
  await till.app.evaluate(
    ({ BrowserWindow }, [url, w, h]) => {
      const window = BrowserWindow.getAllWindows().find((each) => each.webContents.getURL().startsWith(url));
      window?.setFullScreen(false);
      window?.setBounds({ x: 0, y: 0, width: w, height: h });
    },
    [`app://${name}/`, width, height] as const,
  );
  // Without a window manager Chromium keeps a window a pixel smaller than its screen.
  await till[name].waitForFunction(([w, h]) => Math.abs(innerWidth - w) <= 1 && Math.abs(innerHeight - h) <= 1, [
    width,
    height,
  ] as const);
};

/** React has drawn the state that came, and the fonts of its language are there. */
const settled = (page: Page): Promise<void> =>
  page.evaluate(async () => {
    const frame = (): Promise<unknown> => new Promise((drawn) => requestAnimationFrame(drawn));
    await frame();
    await frame();
    await document.fonts.ready;
  });

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

/** Words in a font of this machine, which on the next one may have no Chinese. */
const strangers = async (page: Page): Promise<readonly string[]> => {
  const inspector = await page.context().newCDPSession(page);
  await inspector.send('DOM.enable');
  await inspector.send('CSS.enable');
  const { root } = await inspector.send('DOM.getDocument');
  const { nodeIds } = await inspector.send('DOM.querySelectorAll', { nodeId: root.nodeId, selector: 'body *' });
  const used = await Promise.all(nodeIds.map((nodeId) => inspector.send('CSS.getPlatformFontsForNode', { nodeId })));
  await inspector.detach();
  const names = used.flatMap(({ fonts }) => fonts.filter((font) => !font.isCustomFont).map((font) => font.familyName));
  return [...new Set(names)].map((name) => `the machine's own ${name} is used`);
};

const problems: string[] = [];
const look = async (name: WindowName, screen: string, size: string, language: Language): Promise<void> => {
  const page = till[name];
  await settled(page);
  const found = [
    ...(await misfits(page)),
    ...(await collisions(page)),
    ...(name === 'cashier' ? await small(page) : []),
    ...(size === FONTS_AT ? await strangers(page) : []),
  ];
  problems.push(...found.map((problem) => `${name} ${screen} ${size} ${language}: ${problem}`));
  // In one language everything, in another what is tightest.
  if (language !== 'en' && `${size} ${language}` !== '1024x600 zh-HK') return;
  await page.screenshot({ path: join(PICTURES, `${name}-${screen}-${size}-${language}.png`) });
};

describe.each(CASHIER_SIZES)("the cashier's window at %s", (size) => {
  it.each(LANGUAGES)('%s', async (language) => {
    problems.length = 0;
    await resize('cashier', size);
    for (const [screen, change] of Object.entries(CASHIER_STATES)) {
      await show(till.app, 'cashier', cashierState(change, language));
      await look('cashier', screen, size, language);
    }
    for (const screen of Object.keys(SIDE_SCREENS)) {
      const back = await openSide(till, screen, language);
      await look('cashier', screen, size, language);
      await back();
    }
    expect(problems).toEqual([]);
  });
});

describe.each(CUSTOMER_SIZES)("the customer's window at %s", (size) => {
  it.each(LANGUAGES)('%s', async (language) => {
    problems.length = 0;
    await resize('customer', size);
    for (const [screen, state] of Object.entries(CUSTOMER_STATES)) {
      await show(till.app, 'customer', customerState(state, language));
      await seesScreen(till.customer, screen);
      await look('customer', screen, size, language);
    }
    expect(problems).toEqual([]);
  });
});
