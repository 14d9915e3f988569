/**
 * The till keeps the machine awake, enquires about every doubtful attempt after a sleep, and is closed from the
 * settings.
 */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { wordsOf, type LaunchedTill } from '../support/electron-app.ts';
import { readsWord, startSale, tap } from '../support/hands.ts';
import { logged, openShop, type Shop } from '../support/shop.ts';

const words = wordsOf('en');

let shop: Shop;
let till: LaunchedTill;
let folder: string;

/** Slow time: the next enquiry, planned for a second later, is seconds away even on a slow machine. */
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

/** Waits for an enquiry about the one attempt; the next one is at least eight tenths of a second of till time later. */
const isAskedAboutOnWaking = async (): Promise<void> => {
  const asked = (): number => logged(folder, 'watch.asked');
  const first = asked();
  await expect.poll(asked, { timeout: 60_000, interval: 20 }).toBeGreaterThan(first);
  const before = asked();
  await till.app.evaluate(({ powerMonitor }) => powerMonitor.emit('resume'));
  await expect.poll(asked, { timeout: (0.7 * 1_000) / TIMES_AS_FAST, interval: 20 }).toBeGreaterThan(before);
};

it('enquires at once about a waiting payment when the machine wakes', async () => {
  await startSale(till.cashier, words, '62.43', 'mpm');
  await readsWord(till.cashier, 'waiting');
  await isAskedAboutOnWaking();
});

it('enquires at once about a doubtful payment of an earlier sale when the machine wakes', async () => {
  await tap(till.cashier, words('attempt.takeAway'));
  await readsWord(till.cashier, 'checking');
  await tap(till.cashier, words('attempt.nextCustomer'));
  await isAskedAboutOnWaking();
});

it('is closed from the settings, after a question that tells how many payments are open', async () => {
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
