/** Dialogs over the screen, and what remains of them when an alarm, a trouble or another dialog comes in between. */
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { PAYMENT_VIEWS, REFUND_TO_DO } from '../../renderer/cashier/payments/examples.ts';
import { cashierState } from '../../renderer/cashier/state/examples.ts';
import type { CashierState } from '../../shared/contract/contract.ts';
import { wordsOf, type LaunchedTill } from '../support/electron-app.ts';
import { seesScreen, startSale, tap } from '../support/hands.ts';
import { dialogOf } from '../support/refund-hands.ts';
import { openShop, type Shop } from '../support/shop.ts';
import { answer, show } from '../support/tell-window.ts';
import { CASHIER_STATES, DAY } from '../support/window-states.ts';

const words = wordsOf('en');
const ALL = 'HK$999,999.99';
const REFUND_ALL = words('refund.do').replace('{{amount}}', ALL);

let shop: Shop;
let till: LaunchedTill;

beforeAll(async () => {
  shop = await openShop();
  till = await shop.launch({ folder: shop.newFolder(), simulator: shop.simulator });
  await answer(till.app, 'payment', PAYMENT_VIEWS.paid);
  await answer(till.app, 'day', DAY);
});
afterAll(() => shop.close());

const told = (change: Partial<CashierState>): Promise<void> => show(till.app, 'cashier', cashierState(change, 'en'));
const button = (name: string) => dialogOf(till.cashier).getByRole('button', { name, exact: true });

beforeEach(async () => {
  // A sale closes every dialog that was over the screen before.
  await told(CASHIER_STATES['waiting-qr'] ?? {});
  await seesScreen(till.cashier, 'attempt');
  await told(REFUND_TO_DO);
  await till.cashier.getByRole('button', { name: words('refund.strip').replace('{{number}}', '1') }).click();
});

/** Opens the last question of a repeated refund. */
const askAgain = async (): Promise<void> => {
  await till.cashier.getByText(words('refund.again'), { exact: true }).click();
  await button(REFUND_ALL).waitFor();
};
const alarmComesAndGoes = async (): Promise<void> => {
  await told({ ...REFUND_TO_DO, ...CASHIER_STATES['late-alarm'] });
  await till.cashier.getByRole('alertdialog').waitFor();
  await told(REFUND_TO_DO);
  await till.cashier.getByRole('alertdialog').waitFor({ state: 'detached' });
};

it.each(['started', 'already-started', 'cannot-record'])(
  'does not ask again about a refund that was tapped (%s) after an alarm came in between',
  async (came) => {
    await answer(till.app, 'refund', came);
    await askAgain();
    await button(REFUND_ALL).click();
    if (came === 'started') await button(words('refund.open')).waitFor();
    else
      await dialogOf(till.cashier)
        .getByText(words(`refundAnswer.${came}`))
        .waitFor();
    await alarmComesAndGoes();
    await button(words('refund.open')).waitFor();
    expect(await button(REFUND_ALL).count()).toBe(0);
  },
);

it('returns the focus to its old place after any number of dialogs', async () => {
  const focused = (): Promise<string> =>
    till.cashier.evaluate(
      () => document.activeElement?.getAttribute('aria-label') ?? document.activeElement?.tagName ?? '',
    );
  const opener = till.cashier.getByRole('button', { name: words('refund.againOf').replace('{{number}}', '') });
  const name = await opener.getAttribute('aria-label');
  await opener.focus();
  await till.cashier.keyboard.press('Enter');
  await button(REFUND_ALL).waitFor();
  expect(await focused()).toBe('H2');
  await till.cashier.keyboard.press('Escape');
  await button(words('refund.open')).waitFor();
  expect(await focused()).toBe('H2');
  await alarmComesAndGoes();
  await button(words('refund.open')).waitFor();
  await till.cashier.keyboard.press('Escape');
  await dialogOf(till.cashier).waitFor({ state: 'detached' });
  expect(await focused()).toBe(name);
});

it('shows an unanswered question again after an alarm came in between', async () => {
  await askAgain();
  await alarmComesAndGoes();
  await button(REFUND_ALL).waitFor();
});

it('the alarm of a late payment that cannot be read says what to do', async () => {
  await answer(till.app, 'payment', null);
  await told(CASHIER_STATES['late-alarm'] ?? {});
  await till.cashier.getByRole('alertdialog').getByText(words('late.unread')).waitFor();
  await answer(till.app, 'payment', PAYMENT_VIEWS.paid);
});

it('removes the message about a failed tap when the till works again after trouble', async () => {
  await answer(till.app, 'start', 'trouble');
  await tap(till.cashier, words('common.back'));
  await startSale(till.cashier, words, '12', 'mpm');
  const bar = till.cashier.getByRole('region', { name: words('news.region') });
  await bar.getByText(words('startAnswer.trouble')).waitFor();
  await told({ trouble: { kind: 'no-credentials' } });
  await told({});
  await seesScreen(till.cashier, 'keypad');
  await bar.getByText(words('startAnswer.trouble')).waitFor({ state: 'detached' });
});
