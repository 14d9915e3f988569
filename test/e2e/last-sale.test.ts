/** The keypad's line about the last sale: it opens the sale, and offers the amount again. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { wordsOf, type LaunchedTill } from '../support/electron-app.ts';
import { leavePaid, readsWord, seesScreen, startSale, tap } from '../support/hands.ts';
import { dialogOf } from '../support/refund-hands.ts';
import { openShop, type Shop } from '../support/shop.ts';

const words = wordsOf('en');

let shop: Shop;
let till: LaunchedTill;

beforeAll(async () => {
  shop = await openShop({ timesAsFast: 3 });
  till = await shop.launch({ folder: shop.newFolder(), simulator: shop.simulator });
});
afterAll(() => shop.close());

const line = () => till.cashier.getByRole('group', { name: words('keypad.lastSale') });
const again = () => line().getByRole('button', { name: words('keypad.againOf').replace('{{amount}}', 'HK$12.11') });

it('opens the last sale, and enters its amount again without a charge', async () => {
  await startSale(till.cashier, words, '12.11', 'mpm');
  await leavePaid(till.cashier, words);
  await line().getByText('HK$12.11').click();
  await dialogOf(till.cashier).getByText(words('today.lastSaid')).waitFor();
  await tap(dialogOf(till.cashier), words('common.close'));
  const sold = shop.simulator.books.orders().length;
  await again().click();
  const status = till.cashier.getByRole('status', { name: words('common.amount') });
  await expect.poll(() => status.innerText()).toContain('12.11');
  expect(shop.simulator.books.orders()).toHaveLength(sold);
  await tap(till.cashier, words('keypad.clear'));
});

it('offers the amount again only when it is safe to charge', async () => {
  await startSale(till.cashier, words, '12.43', 'mpm');
  await seesScreen(till.customer, 'qr');
  await tap(till.cashier, words('attempt.takeAway'));
  await readsWord(till.cashier, 'checking');
  await tap(till.cashier, words('attempt.nextCustomer'));
  await line().getByText('HK$12.43').waitFor();
  expect(await line().getByRole('button').count()).toBe(1);
});

it('shows a removed QR again from the list, with the same order', async () => {
  const orders = shop.simulator.books.orders().length;
  await till.cashier.getByText(words('checking.givenUpHint')).click();
  await till.cashier.getByText(words('attempt.showAgain'), { exact: true }).click();
  await seesScreen(till.customer, 'qr');
  await readsWord(till.cashier, 'waiting');
  expect(shop.simulator.books.orders()).toHaveLength(orders);
  await tap(till.cashier, words('attempt.otherWay'));
  await seesScreen(till.cashier, 'keypad');
  await seesScreen(till.customer, 'given-up');
  await seesScreen(till.customer, 'idle');
});
