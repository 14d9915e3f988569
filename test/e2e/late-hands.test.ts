/**
 * The alarm of a late payment opens without being asked for, while the cashier does something else. A finger that aims
 * at a key must not press a button of the alarm, and a partly entered amount must stay.
 */
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { wordsOf, type LaunchedTill } from '../support/electron-app.ts';
import { ask, keyAmount, readsWord, seesScreen, startSale, tap } from '../support/hands.ts';
import { openShop, type Shop } from '../support/shop.ts';

const words = wordsOf('en');
const DIGITS = ['7', '8', '9', '4', '5', '6', '1', '2', '3', '0', '00'] as const;
const TAP_EVERY_MS = 100;

let shop: Shop;
let till: LaunchedTill;

beforeAll(async () => {
  shop = await openShop({ timesAsFast: 3 });
  till = await shop.launch({ folder: shop.newFolder(), simulator: shop.simulator });
});
afterAll(() => shop.close());
// A failed test must not disturb the next one.
beforeEach(async () => {
  for (const { number } of (await till.state()).news) await ask(till.cashier, 'keepLatePayment', { number });
  const { saleId } = await till.state();
  await ask(till.cashier, 'cancel', { saleId });
  await ask(till.cashier, 'next', { saleId });
  await till.cashier.reload();
  await resize('1280x800');
  await seesScreen(till.cashier, 'keypad');
});

const alarm = () => till.cashier.getByRole('alertdialog');
const waits = () => till.cashier.getByRole('button', { name: words('late.waits') });
const keep = () => alarm().getByRole('button', { name: words('late.keep'), exact: true });

/** Shows a QR, removes it, and goes on to the next customer. Returns the attempt number. */
const giveUp = async (amount: string): Promise<string> => {
  await startSale(till.cashier, words, amount, 'mpm');
  await seesScreen(till.customer, 'qr');
  await tap(till.cashier, words('attempt.takeAway'));
  await readsWord(till.cashier, 'checking');
  await tap(till.cashier, words('attempt.nextCustomer'));
  await seesScreen(till.cashier, 'keypad');
  return shop.simulator.books.orders().at(-1)?.number ?? '';
};
const keyBoxes = async (): Promise<ReadonlyMap<string, Box>> => {
  const boxes = new Map<string, Box>();
  for (const key of [...DIGITS, words('keypad.clear')]) {
    const box = await till.cashier.getByRole('button', { name: key, exact: true }).boundingBox();
    if (box === null) throw new Error(`No key ${key}`);
    boxes.set(key, box);
  }
  return boxes;
};
type Box = { readonly x: number; readonly y: number; readonly width: number; readonly height: number };

/** Taps these places in turn, ten taps a second, until it is stopped. */
const tapping = (boxes: readonly Box[]): { readonly taps: () => number; readonly stop: () => Promise<void> } => {
  let stopped = false;
  let taps = 0;
  const hand = (async (): Promise<void> => {
    for (; ; taps += 1) {
      const box = boxes[taps % boxes.length];
      if (stopped || box === undefined) return;
      await till.cashier.mouse.click(box.x + box.width / 2, box.y + box.height / 2);
      await new Promise((wait) => setTimeout(wait, TAP_EVERY_MS));
    }
  })();
  return {
    taps: () => taps,
    stop() {
      stopped = true;
      return hand;
    },
  };
};

it('a tap every 100 ms on every digit key through the moment of the alarm refunds nothing and keeps nothing', async () => {
  const number = await giveUp('31.43');
  // On a small screen the alarm lies over the keys.
  await resize('1024x600');
  const boxes = await keyBoxes();
  const clear = boxes.get(words('keypad.clear'));
  if (clear === undefined) throw new Error('No key to clear');
  // Clear after each digit, because a partly entered amount would hold back the alarm.
  const keys = DIGITS.flatMap((key) => [boxes.get(key) ?? clear, clear]);
  const hand = tapping(keys);
  shop.simulator.books.payNow(number);
  await alarm().waitFor();
  // Two whole rounds over all keys while the alarm is open.
  const rounds = hand.taps() + 2 * keys.length;
  await expect.poll(hand.taps, { timeout: 60_000 }).toBeGreaterThanOrEqual(rounds);
  await hand.stop();
  expect(shop.simulator.books.refunds()).toEqual([]);
  expect(await alarm().isVisible()).toBe(true);
  await keep().click();
  await alarm().waitFor({ state: 'detached' });
  expect(shop.simulator.books.refunds()).toEqual([]);
});

it('no button of the alarm, nor of its question, lies over a digit key, at any size', async () => {
  const number = await giveUp('32.43');
  const sizes = ['1024x600', '1280x800', '1920x1080'] as const;
  const keys = new Map<string, ReadonlyMap<string, Box>>();
  for (const size of sizes) {
    await resize(size);
    keys.set(size, await keyBoxes());
  }
  shop.simulator.books.payNow(number);
  await alarm().waitFor();
  for (const size of sizes) {
    await resize(size);
    for (const button of await alarm().getByRole('button').all()) {
      const box = await button.boundingBox();
      const over = [...(keys.get(size) ?? [])].filter(([, key]) => box !== null && overlap(box, key));
      expect(
        over.map(([name]) => name),
        `${size}: ${await button.innerText()}`,
      ).toEqual([]);
    }
  }
});

const overlap = (a: Box, b: Box): boolean =>
  a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;

const resize = async (size: string): Promise<void> => {
  const [width = 0, height = 0] = size.split('x').map(Number);
  await till.app.evaluate(
    ({ BrowserWindow }, [w, h]) => {
      const window = BrowserWindow.getAllWindows().find((each) =>
        each.webContents.getURL().startsWith('app://cashier/'),
      );
      window?.setFullScreen(false);
      window?.setBounds({ x: 0, y: 0, width: w, height: h });
    },
    [width, height] as const,
  );
  await till.cashier.waitForFunction(([w, h]) => Math.abs(innerWidth - w) <= 1 && Math.abs(innerHeight - h) <= 1, [
    width,
    height,
  ] as const);
};

it('accepts no tap in its first second, nor before the finger was lifted', async () => {
  const number = await giveUp('33.43');
  // A finger rests on the screen when the alarm opens.
  await till.cashier.mouse.move(4, 4);
  await till.cashier.mouse.down();
  shop.simulator.books.payNow(number);
  await alarm().waitFor();
  await new Promise((wait) => setTimeout(wait, 1_500));
  expect(await keep().isDisabled()).toBe(true);
  await till.cashier.mouse.up();
  await expect.poll(() => keep().isDisabled()).toBe(false);
});

it('does not open over a partly entered amount: a strip shows it until the amount is cleared', async () => {
  const number = await giveUp('34.43');
  await keyAmount(till.cashier, words, '45');
  shop.simulator.books.payNow(number);
  await waits().waitFor();
  expect(await alarm().isVisible()).toBe(false);
  await keyAmount(till.cashier, words, '.5');
  expect(await till.cashier.getByRole('status', { name: words('common.amount') }).innerText()).toContain('45.5');
  await tap(till.cashier, words('keypad.clear'));
  await alarm().waitFor();
  await keep().click();
  await alarm().waitFor({ state: 'detached' });
});

it('waits until a partly entered amount is used for its sale', async () => {
  const number = await giveUp('35.43');
  await keyAmount(till.cashier, words, '36');
  shop.simulator.books.payNow(number);
  await waits().waitFor();
  await tap(till.cashier, words('way.cpm'));
  await seesScreen(till.cashier, 'armed');
  await alarm().waitFor();
  await keep().click();
  await alarm().waitFor({ state: 'detached' });
  await seesScreen(till.cashier, 'armed');
});

it('asks before it refunds, and refunds nothing when the question is closed', async () => {
  const number = await giveUp('36.43');
  shop.simulator.books.payNow(number);
  await alarm().waitFor();
  const refund = words('late.refund').replace('{{amount}}', 'HK$36.43');
  const [first, second] = await alarm().getByRole('button').allInnerTexts();
  expect([first?.trim(), second?.trim()]).toEqual([words('late.keep'), refund]);
  await tap(alarm(), refund);
  await till.cashier.getByText(words('refund.confirmTitle').replace('{{amount}}', 'HK$36.43')).waitFor();
  expect(shop.simulator.books.refunds()).toEqual([]);
  await tap(till.cashier.getByRole('dialog').last(), words('common.back'));
  await alarm().waitFor();
  expect(shop.simulator.books.refunds()).toEqual([]);
});
