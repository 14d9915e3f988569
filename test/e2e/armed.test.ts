/** While the till waits for a code: the messages about refused codes, scanned or typed by hand, and how to leave. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { focusAt, wordsOf, type LaunchedTill } from '../support/electron-app.ts';
import { scanUntilSaid, seesScreen, startSale, tap } from '../support/hands.ts';
import { openShop, type Shop } from '../support/shop.ts';

const words = wordsOf('en');
const WECHAT = '134567890123456789';

let shop: Shop;
let till: LaunchedTill;

beforeAll(async () => {
  shop = await openShop();
  till = await shop.launch({ folder: shop.newFolder(), simulator: shop.simulator });
  await focusAt(shop.screens.display, 640, 60);
});
afterAll(() => shop.close());

beforeEach(async () => {
  await startSale(till.cashier, words, '96', 'cpm');
  await seesScreen(till.cashier, 'armed');
  return async () => {
    if ((await till.state()).stage.kind === 'armed') await tap(till.cashier, words('common.cancel'));
    await tap(till.cashier, words('keypad.clear'));
  };
});

const refusals = () => till.cashier.getByText(words('refusal.wechat'));

it('shows the refusal again when the same wrong code is scanned again', async () => {
  await scanUntilSaid(refusals(), () => till.scan(WECHAT));
  await till.cashier.getByRole('alert').evaluate((alert) => (alert.dataset['before'] = ''));
  till.scan(WECHAT);
  await till.cashier.locator('[role=alert]:not([data-before])').waitFor();
  expect(await refusals().count()).toBe(1);
});

describe('digits typed by hand', () => {
  const field = () => till.cashier.getByLabel(words('armed.typeLabel'));
  beforeEach(() => tap(till.cashier, words('armed.typeOpen')));

  const refuse = async (): Promise<void> => {
    await field().fill(WECHAT);
    await tap(till.cashier, words('armed.typeSend'));
    await refusals().first().waitFor();
  };

  it('are refused in one place', async () => {
    await refuse();
    expect(await refusals().count()).toBe(1);
    expect(await field().getAttribute('aria-invalid')).toBe('true');
  });

  it('do not change, and are not sent, when a code is scanned', async () => {
    await till.press('1', '2', 'minus', 'a', 'B', 'slash');
    await expect.poll(() => field().inputValue()).toBe('12-aB/');
    // A scan right after keys by hand is refused as doubtful; the next scan is not.
    await scanUntilSaid(refusals(), () => till.scan(WECHAT));
    expect(await field().inputValue()).toBe('12-aB/');
    expect(shop.simulator.books.orders()).toEqual([]);
  });

  it('are dropped with Escape, and the amount comes back', async () => {
    await field().fill(WECHAT);
    await till.cashier.keyboard.press('Escape');
    await seesScreen(till.cashier, 'keypad');
    await till.cashier
      .getByRole('status', { name: words('common.amount') })
      .getByText('96')
      .waitFor();
  });

  it.each([
    ['a tap on the keys', () => tap(till.cashier, '7')],
    ['a tap on the key that deletes', () => tap(till.cashier, words('keypad.back'))],
    ['a key of the keyboard', () => till.cashier.keyboard.press('7')],
  ])('lose the old refusal after %s', async (_what, change) => {
    await refuse();
    await change();
    await expect.poll(() => refusals().count()).toBe(0);
  });
});
