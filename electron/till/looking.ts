/** Reads finished payments for a screen, and enquires about one when a person wants to know. */
import type { Attempt } from '../../shared/attempt/record.ts';
import { isAttemptNumber } from '../../shared/attempt/number.ts';
import type { DayList } from '../../shared/contract/day.ts';
import type { HistoryAnswer, HistoryQuestion, StoryLine } from '../../shared/contract/history.ts';
import type { EnquireAnswer, PaymentView } from '../../shared/contract/payments.ts';
import type { Currency } from '../../shared/money.ts';
import { hkDay, hkDayRange } from '../../shared/time.ts';
import type { AfterSale } from './after-sale.ts';
import { findIn } from './find.ts';
import type { Guards } from './guards.ts';
import type { Payments } from './payments.ts';
import type { Gateway } from './ports/gateway.ts';
import type { LedgerReader } from './ports/ledger.ts';
import { storyOf } from './story.ts';
import { dayList } from './views.ts';

export type LookingDeps = Guards & {
  readonly ledger: LedgerReader;
  readonly gateway: Pick<Gateway, 'adviceOn'>;
  readonly currency: Currency;
  readonly payments: Payments;
  readonly afterSale: AfterSale;
};

export type Looking = {
  /** Enquires about it at once; resolves when the state shows the answer. @throws LedgerError at once */
  enquire(number: string): Promise<EnquireAnswer>;
  /** @throws LedgerError */
  history(question: HistoryQuestion, names: readonly string[]): HistoryAnswer;
  /** What happened to a payment and its refunds, found by the number of any of them. @throws LedgerError */
  story(number: string): readonly StoryLine[] | null;
  /** A payment with its refunds, found by its own number or by a refund's. @throws LedgerError */
  payment(number: string): PaymentView | null;
  /** @param day null for today @throws RangeError if it is not a day; LedgerError */
  day(day: string | null): DayList;
  attempts(day: string): readonly Attempt[];
};

export function createLooking(deps: LookingDeps): Looking {
  const { ledger, gateway, currency, payments, afterSale, readFrom } = deps;

  const attempts = (day: string): readonly Attempt[] => {
    const { from, to } = hkDayRange(day);
    return readFrom(() => ledger.between(from, to));
  };

  return {
    enquire: (number) =>
      isAttemptNumber(number) ? readFrom(() => payments.enquire(number)) : Promise.resolve('unanswered'),
    history: (question, names) =>
      readFrom(() => {
        const found = findIn(ledger, question, names, currency, payments.now());
        if (found === null) return { kind: 'not-understood' };
        return { kind: 'page', ...found, attempts: found.attempts.map(afterSale.viewOf) };
      }),
    story: (number) => (isAttemptNumber(number) ? readFrom(() => storyOf(ledger, number, gateway.adviceOn)) : null),
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
