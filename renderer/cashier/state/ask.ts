/**
 * What the screens ask of main. A question that gets no answer (main refused it, or is gone), and what somebody else has to
 * ask for, is told to the cashier and never repeated by itself.
 */
import { EMPTY_ENTRY, entryOf } from '../../../shared/attempt/amount-entry.ts';
import type { AnswerOf, ArgumentOf, CommandName, HeardOf } from '../../../shared/contract/contract.ts';
import { isNotAllowed } from '../../../shared/contract/entry.ts';
import type { Cents, Currency } from '../../../shared/money.ts';
import type { Tender } from '../../../shared/wallet.ts';
import { cashierBridge } from '../../window/bridge.ts';
import { loadFontsFor } from '../../window/fonts.ts';
import { report, setEntry, useLocal } from './ui-state.ts';

type Commands = {
  readonly [K in CommandName<'cashier'>]: (argument: ArgumentOf<'cashier', K>) => Promise<HeardOf<'cashier', K>>;
};

/** The answer, or null when there was none; the cashier has been told then. */
export async function ask<K extends CommandName<'cashier'>>(
  name: K,
  argument: ArgumentOf<'cashier', K>,
): Promise<AnswerOf<'cashier', K> | null> {
  try {
    const commands: Commands = cashierBridge();
    const answer = await commands[name](argument);
    if (isNotAllowed(answer)) {
      report({ needs: answer.needs });
      return null;
    }
    // A file's path, for one, is in whatever language its folders are.
    loadFontsFor(answer ?? null);
    return answer;
  } catch (error) {
    console.error(`No answer to ${name}`, error);
    report('unanswered');
    return null;
  }
}

/** For commands whose effect comes back as a new state. */
export function tell<K extends CommandName<'cashier'>>(name: K, argument: ArgumentOf<'cashier', K>): void {
  void ask(name, argument);
}

/** One sale, one start: the second tap finds the sale used up, here and again in main. */
export async function start(saleId: string, amount: Cents, tender: Tender): Promise<void> {
  if (useLocal.getState().startedSale === saleId) return;
  useLocal.setState({ startedSale: saleId, problem: null });
  const answer = await ask('start', { saleId, amount, tender });
  if (answer === 'started' || answer === 'already-started') return;
  if (answer !== null) report(answer);
  // Nothing was started, so the same sale may be tried again.
  useLocal.setState({ startedSale: null });
}

/** Leaves the sale on the screen and brings its amount back to the keypad: not paid, or the other way is wanted. */
export async function leaveWithAmount(
  how: 'cancel' | 'next',
  saleId: string,
  amount: Cents,
  currency: Currency,
): Promise<void> {
  useLocal.setState({ keep: entryOf(amount, currency) });
  if ((await ask(how, { saleId })) === null) useLocal.setState({ keep: EMPTY_ENTRY });
}

/** Puts an amount on the keypad as if it had been keyed. */
export function keyIn(amount: Cents, currency: Currency): void {
  setEntry(entryOf(amount, currency));
}
