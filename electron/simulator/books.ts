/**
 * What really happened, whatever the till was told: tests ask here. It says what each customer was charged and refunded
 * and how many requests came in for a number, and it acts as the customer: pays, declines, or lets the payment expire.
 */

import { cents, type Cents } from '../../shared/money.ts';
import type { WallMs } from '../../shared/time.ts';
import type { OrderBook } from './order-book.ts';
import { respcdOf, type Order, type Refund } from './orders.ts';
import type { FailedCode } from './scenarios.ts';
import type { Traffic } from './traffic.ts';

/** One payment that the gateway recorded. */
export type OrderView = {
  readonly number: string;
  readonly payType: string;
  /** The amount that the till asked for. */
  readonly amountCents: Cents;
  readonly currency: string;
  readonly syssn: string;
  /** The code that an enquiry would show at this moment. */
  readonly respcd: string;
  /** The amount charged to the customer: 0 while unpaid, and not the amount asked for in the misreporting outcomes. */
  readonly chargedCents: Cents;
  readonly chargedCurrency: string;
  readonly chargedAtMs: WallMs | null;
  /** The amount refunded for good, without refunds in progress. */
  readonly refundedCents: Cents;
  readonly requestsReceived: number;
};

/** One refund that the gateway recorded, refused ones included. */
export type RefundView = {
  readonly number: string;
  readonly paymentNumber: string;
  readonly amountCents: Cents;
  readonly currency: string;
  readonly syssn: string;
  readonly respcd: string;
  readonly requestsReceived: number;
};

export interface Books {
  /** In the order in which they were recorded. */
  orders(): readonly OrderView[];
  order(number: string): OrderView | undefined;
  refunds(): readonly RefundView[];
  /** How many payment or refund requests arrived with this number, answered or not, recorded or not. */
  requestsReceived(number: string): number;
  allRequestsReceived(): Readonly<Record<string, number>>;
  signaturesRejected(): number;
  /** Calls to the trade API, refused ones included. */
  callsInLastMinute(): number;
  /** The customer pays at this moment, even an expired or declined order. False: no such order, or already paid. */
  payNow(number: string): boolean;
  /** The customer refuses at this moment (1201). False: no such order, or it is no longer pending. */
  decline(number: string): boolean;
  /** The order expires at this moment (1181). False: no such order, or it is no longer pending. */
  expire(number: string): boolean;
}

export function openBooks(book: OrderBook, traffic: Traffic): Books {
  const viewOrder = (order: Order): OrderView => {
    const state = book.stateOf(order);
    return {
      number: order.number,
      payType: order.payType,
      amountCents: order.askedCents,
      currency: order.askedCurrency,
      syssn: order.syssn,
      respcd: respcdOf(state),
      chargedCents: state.kind === 'paid' ? order.bookedCents : cents(0),
      chargedCurrency: order.bookedCurrency,
      chargedAtMs: state.kind === 'paid' ? state.atMs : null,
      refundedCents: book.refundSums(order).doneCents,
      requestsReceived: traffic.requestsReceived(order.number),
    };
  };
  const viewRefund = (refund: Refund): RefundView => ({
    number: refund.number,
    paymentNumber: book.paymentBySyssn(refund.origSyssn)?.number ?? '',
    amountCents: refund.bookedCents,
    currency: refund.bookedCurrency,
    syssn: refund.syssn,
    respcd: respcdOf(book.stateOf(refund)),
    requestsReceived: traffic.requestsReceived(refund.number),
  });
  const failNow = (number: string, respcd: FailedCode): boolean => {
    const order = book.payment(number);
    if (!order || book.stateOf(order).kind !== 'pending') return false;
    book.turnNow(order, { kind: 'failed', respcd });
    return true;
  };

  return {
    orders: () => book.payments().map(viewOrder),
    order: (number) => {
      const order = book.payment(number);
      return order && viewOrder(order);
    },
    refunds: () => book.refunds().map(viewRefund),
    requestsReceived: (number) => traffic.requestsReceived(number),
    allRequestsReceived: () => traffic.allRequestsReceived(),
    signaturesRejected: () => traffic.signaturesRejected(),
    callsInLastMinute: () => traffic.callsInLastMinute(),
    payNow: (number) => {
      const order = book.payment(number);
      if (!order || book.stateOf(order).kind === 'paid') return false;
      book.turnNow(order, { kind: 'paid' });
      return true;
    },
    decline: (number) => failNow(number, '1201'),
    expire: (number) => failNow(number, '1181'),
  };
}
