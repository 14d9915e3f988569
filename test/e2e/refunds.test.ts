/**
 * Refunds (rule P15), by hand in a real Electron: in full, in parts, never more than was paid, refused for now and made
 * later, in doubt and found. At the end of each, the window, the ledger's row and QFPay's books agree. Tested in one
 * language; words.test.ts reads the texts in all languages.
 */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { wordsOf, type LaunchedTill } from '../support/electron-app.ts';
import { ask, leavePaid, seesScreen, startSale, tap } from '../support/hands.ts';
import { rowsOf, type LedgerRow } from '../support/ledger-rows.ts';
import { chooseRefund, confirmRefund, dialogOf, leaveDay, openFromDay, readsRefund } from '../support/refund-hands.ts';
import { openShop, type Shop } from '../support/shop.ts';

let shop: Shop;
let folder: string;
let till: LaunchedTill;
const words = wordsOf('en');

beforeAll(async () => {
  shop = await openShop({ timesAsFast: 3 });
  folder = shop.newFolder();
  await open();
});
afterAll(() => shop.close());

const open = async (): Promise<void> => {
  till = await shop.launch({ folder, simulator: shop.simulator });
};

// A failed test must not disturb the next one.
beforeEach(async () => {
  shop.simulator.setSwitches({ refundMode: 'done', lowBalance: false, queryFault: 'none' });
  await till.cashier.reload();
  await seesScreen(till.cashier, 'keypad');
});

const order = () => {
  const last = shop.simulator.books.orders().at(-1);
  if (last === undefined) throw new Error('Nothing was sold');
  return last;
};
const refundsOf = (payment: string): readonly LedgerRow[] => rowsOf(folder).filter((row) => row.refund_of === payment);
const says = async (key: string): Promise<void> => {
  await dialogOf(till.cashier).getByText(words(key)).first().waitFor({ timeout: 30_000 });
};
const strip = () => till.cashier.getByRole('button', { name: words('refund.strip').replace('{{number}}', '1') });

/** Makes a paid sale and opens it from today's list. Returns its attempt number. */
const sellAndOpen = async (amount: string): Promise<string> => {
  await startSale(till.cashier, words, amount, 'mpm');
  await leavePaid(till.cashier, words);
  await openFromDay(till.cashier, words, `HK$${amount}`);
  return order().number;
};

describe('a refund', () => {
  it('of the whole amount: one question, one refund', async () => {
    const payment = await sellAndOpen('45.11');
    await chooseRefund(till.cashier, words, null);
    const question = words('refund.confirm').replace('{{amount}}', 'HK$45.11').replace('{{paid}}', 'HK$45.11');
    await dialogOf(till.cashier).getByText(question).waitFor();
    expect(shop.simulator.books.order(payment)?.refundedCents, 'nothing goes before the answer').toBe(0);
    await confirmRefund(till.cashier, words, 'HK$45.11');
    await readsRefund(till.cashier, 'refunded', 'HK$45.11');
    expect(await dialogOf(till.cashier).innerText()).toContain(words('word.refunded'));
    expect(await dialogOf(till.cashier).innerText()).toContain('−HK$45.11');
    expect(
      await dialogOf(till.cashier)
        .getByRole('button', { name: words('refund.open') })
        .count(),
    ).toBe(0);

    expect(order()).toMatchObject({ chargedCents: 4_511, refundedCents: 4_511 });
    expect(refundsOf(payment)).toMatchObject([{ kind: 'refund', status: 'refunded', amount_cents: 4_511 }]);
    await tap(dialogOf(till.cashier), words('common.close'));
    const list = till.cashier.getByRole('region', { name: words('today.list') });
    const row = list.getByRole('button').filter({ hasText: '−HK$45.11' }).first();
    expect(await row.innerText()).toContain(words('kind.refund'));
    const paid = list
      .getByRole('button')
      .filter({ hasText: words('payment.rowWhole') })
      .first();
    expect(await paid.innerText()).toContain('HK$45.11');
    expect(await paid.innerText()).not.toContain(words('word.paid'));
    await tap(till.cashier, words('common.back'));
    // A result that the cashier has read with the payment does not come again as news.
    expect((await till.state()).news).toEqual([]);
  });

  it('of a part that the gateway has in progress (1143) is being checked, and is refunded in the end', async () => {
    shop.simulator.setSwitches({ refundMode: 'pending-then-done' });
    const payment = await sellAndOpen('46.11');
    await chooseRefund(till.cashier, words, '12.00');
    await confirmRefund(till.cashier, words, 'HK$12.00');
    await says('refund.inDoubt');
    await says('word.refund-checking');
    await expect.poll(() => refundsOf(payment)).toMatchObject([{ status: 'pending', amount_cents: 1_200 }]);
    await readsRefund(till.cashier, 'refunded', 'HK$12.00');
    shop.simulator.setSwitches({ refundMode: 'done' });
    expect(order()).toMatchObject({ chargedCents: 4_611, refundedCents: 1_200 });
    expect(refundsOf(payment)).toMatchObject([{ status: 'refunded', amount_cents: 1_200 }]);
    await tap(dialogOf(till.cashier), words('common.close'));
    const list = till.cashier.getByRole('region', { name: words('today.list') });
    const paid = list
      .getByRole('button')
      .filter({ hasText: words('payment.rowPart') })
      .first();
    expect(await paid.innerText()).toContain('HK$46.11');
    await tap(till.cashier, words('common.back'));
    await seesScreen(till.cashier, 'keypad');
  });

  it('that is refused for today (1269) stays a task, also after a restart, and is made later', async () => {
    shop.simulator.setSwitches({ lowBalance: true });
    const payment = await sellAndOpen('47.11');
    await chooseRefund(till.cashier, words, '20.00');
    await confirmRefund(till.cashier, words, 'HK$20.00');
    await readsRefund(till.cashier, 'not-refunded', 'HK$20.00');
    expect(await dialogOf(till.cashier).innerText()).toContain(words('advice.refund-funds'));
    await leaveDay(till.cashier, words);
    await strip().waitFor();

    await till.close();
    await open();
    shop.simulator.setSwitches({ lowBalance: false });
    await strip().click();
    const toDo = till.cashier.getByRole('region', { name: words('refund.toDo') });
    expect(await toDo.innerText()).toContain(words('advice.refund-funds'));
    await toDo.getByText(words('refund.again'), { exact: true }).click();
    await confirmRefund(till.cashier, words, 'HK$20.00');
    await readsRefund(till.cashier, 'refunded', 'HK$20.00');
    await leaveDay(till.cashier, words);
    expect((await till.state()).refundsToRetry).toEqual([]);
    expect(shop.simulator.books.order(payment)).toMatchObject({ chargedCents: 4_711, refundedCents: 2_000 });
    expect(refundsOf(payment)).toMatchObject([
      { status: 'refused', amount_cents: 2_000, dealt_with: 1 },
      { status: 'refunded', amount_cents: 2_000 },
    ]);
  });
});

describe('one payment', () => {
  it('is refunded in parts, and never for more than was paid', async () => {
    const payment = await sellAndOpen('48.11');
    for (const amount of ['12.00', '10.00']) {
      await chooseRefund(till.cashier, words, amount);
      await confirmRefund(till.cashier, words, `HK$${amount}`);
      await readsRefund(till.cashier, 'refunded', `HK$${amount}`);
    }
    await says('payment.refunds');
    await dialogOf(till.cashier).getByText('HK$26.11').waitFor();

    await tap(dialogOf(till.cashier), words('refund.open'));
    const amount = dialogOf(till.cashier).getByRole('status', { name: words('common.amount') });
    // The keypad refuses the key that would make 27, and the one that would make 26.12; it shows 26.1 as 26.10.
    for (const key of ['2', '7']) await tap(dialogOf(till.cashier), key);
    expect(await amount.innerText()).toMatch(/\$\s*2$/);
    for (const key of ['6', words('keypad.point'), '1', '2']) await tap(dialogOf(till.cashier), key);
    expect(await amount.innerText()).toMatch(/\$\s*26\.10$/);
    expect(
      await dialogOf(till.cashier)
        .getByRole('button', { name: words('refund.nextEmpty') })
        .isDisabled(),
    ).toBe(true);
    await tap(dialogOf(till.cashier), words('common.back'));

    // Without the screen, the till itself refuses the amount, and a second tap on a screen that knows one refund less.
    expect(await ask(till.cashier, 'refund', { number: payment, amount: 2_612, expectedRefunds: 2 })).toBe('amount');
    expect(await ask(till.cashier, 'refund', { number: payment, amount: 100, expectedRefunds: 1 })).toBe(
      'already-started',
    );
    await chooseRefund(till.cashier, words, null);
    await confirmRefund(till.cashier, words, 'HK$26.11');
    await readsRefund(till.cashier, 'refunded', 'HK$26.11');
    expect(shop.simulator.books.order(payment)).toMatchObject({ chargedCents: 4_811, refundedCents: 4_811 });
    expect(refundsOf(payment).map((row) => row.amount_cents)).toEqual([1_200, 1_000, 2_611]);
    const asked = refundsOf(payment).map((row) => shop.simulator.books.requestsReceived(row.number));
    expect(asked).toEqual([1, 1, 1]);
    await leaveDay(till.cashier, words);
  });

  it('accepts no other refund while one is in doubt, and that one is found', async () => {
    const payment = await sellAndOpen('49.11');
    // The network loses the answer and every enquiry until it is repaired.
    shop.simulator.setSwitches({ refundMode: 'done-no-answer', queryFault: 'drop' });
    await chooseRefund(till.cashier, words, '15.00');
    await confirmRefund(till.cashier, words, 'HK$15.00');
    await says('refund.inDoubt');
    expect(
      await dialogOf(till.cashier)
        .getByRole('button', { name: words('refund.open') })
        .count(),
    ).toBe(0);
    expect(await ask(till.cashier, 'refund', { number: payment, amount: 100, expectedRefunds: 1 })).toBe('in-doubt');
    // The button shows the result of an enquiry even if it brings nothing new.
    await tap(dialogOf(till.cashier), words('today.ask'));
    await dialogOf(till.cashier)
      .getByRole('button', { name: words('attempt.unanswered') })
      .waitFor();
    await tap(dialogOf(till.cashier), words('common.close'));
    await tap(till.cashier, words('common.back'));
    await till.cashier.getByText(words('checking.stripHintRefund')).waitFor();

    shop.simulator.setSwitches({ refundMode: 'done', queryFault: 'none' });
    await openFromDay(till.cashier, words, 'HK$49.11');
    await tap(dialogOf(till.cashier), words('today.ask'));
    await dialogOf(till.cashier)
      .getByRole('button', { name: words('attempt.answered') })
      .waitFor();
    await readsRefund(till.cashier, 'refunded', 'HK$15.00');
    expect(shop.simulator.books.refunds().filter((refund) => refund.paymentNumber === payment)).toHaveLength(1);
    expect(shop.simulator.books.order(payment)).toMatchObject({ chargedCents: 4_911, refundedCents: 1_500 });
    await leaveDay(till.cashier, words);
  });

  it('has a refused refund that can be dropped from the tasks for good', async () => {
    shop.simulator.setSwitches({ lowBalance: true });
    const payment = await sellAndOpen('51.11');
    await chooseRefund(till.cashier, words, null);
    await confirmRefund(till.cashier, words, 'HK$51.11');
    await readsRefund(till.cashier, 'not-refunded', 'HK$51.11');
    await leaveDay(till.cashier, words);
    shop.simulator.setSwitches({ lowBalance: false });
    await strip().click();
    await till.cashier.getByText(words('refund.drop'), { exact: true }).click();
    await tap(dialogOf(till.cashier), words('refund.dropKeep'));
    expect((await till.state()).refundsToRetry).toHaveLength(1);
    await till.cashier.getByText(words('refund.drop'), { exact: true }).click();
    await tap(dialogOf(till.cashier), words('refund.dropDo'));
    await till.cashier.getByRole('region', { name: words('refund.toDo') }).waitFor({ state: 'detached' });
    await till.close();
    await open();
    await seesScreen(till.cashier, 'keypad');
    expect((await till.state()).refundsToRetry).toEqual([]);
    expect(shop.simulator.books.order(payment)).toMatchObject({ chargedCents: 5_111, refundedCents: 0 });
  });
});

describe('a payment is looked up', () => {
  beforeEach(async () => {
    await tap(till.cashier, words('keypad.today'));
    await till.cashier.getByRole('button', { name: words('history.open') }).click();
    await seesScreen(till.cashier, 'history');
  });

  const found = () => till.cashier.getByRole('region', { name: words('history.results') });
  const find = async (text: string): Promise<void> => {
    await till.cashier.getByRole('searchbox').fill(text);
    await tap(till.cashier, words('search.find'));
  };

  it('by touch alone, on the keys of the screen', async () => {
    await tap(till.cashier, words('search.keys'));
    for (const key of '48.11') await tap(till.cashier, key === '.' ? words('keypad.point') : key);
    await tap(till.cashier, words('search.find'));
    await found().getByRole('listitem').filter({ hasText: 'HK$48.11' }).waitFor();
    expect(await found().getByRole('listitem').count()).toBe(1);
  });

  it("by our number in any case, and by QFPay's syssn", async () => {
    const [first] = shop.simulator.books.orders();
    if (first === undefined) throw new Error('Nothing was sold');
    for (const text of [first.number.toLowerCase(), first.syssn]) {
      await find(text);
      await found().getByRole('listitem').filter({ hasText: 'HK$45.11' }).waitFor();
      expect(await found().getByRole('listitem').count()).toBe(1);
    }
    await found().getByRole('button').click();
    await dialogOf(till.cashier).getByText(first.syssn).waitFor();
  });

  it('without success, and the screen says what can be typed', async () => {
    await find('0.07');
    await found().getByText(words('history.empty')).waitFor();
    await find('the lady in red');
    await found().getByText(words('history.notUnderstood')).waitFor();
    await till.cashier.getByRole('searchbox').press('Escape');
    await seesScreen(till.cashier, 'today');
  });
});
