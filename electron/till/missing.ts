/**
 * Asks the gateway for what a restored ledger has lost: everything under the lost part's numbers since then. What the
 * gateway knows and the ledger does not is taken in as an attempt in doubt, and from there on it is watched like any
 * other; if it was paid, it is paid late, and a person says what becomes of it.
 */
import { epochOf, isAttemptNumber, type AttemptNumber } from '../../shared/attempt-number.ts';
import { cents, isCurrency } from '../../shared/money.ts';
import { hkDateTime, windowsBetween, type MonthWindow } from '../../shared/time.ts';
import type { Budget } from './budget.ts';
import {
  LedgerError,
  type Clock,
  type Found,
  type Gateway,
  type Ledger,
  type Log,
  type RestoredLedger,
  type Statement,
  type StatementRow,
  type Timers,
} from './ports.ts';

export type MissingDeps = {
  readonly ledger: Pick<Ledger, 'holderOf'> & RestoredLedger;
  readonly gateway: Pick<Gateway, 'host' | 'merchant' | 'payType'> & Statement;
  readonly clock: Clock;
  readonly timers: Timers;
  readonly budget: Budget;
  readonly log: Log;
  /** Was taken in, and is to be enquired about. */
  readonly onAdopted: (number: AttemptNumber) => void;
  /** The gateway knows this one, and the ledger could not take it in: a person has to look at it. */
  readonly onLeftOut: (number: AttemptNumber) => void;
  /** The gateway has told all it knows. */
  readonly onAsked: () => void;
  readonly onLedgerTrouble: (error: LedgerError) => void;
};

/** One call at a time: nobody waits for this. */
const GAP_MS = 1000;
const MOST_GAP_MS = 60_000;
/** How far QFPay's clock may be from ours. */
const CLOCK_MARGIN_MS = 10 * 60_000;

/** Begins to ask, if there is something to ask for, and goes on until all is answered. Returns how to stop it. */
export function askForMissing(deps: MissingDeps): () => void {
  const { ledger, gateway, clock, timers, budget, log } = deps;
  let cancelTimer: (() => void) | null = null;
  let isStopped = false;
  const restored = ledger.restored();
  if (restored === null || restored.askedAt !== null) return () => undefined;
  const epochs = new Set(restored.epochs);
  const windows = windowsBetween(restored.missingSince, clock.wall() + CLOCK_MARGIN_MS);
  /** A refund is taken in after its payment, and the gateway lists the newest first. */
  const refunds: { readonly number: AttemptNumber; readonly row: StatementRow }[] = [];

  const later = (ms: number, call: () => Promise<void>): void => {
    cancelTimer = timers.after(ms, () => {
      void call();
    });
  };

  const ask = async (window: MonthWindow, page: number, failures: number): Promise<void> => {
    const waitMs = budget.waitFor(1, 'look', clock.mono());
    if (waitMs > 0) {
      later(waitMs, () => ask(window, page, failures));
      return;
    }
    budget.spend(1, 'look', clock.mono());
    const answer = await gateway.page(window, page);
    if (isStopped) return;
    log('missing.asked', { start: window.start, page, answer: answer.kind });
    if (answer.kind !== 'answered') {
      later(Math.min(MOST_GAP_MS, GAP_MS * 2 ** (failures + 1)), () => ask(window, page, failures + 1));
      return;
    }
    try {
      for (const row of answer.rows) take(row);
      const next = answer.isLast ? windows[windows.indexOf(window) + 1] : window;
      if (next === undefined) finish();
      else later(GAP_MS, () => ask(next, next === window ? page + 1 : 1, 0));
    } catch (error) {
      if (!(error instanceof LedgerError)) throw error;
      // The ledger is opened anew, and this begins again.
      deps.onLedgerTrouble(error);
    }
  };

  const take = (row: StatementRow): void => {
    const { number, orderType } = row;
    if (number === null || !isAttemptNumber(number) || !epochs.has(epochOf(number))) return;
    if (orderType === 'refund') refunds.push({ number, row });
    else if (orderType === null || orderType === 'payment') adopt(number, paymentIn(row, number));
  };

  const adopt = (number: AttemptNumber, found: Found | null): void => {
    const outcome = found === null ? 'refused' : ledger.adopt(found, clock.wall());
    if (outcome === 'known') return;
    log('missing.found', { number, outcome });
    if (outcome === 'adopted') deps.onAdopted(number);
    else deps.onLeftOut(number);
  };

  const paymentIn = (row: StatementRow, number: AttemptNumber): Found | null => {
    const { amount, currency, payType, madeAt } = row;
    const isWhole = amount !== null && /^[1-9]\d{0,14}$/.test(amount) && currency !== null && isCurrency(currency);
    if (!isWhole || payType === null) return null;
    const createdAt = madeAt ?? clock.wall();
    return {
      number,
      kind: 'payment',
      refundOf: null,
      way: payType === gateway.payType('cpm').payType ? 'cpm' : 'mpm',
      payType,
      amount: cents(Number(amount)),
      currency,
      merchant: gateway.merchant,
      host: gateway.host,
      txdtm: row.txdtm ?? hkDateTime(createdAt),
      createdAt,
      // Several rows may stand under one number: an enquiry by the number sees them all.
      syssn: null,
    };
  };

  const refundIn = (row: StatementRow, number: AttemptNumber): Found | null => {
    const refundOf = row.paymentSyssn === null ? null : ledger.holderOf(row.paymentSyssn);
    const like = paymentIn(row, number);
    return like === null || refundOf === null ? null : { ...like, kind: 'refund', refundOf };
  };

  const finish = (): void => {
    for (const { number, row } of refunds) adopt(number, refundIn(row, number));
    ledger.noteRestore('asked', clock.wall());
    log('missing.done');
    deps.onAsked();
  };

  const [first] = windows;
  // Not at once: the till has its own unfinished attempts to ask about first.
  if (first !== undefined) later(GAP_MS, () => ask(first, 1, 0));
  return () => {
    isStopped = true;
    cancelTimer?.();
  };
}
