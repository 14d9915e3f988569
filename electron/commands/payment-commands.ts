/** Taking and returning money, and what becomes of it. Whatever moves money asks for the paying till. */
import type { Handlers } from '../../shared/contract/contract.ts';
import type { Counter } from '../counter/counter.ts';
import { cleanLabel } from '../scanner/label.ts';
import { refusalOf } from '../scanner/read-code.ts';

type PaymentCommand =
  | 'start'
  | 'typedCode'
  | 'cancel'
  | 'longer'
  | 'showAgain'
  | 'otherWay'
  | 'next'
  | 'seen'
  | 'enquire'
  | 'lookUp'
  | 'payment'
  | 'refund'
  | 'keepLate'
  | 'dropRefund'
  | 'decide';

export function paymentCommands(counter: Counter): Pick<Handlers<'cashier'>, PaymentCommand> {
  return {
    start: async (argument) => {
      await counter.ready();
      return counter.payingTill()?.start(argument) ?? 'trouble';
    },
    typedCode: ({ saleId, code }) => {
      const till = counter.payingTill();
      if (till === null || till.state().saleId !== saleId) return 'not-armed';
      const label = cleanLabel(code);
      return label.ok ? till.code(label.value) : till.unreadableCode(refusalOf(label.error));
    },
    cancel: ({ saleId }) => counter.till()?.cancel(saleId),
    longer: ({ saleId }) => counter.till()?.longer(saleId),
    // A QR asks for money.
    showAgain: ({ number }) => counter.payingTill()?.showAgain(number),
    otherWay: ({ saleId }) => counter.till()?.otherWay(saleId),
    next: ({ saleId }) => counter.till()?.next(saleId),
    seen: ({ number }) => counter.till()?.seen(number),
    enquire: ({ number }) => counter.till()?.enquire(number) ?? 'unanswered',
    lookUp: ({ text }) => counter.till()?.lookUp(text) ?? null,
    payment: ({ number }) => counter.till()?.payment(number) ?? null,
    refund: async (order) => {
      await counter.ready();
      return counter.payingTill()?.refund(order) ?? 'trouble';
    },
    keepLate: ({ number }) => counter.till()?.keepLate(number),
    dropRefund: ({ number }) => counter.till()?.dropRefund(number),
    decide: (ruling) => counter.till()?.decide(ruling) ?? 'trouble',
  };
}
