/**
 * Sends commands to main. If main gives no answer, or the command needs another role, the cashier is told. A command is
 * sent once more only when main has not let it through and a person with that role has approved it.
 */
import { EMPTY_ENTRY, entryOf } from '../../../shared/attempt/amount-entry.ts';
import type { AnswerOf, ArgumentOf, CommandName, HeardOf } from '../../../shared/contract/contract.ts';
import { isNotAllowed } from '../../../shared/contract/entry.ts';
import type { Cents, Currency } from '../../../shared/money.ts';
import type { Tender } from '../../../shared/wallet.ts';
import { cashierBridge } from '../../window/bridge.ts';
import { loadFontsFor } from '../../window/fonts.ts';
import { approvalOf, report, setEntry, useLocal } from './ui-state.ts';

type Commands = {
  readonly [K in CommandName<'cashier'>]: (argument: ArgumentOf<'cashier', K>) => Promise<HeardOf<'cashier', K>>;
};

/** The answer, or null when there was none; then the cashier has been told. */
export async function ask<K extends CommandName<'cashier'>>(
  name: K,
  argument: ArgumentOf<'cashier', K>,
): Promise<AnswerOf<'cashier', K> | null> {
  try {
    const commands: Commands = cashierBridge();
    const answer = await withApproval(name, () => commands[name](argument));
    if (isNotAllowed(answer)) {
      report({ needs: answer.needs });
      return null;
    }
    // An answer may hold any characters, for example in a file's path.
    loadFontsFor(answer ?? null);
    return answer;
  } catch (error) {
    console.error(`No answer to ${name}`, error);
    report('unanswered');
    return null;
  }
}

/** An approval may reveal that a still higher role is needed: a manager may change settings, but not where money goes. */
async function withApproval<Heard>(name: CommandName<'cashier'>, send: () => Promise<Heard>): Promise<Heard> {
  let heard = await send();
  while (isNotAllowed(heard) && heard.needs !== 'cashier') {
    if (!(await approvalOf(name, heard.needs))) return heard;
    heard = await send();
  }
  return heard;
}

/** For commands whose effect arrives as a new state. */
export function tell<K extends CommandName<'cashier'>>(name: K, argument: ArgumentOf<'cashier', K>): void {
  void ask(name, argument);
}

/** Starts a sale at most once: this window and main both ignore a second tap for the same sale. */
export async function start(saleId: string, amount: Cents, tender: Tender): Promise<void> {
  if (useLocal.getState().startedSale === saleId) return;
  useLocal.setState({ startedSale: saleId, problem: null });
  const answer = await ask('start', { saleId, amount, tender });
  if (answer === 'started' || answer === 'already-started') return;
  if (answer !== null) report(answer);
  // Nothing started, so the cashier may try the same sale again.
  useLocal.setState({ startedSale: null });
}

/** Leaves the sale and puts its amount back on the keypad, after "not paid" or to pay another way. */
export async function leaveWithAmount(
  how: 'cancel' | 'next',
  saleId: string,
  amount: Cents,
  currency: Currency,
): Promise<void> {
  useLocal.setState({ keep: entryOf(amount, currency) });
  if ((await ask(how, { saleId })) === null) useLocal.setState({ keep: EMPTY_ENTRY });
}

export function keyIn(amount: Cents, currency: Currency): void {
  setEntry(entryOf(amount, currency));
}
