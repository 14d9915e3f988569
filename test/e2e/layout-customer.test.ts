/** Every screen of the customer's window, at every size and in every language. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { CUSTOMER_STATES, customerState } from '../../renderer/customer/examples.ts';
import type { LaunchedTill } from '../support/electron-app.ts';
import { openEyes, type Eyes } from '../support/eyes.ts';
import { openShop, type Shop } from '../support/shop.ts';
import { seesScreen } from '../support/hands.ts';
import { show } from '../support/tell-window.ts';

let shop: Shop;
let till: LaunchedTill;
let eyes: Eyes;

beforeAll(async () => {
  shop = await openShop();
  till = await shop.launch({ folder: shop.newFolder(), simulator: shop.simulator });
  eyes = await openEyes(till, 'customer', 'customer');
});
afterAll(() => shop.close());

it.each(Object.entries(CUSTOMER_STATES))('%s', async (screen, state) => {
  await show(till.app, 'customer', customerState(state, 'en'));
  await seesScreen(till.customer, screen);
  expect(await eyes.lookAtAll(screen)).toEqual([]);
});
