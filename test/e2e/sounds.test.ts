/** The tones for a cashier who does not look at the screen: which, when, and that they can be switched off. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Page } from 'playwright-core';
import { wordsOf, type LaunchedTill } from '../support/electron-app.ts';
import { leavePaid, readsWord, startSale, tap } from '../support/hands.ts';
import { openShop, type Shop } from '../support/shop.ts';

const words = wordsOf('en');

/** A started tone, and the word on the screen at that time. */
type Heard = { readonly hertz: number; readonly word: string | null };
type Ears = { heard: Heard[] };

const PAID = [659, 880, 1319].map((hertz) => ({ hertz, word: 'paid' }));
const NOT_PAID = [392, 262].map((hertz) => ({ hertz, word: 'not-paid' }));

let shop: Shop;
beforeAll(async () => {
  shop = await openShop({ timesAsFast: 3 });
});
afterAll(() => shop.close());

async function listen(page: Page): Promise<void> {
  await page.evaluate(() => {
    const ears = globalThis as unknown as Ears;
    ears.heard = [];
    const begin = OscillatorNode.prototype.start;
    OscillatorNode.prototype.start = function start(when) {
      const word = document.querySelector('main')?.dataset['word'] ?? null;
      ears.heard.push({ hertz: Math.round(this.frequency.value), word });
      begin.call(this, when);
    };
  });
}

const heard = (page: Page): Promise<readonly Heard[]> =>
  page.evaluate(() => (globalThis as unknown as Ears).heard.splice(0));

const hears = (page: Page): Promise<readonly Heard[]> =>
  expect
    .poll(() => page.evaluate(() => (globalThis as unknown as Ears).heard.length))
    .toBeGreaterThan(0)
    .then(() => heard(page));

describe('the cashier hears', () => {
  let till: LaunchedTill;
  beforeAll(async () => {
    till = await shop.launch({ folder: shop.newFolder(), simulator: shop.simulator });
    await listen(till.cashier);
    await listen(till.customer);
  });

  it('rising tones with the word "paid", once', async () => {
    await startSale(till.cashier, words, '7.11', 'mpm');
    expect(await hears(till.cashier)).toEqual(PAID);
    await leavePaid(till.cashier, words);
    expect([await heard(till.cashier), await heard(till.customer)]).toEqual([[], []]);
  });

  it('falling tones with the words "not paid"', async () => {
    await startSale(till.cashier, words, '7.01', 'mpm');
    expect(await hears(till.cashier)).toEqual(NOT_PAID);
    await tap(till.cashier, words('attempt.newSale'));
  });

  it('the same tones when the window is not drawn', async () => {
    // Like a window behind another one, or a minimised one.
    await till.cashier.evaluate(() => {
      globalThis.requestAnimationFrame = () => 0;
    });
    await startSale(till.cashier, words, '7.11', 'mpm');
    expect(await hears(till.cashier)).toEqual(PAID);
  });
});

it('plays no tone when the settings switch sounds off', async () => {
  const till = await shop.launch({ folder: shop.newFolder(), simulator: shop.simulator, settings: { sounds: false } });
  await listen(till.cashier);
  await startSale(till.cashier, words, '7.11', 'mpm');
  await readsWord(till.cashier, 'paid');
  await leavePaid(till.cashier, words);
  expect(await heard(till.cashier)).toEqual([]);
});
