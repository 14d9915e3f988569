/**
 * The history, by hand in a real Electron: three payments are found by number, amount and result; from a payment's page
 * it is refunded, and the page says what happened and who did it; the list of acts says the same.
 */
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { csvRows } from '../support/csv.ts';
import { wordsOf, type LaunchedTill } from '../support/electron-app.ts';
import { leavePaid, readsWord, seesScreen, startSale, tap } from '../support/hands.ts';
import { chooseRefund, confirmRefund, dialogOf, readsRefund } from '../support/refund-hands.ts';
import { openShop, type Shop } from '../support/shop.ts';

const words = wordsOf('en');
let shop: Shop;
let till: LaunchedTill;

beforeAll(async () => {
  shop = await openShop({ timesAsFast: 3 });
  till = await shop.launch({ folder: shop.newFolder(), simulator: shop.simulator });
  for (const amount of ['45.11', '80.11']) {
    await startSale(till.cashier, words, amount, 'mpm');
    await leavePaid(till.cashier, words);
  }
  await startSale(till.cashier, words, '12.01', 'mpm');
  await readsWord(till.cashier, 'not-paid');
  await tap(till.cashier, words('attempt.newSale'));
  await tap(till.cashier, words('keypad.today'));
  await till.cashier.getByRole('button', { name: words('history.open') }).click();
  await seesScreen(till.cashier, 'history');
});
afterAll(() => shop.close());

const results = () => till.cashier.getByRole('region', { name: words('history.results') });
const rows = () => results().getByRole('listitem');
const find = async (text: string): Promise<void> => {
  await till.cashier.getByRole('searchbox').fill(text);
  await till.cashier.keyboard.press('Enter');
};
const choose = (chip: string, option: string): Promise<unknown> =>
  till.cashier.getByLabel(words(chip), { exact: true }).selectOption({ label: words(option) });
/** Waits until exactly these amounts are listed, newest first. */
const shows = (...amounts: readonly string[]): Promise<void> =>
  expect
    .poll(async () => {
      const texts = await rows().allInnerTexts();
      return texts.map((text) => /\u2212?HK\$[\d.,]+/.exec(text)?.[0]);
    })
    .toEqual(amounts);

describe('a payment is found', () => {
  it('among all of them, newest first', async () => {
    await shows('HK$12.01', 'HK$80.11', 'HK$45.11');
    await till.cashier.getByText(words('history.everything')).waitFor();
  });

  it('by its number', async () => {
    const number = shop.simulator.books.orders().find(({ amountCents }) => amountCents === 4_511)?.number ?? '';
    await find(number);
    await shows('HK$45.11');
    await till.cashier.getByText(words('history.byNumber')).waitFor();
  });

  it('by its amount, and by a day on which nothing was sold', async () => {
    await find('80.11');
    await shows('HK$80.11');
    await find('2001-01-01');
    await results().getByText(words('history.empty')).waitFor();
  });

  it('by its result, whatever was typed before', async () => {
    await find('');
    await choose('history.state', 'history.states.not-paid');
    await shows('HK$12.01');
    await tap(till.cashier, words('search.noFilter'));
    await shows('HK$12.01', 'HK$80.11', 'HK$45.11');
  });

  it('with the arrow keys and Enter', async () => {
    await rows().first().getByRole('button').focus();
    await till.cashier.keyboard.press('ArrowDown');
    await till.cashier.keyboard.press('ArrowDown');
    await till.cashier.keyboard.press('ArrowUp');
    await till.cashier.keyboard.press('Enter');
    await dialogOf(till.cashier).getByText('80.11').first().waitFor();
    await tap(dialogOf(till.cashier), words('common.close'));
  });
});

describe("a payment's page", () => {
  it('refunds it, and says what happened and who did it', async () => {
    await rows().filter({ hasText: 'HK$45.11' }).getByRole('button').click();
    const story = dialogOf(till.cashier).getByRole('region', { name: words('story.title') });
    const owner = (key: string): string => words(key).replace('{{by}}', 'owner');
    await story.getByText(owner('story.begun')).waitFor();
    await chooseRefund(till.cashier, words, '5.11');
    await confirmRefund(till.cashier, words, 'HK$5.11');
    await readsRefund(till.cashier, 'refunded', 'HK$5.11');
    await story.getByText(owner('story.refundBegun').replace('{{amount}}', 'HK$5.11')).waitFor();
    await story.getByText(words('act.refund-started')).waitFor();
    await tap(dialogOf(till.cashier), words('common.close'));
  });

  it('has left its trace in the list', async () => {
    await shows('\u2212HK$5.11', 'HK$12.01', 'HK$80.11', 'HK$45.11');
    await rows().filter({ hasText: 'HK$45.11' }).getByText(words('payment.rowPart')).waitFor();
    await choose('history.state', 'history.states.refund');
    await shows('\u2212HK$5.11');
  });
});

describe('who did what', () => {
  it('lists the refund, finds it by its person and by its day, and opens its payment', async () => {
    await tap(till.cashier, words('acts.title'));
    await seesScreen(till.cashier, 'acts');
    const acts = () => till.cashier.getByRole('region', { name: words('acts.results') }).getByRole('listitem');
    await till.cashier.getByLabel(words('acts.what'), { exact: true }).selectOption('refund-started');
    await find('owner');
    await acts().filter({ hasText: 'HK$5.11' }).waitFor();
    expect(await acts().count()).toBe(1);
    await find('2001-01-01');
    await till.cashier.getByText(words('acts.empty')).waitFor();
    await find('');
    await acts().getByRole('button').click();
    await dialogOf(till.cashier).getByText(words('story.title')).waitFor();
    await tap(dialogOf(till.cashier), words('common.close'));
  });

  it('is exported', async () => {
    await tap(till.cashier, words('today.export'));
    const [before = ''] = words('today.written').split('{{path}}');
    const path = (await till.cashier.getByText(before).last().innerText()).replace(before, '').trim();
    expect(csvRows(readFileSync(path, 'utf8'))).toMatchObject([
      { act: 'refund-started', by: 'owner', facts: '{"amount":511}' },
    ]);
  });
});
