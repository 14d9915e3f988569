/**
 * What really happened, whatever the till was told: the side of the simulator that a test asks. What each customer was
 * charged and given back, how many requests came in with a number, and the customer's own hands: pay, decline, let it
 * expire.
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
  /** As the till asked for it. */
  readonly amountCents: Cents;
  readonly currency: string;
  readonly syssn: string;
  /** The state an enquiry would show now. */
  readonly respcd: string;
  /** What the customer was charged: 0 while unpaid, and not what was asked for in the misreporting outcomes. */
  readonly chargedCents: Cents;
  readonly chargedCurrency: string;
  readonly chargedAtMs: WallMs | null;
  /** Given back for good; a refund still in progress does not count. */
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
  /** Requests for payment or refund that arrived with this number: answered or not, recorded or not. */
  requestsReceived(number: string): number;
  allRequestsReceived(): Readonly<Record<string, number>>;
  signaturesRejected(): number;
  /** Calls to the trade API, refused ones included. */
  callsInLastMinute(): number;
  /** The customer pays now, even an order that had expired or been declined. False: no such order, or already paid. */
  payNow(number: string): boolean;
  /** The customer refuses now (1201). False: no such order, or no longer pending. */
  decline(number: string): boolean;
  /** The order's time is up now (1181). False: no such order, or no longer pending. */
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
