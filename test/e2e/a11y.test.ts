/**
 * Everything can be done with the keyboard alone. The keys come from the X server, as from a real keyboard. The layout
 * tests run axe on each screen.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { focusAt, wordsOf, type LaunchedTill } from '../support/electron-app.ts';
import { readsWord, seesScreen } from '../support/hands.ts';
import { openShop, type Shop } from '../support/shop.ts';

const words = wordsOf('en');

let shop: Shop;
let till: LaunchedTill;

beforeAll(async () => {
  shop = await openShop();
  till = await shop.launch({ folder: shop.newFolder(), simulator: shop.simulator });
  await focusAt(shop.screens.display, 640, 60);
});
afterAll(() => shop.close());

const press = (...keys: readonly string[]): Promise<void> => till.press(...keys);
const focused = (): Promise<string> =>
  till.cashier.evaluate(() => {
    const element = document.activeElement;
    return element === null ? '' : (element.getAttribute('aria-label') ?? element.textContent ?? '').trim();
  });
/** Presses Tab until the focus is on the control with this name. */
const tabTo = async (name: string): Promise<void> => {
  for (let tabs = 0; tabs < 40; tabs += 1) {
    if ((await focused()) === name) return;
    await press('Tab');
  }
  throw new Error(`Tab does not come to ${name}`);
};

/** Long, because the green screen accepts no key at first. */
const PATIENCE = { timeout: 10_000 };

describe('with the keyboard alone', () => {
  it('a QR sale: digits, F1, and any key after "paid"', async () => {
    await press('4', '2', 'period', '1', '1', 'F1');
    await readsWord(till.cashier, 'paid');
    await expect
      .poll(async () => {
        await press('space');
        return till.cashier.locator('main[data-screen=keypad]').isVisible();
      }, PATIENCE)
      .toBe(true);
    expect(shop.simulator.books.orders().map(({ chargedCents }) => chargedCents)).toEqual([4211]);
  });

  it('a scanned sale with the digits typed by hand: F2, Tab and Enter', async () => {
    await press('4', '3', 'F2');
    await seesScreen(till.cashier, 'armed');
    await tabTo(words('armed.typeOpen'));
    await press('Return');
    await till.cashier.getByRole('textbox').waitFor();
    await press(...'PAYME2026112209', 'Return');
    await readsWord(till.cashier, 'paid');
    await expect
      .poll(async () => {
        await press('space');
        return till.cashier.locator('main[data-screen=keypad]').isVisible();
      }, PATIENCE)
      .toBe(true);
    expect(shop.simulator.books.orders().map(({ chargedCents }) => chargedCents)).toEqual([4211, 4300]);
  });

  it('a partial refund: the row in the list, the digits, and the question', async () => {
    await tabTo(words('keypad.today'));
    await press('Return');
    await seesScreen(till.cashier, 'today');
    const row = till.cashier.getByRole('listitem').filter({ hasText: 'HK$43.00' }).getByRole('button');
    await tabTo((await row.textContent()) ?? '');
    await press('Return');
    await tabTo(words('refund.open'));
    await press('Return');
    await till.cashier.getByRole('heading', { name: words('refund.title') }).waitFor();
    await press('1', '2', 'period', '5');
    await tabTo(words('refund.next').replace('{{amount}}', 'HK$12.50'));
    await press('Return');
    const refund = words('refund.do').replace('{{amount}}', 'HK$12.50');
    await tabTo(refund);
    // The question accepts no answer at first.
    await expect.poll(() => till.cashier.getByRole('button', { name: refund }).isEnabled()).toBe(true);
    await press('Return');
    await till.cashier.locator('[data-refund=refunded]').waitFor();
    expect(shop.simulator.books.refunds().map(({ amountCents }) => amountCents)).toEqual([1250]);
    await press('Escape');
    await till.cashier.getByRole('dialog').waitFor({ state: 'detached' });
    await press('Escape');
    await seesScreen(till.cashier, 'keypad');
  });

  it('Tab reaches every control of the keypad, and the focus is visible', async () => {
    await press('5');
    const all = await till.cashier.evaluate(() =>
      [...document.querySelectorAll('button')].map((each) =>
        (each.getAttribute('aria-label') ?? each.textContent).trim(),
      ),
    );
    const reached = new Set<string>();
    for (let tabs = 0; tabs < all.length + 2 && reached.size < all.length; tabs += 1) {
      await press('Tab');
      const name = await focused();
      if (all.includes(name)) reached.add(name);
      const { outlineStyle, outlineWidth } = await till.cashier.evaluate(() => {
        const style = getComputedStyle(document.activeElement ?? document.body);
        return { outlineStyle: style.outlineStyle, outlineWidth: Number.parseFloat(style.outlineWidth) };
      });
      if (all.includes(name)) expect(outlineStyle !== 'none' && outlineWidth >= 2, name).toBe(true);
    }
    expect([...reached].toSorted()).toEqual(all.toSorted());
    await press('Escape');
  });

  it("today's payments and the settings, and back to the keypad", async () => {
    await tabTo(words('keypad.today'));
    await press('Return');
    await seesScreen(till.cashier, 'today');
    await press('Escape');
    await seesScreen(till.cashier, 'keypad');
    await tabTo(words('keypad.settings'));
    await press('Return');
    await seesScreen(till.cashier, 'settings');
    await till.cashier.getByRole('region', { name: words('settings.groupAbout') }).waitFor();
    await press('Escape');
    await seesScreen(till.cashier, 'keypad');
  });
});
