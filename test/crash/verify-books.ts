/** What must hold between the ledger and the gateway's books when every attempt has ended. */
import type { Books, OrderView, RefundView } from '../../electron/simulator/books.ts';
import { isFinal, isPaid } from '../../shared/attempt/record.ts';
import { wordsOfRow, type Row, type Rows } from './verify.ts';

/**
 * The ledger knows every payment and refund in the books, calls paid or refunded only what is so there, and none is
 * open.
 */
export function bookFaults(rows: Rows, books: Books): readonly string[] {
  const [orders, refunds] = [books.orders(), books.refunds()];
  return [
    ...[...orders, ...refunds]
      .filter(({ number }) => !rows.has(number))
      .map(({ number }) => `the gateway has ${number}, which is not in the file`),
    ...[...rows.values()].flatMap((row) => rowFaults(row, books)),
    ...orders.flatMap((order) => orderFaults(order, rows)),
    ...refunds.flatMap((refund) => refundFaults(refund, rows)),
    ...saleFaults(orders, rows),
  ];
}

function rowFaults(row: Row, books: Books): readonly string[] {
  const isOpen = isFinal(row.status) ? [] : [`${row.number} is still ${wordsOfRow(row)}`];
  const isKnown = books.order(row.number) ?? books.refunds().find(({ number }) => number === row.number);
  const moved = isPaid(row.status) || row.status === 'refunded';
  return moved && isKnown === undefined
    ? [`${row.number} is ${wordsOfRow(row)} and the gateway has never heard of it`]
    : isOpen;
}

function orderFaults(order: OrderView, rows: Rows): readonly string[] {
  const row = rows.get(order.number);
  if (row === undefined) return [];
  const wasTaken = order.chargedCents > 0;
  if (wasTaken !== isPaid(row.status)) {
    return [`${order.number} was ${wasTaken ? '' : 'not '}charged and is ${wordsOfRow(row)}`];
  }
  const agrees = order.chargedCents === row.amount_cents && order.chargedCurrency === row.currency;
  return wasTaken && !agrees
    ? [`${order.number}: charged ${order.chargedCurrency} ${order.chargedCents}, in the file ${row.amount_cents}`]
    : [];
}

function refundFaults(refund: RefundView, rows: Rows): readonly string[] {
  const row = rows.get(refund.number);
  if (row === undefined) return [];
  const wasGiven = refund.respcd === '0000';
  const agrees =
    wasGiven === (row.status === 'refunded') &&
    row.kind === 'refund' &&
    row.refund_of === refund.paymentNumber &&
    row.amount_cents === refund.amountCents;
  return agrees
    ? []
    : [`${refund.number} was ${wasGiven ? '' : 'not '}given back (${refund.amountCents}) and is ${wordsOfRow(row)}`];
}

/** No sale was charged more than its amount, or refunded more than its charge. */
function saleFaults(orders: readonly OrderView[], rows: Rows): readonly string[] {
  const keptOf = new Map<string, number>();
  for (const { number, chargedCents, refundedCents } of orders) {
    const sale = rows.get(number)?.sale_id ?? '';
    keptOf.set(sale, (keptOf.get(sale) ?? 0) + chargedCents - refundedCents);
  }
  return [...rows.values()].flatMap(({ kind, sale_id: sale, amount_cents: amount }) => {
    const kept = keptOf.get(sale) ?? 0;
    return kind === 'payment' && (kept > amount || kept < 0) ? [`sale ${sale}: ${kept} kept of ${amount}`] : [];
  });
}
