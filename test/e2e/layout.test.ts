/** Every state that main can send to the cashier's window, at every size and in every language. */
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { PAYMENT_VIEWS } from '../../renderer/cashier/payments/examples.ts';
import { cashierState } from '../../renderer/cashier/state/examples.ts';
import type { LaunchedTill } from '../support/electron-app.ts';
import { openEyes, type Eyes } from '../support/eyes.ts';
import { openShop, type Shop } from '../support/shop.ts';
import { answer, show } from '../support/tell-window.ts';
import { CASHIER_STATES } from '../support/window-states.ts';

let shop: Shop;
let till: LaunchedTill;
let eyes: Eyes;

beforeAll(async () => {
  shop = await openShop();
  till = await shop.launch({ folder: shop.newFolder(), simulator: shop.simulator });
  eyes = await openEyes(till, 'cashier', 'cashier');
});
afterAll(() => shop.close());
// The screens show sales that this till never made, so main does not know them: answer in its place.
beforeEach(() => answer(till.app, 'payment', PAYMENT_VIEWS.paid));

it.each(Object.entries(CASHIER_STATES))('%s', async (screen, change) => {
  await show(till.app, 'cashier', cashierState(change, 'en'));
  expect(await eyes.lookAtAll(screen)).toEqual([]);
});
