/** Actions on payments that have left the screen: search, show, refund, decide. */
import { canShowAgain } from '../../shared/attempt/machine.ts';
import { isPaid, movedBy, type Attempt } from '../../shared/attempt/record.ts';
import { isAttemptNumber, type AttemptNumber } from '../../shared/attempt/number.ts';
import type { AttemptView, DecideAnswer, PaymentView, RefundAnswer, Ruling } from '../../shared/contract/payments.ts';
import type { Currency } from '../../shared/money.ts';
import { elsewhereOf } from '../../shared/attempt/takings.ts';
import { createByHand } from './by-hand.ts';
import type { DraftDeps } from './draft.ts';
import type { Inbox } from './inbox.ts';
import type { Payments } from './payments.ts';
import type { Ledger } from './ports/ledger.ts';
import { createRefunds, refundedOf } from './refunds.ts';
import { attemptView } from './views.ts';

export type AfterSaleDeps = DraftDeps & {
  readonly ledger: Ledger;
  readonly currency: Currency;
  readonly payments: Payments;
  readonly inbox: Inbox;
};

export type AfterSale = {
  /** Whether more was returned than was paid. @throws LedgerError */
  overReturned(payment: AttemptNumber): boolean;
  /** @throws LedgerError */
  payment(number: string): PaymentView | null;
  /** @throws LedgerError when it could not be recorded; then nothing was sent */
  refund(order: { readonly number: string; readonly amount: number; readonly expectedRefunds: number }): RefundAnswer;
  /** Records a person's decision by QFPay's portal. @throws LedgerError */
  decide(ruling: Ruling): DecideAnswer;
  viewOf(attempt: Attempt): AttemptView;
};

export function createAfterSale(deps: AfterSaleDeps): AfterSale {
  const { ledger, gateway, payments, inbox } = deps;
  const refunds = createRefunds(deps);
  const byHand = createByHand({ ...deps, refunds });

  const viewOf = (attempt: Attempt): AttemptView => {
    const state = payments.stateOf(attempt.number);
    const view =
      state === null
        ? attemptView(attempt, 'background', gateway.adviceOn)
        : attemptView(attempt, state.watch.stage, gateway.adviceOn, canShowAgain(state, deps.clock.mono()));
    return isPaid(attempt.status) ? { ...view, refunded: refundedOf(ledger.refundsOf(attempt.number)) } : view;
  };

  return {
    overReturned(payment) {
      return [refunds.of(payment)]
        .filter((found) => found !== null)
        .some(({ payment: of, refunds: all }) => refundedOf(all) + elsewhereOf(of) > movedBy(of));
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
        toDecide: inbox.waitsFor(found.payment) === 'decision',
      };
    },

    refund({ number, amount, expectedRefunds }) {
      const found = isAttemptNumber(number) ? refunds.of(number) : null;
      if (found === null) return 'not-refundable';
      const answer = refunds.start(found, { amount, expectedRefunds: expectedRefunds });
      if (answer !== 'started') return answer;
      // A refund is a decision: the late payment and its earlier refunds need no other one.
      for (const attempt of [found.payment, ...found.refunds]) {
        if (inbox.waitsFor(attempt) !== null) inbox.dealWith(attempt.number);
      }
      return answer;
    },

    decide(ruling) {
      const answer = byHand(ruling);
      const attempt = isAttemptNumber(ruling.number) ? payments.stateOf(ruling.number)?.attempt : undefined;
      // The person who decided has also read it. A late payment must still be kept or refunded.
      if (answer === 'decided' && attempt !== undefined) inbox.read(attempt.number);
      return answer;
    },

    viewOf,
  };
}
