/**
 * The network fails for three minutes, in three ways, while a QR is shown, while a scanned code is being sent and while
 * a refund is made. The till shows nothing wrong in that time, and charges nobody twice.
 */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { wordsOf, type LaunchedTill } from '../support/electron-app.ts';
import { leavePaid, readsWord, seesScreen, startSale, tap } from '../support/hands.ts';
import { rowsOf, type LedgerRow } from '../support/ledger-rows.ts';
import { openLine, type Line } from '../support/line.ts';
import { chooseRefund, confirmRefund, dialogOf, leaveDay, openFromDay } from '../support/refund-hands.ts';
import { openShop, type Shop } from '../support/shop.ts';

/** Ten times faster, so that the shop's minutes take seconds. */
const TIMES_AS_FAST = 10;
const GONE_MS = 180_000 / TIMES_AS_FAST;
/** Long enough for a refund whose request was lost, which counts as not found after ten minutes. */
const SETTLED_MS = (20 * 60_000) / TIMES_AS_FAST;
const words = wordsOf('en');

let shop: Shop;
let line: Line;
let folder: string;
let till: LaunchedTill;

beforeAll(async () => {
  shop = await openShop({ timesAsFast: TIMES_AS_FAST });
  line = await openLine(shop.simulator.url);
  folder = shop.newFolder();
  till = await shop.launch({ folder, simulator: { ...shop.simulator, url: line.url } });
});
afterAll(async () => {
  await shop.close();
  await line.close();
});

const rowOf = (amount: number, kind: LedgerRow['kind'] = 'payment'): LedgerRow => {
  const row = rowsOf(folder).find((each) => each.amount_cents === amount && each.kind === kind);
  if (row === undefined) throw new Error(`No row of ${amount}`);
  return row;
};
const statuses = (): Readonly<Record<string, string>> =>
  Object.fromEntries(rowsOf(folder).map((row) => [`${row.kind} ${row.amount_cents}`, row.status]));

const startScanned = async (amount: string): Promise<void> => {
  await startSale(till.cashier, words, amount, 'cpm');
  await seesScreen(till.cashier, 'armed');
  await tap(till.cashier, words('armed.typeOpen'));
  await till.cashier.getByRole('textbox').fill(`PAYME${Date.now()}`);
  await tap(till.cashier, words('armed.typeSend'));
};

/** Watches both windows, and every word about an earlier sale; `stop` returns what was wrong. */
const watchWords = (): { readonly stop: () => Promise<readonly string[]> } => {
  const wrong: string[] = [];
  const stopped = new AbortController();
  const look = async (): Promise<void> => {
    const { news, stage, checking } = await till.state();
    wrong.push(...news.map(({ word, amount }) => `news: ${amount} ${word}`));
    wrong.push(...checking.filter(({ word }) => !word.endsWith('checking')).map(({ word }) => `strip: ${word}`));
    if (stage.kind === 'attempt' && stage.attempt.word === 'paid') wrong.push(`paid: ${stage.attempt.amount}`);
    const shown = await till.customer.locator('main').getAttribute('data-screen');
    if (shown === 'paid') wrong.push('the customer reads that it is paid');
  };
  const watching = (async () => {
    while (!stopped.signal.aborted) {
      await look();
      await new Promise((wait) => setTimeout(wait, 100));
    }
  })();
  return {
    async stop() {
      stopped.abort();
      await watching;
      return [...new Set(wrong)];
    },
  };
};

it('three minutes without network: shows nothing wrong, charges nobody twice', async () => {
  const { books } = shop.simulator;
  await startSale(till.cashier, words, '65.11', 'mpm');
  await leavePaid(till.cashier, words);

  // A QR is shown; the customer's phone has its own network and pays.
  await startSale(till.cashier, words, '61.43', 'mpm');
  await seesScreen(till.customer, 'qr');
  await line.turn('deaf');
  const goneSince = Date.now();
  const watched = watchWords();
  expect(books.payNow(rowOf(6_143).number)).toBe(true);
  await till.cashier.waitForTimeout(8_000 / TIMES_AS_FAST);
  await readsWord(till.cashier, 'waiting');
  await tap(till.cashier, words('attempt.takeAway'));
  await readsWord(till.cashier, 'checking');
  await tap(till.cashier, words('attempt.nextCustomer'));

  // A scanned code reaches the gateway and is charged; the answer is lost.
  await startScanned('62.00');
  await expect.poll(() => books.orders().at(-1)?.chargedCents).toBe(6_200);
  await line.turn('silent');
  await readsWord(till.cashier, 'checking');
  await tap(till.cashier, words('attempt.nextCustomer'));

  // A sale and a refund whose requests are lost.
  await startSale(till.cashier, words, '63.11', 'mpm');
  await readsWord(till.cashier, 'checking');
  await tap(till.cashier, words('attempt.nextCustomer'));
  await openFromDay(till.cashier, words, 'HK$65.11');
  await chooseRefund(till.cashier, words, '5.00');
  await confirmRefund(till.cashier, words, 'HK$5.00');
  await dialogOf(till.cashier).getByText(words('refund.inDoubt')).waitFor();
  expect(
    await dialogOf(till.cashier)
      .getByRole('button', { name: words('refund.open') })
      .count(),
  ).toBe(0);
  await leaveDay(till.cashier, words);

  // No connection at all: no byte can have been sent, so the till may say "not paid" at once.
  await line.turn('refused');
  await startSale(till.cashier, words, '64.11', 'mpm');
  await readsWord(till.cashier, 'not-paid');
  expect(await till.cashier.locator('main').innerText()).toContain(words('advice.not-sent'));
  await tap(till.cashier, words('attempt.newSale'));
  await line.turn('silent');
  await till.cashier.waitForTimeout(Math.max(0, GONE_MS - (Date.now() - goneSince)));
  expect(await watched.stop()).toEqual([]);
  // No customer waits for the payment whose QR was removed.
  await expect
    .poll(() => till.cashier.locator('main').innerText())
    .toContain(words('checking.strip').replace('{{number}}', '3'));
  expect(statuses()).toMatchObject({ 'payment 6143': 'pending', 'payment 6200': 'unknown' });

  await line.turn('open');
  await expect.poll(statuses, { timeout: SETTLED_MS, interval: 250 }).toEqual({
    'payment 6511': 'paid',
    'payment 6143': 'late-paid',
    'payment 6200': 'paid',
    'payment 6311': 'failed',
    'payment 6411': 'failed',
    'refund 500': 'refused',
  });
  const late = till.cashier.getByRole('alertdialog');
  await late.getByText('61.43').first().waitFor();
  await tap(till.cashier, words('late.keep'));
  await late.waitFor({ state: 'detached' });
  const { news } = await till.state();
  expect(new Set(news.map(({ amount, word }) => `${amount} ${word}`))).toEqual(
    new Set(['6200 paid', '6311 not-paid', '500 not-refunded']),
  );

  // At the gateway each request came in once or never, and each customer was charged once or not at all.
  expect(books.orders().map(({ number, chargedCents }) => [number, chargedCents])).toEqual([
    [rowOf(6_511).number, 6_511],
    [rowOf(6_143).number, 6_143],
    [rowOf(6_200).number, 6_200],
  ]);
  expect(books.refunds()).toEqual([]);
  expect(new Set(Object.values(books.allRequestsReceived()))).toEqual(new Set([1]));
});
