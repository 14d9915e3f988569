/** Reads attempts that the ledger has lost out of rows of the gateway's list. */
import { isAttemptNumber, type AttemptNumber } from '../../shared/attempt/number.ts';
import type { Attempt } from '../../shared/attempt/record.ts';
import { orderTypeOf } from '../../shared/attempt/evidence.ts';
import { cents, isCurrency, sumCents, type Cents } from '../../shared/money.ts';
import { hkDateTime } from '../../shared/time.ts';
import { onlyTender, tenderListedAs } from '../../shared/wallet.ts';
import type { Gateway, HistoryRow } from './ports/gateway.ts';
import type { Found } from './ports/ledger.ts';
import type { Clock } from './ports/world.ts';

export type RowsDeps = {
  readonly gateway: Pick<Gateway, 'host' | 'merchantId'>;
  readonly clock: Clock;
};

/** How the money was requested. */
type Asked = Pick<Found, 'tender' | 'payType'>;

/**
 * The payment in a row; null if the row lacks a required fact. If no wallet has the row's pay type, and more than one
 * wallet is on, the tender is unknown.
 */
export function paymentIn(row: HistoryRow, number: AttemptNumber, deps: RowsDeps): Found | null {
  const { payType } = row;
  const tender = payType === null ? null : (tenderListedAs(payType) ?? onlyTender());
  if (payType === null || tender === null) return null;
  return foundIn(row, number, { tender, payType }, deps);
}

/** The same for a refund. No document says which pay type its row shows, so the payment's is used. */
export function refundIn(row: HistoryRow, number: AttemptNumber, payment: Attempt, deps: RowsDeps): Found | null {
  const { number: refundOf, tender, payType } = payment;
  const found = foundIn(row, number, { tender, payType }, deps);
  return found === null ? null : { ...found, kind: 'refund', refundOf };
}

function foundIn(
  { amount, currency, madeAt, requestedAtText }: HistoryRow,
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
    merchantId: gateway.merchantId,
    gatewayHost: gateway.host,
    requestedAtText: requestedAtText ?? hkDateTime(createdAt),
    createdAt,
    // Several rows may share one number; an enquiry by that number finds them all.
    gatewayRef: null,
  };
}

/**
 * Sums refunds that this till did not make, in cents, by the payment's `gatewayRef`; each refund counts once.
 *
 * @param isOurs whether this till, or a run that its ledger has lost, has drawn the number
 */
export function createElsewhere(isOurs: (number: AttemptNumber) => boolean) {
  const returned = new Map<string, Map<string, Cents>>();
  return {
    note(row: HistoryRow): void {
      const { number, refundClass, amount, paymentRef } = row;
      const isOfTill = number !== null && isAttemptNumber(number) && isOurs(number);
      if (orderTypeOf(row) !== 'refund' || isOfTill || refundClass !== 'ok') return;
      if (paymentRef === null || amount === null || !isAmount(amount)) return;
      const known = returned.get(paymentRef) ?? new Map<string, Cents>();
      known.set(JSON.stringify([row.gatewayRef, number]), cents(Number(amount)));
      returned.set(paymentRef, known);
    },
    /** The sum for this refund's payment; undefined if there is none. */
    of({ paymentRef }: HistoryRow): Cents | undefined {
      const known = returned.get(paymentRef ?? '');
      return known === undefined ? undefined : sumCents([...known.values()]);
    },
  };
}

/** Whole cents above zero, small enough to be exact as a number. */
const isAmount = (text: string): boolean => /^[1-9]\d{0,14}$/.test(text);
