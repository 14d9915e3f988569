/** Short functions for what a cashier and a customer do at a till. */
import { isAttemptNumber, type AttemptNumber } from '../../shared/attempt/number.ts';
import type { CashierStatus } from '../../shared/attempt/word.ts';
import type { Presentment } from '../../shared/wallet.ts';
import { payMe } from './samples.ts';
import type { StartAnswer } from '../../shared/contract/sale.ts';
import type { TillState } from '../../electron/till/till.ts';
import type { TestTill } from './counter-till.ts';

/** The cashier's status of the current sale; null on the keypad and while the till waits for a code. */
export function wordOf({ stage }: TillState): CashierStatus | null {
  return stage.kind === 'attempt' ? stage.attempt.word : null;
}

/** The number of the attempt that is on the screens. */
export function numberOnScreen({ stage }: TillState): AttemptNumber {
  if (stage.kind !== 'attempt' || !isAttemptNumber(stage.attempt.number)) throw new Error(`on screen: ${stage.kind}`);
  return stage.attempt.number;
}

export function start({ till }: TestTill, amount: number, mode: Presentment = 'mpm'): StartAnswer {
  return till.start({ saleId: till.state().saleId, amount, tender: payMe(mode) });
}

/** Starts a payment by QR and waits until the customer could scan it. */
export async function showQr(counter: TestTill, amount: number): Promise<AttemptNumber> {
  const answer = start(counter, amount);
  if (answer !== 'started') throw new Error(answer);
  return numberOnScreen(await counter.until(({ customer }) => customer.kind === 'qr'));
}

/** Shows a QR, cancels it and goes on to the next customer. */
export async function leaveBehind(counter: TestTill, amount: number): Promise<AttemptNumber> {
  const number = await showQr(counter, amount);
  const { saleId } = counter.till.state();
  counter.till.cancel(saleId);
  counter.till.next(saleId);
  return number;
}

export const untilWord = (counter: TestTill, word: CashierStatus): Promise<TillState> =>
  counter.until((state) => wordOf(state) === word);

/** Waits until this attempt has ended in the background with this status. */
export const untilNews = (counter: TestTill, number: string, word: CashierStatus): Promise<TillState> =>
  counter.until(({ news }) => news.some((attempt) => attempt.number === number && attempt.word === word));
