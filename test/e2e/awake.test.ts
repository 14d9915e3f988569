/** The machine's sleep, which does not come by itself while the till is open, and after which everything in doubt is asked about; and how the till is closed. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { wordsOf, type LaunchedTill } from '../support/electron-app.ts';
import { readsWord, startSale, tap } from '../support/hands.ts';
import { logged, openShop, type Shop } from '../support/shop.ts';

const words = wordsOf('en');

let shop: Shop;
let till: LaunchedTill;
let folder: string;

/** The next question, which is planned for a second later, is seconds away however slow this machine is. */
const TIMES_AS_FAST = 0.2;

beforeAll(async () => {
  shop = await openShop({ timesAsFast: TIMES_AS_FAST });
  folder = shop.newFolder();
  till = await shop.launch({ folder, simulator: shop.simulator });
});
afterAll(() => shop.close());

it('screens and machine stay awake while the till is open', async () => {
  const blocks = await till.app.evaluate(({ powerSaveBlocker }) =>
    Array.from({ length: 10 }, (_, id) => powerSaveBlocker.isStarted(id)),
  );
  expect(blocks).toContain(true);
});

/** One attempt is asked about; right after a question the next one is at least eight tenths of a second away. */
const isAskedAboutOnWaking = async (): Promise<void> => {
  const asked = (): number => logged(folder, 'watch.asked');
  const first = asked();
  await expect.poll(asked, { timeout: 60_000, interval: 20 }).toBeGreaterThan(first);
  const before = asked();
  await till.app.evaluate(({ powerMonitor }) => powerMonitor.emit('resume'));
  await expect.poll(asked, { timeout: (0.7 * 1_000) / TIMES_AS_FAST, interval: 20 }).toBeGreaterThan(before);
};

it('what is waited for is asked about at once when the machine has slept', async () => {
  await startSale(till.cashier, words, '62.43', 'mpm');
  await readsWord(till.cashier, 'waiting');
  await isAskedAboutOnWaking();
});

it('and so is what is in doubt behind the sale on the screen', async () => {
  await tap(till.cashier, words('attempt.takeAway'));
  await readsWord(till.cashier, 'checking');
  await tap(till.cashier, words('attempt.nextCustomer'));
  await isAskedAboutOnWaking();
});

it('is closed from the settings, after a question that says what is open', async () => {
  await tap(till.cashier, words('keypad.settings'));
  await tap(till.cashier, words('about.close'));
  const dialog = till.cashier.getByRole('dialog');
  await dialog.getByText(words('about.closeOpen').replace('{{number}}', '1')).waitFor();
  await tap(dialog, words('about.stay'));
  await dialog.waitFor({ state: 'detached' });
  const ended = new Promise((end) => till.app.process().once('exit', end));
  await tap(till.cashier, words('about.close'));
  await tap(dialog, words('about.close')).catch(() => undefined);
  await ended;
  expect(logged(folder, 'till.stopped')).toBe(1);
});
