/**
 * A scanner in keyboard mode: its keys go through the X server like a keyboard's. On any screen, no key of a scan is
 * typed, presses a button or charges anything; keys typed by hand work as always.
 */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Settings } from '../../shared/settings.ts';
import { focusAt, wordsOf, type LaunchedTill } from '../support/electron-app.ts';
import { keyAmount, leavePaid, readsWord, scanUntilTaken, seesScreen, startSale, tap } from '../support/hands.ts';
import { chooseRefund, dialogOf, leaveDay, openFromDay } from '../support/refund-hands.ts';
import { logged, openShop, type Shop } from '../support/shop.ts';

const words = wordsOf('en');

let shop: Shop;
let folder: string;
let till: LaunchedTill;

beforeAll(async () => {
  shop = await openShop();
  folder = shop.newFolder();
  till = await shop.launch({ folder, simulator: shop.simulator });
  await focusAt(shop.screens.display, 640, 60);
});
afterAll(() => shop.close());

const xdotool = (...args: readonly string[]): string =>
  execFileSync('xdotool', args, { env: { ...process.env, DISPLAY: shop.screens.display }, encoding: 'utf8' });
/** Types like a scanner. */
const scanned = (keys: readonly string[]): void => {
  till.hearAtOnce(() => xdotool('key', '--delay', '0', ...keys));
};
const amountShown = async (): Promise<string> => {
  const status = await till.cashier.getByRole('status', { name: words('common.amount') }).innerText();
  if (status.includes(words('keypad.empty'))) return '';
  return status.replaceAll(/\s/g, '').split('HK$').at(-1) ?? '';
};
const settingsIn = (where: string): Settings =>
  JSON.parse(readFileSync(join(where, 'settings.json'), 'utf8')) as Settings;
const orders = (): number => shop.simulator.books.orders().length;
/** Presses a key by hand after everything else: when its effect shows, any leaked key would show too. */
const keyOfHand = async (key: string, shown: string): Promise<void> => {
  await till.app.evaluate(() => null);
  await new Promise((wait) => setTimeout(wait, 300));
  await till.press(key);
  await expect.poll(amountShown).toBe(shown);
};

const GOODS = { 'EAN-8': '96385074', 'EAN-13': '4891028704515', 'UPC-A': '036000291452' } as const;
const ENDINGS = { Enter: ['Return'], Tab: ['Tab'], both: ['Tab', 'Return'], none: [] } as const;
const ACTING = ['Escape', 'Escape', '1', 'F1'] as const;

describe('on the keypad', () => {
  beforeEach(async () => {
    await seesScreen(till.cashier, 'keypad');
    await tap(till.cashier, words('keypad.clear'));
  });

  it.each(Object.entries(GOODS))('a label of goods (%s) types no amount, with any ending', async (_what, label) => {
    const before = orders();
    for (const ending of Object.values(ENDINGS)) {
      scanned([...label, ...ending]);
      await keyOfHand('7', '7');
      await tap(till.cashier, words('keypad.clear'));
      await keyAmount(till.cashier, words, '128.5');
      scanned([...label, ...ending]);
      await keyOfHand('BackSpace', '128.00');
      await tap(till.cashier, words('keypad.clear'));
    }
    expect(orders()).toBe(before);
  });

  it('command keys do nothing when a scanner types them', async () => {
    const before = orders();
    for (const keys of [ACTING, [...ACTING, 'Return'], ['5', 'F1'], ['8', '8', 'F2', 'Return'], ['1', 'alt+F4']]) {
      await keyAmount(till.cashier, words, '45');
      scanned(keys);
      await keyOfHand('6', '456');
      await tap(till.cashier, words('keypad.clear'));
    }
    expect(orders()).toBe(before);
  });

  it('a label of 3,000 keys leaks nothing', async () => {
    scanned([...'1234567890'.repeat(300), 'Return']);
    // The keys come faster than a window processes them.
    await new Promise((wait) => setTimeout(wait, 3_000));
    await keyOfHand('3', '3');
  });

  it('the numeric keypad gives digits with Num Lock off', async () => {
    await till.press('KP_End', 'KP_Down', 'KP_Delete', 'KP_Insert', 'KP_Insert');
    await expect.poll(amountShown).toBe('12.00');
  });
});

it('every key typed by hand arrives once and in order', async () => {
  await seesScreen(till.cashier, 'keypad');
  await till.cashier.evaluate(() => {
    const seen: string[] = [];
    Object.assign(globalThis, { seen });
    document.addEventListener('keydown', (event) => seen.push(event.key), { capture: true });
  });
  /** The names of the keys in the X server and in the page. */
  const keys: readonly (readonly [string, string])[] = [
    ['Return', 'Enter'],
    ...['a', 'Z', '4', 'Delete', 'Home', 'End', 'Tab', 'Escape', 'F3', 'F12'].map((key) => [key, key] as const),
    ['plus', '+'],
    ['minus', '-'],
    ['slash', '/'],
    ['period', '.'],
    ['at', '@'],
    ['percent', '%'],
    ['BackSpace', 'Backspace'],
    ['Left', 'ArrowLeft'],
    ['Right', 'ArrowRight'],
    ['Up', 'ArrowUp'],
    ['Down', 'ArrowDown'],
    ['Prior', 'PageUp'],
    ['Next', 'PageDown'],
  ];
  const seen = () =>
    till.cashier.evaluate(() => (globalThis as unknown as { seen: string[] }).seen.filter((key) => key !== 'Shift'));
  // Press one by one: keys pressed while a busy machine does not process them would arrive at once, like a scan.
  for (const [index, [name]] of keys.entries()) {
    await till.press(name);
    await expect.poll(async () => (await seen()).length).toBe(index + 1);
  }
  expect(await seen()).toEqual(keys.map(([, key]) => key));
  // Wait, because a scan right after keys by hand is refused as doubtful.
  await new Promise((wait) => setTimeout(wait, 1_100));
});

describe('while the till waits for a code', () => {
  beforeEach(async () => {
    await startSale(till.cashier, words, '88', 'cpm');
    await seesScreen(till.cashier, 'armed');
    return async () => {
      if ((await till.state()).stage.kind === 'armed') await tap(till.cashier, words('common.cancel'));
      await tap(till.cashier, words('keypad.clear'));
    };
  });

  it.each(Object.entries(GOODS))('a label of goods (%s) is refused by name', async (_what, label) => {
    const before = orders();
    for (const ending of Object.values(ENDINGS)) {
      const refusals = await refusalsNow();
      scanned([...label, ...ending]);
      await expect.poll(refusalsNow).toBe(refusals + 1);
      await till.cashier.getByText(words('refusal.product')).waitFor();
    }
    await seesScreen(till.cashier, 'armed');
    expect(orders()).toBe(before);
  });

  const refusalsNow = async (): Promise<number> => {
    const { stage } = await till.state();
    return stage.kind === 'armed' ? stage.refusals : -1;
  };

  it('command keys of a scanner neither cancel the sale nor start another, and are reported', async () => {
    const before = orders();
    scanned([...ACTING, 'Return']);
    await till.cashier.getByText(words('refusal.control-keys')).waitFor();
    scanned([...'PAYME12345', 'Return', 'Escape', '1', 'F1']);
    await new Promise((wait) => setTimeout(wait, 500));
    await seesScreen(till.cashier, 'armed');
    expect(orders()).toBe(before);
  });

  it('a label whose middle goes to another window is refused, and the next label is charged', async () => {
    const before = orders();
    const typed = (text: string): string[] => ['key', '--delay', '0', ...text];
    const [cashier = '', customer = ''] = await till.app.evaluate(({ BrowserWindow }) =>
      ['app://cashier/', 'app://customer/'].map((url) => {
        const window = BrowserWindow.getAllWindows().find((each) => each.webContents.getURL().startsWith(url));
        return String(window?.getNativeWindowHandle().readUInt32LE(0));
      }),
    );
    const elsewhere = ['windowfocus', customer, ...typed('0123'), 'windowfocus', cashier];
    xdotool(...typed('PAYME93718'), ...elsewhere, ...typed('5183077'), 'key', 'Return');
    await till.cashier.getByText(words('refusal.unreadable')).waitFor();
    expect(orders()).toBe(before);
    await new Promise((wait) => setTimeout(wait, 1_500));
    await scanUntilTaken(till.cashier, () => till.scan(`PAYME${Date.now()}`));
    await leavePaid(till.cashier, words);
    expect(orders()).toBe(before + 1);
  });

  it('a label typed as Alt codes is charged', async () => {
    const before = orders();
    // This label is no EAN-8, although one in ten numbers with eight digits is one.
    const label = '12345678';
    const keys = [...label].flatMap((digit) => [
      'keydown',
      'alt',
      ...[...String(digit.charCodeAt(0)).padStart(3, '0')].flatMap((each) => ['key', '--delay', '0', `KP_${each}`]),
      'keyup',
      'alt',
    ]);
    till.hearAtOnce(() => xdotool(...keys, 'key', 'Return'));
    await leavePaid(till.cashier, words);
    expect(orders()).toBe(before + 1);
  });
});

describe('on other screens a scan presses nothing', () => {
  const everything = ['Tab', 'Tab', 'Return', ...'4891028704515', 'Escape', 'space', 'F1', 'Return'];

  it('paid, refunding and the settings', async () => {
    const { cashier } = till;
    await seesScreen(cashier, 'keypad');
    await startSale(cashier, words, '12.11', 'mpm');
    await readsWord(cashier, 'paid');
    scanned(everything);
    await readsWord(cashier, 'paid');
    await leavePaid(cashier, words);
    expect(await amountShown()).toBe('');

    await openFromDay(cashier, words, 'HK$12.11');
    await chooseRefund(cashier, words, null);
    await cashier.getByRole('button', { name: words('refund.do').replace('{{amount}}', 'HK$12.11') }).focus();
    scanned(everything);
    await new Promise((wait) => setTimeout(wait, 1_500));
    await dialogOf(cashier)
      .getByRole('button', { name: words('refund.do').replace('{{amount}}', 'HK$12.11') })
      .waitFor();
    expect(shop.simulator.books.orders().every(({ refundedCents }) => refundedCents === 0)).toBe(true);
    await tap(dialogOf(cashier), words('common.back'));
    await leaveDay(cashier, words);

    await tap(cashier, words('keypad.settings'));
    await cashier.getByRole('button', { name: words('displays.identify') }).focus();
    scanned(everything);
    await new Promise((wait) => setTimeout(wait, 1_500));
    await seesScreen(cashier, 'settings');
    await tap(cashier, words('common.back'));
    await seesScreen(cashier, 'keypad');
    expect(logged(folder, 'window.gone')).toBe(0);
  });
});

describe('the test scan', () => {
  it('learns the speed and the ending of a scanner, and forgets them', async () => {
    const { cashier } = till;
    await tap(cashier, words('keypad.settings'));
    await tap(cashier, words('scannerTest.start'));
    await cashier.getByText(words('scannerTest.ask')).waitFor();
    const understood = cashier.getByText(words('refusal.product'));
    for (let tries = 0; tries < 4 && !(await understood.isVisible()); tries += 1) {
      // On a busy machine keys may come as slowly as by hand; then scan again, as a person would.
      if (tries > 0) await tap(dialogOf(cashier), words('scannerTest.again'));
      xdotool('key', '--delay', '62', ...GOODS['EAN-13'], 'Tab');
      await understood.waitFor({ timeout: 5_000 }).catch(() => undefined);
    }
    await understood.waitFor();
    await cashier.getByText(words('scannerTest.ending.tab')).waitFor();
    await tap(dialogOf(cashier), words('scannerTest.keep'));
    await tap(cashier, words('settings.save'));
    await cashier.getByText(words('settings.saved')).waitFor();
    await tap(cashier, words('common.back'));
    expect(settingsIn(folder).scanner?.ending).toBe('tab');

    // A label without the learnt ending is not whole.
    await startSale(cashier, words, '88', 'cpm');
    await seesScreen(cashier, 'armed');
    const before = orders();
    scanned([...'PAYME937146518']);
    await cashier.getByText(words('refusal.unreadable')).waitFor();
    expect(orders()).toBe(before);
    await tap(cashier, words('common.cancel'));
    await tap(cashier, words('keypad.clear'));

    await tap(cashier, words('keypad.settings'));
    await tap(cashier, words('scannerTest.forget'));
    await tap(cashier, words('settings.save'));
    await cashier.getByText(words('scannerTest.any')).waitFor();
    await tap(cashier, words('common.back'));
  });
});

it('the lamp shows that a scanner in keyboard mode was used', async () => {
  await seesScreen(till.cashier, 'keypad');
  expect((await till.state()).scanner).toBe('keyboard');
  await till.cashier.getByText(words('scanner.keyboard')).waitFor();
});
