/** The taps of a cashier for a refund. */
import type { Locator, Page } from 'playwright-core';
import type { CashierStatus } from '../../shared/attempt/word.ts';
import { keyAmount, seesScreen, tap, type Words } from './hands.ts';

/** The front dialog. */
export const dialogOf = (page: Page): Locator => page.getByRole('dialog').last();

/** Opens the newest payment of this amount from today's list. @param amount as the list shows it: "HK$45.50" */
export async function openFromDay(page: Page, words: Words, amount: string): Promise<Locator> {
  await tap(page, words('keypad.today'));
  await seesScreen(page, 'today');
  await page
    .getByRole('region', { name: words('today.list') })
    .getByRole('listitem')
    .getByRole('button')
    .filter({ has: page.getByText(amount, { exact: true }) })
    .first()
    .click();
  const dialog = dialogOf(page);
  await dialog.getByText(words('today.lastSaid')).waitFor();
  return dialog;
}

/** Goes from the opened payment to the last question. @param amount "12.00" for a part, null for the whole rest */
export async function chooseRefund(page: Page, words: Words, amount: string | null): Promise<void> {
  await tap(dialogOf(page), words('refund.open'));
  await page.getByRole('heading', { name: words('refund.title') }).waitFor();
  if (amount === null) {
    const all = words('refund.whole').replace('{{amount}}', '').trim();
    await dialogOf(page).getByRole('button', { name: all }).click();
  } else {
    await keyAmount(dialogOf(page), words, amount);
    await tap(dialogOf(page), words('refund.next').replace('{{amount}}', `HK$${amount}`));
  }
}

/** Answers the last question. @param amount "HK$12.00" */
export function confirmRefund(page: Page, words: Words, amount: string): Promise<void> {
  return tap(dialogOf(page), words('refund.do').replace('{{amount}}', amount));
}

/** Waits until the newest refund of the opened payment has this amount and status. @param amount "HK$12.00" */
export function readsRefund(page: Page, word: CashierStatus, amount: string): Promise<void> {
  const newest = dialogOf(page).locator(`li:first-child[data-refund=${word}]`);
  return newest.filter({ hasText: `\u2212${amount}` }).waitFor({ timeout: 30_000 });
}

/** Goes from an opened payment back to the keypad. */
export async function leaveDay(page: Page, words: Words): Promise<void> {
  await tap(dialogOf(page), words('common.close'));
  await tap(page, words('common.back'));
  await seesScreen(page, 'keypad');
}
