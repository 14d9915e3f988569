/**
 * The texts for the state of a payment or refund in both windows, in each language, read from the real windows. How a
 * payment or refund reaches its state is tested in one language (outcomes.test.ts, refunds.test.ts).
 */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { NEWS_TO_OPEN, PAYMENT_VIEWS } from '../../renderer/cashier/payments/examples.ts';
import { cashierState } from '../../renderer/cashier/state/examples.ts';
import { CUSTOMER_STATES, customerState } from '../../renderer/customer/examples.ts';
import { LANGUAGES } from '../../shared/settings.ts';
import { wordsOf, type LaunchedTill } from '../support/electron-app.ts';
import { tap } from '../support/hands.ts';
import { openShop, type Shop } from '../support/shop.ts';
import { answer, show } from '../support/tell-window.ts';
import { CASHIER_STATES } from '../support/window-states.ts';

let shop: Shop;
let till: LaunchedTill;

beforeAll(async () => {
  shop = await openShop();
  till = await shop.launch({ folder: shop.newFolder(), simulator: shop.simulator });
});
afterAll(() => shop.close());

const CASHIER = { 'waiting-qr': 'waiting', checking: 'checking', 'not-paid': 'not-paid', paid: 'paid' } as const;
const CUSTOMER = ['idle', 'show-code', 'wait', 'qr', 'checking', 'time-over', 'given-up', 'paid', 'not-paid'] as const;

it.each(LANGUAGES)('%s', async (language) => {
  const words = wordsOf(language);
  for (const [screen, word] of Object.entries(CASHIER)) {
    await show(till.app, 'cashier', cashierState({ ...CASHIER_STATES[screen], mode: 'live' }, language));
    const main = till.cashier.locator(`main[data-word=${word}]`);
    await expect.poll(() => main.innerText().catch(() => ''), { message: screen }).toContain(words(`word.${word}`));
  }
  for (const screen of CUSTOMER) {
    await show(till.app, 'customer', { ...customerState(CUSTOMER_STATES[screen], language), mode: 'live' });
    const main = till.customer.locator(`main[data-screen=${screen}]`);
    await expect
      .poll(() => main.innerText().catch(() => ''), { message: screen })
      .toContain(words(`customer.${screen}`));
  }
});

it.each(LANGUAGES)('%s: refunds', async (language) => {
  const words = wordsOf(language);
  const dialog = till.cashier.getByRole('dialog');
  for (const [name, read] of [
    ['refunded-in-part', ['word.refunded', 'word.not-refunded', 'payment.refunds', 'refund.open']],
    ['refund-in-doubt', ['word.refund-checking', 'refund.inDoubt']],
  ] as const) {
    await answer(till.app, 'payment', PAYMENT_VIEWS[name]);
    await show(till.app, 'cashier', cashierState(NEWS_TO_OPEN, language));
    await till.cashier.getByText(words('news.show'), { exact: true }).click();
    for (const key of read) await expect.poll(() => dialog.innerText()).toContain(words(key));
    await tap(dialog, words('common.close'));
  }
});

it.each(['training', 'test-gateway', 'live-test'] as const)(
  'in %s "paid" is striped and called practice, on both windows',
  async (mode) => {
    const words = wordsOf('en');
    await show(till.app, 'cashier', cashierState({ ...CASHIER_STATES['paid'], mode }, 'en'));
    await show(till.app, 'customer', { ...customerState(CUSTOMER_STATES.paid, 'en'), mode });
    for (const page of [till.cashier, till.customer]) {
      const heading = page.getByRole('heading', { level: 1 });
      await expect.poll(() => heading.innerText().catch(() => '')).toContain(words('practice.paid'));
      const ground = await page
        .locator('[data-practice=true]')
        .evaluate((element) => getComputedStyle(element).backgroundImage);
      expect(ground).toContain('repeating-linear-gradient');
      // The heading is the practice text itself and does not contain the word "paid".
      expect(await heading.innerText()).not.toContain(words('word.paid'));
    }
    await show(till.app, 'customer', { ...customerState(CUSTOMER_STATES.paid, 'en'), mode: 'live' });
    await till.customer.locator('[data-practice=false]').waitFor();
  },
);

it.each(['training', 'test-gateway', 'live-test'] as const)(
  'both windows always show that they are in %s',
  async (mode) => {
    const words = wordsOf('en');
    await show(till.app, 'cashier', cashierState({ mode }, 'en'));
    await show(till.app, 'customer', { ...customerState(CUSTOMER_STATES.idle, 'en'), mode });
    for (const page of [till.cashier, till.customer]) {
      const band = page.getByRole('complementary');
      await expect.poll(() => band.innerText().catch(() => '')).toContain(words(`mode.${mode}`));
      expect(await band.innerText()).toContain(words(`mode.${mode}Note`));
    }
  },
);

it('a till that could be live asks whether to go on practising, and accepts no tap at first', async () => {
  const words = wordsOf('en');
  await show(till.app, 'cashier', cashierState({ stillPractising: true }, 'en'));
  const question = till.cashier.getByRole('alertdialog');
  await question.getByText(words('practice.askTitle')).waitFor();
  expect(await question.getByRole('button', { name: words('practice.goOn') }).isDisabled()).toBe(true);
  await question.getByRole('button', { name: words('practice.real') }).click();
  await till.cashier.locator('main[data-screen=settings]').waitFor();
});
