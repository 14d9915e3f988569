/** What a person reads and decides about payments that have left the screen. */
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
  /** Gives money back: the whole payment or a part of it, in cents. */
  refund(order: { readonly number: string; readonly amount: number; readonly knownRefunds: number }): RefundAnswer;
  /** A late payment is for its sale after all. @returns whether it was still to be decided about */
  keepLate(number: string): boolean;
  /** A refund that was to be asked for later is not wanted any more. @returns whether it was still to be asked for */
  dropRefund(number: string): boolean;
  /** Somebody has looked into QFPay's portal and says what the gateway would not. */
  decide(ruling: Ruling): DecideAnswer;
};

export function createDeciding(deps: DecidingDeps): Deciding {
  const { sale, inbox, afterSale, recorded, readFrom } = deps;

  /** A late payment that somebody has decided about is over on both screens too: the customer's would go on thanking for it. */
  const closeDecided = (): void => {
    const shown = sale.stage();
    if (shown.kind === 'attempt' && shown.state.attempt.dealtWith) sale.toKeypad();
  };

  return {
    seen(number) {
      readFrom(() => {
        inbox.seen(number);
      });
      deps.onEvent({ kind: 'changed' });
    },
    keepLate(number) {
      const wasWaiting = readFrom(() => inbox.dealWithIf(number, 'decision'));
      closeDecided();
      return wasWaiting;
    },
    dropRefund: (number) => readFrom(() => inbox.dealWithIf(number, 'another-try')),
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
