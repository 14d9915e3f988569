/**
 * The power fails while a customer is paying (rule P12). The test kills the till, the customer pays on the phone, and
 * the restarted till finds by itself that the payment was made once; it shows no QR of the old sale.
 */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { wordsOf, type LaunchedTill } from '../support/electron-app.ts';
import { leavePaid, readsWord, seesScreen, startSale, tap } from '../support/hands.ts';
import { openShop, type Shop } from '../support/shop.ts';

const words = wordsOf('en');

let shop: Shop;
let folder: string;
let till: LaunchedTill;

beforeAll(async () => {
  shop = await openShop({ timesAsFast: 3 });
  folder = shop.newFolder();
  till = await shop.launch({ folder, simulator: shop.simulator });
});
afterAll(() => shop.close());

const last = (): string => shop.simulator.books.orders().at(-1)?.number ?? '';

/** Reads the news about one earlier sale and dismisses it. */
const readNews = async (word: string, amount: string): Promise<void> => {
  const news = till.cashier.getByRole('status', { name: words('news.title') });
  await news.waitFor();
  expect(await news.innerText()).toContain(word);
  expect(await news.innerText()).toContain(amount);
  await news.getByRole('button').click();
  await news.waitFor({ state: 'detached' });
};

it('a QR that was shown at the power cut: paid meanwhile, found at the next start, not shown again', async () => {
  await startSale(till.cashier, words, '50.43', 'mpm');
  await seesScreen(till.customer, 'qr');
  const number = last();
  await till.kill();
  expect(shop.simulator.books.payNow(number)).toBe(true);

  till = await shop.launch({ folder, simulator: shop.simulator });
  // Record every screen that the customer sees. Before the first one the page is empty or starting.
  await till.customer.evaluate(() => {
    const seen = new Set<string>();
    Object.assign(globalThis, { seen });
    const look = (): void => {
      const screen = document.querySelector('main')?.dataset['screen'];
      if (screen !== undefined && screen !== 'starting') seen.add(screen);
    };
    look();
    new MutationObserver(look).observe(document.body, { subtree: true, attributes: true, childList: true });
  });
  await seesScreen(till.cashier, 'keypad');
  await readNews(words('word.paid'), '50.43');
  const seen = (): Promise<string[]> =>
    till.customer.evaluate(() => [...(globalThis as unknown as { seen: Set<string> }).seen]);
  await expect.poll(seen).toContain('idle');
  // A window that got no message from main for two seconds, as on a busy machine, shows nothing ("silent"), and a till
  // that is just opening shows "closed". It never shows the old sale.
  expect((await seen()).filter((screen) => screen !== 'silent' && screen !== 'closed')).toEqual(['idle']);
  await tap(till.cashier, words('keypad.today'));
  await till.cashier
    .getByRole('listitem')
    .filter({ hasText: '50.43' })
    .filter({ hasText: words('word.paid') })
    .first()
    .waitFor();
  await tap(till.cashier, words('common.back'));
  expect(shop.simulator.books.requestsReceived(number)).toBe(1);
  expect(shop.simulator.books.order(number)?.chargedCents).toBe(5043);
});

it('a scanned code that was being sent at the power cut: charged, found, not charged again', async () => {
  await startSale(till.cashier, words, '51.52', 'cpm');
  await seesScreen(till.cashier, 'armed');
  await tap(till.cashier, words('armed.typeOpen'));
  await till.cashier.getByRole('textbox').fill(`PAYME${Date.now()}`);
  await tap(till.cashier, words('armed.typeSend'));
  await expect.poll(() => shop.simulator.books.orders().length).toBe(2);
  const number = last();
  await till.kill();
  await expect.poll(() => shop.simulator.books.order(number)?.chargedCents).toBe(5152);

  till = await shop.launch({ folder, simulator: shop.simulator });
  await readNews(words('word.paid'), '51.52');
  expect(shop.simulator.books.requestsReceived(number)).toBe(1);
});

it('an unpaid QR is being checked after the start, and the till sells meanwhile', async () => {
  await startSale(till.cashier, words, '52.43', 'mpm');
  await seesScreen(till.customer, 'qr');
  const number = last();
  await till.kill();

  till = await shop.launch({ folder, simulator: shop.simulator });
  await till.cashier.getByRole('button', { name: words('checking.strip').replace('{{number}}', '1') }).waitFor();
  await seesScreen(till.customer, 'idle');
  await startSale(till.cashier, words, '53.11', 'mpm');
  await readsWord(till.cashier, 'paid');
  await leavePaid(till.cashier, words);
  shop.simulator.books.payNow(number);
  await readNews(words('word.paid'), '52.43');
  expect(new Set(Object.values(shop.simulator.books.allRequestsReceived()))).toEqual(new Set([1]));
  expect(shop.simulator.books.orders().map(({ chargedCents }) => chargedCents)).toEqual([5043, 5152, 5243, 5311]);
});
