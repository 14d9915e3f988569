/** Every screen that the cashier opens with a tap or two from the keypad, at every size and in every language. */
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { PAYMENT_VIEWS } from '../../renderer/cashier/payments/examples.ts';
import type { LaunchedTill } from '../support/electron-app.ts';
import { openEyes, type Eyes } from '../support/eyes.ts';
import { openShop, type Shop } from '../support/shop.ts';
import { openSide, SIDE_SCREENS } from '../support/side-screens.ts';
import { answer } from '../support/tell-window.ts';

let shop: Shop;
let till: LaunchedTill;
let eyes: Eyes;

beforeAll(async () => {
  shop = await openShop();
  till = await shop.launch({ folder: shop.newFolder(), simulator: shop.simulator });
  eyes = await openEyes(till, 'cashier', 'side');
});
afterAll(() => shop.close());
// The screens show sales that this till never made, so main does not know them: answer in its place.
beforeEach(() => answer(till.app, 'payment', PAYMENT_VIEWS.paid));

it.each(Object.keys(SIDE_SCREENS))('%s', async (screen) => {
  const back = await openSide(till, screen, 'en');
  const problems = await eyes.lookAtAll(screen);
  await back();
  expect(problems).toEqual([]);
});
