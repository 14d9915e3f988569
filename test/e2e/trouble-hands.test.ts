/**
 * Cashiers who tap twice, hold a key down or scan at the wrong moment make at most one payment. The keys come from the
 * X server, so they take the same way as a real keyboard's.
 */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { execFileSync } from 'node:child_process';
import { focusAt, wordsOf, type LaunchedTill } from '../support/electron-app.ts';
import {
  ask,
  keyAmount,
  leavePaid,
  readsWord,
  scanUntilSaid,
  scanUntilTaken,
  seesScreen,
  startSale,
  tap,
} from '../support/hands.ts';
import { openShop, type Shop } from '../support/shop.ts';

const words = wordsOf('en');

let shop: Shop;
let till: LaunchedTill;
let sold: number;

beforeAll(async () => {
  shop = await openShop();
  till = await shop.launch({ folder: shop.newFolder(), simulator: shop.simulator });
  await focusAt(shop.screens.display, 640, 60);
});
afterAll(() => shop.close());

beforeEach(async () => {
  await seesScreen(till.cashier, 'keypad');
  await tap(till.cashier, words('keypad.clear'));
  sold = shop.simulator.books.orders().length;
});

const press = (...keys: readonly string[]): Promise<void> => till.press(...keys);
const hold = (key: string, seconds: number): void => {
  const env = { ...process.env, DISPLAY: shop.screens.display };
  execFileSync('xdotool', ['keydown', key, 'sleep', String(seconds), 'keyup', key], { env });
};
/** The amount beside the currency's sign; "" while no key was pressed. */
const amountShown = async (): Promise<string> => {
  const status = await till.cashier.getByRole('status', { name: words('common.amount') }).innerText();
  if (status.includes(words('keypad.empty'))) return '';
  return status.replaceAll(/\s/g, '').split('HK$').at(-1) ?? '';
};
const soldNow = (): number => shop.simulator.books.orders().length - sold;
/** Expects that the gateway received one request for each order. */
const eachOnce = (): void => {
  expect(new Set(Object.values(shop.simulator.books.allRequestsReceived()))).toEqual(new Set([1]));
};

describe('one payment from', () => {
  it('a double tap', async () => {
    await keyAmount(till.cashier, words, '90.11');
    await till.cashier.getByRole('button', { name: words('way.mpm') }).dblclick();
    await leavePaid(till.cashier, words);
    expect(soldNow()).toBe(1);
    eachOnce();
  });

  it('five taps on each of both ways to pay, as fast as the machine can', async () => {
    await keyAmount(till.cashier, words, '91.11');
    await till.cashier.evaluate(
      (names) => {
        const buttons = names.flatMap((name) => [...document.querySelectorAll<HTMLElement>(`[aria-label="${name}"]`)]);
        for (let tapped = 0; tapped < 5; tapped += 1) for (const button of buttons) button.click();
      },
      [words('way.mpm'), words('way.cpm')],
    );
    await leavePaid(till.cashier, words);
    expect(soldNow()).toBe(1);
    eachOnce();
  });

  it('a key held down', async () => {
    await keyAmount(till.cashier, words, '92.43');
    hold('F1', 2);
    await readsWord(till.cashier, 'waiting');
    await seesScreen(till.customer, 'qr');
    expect(soldNow()).toBe(1);
    shop.simulator.books.payNow(shop.simulator.books.orders().at(-1)?.number ?? '');
    await leavePaid(till.cashier, words);
    eachOnce();
  });

  it('the same message twenty times', async () => {
    const { saleId } = await till.state();
    const answers = await Promise.all(
      Array.from({ length: 20 }, () =>
        ask(till.cashier, 'start', { saleId, amount: 9311, tender: { wallet: 'payme', mode: 'mpm' } }),
      ),
    );
    expect(answers.filter((answer) => answer === 'started')).toHaveLength(1);
    expect(answers.filter((answer) => answer === 'already-started')).toHaveLength(19);
    await leavePaid(till.cashier, words);
    expect(soldNow()).toBe(1);
    // The sale has its payment, so a later message comes too late.
    expect(await ask(till.cashier, 'start', { saleId, amount: 9311, tender: { wallet: 'payme', mode: 'mpm' } })).toBe(
      'busy',
    );
    expect(soldNow()).toBe(1);
    eachOnce();
  });

  it('a code sent twenty times', async () => {
    await startSale(till.cashier, words, '94', 'cpm');
    await seesScreen(till.cashier, 'armed');
    const { saleId } = await till.state();
    const code = `PAYME${Date.now()}`;
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => ask(till.cashier, 'enterCode', { saleId, code })),
    );
    expect(answers.filter((answer) => answer === 'accepted')).toHaveLength(1);
    await leavePaid(till.cashier, words);
    expect(soldNow()).toBe(1);
    eachOnce();
  });
});

describe('a cashier who is faster than the screen', () => {
  type Spot = readonly [x: number, y: number];
  /** The middle of a button, after it accepts taps. */
  const spotOf = async (name: string): Promise<Spot> => {
    const button = till.cashier.getByRole('button', { name, exact: true });
    await button.click({ trial: true });
    const { x, y, width, height } = (await button.boundingBox()) ?? { x: 0, y: 0, width: 0, height: 0 };
    return [x + width / 2, y + height / 2];
  };
  /** Taps these spots quickly, without waiting for the screen. */
  const tapAt = async (...spots: readonly Spot[]): Promise<void> => {
    for (const [x, y] of spots) {
      await till.cashier.mouse.click(x, y);
      await new Promise((wait) => setTimeout(wait, 120));
    }
  };
  const waitForQr = async (amount: string): Promise<void> => {
    await startSale(till.cashier, words, amount, 'mpm');
    await seesScreen(till.customer, 'qr');
  };
  const leaveChecking = async (): Promise<void> => {
    await readsWord(till.cashier, 'checking');
    await tap(till.cashier, words('attempt.nextCustomer'));
    await seesScreen(till.cashier, 'keypad');
  };

  it('removes the QR with two taps and does not go on to the next customer', async () => {
    await waitForQr('81.43');
    const takeAway = await spotOf(words('attempt.takeAway'));
    await tapAt(takeAway, takeAway);
    await leaveChecking();
  });

  it('removes the QR with Enter held down and does not go on to the next customer', async () => {
    await waitForQr('82.43');
    await spotOf(words('attempt.takeAway'));
    await till.cashier.getByRole('button', { name: words('attempt.takeAway') }).focus();
    hold('Return', 2);
    await leaveChecking();
  });

  it('does not press a button that has just appeared under the finger', async () => {
    await waitForQr('83.43');
    const takeAway = await spotOf(words('attempt.takeAway'));
    await tap(till.cashier, words('attempt.takeAway'));
    await leaveChecking();
    await startSale(till.cashier, words, '83.01', 'mpm');
    await readsWord(till.cashier, 'not-paid');
    // The tap was aimed at the button that removes the QR.
    await tapAt(takeAway);
    await new Promise((wait) => setTimeout(wait, 300));
    await readsWord(till.cashier, 'not-paid');
    await tap(till.cashier, words('attempt.newSale'));
  });

  it('leaves the sale with two taps and types no digit; digits typed on the keyboard count at once', async () => {
    const nought = await spotOf('0');
    await startSale(till.cashier, words, '84', 'cpm');
    await seesScreen(till.cashier, 'armed');
    const cancel = await spotOf(words('common.cancel'));
    await tapAt(cancel, cancel);
    await seesScreen(till.cashier, 'keypad');
    expect(await amountShown()).toBe('84');
    await tap(till.cashier, words('way.cpm'));
    await seesScreen(till.cashier, 'armed');
    await spotOf(words('common.cancel'));
    await tapAt(cancel, nought);
    expect(await amountShown()).toBe('840');

    await tap(till.cashier, words('way.cpm'));
    await tapAt(await spotOf(words('common.cancel')));
    await till.cashier.keyboard.press('5');
    expect(await amountShown()).toBe('8,405');
  });

  it('can enter the next amount as soon as "paid" is gone', async () => {
    const spots = [await spotOf('4'), await spotOf('5'), await spotOf(words('keypad.point')), await spotOf('5')];
    await startSale(till.cashier, words, '85.11', 'mpm');
    await readsWord(till.cashier, 'paid');
    const green = await spotOf(words('attempt.continue'));
    await till.cashier.mouse.click(...green);
    await seesScreen(till.cashier, 'keypad');
    await tapAt(...spots);
    expect(await amountShown()).toBe('45.50');
  });

  it('starts no payment by a tap that was aimed at the screen before the keypad', async () => {
    await startSale(till.cashier, words, '86', 'cpm');
    const ways = await spotOf(words('common.cancel'));
    const before = soldNow();
    const way = await till.cashier.evaluate((name) => {
      // Tap the way to pay under the finger as soon as it appears.
      const watch = new MutationObserver(() => {
        const button = document.querySelector<HTMLElement>(`[aria-label="${name}"]`);
        if (button === null) return;
        watch.disconnect();
        button.dispatchEvent(new MouseEvent('click', { bubbles: true, cancelable: true, detail: 1 }));
      });
      watch.observe(document.body, { childList: true, subtree: true });
      return true;
    }, words('way.mpm'));
    expect(way).toBe(true);
    await tapAt(ways);
    await seesScreen(till.cashier, 'keypad');
    expect(soldNow()).toBe(before);
    expect(await amountShown()).toBe('86');
  });
});

describe('the keypad', () => {
  it.each<[string, readonly string[], string]>([
    ['a second decimal point or a third decimal', ['1', 'period', '2', 'period', '3', '4'], '1.23'],
    ['a leading zero', ['0', '0', '7'], '7'],
    ['an amount over the limit', ['6', '0', '0', '0', '0'], '6,000'],
    ['a letter or a sign', ['5', 'e', 'minus', 'x'], '5'],
  ])('does not accept %s', async (_what, keys, shown) => {
    await press(...keys);
    await expect.poll(amountShown).toBe(shown);
    // When the next key has shown its effect, the last one was processed too.
    await press('BackSpace');
    await expect.poll(amountShown).toBe(
      shown
        .replace(/^6,000$/, '6000')
        .slice(0, -1)
        .replace('1.2', '1.20'),
    );
  });

  it.each<[string, readonly string[], string, string]>([
    ['60000, over the limit', ['6', '0', '0', '0', '0'], '6,000', '600'],
    ['12.345', ['1', '2', 'period', '3', '4', '5'], '12.34', '12.30'],
    ['a second plus', ['5', 'plus', 'plus'], '5.00', '5'],
  ])(
    'charges nothing after the last key of %s was refused, until a key is accepted',
    async (_what, keys, left, back) => {
      const ways = [words('way.mpm'), words('way.cpm')];
      const areOff = (): Promise<boolean[]> =>
        Promise.all(ways.map((name) => till.cashier.getByRole('button', { name }).isDisabled()));
      await press(...keys);
      await till.cashier.locator('[data-refusal]').waitFor();
      // A sum without its last part cannot be charged either.
      expect(await amountShown()).toBe(left);
      expect(await areOff()).toEqual([true, true]);
      await press('F1', 'F2');
      expect(soldNow()).toBe(0);
      await press('BackSpace');
      await till.cashier.locator('[data-refusal]').waitFor({ state: 'detached' });
      expect(await amountShown()).toBe(back);
      expect(await areOff()).toEqual([false, false]);
    },
  );

  it('adds up: 38 + 45.5 is one payment of 83.50, and its parts can be read', async () => {
    await press('3', '8', 'plus', '4', '5', 'period', '5');
    await expect.poll(amountShown).toBe('83.50');
    const status = await till.cashier.getByRole('status', { name: words('common.amount') }).innerText();
    expect(status.replaceAll(/\s/g, '')).toContain('38+45.50');
    await tap(till.cashier, words('way.mpm'));
    await leavePaid(till.cashier, words);
    expect(shop.simulator.books.orders().at(-1)?.chargedCents).toBe(8_350);
  });

  it('shows the decimal that was not entered in grey, so that 45.5 reads 45.50', async () => {
    await press('4', '5', 'period', '5');
    await expect.poll(amountShown).toBe('45.50');
    const grey = till.cashier.getByRole('status', { name: words('common.amount') }).getByText('0', { exact: true });
    expect(await grey.evaluate((element) => getComputedStyle(element).color)).not.toBe(
      await grey.evaluate((element) => getComputedStyle(element.parentElement ?? element).color),
    );
  });

  it.each<[string, readonly string[], string]>([
    ['nothing', [], ''],
    ['0', ['0'], '0'],
    ['0.00', ['0', 'period', '0', '0'], '0.00'],
  ])('starts no payment of %s', async (_what, keys, shown) => {
    if (keys.length > 0) await press(...keys);
    await expect.poll(amountShown).toBe(shown);
    expect(await till.cashier.getByRole('button', { name: words('way.mpm') }).isDisabled()).toBe(true);
    expect(await till.cashier.getByRole('button', { name: words('way.cpm') }).isDisabled()).toBe(true);
    await press('F1', 'F2', 'Return', 'space');
    expect((await till.state()).stage.kind).toBe('keypad');
    expect(soldNow()).toBe(0);
  });
});

describe('a label', () => {
  const label = (): string => `PAYME${Date.now()}`;

  it('that is scanned between two sales is ignored, and not typed into the amount', async () => {
    till.scan(label());
    till.scan('134567890123456789');
    // Wait: a person does not type so soon after a scan that the key would count as part of the label.
    await till.app.evaluate(() => null);
    await new Promise((wait) => setTimeout(wait, 300));
    await press('7');
    await expect.poll(amountShown).toBe('7');
    expect((await till.state()).stage.kind).toBe('keypad');
    expect(soldNow()).toBe(0);
  });

  it('that is scanned while a QR is shown is ignored', async () => {
    await startSale(till.cashier, words, '95.43', 'mpm');
    await seesScreen(till.customer, 'qr');
    till.scan(label());
    await readsWord(till.cashier, 'waiting');
    expect(soldNow()).toBe(1);
    shop.simulator.books.payNow(shop.simulator.books.orders().at(-1)?.number ?? '');
    await leavePaid(till.cashier, words);
    expect(soldNow()).toBe(1);
  });

  it('of another wallet or of goods is refused by name, and nothing is sent; the right label then pays', async () => {
    await startSale(till.cashier, words, '96', 'cpm');
    await seesScreen(till.cashier, 'armed');
    for (const [wrong, refusal] of [
      ['134567890123456789', 'wechat'],
      ['2812345678901234', 'alipay'],
      ['6212345678901234567', 'unionpay'],
    ] as const) {
      await scanUntilSaid(till.cashier.getByText(words(`refusal.${refusal}`)), () => till.scan(wrong));
      await seesScreen(till.cashier, 'armed');
    }
    expect(soldNow()).toBe(0);
    const right = label();
    await scanUntilTaken(till.cashier, () => till.scan(right));
    await leavePaid(till.cashier, words);
    expect(soldNow()).toBe(1);

    await startSale(till.cashier, words, '97', 'cpm');
    await seesScreen(till.cashier, 'armed');
    await scanUntilSaid(till.cashier.getByText(words('refusal.used-before')), () => till.scan(right));
    expect(soldNow()).toBe(1);
    await tap(till.cashier, words('common.cancel'));
    eachOnce();
  });
});
