/** What rows of the gateway's list say of attempts that the ledger has lost. */
import { isAttemptNumber, type AttemptNumber } from '../../shared/attempt/number.ts';
import { orderTypeOf } from '../../shared/attempt/evidence.ts';
import { cents, isCurrency, sumCents, type Cents } from '../../shared/money.ts';
import { hkDateTime } from '../../shared/time.ts';
import type { Gateway, StatementRow } from './ports/gateway.ts';
import type { Found } from './ports/ledger.ts';
import type { Clock } from './ports/world.ts';

export type RowsDeps = {
  readonly gateway: Pick<Gateway, 'host' | 'merchant' | 'payType'>;
  readonly clock: Clock;
};

/** The payment that a row tells of; null when the row lacks what an attempt has to have. */
export function paymentIn(row: StatementRow, number: AttemptNumber, { gateway, clock }: RowsDeps): Found | null {
  const { amount, currency, payType, madeAt } = row;
  const isWhole = amount !== null && isAmount(amount) && currency !== null && isCurrency(currency);
  if (!isWhole || payType === null) return null;
  const createdAt = madeAt ?? clock.wall();
  return {
    number,
    kind: 'payment',
    refundOf: null,
    way: payType === gateway.payType('cpm').payType ? 'cpm' : 'mpm',
    payType,
    amount: cents(Number(amount)),
    currency,
    merchant: gateway.merchant,
    host: gateway.host,
    txdtm: row.txdtm ?? hkDateTime(createdAt),
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
