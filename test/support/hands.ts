/** What a cashier's hands do in the window, and what a test may ask of it past the hands. */
import type { Locator, Page } from 'playwright-core';
import type { CashierStatus } from '../../shared/attempt/word.ts';
import type { AnswerOf, ArgumentOf, CommandName } from '../../shared/contract/contract.ts';
import type { wordsOf } from './electron-app.ts';
import type { Presentment } from '../../shared/wallet.ts';

export type Words = ReturnType<typeof wordsOf>;

/** A button by its whole accessible name. @param place the window, or a dialog that covers one with the same buttons */
export function tap(place: Page | Locator, name: string): Promise<void> {
  return place.getByRole('button', { name, exact: true }).click();
}

/** "12.50" on the keypad. */
export async function keyAmount(place: Page | Locator, words: Words, amount: string): Promise<void> {
  for (const key of amount) await tap(place, key === '.' ? words('keypad.point') : key);
}

export async function startSale(cashier: Page, words: Words, amount: string, mode: Presentment): Promise<void> {
  await keyAmount(cashier, words, amount);
  await tap(cashier, words(`way.${mode}`));
}

/** Waits until this screen stands in the window. */
export function seesScreen(page: Page, screen: string, timeout = 20_000): Promise<void> {
  return page.locator(`main[data-screen=${screen}]`).waitFor({ timeout });
}

/** Opens the list of what the cashier was told and takes all of it away, as after reading it. */
export async function readNotices(cashier: Page, words: Words): Promise<void> {
  await tap(cashier, words('news.read'));
  await tap(cashier.getByRole('dialog'), words('news.allSeen'));
  await cashier.getByRole('button', { name: words('news.read'), exact: true }).waitFor({ state: 'detached' });
}

/**
 * Scans until the till has taken the code, as a cashier does: a busy machine may not understand a scan, and then takes the
 * next one only after a while.
 */
export async function scanUntilTaken(cashier: Page, scan: () => void): Promise<void> {
  const armed = cashier.locator('main[data-screen=armed]');
  for (let tries = 0; tries < 4 && (await armed.isVisible()); tries += 1) {
    scan();
    await armed.waitFor({ state: 'detached', timeout: 12_000 }).catch(() => undefined);
  }
}

/** Scans until the till says this of it, for the same reason. @param said what is to be read then */
export async function scanUntilSaid(said: Locator, scan: () => void): Promise<void> {
  for (let tries = 0; tries < 4 && !(await said.isVisible()); tries += 1) {
    scan();
    await said.waitFor({ timeout: 5_000 }).catch(() => undefined);
  }
  await said.waitFor();
}

/** Waits until the cashier reads this word about the attempt on the screen. */
export function readsWord(cashier: Page, word: CashierStatus, timeout = 20_000): Promise<void> {
  return cashier.locator(`main[data-word=${word}]`).waitFor({ timeout });
}

/**
 * From "paid" to the next customer. The green screen takes no tap in its first moment, so that a finger on its way to
 * something else does not wipe it away; so this taps until it goes.
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

/** The command as the page itself would send it. */
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
