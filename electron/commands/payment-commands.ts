/** Commands for payments and refunds. Every command that moves money uses `payingTill()`. */
import type { Counter } from '../counter/counter.ts';
import { cleanLabel } from '../scanner/label.ts';
import { refusalOf } from '../scanner/read-code.ts';
import { nothingDone, type Handlers, type Outcome } from './handlers.ts';

type PaymentCommand =
  | 'start'
  | 'enterCode'
  | 'cancel'
  | 'longer'
  | 'showAgain'
  | 'otherWay'
  | 'next'
  | 'seen'
  | 'enquire'
  | 'payment'
  | 'refund'
  | 'keepLatePayment'
  | 'cancelRefundRetry'
  | 'decide';

export function paymentCommands(counter: Counter): Pick<Handlers, PaymentCommand> {
  return {
    start: async (argument) => {
      await counter.ready();
      return counter.payingTill()?.start(argument) ?? 'trouble';
    },
    enterCode: ({ saleId, code }) => {
      const till = counter.payingTill();
      if (till === null || counter.till()?.state().saleId !== saleId) return 'not-armed';
      const label = cleanLabel(code);
      return label.ok ? till.code(label.value) : till.unreadableCode(refusalOf(label.error));
    },
    cancel: ({ saleId }) => counter.till()?.cancel(saleId),
    longer: ({ saleId }) => counter.till()?.longer(saleId),
    // A shown QR asks for money, so it needs the paying till.
    showAgain: ({ number }) => counter.payingTill()?.showAgain(number),
    otherWay: ({ saleId }) => counter.till()?.otherWay(saleId),
    next: ({ saleId }) => counter.till()?.next(saleId),
    seen: ({ number }) => counter.till()?.seen(number),
    enquire: ({ number }) => counter.till()?.enquire(number) ?? 'unanswered',
    payment: ({ number }) => counter.till()?.payment(number) ?? null,
    refund: async (order, actor) => {
      await counter.ready();
      // The refund is of the person who let it through, which need not be the one at the till.
      const answer = counter.staff.actingAs(actor, () => counter.payingTill()?.refund(order)) ?? 'trouble';
      const { number: about, amount } = order;
      return answer === 'started' ? { answer, did: { about, facts: { amount } } } : nothingDone(answer);
    },
    keepLatePayment: ({ number }) => resolved(number, counter.till()?.keepLatePayment(number)),
    cancelRefundRetry: ({ number }) => resolved(number, counter.till()?.cancelRefundRetry(number)),
    decide: (ruling) => {
      const answer = counter.till()?.decide(ruling) ?? 'trouble';
      const { number: about, verdict, by } = ruling;
      return answer === 'decided' ? { answer, did: { about, facts: { verdict, said: by } } } : nothingDone(answer);
    },
  };
}

/** @param wasWaiting whether the payment waited for this decision; undefined while no till is open */
const resolved = (about: string, wasWaiting: boolean | undefined): Outcome<undefined> =>
  wasWaiting === true ? { answer: undefined, did: { about } } : nothingDone(undefined);
