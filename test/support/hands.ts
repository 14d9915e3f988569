/** The taps of a cashier in the window, and commands that a test sends without taps. */
import type { Locator, Page } from 'playwright-core';
import type { CashierStatus } from '../../shared/attempt/word.ts';
import type { AnswerOf, ArgumentOf, CommandName } from '../../shared/contract/contract.ts';
import type { wordsOf } from './electron-app.ts';
import type { Presentment } from '../../shared/wallet.ts';

export type Words = ReturnType<typeof wordsOf>;

/** Taps a button by its whole accessible name. @param place the window, or a dialog over it with the same buttons */
export function tap(place: Page | Locator, name: string): Promise<void> {
  return place.getByRole('button', { name, exact: true }).click();
}

/** Keys an amount, for example "12.50", on the keypad. */
export async function keyAmount(place: Page | Locator, words: Words, amount: string): Promise<void> {
  for (const key of amount) await tap(place, key === '.' ? words('keypad.point') : key);
}

export async function startSale(cashier: Page, words: Words, amount: string, mode: Presentment): Promise<void> {
  await keyAmount(cashier, words, amount);
  await tap(cashier, words(`way.${mode}`));
}

/** Waits until the window shows this screen. */
export function seesScreen(page: Page, screen: string, timeout = 20_000): Promise<void> {
  return page.locator(`main[data-screen=${screen}]`).waitFor({ timeout });
}

/** Opens the list of notices and dismisses all of them, as after reading. */
export async function readNotices(cashier: Page, words: Words): Promise<void> {
  await tap(cashier, words('news.read'));
  await tap(cashier.getByRole('dialog'), words('news.allSeen'));
  await cashier.getByRole('button', { name: words('news.read'), exact: true }).waitFor({ state: 'detached' });
}

/**
 * Scans until the till has accepted the code, as a cashier does. A busy machine may not recognise a scan, and then
 * accepts the next one only after a while.
 */
export async function scanUntilTaken(cashier: Page, scan: () => void): Promise<void> {
  const armed = cashier.locator('main[data-screen=armed]');
  for (let tries = 0; tries < 4 && (await armed.isVisible()); tries += 1) {
    scan();
    await armed.waitFor({ state: 'detached', timeout: 12_000 }).catch(() => undefined);
  }
}

/** Scans until this text is visible, because a busy machine may not recognise a scan. @param said the text's place */
export async function scanUntilSaid(said: Locator, scan: () => void): Promise<void> {
  for (let tries = 0; tries < 4 && !(await said.isVisible()); tries += 1) {
    scan();
    await said.waitFor({ timeout: 5_000 }).catch(() => undefined);
  }
  await said.waitFor();
}

/** Waits until the attempt on the screen has this status. */
export function readsWord(cashier: Page, word: CashierStatus, timeout = 20_000): Promise<void> {
  return cashier.locator(`main[data-word=${word}]`).waitFor({ timeout });
}

/**
 * Goes from "paid" to the next customer. The green screen ignores taps in its first moment, so that a late tap does not
 * remove it. So this taps until the screen disappears.
 */
export async function leavePaid(cashier: Page, words: Words): Promise<void> {
  await readsWord(cashier, 'paid');
  const green = cashier.getByRole('button', { name: words('attempt.continue') });
  const keypad = cashier.locator('main[data-screen=keypad]');
  while (!(await keypad.isVisible())) {
    if (await green.isVisible()) await green.click({ timeout: 1_000 }).catch(() => undefined);
    await keypad.waitFor({ timeout: 250 }).catch(() => undefined);
  }
}

/** Sends a command as the page itself would. */
export function ask<K extends CommandName<'cashier'>>(
  cashier: Page,
  name: K,
  argument: ArgumentOf<'cashier', K>,
): Promise<AnswerOf<'cashier', K>> {
  return cashier.evaluate(
    ([command, sent]) => {
      const { till } = globalThis as unknown as { till: Record<string, (argument: unknown) => Promise<unknown>> };
      return till[command as string]?.(sent);
    },
    [name, argument] as const,
  ) as Promise<AnswerOf<'cashier', K>>;
}
