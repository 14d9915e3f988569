/** What rows of the gateway's list say of attempts that the ledger has lost. */
import { isAttemptNumber, type AttemptNumber } from '../../shared/attempt/number.ts';
import type { Attempt } from '../../shared/attempt/record.ts';
import { orderTypeOf } from '../../shared/attempt/evidence.ts';
import { cents, isCurrency, sumCents, type Cents } from '../../shared/money.ts';
import { hkDateTime } from '../../shared/time.ts';
import { tenderListedAs } from '../../shared/wallet.ts';
import type { Gateway, StatementRow } from './ports/gateway.ts';
import type { Found } from './ports/ledger.ts';
import type { Clock } from './ports/world.ts';

export type RowsDeps = {
  readonly gateway: Pick<Gateway, 'host' | 'merchant'>;
  readonly clock: Clock;
};

/** What the money was asked for with. */
type Asked = Pick<Found, 'tender' | 'payType'>;

/**
 * The payment that a row tells of; null when the row lacks what an attempt has to have. Of a pay type that no wallet has
 * nobody can say what was paid with.
 */
export function paymentIn(row: StatementRow, number: AttemptNumber, deps: RowsDeps): Found | null {
  const { payType } = row;
  const tender = payType === null ? null : tenderListedAs(payType);
  if (payType === null || tender === null) return null;
  return foundIn(row, number, { tender, payType }, deps);
}

/** The same of a refund. What its row says of the pay type is documented nowhere: the payment's counts. */
export function refundIn(row: StatementRow, number: AttemptNumber, payment: Attempt, deps: RowsDeps): Found | null {
  const { number: refundOf, tender, payType } = payment;
  const found = foundIn(row, number, { tender, payType }, deps);
  return found === null ? null : { ...found, kind: 'refund', refundOf };
}

function foundIn(
  { amount, currency, madeAt, txdtm }: StatementRow,
  number: AttemptNumber,
  asked: Asked,
  { gateway, clock }: RowsDeps,
): Found | null {
  if (amount === null || !isAmount(amount) || currency === null || !isCurrency(currency)) return null;
  const createdAt = madeAt ?? clock.wall();
  return {
    ...asked,
    number,
    kind: 'payment',
    refundOf: null,
    amount: cents(Number(amount)),
    currency,
    merchant: gateway.merchant,
    host: gateway.host,
    txdtm: txdtm ?? hkDateTime(createdAt),
    createdAt,
    // Several rows may stand under one number: an enquiry by the number sees them all.
    syssn: null,
  };
}

/**
 * What others than this till gave back, in cents: by QFPay's number of the payment, each refund once.
 * @param isOurs whether this till, or a run that its ledger has lost, has drawn the number
 */
export function createElsewhere(isOurs: (number: AttemptNumber) => boolean) {
  const returned = new Map<string, Map<string, Cents>>();
  return {
    note(row: StatementRow): void {
      const { number, refundClass, amount, paymentSyssn } = row;
      const isOfTill = number !== null && isAttemptNumber(number) && isOurs(number);
      if (orderTypeOf(row) !== 'refund' || isOfTill || refundClass !== 'ok') return;
      if (paymentSyssn === null || amount === null || !isAmount(amount)) return;
      const known = returned.get(paymentSyssn) ?? new Map<string, Cents>();
      known.set(JSON.stringify([row.syssn, number]), cents(Number(amount)));
      returned.set(paymentSyssn, known);
    },
    /** Of the payment that this refund is of; undefined for nothing. */
    of({ paymentSyssn }: StatementRow): Cents | undefined {
      const known = returned.get(paymentSyssn ?? '');
      return known === undefined ? undefined : sumCents([...known.values()]);
    },
  };
}

/** Whole cents, more than none, of which none is lost in a number. */
const isAmount = (text: string): boolean => /^[1-9]\d{0,14}$/.test(text);
