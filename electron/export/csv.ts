/** The end-of-day log as CSV. Ids are exactly the gateway's, and signed amounts add up to the takings. */
import { cashierStatus } from '../../shared/attempt/word.ts';
import { madeAt, type Attempt } from '../../shared/attempt/record.ts';
import { readableNumber } from '../../shared/attempt/number.ts';
import { plainAmount } from '../../shared/money.ts';
import { takenOf } from '../../shared/attempt/takings.ts';
import { hkDateTime } from '../../shared/time.ts';
import { tableCsv, type Column } from './table.ts';

const COLUMNS: readonly Column<Attempt>[] = [
  { heading: 'time_hk', value: (attempt) => hkDateTime(madeAt(attempt)) },
  { heading: 'number', value: (attempt) => readableNumber(attempt.number) },
  { heading: 'kind', value: (attempt) => attempt.kind },
  { heading: 'qfpay_syssn', value: (attempt) => attempt.gatewayRef ?? '', isId: true },
  { heading: 'state', value: (attempt) => cashierStatus(attempt, 'background') },
  { heading: 'status', value: (attempt) => attempt.status },
  { heading: 'amount', value: (attempt) => plainAmount(attempt.amount, attempt.currency) },
  { heading: 'taken', value: taken, isNumber: true },
  { heading: 'currency', value: (attempt) => attempt.currency },
  { heading: 'way', value: (attempt) => attempt.tender.mode },
  { heading: 'pay_type', value: (attempt) => attempt.payType },
  { heading: 'gateway_said', value: (attempt) => attempt.lastResponse ?? '', isId: true },
  { heading: 'customer_code_tail', value: (attempt) => attempt.codeTail ?? '', isId: true },
  { heading: 'out_trade_no', value: (attempt) => attempt.number, isId: true },
  { heading: 'refund_of', value: ({ refundOf }) => (refundOf === null ? '' : readableNumber(refundOf)) },
  { heading: 'txdtm', value: (attempt) => attempt.requestedAtText },
  { heading: 'gateway', value: (attempt) => attempt.gatewayHost },
  { heading: 'returned_elsewhere', value: returnedElsewhere },
  { heading: 'decided', value: ({ decided }) => decided ?? '' },
  { heading: 'decided_amount', value: decidedAmount },
  { heading: 'decided_by', value: ({ decidedBy }) => decidedBy ?? '' },
  { heading: 'decided_why', value: ({ decidedWhy }) => decidedWhy ?? '' },
  { heading: 'decided_at', value: ({ decidedAt }) => (decidedAt === null ? '' : hkDateTime(decidedAt)) },
];

/** Money that came in; negative for a refund, 0 if no money moved. */
function taken(attempt: Attempt): string {
  return plainAmount(takenOf(attempt), attempt.currency);
}

/** Empty if nothing went back; `?` if only part did and nobody has said how much. */
function returnedElsewhere({ returnedElsewhere: amount, currency }: Attempt): string {
  if (amount === 0) return '';
  return amount === null ? '?' : plainAmount(amount, currency);
}

/** The amount moved by the portal, if it differs from the amount asked for. */
function decidedAmount({ movedAmount, currency }: Attempt): string {
  return movedAmount === null ? '' : plainAmount(movedAmount, currency);
}

/**
 * One row per attempt, oldest first, with headings. Amounts have the currency's own decimals.
 *
 * @param forExcel keeps long numbers as text for a spreadsheet; other programs then find a tab before each id
 */
export function dayCsv(attempts: readonly Attempt[], forExcel: boolean): string {
  const oldestFirst = attempts.toSorted((a, b) => madeAt(a) - madeAt(b) || (a.number < b.number ? -1 : 1));
  return tableCsv(COLUMNS, oldestFirst, forExcel);
}
