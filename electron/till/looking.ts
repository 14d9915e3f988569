/** Reads finished payments for a screen, and enquires about one when a person wants to know. */
import type { Attempt } from '../../shared/attempt/record.ts';
import { isAttemptNumber } from '../../shared/attempt/number.ts';
import type { DayList } from '../../shared/contract/day.ts';
import type { EnquireAnswer, LookUpAnswer, PaymentView } from '../../shared/contract/payments.ts';
import type { Currency } from '../../shared/money.ts';
import { hkDay, hkDayRange } from '../../shared/time.ts';
import type { AfterSale } from './after-sale.ts';
import type { Guards } from './guards.ts';
import type { Payments } from './payments.ts';
import type { Ledger } from './ports/ledger.ts';
import { dayList } from './views.ts';

export type LookingDeps = Guards & {
  readonly ledger: Pick<Ledger, 'between'>;
  readonly currency: Currency;
  readonly payments: Payments;
  readonly afterSale: AfterSale;
};

export type Looking = {
  /** Enquires about it at once; resolves when the state shows the answer. @throws LedgerError at once */
  enquire(number: string): Promise<EnquireAnswer>;
  /** @throws LedgerError */
  lookUp(text: string): LookUpAnswer;
  /** A payment with its refunds, found by its own number or by a refund's. @throws LedgerError */
  payment(number: string): PaymentView | null;
  /** @param day null for today @throws RangeError if it is not a day; LedgerError */
  day(day: string | null): DayList;
  attempts(day: string): readonly Attempt[];
};

export function createLooking(deps: LookingDeps): Looking {
  const { ledger, currency, payments, afterSale, readFrom } = deps;

  const attempts = (day: string): readonly Attempt[] => {
    const { from, to } = hkDayRange(day);
    return readFrom(() => ledger.between(from, to));
  };

  return {
    enquire: (number) =>
      isAttemptNumber(number) ? readFrom(() => payments.enquire(number)) : Promise.resolve('unanswered'),
    lookUp: (text) => readFrom(() => afterSale.lookUp(text)),
    payment: (number) => readFrom(() => afterSale.payment(number)),
    day(day) {
      const today = hkDay(payments.now());
      const wanted = day ?? today;
      const listed = attempts(wanted);
      return readFrom(() => dayList({ day: wanted, today, currency }, listed.map(afterSale.viewOf)));
    },
    attempts,
  };
}
