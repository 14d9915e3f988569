/**
 * Payments that the gateway does not settle (rule P16), with the mouse or keyboard in a real Electron. They wait for
 * the manager, who enters what QFPay's portal shows, a name and a reason. The ledger stores it, and the day's list
 * counts it.
 */
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { wordsOf, type LaunchedTill } from '../support/electron-app.ts';
import { keyAmount, seesScreen, startSale, tap } from '../support/hands.ts';
import { lastByHand } from '../support/ledger-rows.ts';
import { dialogOf } from '../support/refund-hands.ts';
import { openShop, type Shop } from '../support/shop.ts';

const words = wordsOf('en');
let shop: Shop;
let folder: string;
let till: LaunchedTill;

beforeAll(async () => {
  shop = await openShop({ timesAsFast: 3 });
});
afterAll(() => shop.close());
beforeEach(async () => {
  await till?.close();
  folder = shop.newFolder();
  till = await shop.launch({ folder, simulator: shop.simulator });
});

const dialog = () => dialogOf(till.cashier);
const row = () => lastByHand(folder);

/** Makes a sale that the gateway answers with a dollar more than requested, and opens the manager's list. */
async function contradicted(): Promise<void> {
  await startSale(till.cashier, words, '12.61', 'mpm');
  await till.cashier.getByText(words('advice.mismatch')).first().waitFor({ timeout: 30_000 });
  await tap(till.cashier, words('attempt.nextCustomer'));
  await seesScreen(till.cashier, 'keypad');
  await till.cashier.getByText(words('byHand.strip').replace('{{number}}', '1')).click();
  await dialog().getByText(words('byHand.help')).waitFor();
  await dialog().getByText(words('byHand.settle'), { exact: true }).click();
  await dialog().getByText(words('byHand.question')).first().waitFor();
}

it('by touch alone: paid, another amount, by initials', async () => {
  await contradicted();
  const next = dialog().getByRole('button', { name: words('byHand.next'), exact: true });
  expect(await next.isEnabled(), 'nothing is said before something is chosen').toBe(false);
  await dialog()
    .getByRole('radio', { name: words('byHand.verdict.paid'), exact: true })
    .click();
  await dialog()
    .getByRole('button', { name: words('keypad.clear') })
    .click();
  expect(await next.isEnabled(), 'paid is an amount').toBe(false);
  await keyAmount(dialog(), words, '13.61');
  await next.click();
  expect(await next.isEnabled(), 'somebody has to say so').toBe(false);
  for (const letter of ['K', 'C']) await dialog().getByRole('button', { name: letter, exact: true }).click();
  await next.click();
  await dialog().getByText(words('byHand.confirm.paid').replace('{{amount}}', 'HK$13.61')).waitFor();
  expect(row(), 'nothing is recorded before the last answer').toMatchObject({ status: 'unknown', decided: null });
  await tap(till.cashier, words('byHand.record'));
  await dialog().getByText(words('byHand.decided'), { exact: true }).waitFor();
  expect(row()).toMatchObject({
    status: 'paid',
    amount_cents: 1261,
    moved_cents: 1361,
    decided: 'paid',
    decided_by: 'KC',
    decided_why: words('byHand.reason.portal'),
  });
  expect(await dialog().innerText()).toContain('HK$13.61');
  await tap(dialog(), words('common.close'));
  await seesScreen(till.cashier, 'keypad');
  expect(await till.cashier.getByText(words('byHand.strip').replace('{{number}}', '1')).count()).toBe(0);
  await tap(till.cashier, words('keypad.today'));
  await till.cashier.getByText('HK$13.61').first().waitFor();
});

it('by keyboard alone: not paid, with a typed reason, and one step back to correct it', async () => {
  await contradicted();
  const { keyboard } = till.cashier;
  const press = async (name: string, role: 'radio' | 'button' = 'button'): Promise<void> => {
    await dialog().getByRole(role, { name, exact: true }).focus();
    await keyboard.press('Enter');
  };
  await press(words('byHand.verdict.not-paid'), 'radio');
  await press(words('byHand.next'));
  await dialog().getByLabel(words('byHand.who')).focus();
  await keyboard.type('Chan Tai Man', { delay: 150 });
  await press(words('byHand.next'));
  await dialog().getByText(words('byHand.confirm.not-paid').replace('{{amount}}', 'HK$12.61')).waitFor();
  await keyboard.press('Escape');
  await dialog().getByLabel(words('byHand.why'), { exact: true }).selectOption('other');
  await dialog().getByLabel(words('byHand.whyOther')).focus();
  await keyboard.type('no such order', { delay: 150 });
  await press(words('byHand.next'));
  await press(words('byHand.record'));
  await dialog().getByText(words('byHand.decided'), { exact: true }).waitFor();
  expect(row()).toMatchObject({
    status: 'failed',
    moved_cents: null,
    decided: 'not-paid',
    decided_by: 'Chan Tai Man',
    decided_why: 'no such order',
    dealt_with: 1,
  });
});
