/**
 * Every screen of both windows in every language and size a counter has: nothing cut off, nothing to scroll sideways,
 * keys large enough for a finger. A picture of each is left in test-results/screens.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import type { WindowName } from '../../shared/contract.ts';
import { LANGUAGES, type Language } from '../../shared/settings.ts';
import { wordsOf, type LaunchedTill } from '../support/electron-app.ts';
import { keyAmount, leavePaid, seesScreen, startSale, tap, type Words } from '../support/hands.ts';
import { misfits } from '../support/layout.ts';
import { openShop, ROOT, type Shop } from '../support/shop.ts';
import { CASHIER_STATES, cashierState, CUSTOMER_STATES, customerState, show } from '../support/window-states.ts';

const PICTURES = join(ROOT, 'test-results', 'screens');
const CASHIER_SIZES = ['1024x600', '1280x800', '1920x1080'] as const;
const CUSTOMER_SIZES = [...CASHIER_SIZES, '800x1280'] as const;
/** The width of a finger at arm's length, and what is tapped less often. */
const KEY_PX = 64;
const BUTTON_PX = 48;

let shop: Shop;
let till: LaunchedTill;

beforeAll(async () => {
  rmSync(PICTURES, { recursive: true, force: true });
  shop = await openShop({ primary: '1920x1080', second: '800x1280' });
  till = await shop.launch({ folder: shop.newFolder(), simulator: shop.simulator });
  // So that a day's list has something in it.
  const words = wordsOf('en');
  await startSale(till.cashier, words, '12.11', 'mpm');
  await leavePaid(till.cashier, words);
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

const problems: string[] = [];
const look = async (name: WindowName, screen: string, size: string, language: Language): Promise<void> => {
  const page = till[name];
  await settled(page);
  const found = [...(await misfits(page)), ...(name === 'cashier' ? await small(page) : [])];
  problems.push(...found.map((problem) => `${name} ${screen} ${size} ${language}: ${problem}`));
  // In one language everything, in another what is tightest.
  if (language !== 'en' && `${size} ${language}` !== '1024x600 zh-HK') return;
  await page.screenshot({ path: join(PICTURES, `${name}-${screen}-${size}-${language}.png`) });
};

/** Screens that only this window knows, behind a tap; each leads back to where it began. */
const SIDE_SCREENS: Readonly<Record<string, (page: Page, words: Words) => Promise<() => Promise<void>>>> = {
  amount: async (page, words) => {
    await keyAmount(page, words, '999999.99');
    return () => tap(page, words('keypad.clear'));
  },
  history: async (page, words) => {
    await tap(page, words('keypad.today'));
    await page.getByRole('listitem').first().getByRole('button').click();
    return () => tap(page, words('common.back'));
  },
  settings: async (page, words) => {
    await tap(page, words('keypad.settings'));
    await page.getByRole('region', { name: words('settings.groupAbout') }).waitFor();
    return () => tap(page, words('common.back'));
  },
  'settings-unsaved': async (page, words) => {
    await tap(page, words('keypad.settings'));
    await page.getByLabel(words('field.tillId'), { exact: true }).fill('wrong');
    await tap(page, words('settings.save'));
    await page.getByText(words('field.tillIdError')).waitFor();
    await tap(page, words('common.back'));
    return () => tap(page, words('settings.unsavedDiscard'));
  },
  'go-live': async (page, words) => {
    await tap(page, words('keypad.settings'));
    await tap(page, words('environment.goLive'));
    await tap(page, words('goLive.send'));
    return async () => {
      await page
        .getByRole('dialog')
        .getByRole('button', { name: words('common.cancel') })
        .click();
      await tap(page, words('common.back'));
    };
  },
  card: async (page, words) => {
    await tap(page, words('mode.card'));
    await page.getByRole('listitem').first().waitFor();
    return () => tap(page, words('common.close'));
  },
};

describe.each(CASHIER_SIZES)("the cashier's window at %s", (size) => {
  it.each(LANGUAGES)('%s', async (language) => {
    problems.length = 0;
    const words = wordsOf(language);
    const page = till.cashier;
    await resize('cashier', size);
    for (const [screen, change] of Object.entries(CASHIER_STATES)) {
      await show(till.app, 'cashier', cashierState(change, language));
      await look('cashier', screen, size, language);
    }
    await show(
      till.app,
      'cashier',
      cashierState({ stage: { kind: 'keypad' }, checking: CASHIER_STATES['keypad-busy']?.checking ?? [] }, language),
    );
    await page.getByRole('button', { name: words('checking.open') }).click();
    await look('cashier', 'checking-list', size, language);
    await page
      .getByRole('dialog')
      .getByRole('button', { name: words('common.close') })
      .click();
    for (const [screen, open] of Object.entries(SIDE_SCREENS)) {
      await show(till.app, 'cashier', cashierState({}, language));
      await seesScreen(page, 'keypad');
      const back = await open(page, words);
      await look('cashier', screen, size, language);
      await back();
    }
    await show(till.app, 'cashier', cashierState(CASHIER_STATES['armed'] ?? {}, language));
    await tap(page, words('armed.typeOpen'));
    await look('cashier', 'armed-typing', size, language);
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
