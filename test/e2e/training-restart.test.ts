/**
 * Training that is interrupted: the practice gateway inside the program still knows its orders after the next start.
 */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { wordsOf } from '../support/electron-app.ts';
import { seesScreen, startSale } from '../support/hands.ts';
import { openShop, type Shop } from '../support/shop.ts';

const words = wordsOf('en');

let shop: Shop;
beforeAll(async () => {
  shop = await openShop({ timesAsFast: 2 });
});
afterAll(() => shop.close());

it('the next start finds a QR paid that was shown in training when the program was killed', async () => {
  const folder = shop.newFolder();
  const first = await shop.launch({ folder });
  await startSale(first.cashier, words, '20.12', 'mpm');
  await seesScreen(first.customer, 'qr');
  await first.kill();

  const second = await shop.launch({ folder });
  const news = second.cashier.getByRole('status', { name: words('news.title') });
  await news.waitFor({ timeout: 30_000 });
  expect(await news.innerText()).toContain(words('word.paid'));
  expect(await news.innerText()).toContain('20.12');
});
