/**
 * What comes after a sale has left the screen: what ended behind the cashier's back, late payments that somebody has to
 * decide about, refunds, refunds to be asked for again, and finding a payment again. What waits for a person's decision
 * stands in the ledger, so that a restart forgets none of it; what is only to be read is kept as long as the program runs.
 */
import { canShowAgain } from '../../shared/attempt/machine.ts';
import { asksPerson, isContradicted, isPaid, isUndealt, movedBy, type Attempt } from '../../shared/attempt/record.ts';
import { isAttemptNumber, type AttemptNumber } from '../../shared/attempt/number.ts';
import type {
  AttemptView,
  DecideAnswer,
  LookUpAnswer,
  PaymentView,
  RefundAnswer,
  Ruling,
} from '../../shared/contract/payments.ts';
import type { Currency } from '../../shared/money.ts';
import { elsewhereOf } from '../../shared/attempt/takings.ts';
import { createByHand } from './by-hand.ts';
import type { DraftDeps } from './draft.ts';
import { lookUp } from './find.ts';
import type { Payments } from './payments.ts';
import type { Ledger } from './ports/ledger.ts';
import { createRefunds, refundedOf } from './refunds.ts';
import { attemptView } from './views.ts';

export type AfterSaleDeps = DraftDeps & {
  readonly ledger: Ledger;
  readonly currency: Currency;
  readonly payments: Payments;
  readonly unread: readonly AttemptNumber[];
};

export type AfterSale = {
  /** An attempt ended while the cashier was at something else, or money moved late: it has to be read once. */
  note(number: AttemptNumber): void;
  /** What somebody has to read or to decide, and the refunds that are to be asked for again. */
  waiting(): {
    readonly news: readonly AttemptView[];
    readonly refundsToDo: readonly AttemptView[];
    readonly forPerson: readonly AttemptView[];
  };
  seen(number: string): void;
  /** Whether more of a payment is back than was paid. @throws LedgerError */
  overReturned(payment: AttemptNumber): boolean;
  /** @throws LedgerError */
  lookUp(text: string): LookUpAnswer;
  /** @throws LedgerError */
  payment(number: string): PaymentView | null;
  /** @throws LedgerError when it could not be recorded: then nothing was sent */
  refund(order: { readonly number: string; readonly amount: number; readonly knownRefunds: number }): RefundAnswer;
  keepLate(number: string): void;
  dropRefund(number: string): void;
  /** Records what somebody saw in the portal. @throws LedgerError */
  decide(ruling: Ruling): DecideAnswer;
  /** Attempts whose end, or late payment, nobody has read yet. */
  unread(): readonly AttemptNumber[];
  isUnread(number: AttemptNumber): boolean;
  /** Takes up what waits for a person since an earlier till. @throws LedgerError */
  resume(): void;
  viewOf(attempt: Attempt): AttemptView;
};

export function createAfterSale(deps: AfterSaleDeps): AfterSale {
  const { ledger, gateway, currency, payments } = deps;
  const refunds = createRefunds(deps);
  const unread = new Set<AttemptNumber>(deps.unread);

  const viewOf = (attempt: Attempt): AttemptView => {
    const state = payments.stateOf(attempt.number);
    const view =
      state === null
        ? attemptView(attempt, 'background', gateway.adviceOn)
        : attemptView(attempt, state.watch.stage, gateway.adviceOn, canShowAgain(state, deps.clock.mono()));
    return isPaid(attempt.status) ? { ...view, refunded: refundedOf(ledger.refundsOf(attempt.number)) } : view;
  };

  const byHand = createByHand({ ...deps, refunds });

  const waitsFor = (attempt: Attempt): 'decision' | 'reading' | 'another-try' | 'portal' | null => {
    const { status, lastSaid, dealtWith } = attempt;
    if (status === 'late-paid' && !dealtWith) return 'decision';
    if (isContradicted(attempt)) return 'portal';
    if (!isUndealt(attempt)) return null;
    return lastSaid !== null && gateway.isForLater(lastSaid) ? 'another-try' : 'reading';
  };

  /** Who has decided about it has read it. */
  const dealWith = (number: AttemptNumber): void => {
    unread.delete(number);
    payments.take(number);
    payments.tell(number, { kind: 'dealt-with' });
  };

  return {
    note(number) {
      unread.add(number);
    },
    waiting() {
      const news: AttemptView[] = [];
      const refundsToDo: AttemptView[] = [];
      const forPerson: AttemptView[] = [];
      const ended = [...unread].map(payments.stateOf).filter((state) => state !== null);
      for (const { attempt, watch } of new Set([...payments.open(), ...ended])) {
        const view = attemptView(attempt, watch.stage, gateway.adviceOn);
        if (view.verdicts.length > 0 && asksPerson(attempt, payments.ageOf(attempt))) forPerson.push(view);
        const waits = waitsFor(attempt);
        if (waits === 'another-try') refundsToDo.push(view);
        else if (waits === 'decision' || waits === 'reading' || unread.has(attempt.number)) news.push(view);
      }
      return { news, refundsToDo, forPerson };
    },

    seen(number) {
      if (!isAttemptNumber(number)) return;
      unread.delete(number);
      const attempt = payments.stateOf(number)?.attempt;
      if (attempt !== undefined && waitsFor(attempt) === 'reading') dealWith(number);
    },

    overReturned(payment) {
      return [refunds.of(payment)]
        .filter((found) => found !== null)
        .some(({ payment: of, refunds: all }) => refundedOf(all) + elsewhereOf(of) > movedBy(of));
    },

    lookUp(text) {
      const found = lookUp(ledger, text, currency, payments.now());
      return found === null ? { kind: 'not-understood' } : { kind: 'found', attempts: found.map(viewOf) };
    },

    payment(number) {
      const attempt = isAttemptNumber(number) ? ledger.find(number) : null;
      const found = attempt === null ? null : refunds.of(attempt.refundOf ?? attempt.number);
      if (found === null) return null;
      return {
        payment: viewOf(found.payment),
        refunds: found.refunds.map(viewOf),
        refundable: found.left,
        refundInDoubt: found.inDoubt,
        toDecide: waitsFor(found.payment) === 'decision',
      };
    },

    refund({ number, amount, knownRefunds }) {
      const found = isAttemptNumber(number) ? refunds.of(number) : null;
      if (found === null) return 'not-refundable';
      const answer = refunds.start(found, { amount, knownRefunds });
      if (answer !== 'started') return answer;
      // Somebody has decided: neither the late payment nor an earlier refund of it waits for that any more.
      for (const attempt of [found.payment, ...found.refunds]) {
        if (waitsFor(attempt) !== null) dealWith(attempt.number);
      }
      return answer;
    },

    keepLate(number) {
      const attempt = isAttemptNumber(number) ? payments.stateOf(number)?.attempt : undefined;
      if (attempt !== undefined && waitsFor(attempt) === 'decision') dealWith(attempt.number);
    },

    dropRefund(number) {
      const attempt = isAttemptNumber(number) ? payments.stateOf(number)?.attempt : undefined;
      if (attempt !== undefined && waitsFor(attempt) === 'another-try') dealWith(attempt.number);
    },

    decide(ruling) {
      const answer = byHand(ruling);
      const attempt = isAttemptNumber(ruling.number) ? payments.stateOf(ruling.number)?.attempt : undefined;
      // Who has said how it ended has read it; a late payment is still to be kept or given back.
      if (answer === 'decided' && attempt !== undefined) unread.delete(attempt.number);
      return answer;
    },

    unread: () => [...unread],
    isUnread: (number) => unread.has(number),

    resume() {
      for (const { number } of ledger.undealt()) payments.take(number);
      for (const number of unread) payments.take(number);
    },

    viewOf,
  };
}
