/** What people read and decide about payments that have left the screen. */
import type { DecideAnswer, RefundAnswer, Ruling } from '../../shared/contract/payments.ts';
import type { AfterSale } from './after-sale.ts';
import type { OnEvent } from './event.ts';
import type { Guards } from './guards.ts';
import type { Inbox } from './inbox.ts';
import type { Sale } from './sale.ts';

export type DecidingDeps = Guards & {
  readonly sale: Sale;
  readonly inbox: Inbox;
  readonly afterSale: AfterSale;
  readonly onEvent: OnEvent;
};

export type Deciding = {
  seen(number: string): void;
  /** Refunds the whole payment or a part of it, in cents. */
  refund(order: { readonly number: string; readonly amount: number; readonly expectedRefunds: number }): RefundAnswer;
  /** Keeps a late payment for its sale. @returns whether the decision was still open */
  keepLatePayment(number: string): boolean;
  /** Drops a refund that was to be tried again. @returns whether it was still to be tried */
  cancelRefundRetry(number: string): boolean;
  /** A person who checked QFPay's portal settles what the gateway left open. */
  decide(ruling: Ruling): DecideAnswer;
};

export function createDeciding(deps: DecidingDeps): Deciding {
  const { sale, inbox, afterSale, recorded, readFrom } = deps;

  /**
   * Closes a late payment that was decided while it is on the screens. Otherwise the customer's screen would keep
   * showing thanks.
   */
  const closeDecided = (): void => {
    const shown = sale.stage();
    if (shown.kind === 'attempt' && shown.state.attempt.resolved) sale.toKeypad();
  };

  return {
    seen(number) {
      readFrom(() => {
        inbox.seen(number);
      });
      deps.onEvent({ kind: 'changed' });
    },
    keepLatePayment(number) {
      const wasWaiting = readFrom(() => inbox.dealWithIf(number, 'decision'));
      closeDecided();
      return wasWaiting;
    },
    cancelRefundRetry: (number) => readFrom(() => inbox.dealWithIf(number, 'another-try')),
    decide: (ruling) => recorded(() => afterSale.decide(ruling)),
    refund: (order) =>
      recorded(() => {
        const answer = afterSale.refund(order);
        if (answer === 'started') sale.forget(order.number);
        closeDecided();
        return answer;
      }),
  };
}
