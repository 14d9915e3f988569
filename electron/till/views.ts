/** Computes the state of both windows from the till's knowledge. It decides and stores nothing. */
import { canShowAgain, qrOnShow, type AttemptState } from '../../shared/attempt/machine.ts';
import { cashierStatus } from '../../shared/attempt/word.ts';
import { isFinal, madeAt, movedBy, verdictsOn, type Attempt, type AttemptKind } from '../../shared/attempt/record.ts';
import { readableNumber } from '../../shared/attempt/number.ts';
import type { Advice } from '../../shared/attempt/advice.ts';
import type { CustomerScreen } from '../../shared/contract/customer.ts';
import type { DayList, DayTotal } from '../../shared/contract/day.ts';
import type { AttemptView, DecisionView } from '../../shared/contract/payments.ts';
import type { CashierStage } from '../../shared/contract/sale.ts';
import { cents, sumCents, type Currency } from '../../shared/money.ts';
import { assertNever } from '../../shared/result.ts';
import { elsewhereOf, takenBy } from '../../shared/attempt/takings.ts';
import type { MonoMs } from '../../shared/time.ts';

/** The stage of the current sale. */
export type Stage =
  | { readonly kind: 'keypad' }
  | Extract<CashierStage, { kind: 'armed' }>
  | { readonly kind: 'attempt'; readonly state: AttemptState };

export type AdviceOn = (said: string, kind: AttemptKind, isOver: boolean) => Advice;

export function attemptView(
  attempt: Attempt,
  stage: 'live' | 'background',
  adviceOn: AdviceOn,
  showsAgain = false,
): AttemptView {
  const { number, kind, refundOf, tender, amount, currency, status, lastResponse, gatewayRef, codeTail, createdAt } =
    attempt;
  const { version, returnedElsewhere, movedAmount, abandoned } = attempt;
  return {
    number,
    readable: readableNumber(number),
    kind,
    refundOf,
    tender,
    amount,
    currency,
    word: cashierStatus(attempt, stage),
    lastResponse,
    advice: lastResponse === null ? null : adviceOn(lastResponse, kind, isFinal(status)),
    gatewayRef,
    codeTail,
    abandoned,
    canShowAgain: showsAgain,
    createdAt,
    madeAt: madeAt(attempt),
    version,
    returnedElsewhere,
    movedAmount,
    refunded: cents(0),
    decision: decisionOf(attempt),
    verdicts: stage === 'live' ? [] : verdictsOn(attempt),
  };
}

function decisionOf({ decided: verdict, decidedBy: by, decidedWhy: why, decidedAt: at }: Attempt): DecisionView | null {
  if (verdict === null || by === null || why === null || at === null) return null;
  return { verdict, by, why, at };
}

export const stateView = (state: AttemptState, adviceOn: AdviceOn, at: MonoMs): AttemptView =>
  attemptView(state.attempt, state.watch.stage, adviceOn, canShowAgain(state, at));

export function cashierStage(stage: Stage, adviceOn: AdviceOn, at: MonoMs): CashierStage {
  if (stage.kind !== 'attempt') return stage;
  const { state } = stage;
  const qrShown = qrOnShow(state) !== null;
  return { kind: 'attempt', attempt: stateView(state, adviceOn, at), qrShown, leftMs: leftMs(state, at) };
}

export function customerScreen(stage: Stage, at: MonoMs): CustomerScreen {
  switch (stage.kind) {
    case 'keypad':
      return { kind: 'idle' };
    case 'armed':
      return { kind: 'show-code', wallet: stage.tender.wallet, amount: stage.amount };
    case 'attempt': {
      const { attempt, watch } = stage.state;
      const { amount } = attempt;
      const word = cashierStatus(attempt, watch.stage);
      switch (word) {
        case 'waiting':
          return waitingScreen(stage.state, at);
        case 'checking':
          return checkingScreen(stage.state);
        case 'not-paid':
          return { kind: 'not-paid', amount };
        case 'paid':
        case 'paid-late':
          return { kind: 'paid', amount };
        case 'refund-checking':
        case 'refunded':
        case 'not-refunded':
          // A refund concerns the cashier only; the customer's screen follows the sale.
          return { kind: 'idle' };
        default:
          return assertNever(word);
      }
    }
    default:
      return assertNever(stage);
  }
}

function waitingScreen(state: AttemptState, at: MonoMs): CustomerScreen {
  const { amount, tender } = state.attempt;
  const { wallet } = tender;
  const qr = qrOnShow(state);
  return qr === null ? { kind: 'wait', amount } : { kind: 'qr', wallet, amount, qr, leftMs: leftMs(state, at) };
}

/** The customer's screen says "checking" only if there may be a payment. */
function checkingScreen({ attempt, watch }: AttemptState): CustomerScreen {
  const { amount, tender } = attempt;
  if (attempt.abandoned) return { kind: 'given-up', wallet: tender.wallet, amount };
  return { kind: attempt.status === 'pending' && watch.qr !== null ? 'time-over' : 'checking', amount };
}

/** How long the screens still wait for the customer, in milliseconds. */
function leftMs({ watch }: AttemptState, at: MonoMs): number {
  return watch.stage === 'live' ? Math.max(0, Math.round(watch.liveUntil - at)) : 0;
}

/** A day's attempts with the total of each word that occurs, and the net. @param attempts newest first */
export function dayList(
  day: { readonly day: string; readonly today: string; readonly currency: Currency },
  attempts: readonly AttemptView[],
): DayList {
  const groups = Map.groupBy(attempts, (attempt) => attempt.word);
  const totals: DayTotal[] = [...groups].map(([word, group]) => ({
    word,
    count: group.length,
    amount: sumCents(group.map(movedBy)),
  }));
  return {
    ...day,
    attempts,
    totals,
    returnedElsewhere: sumCents(attempts.map(elsewhereOf)),
    returnedUnclear: attempts.filter(({ returnedElsewhere }) => returnedElsewhere === null).length,
    net: sumCents(attempts.map(takenBy)),
  };
}
