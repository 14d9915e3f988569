/** The rows an enquiry finds, true or bent: by QFPay's number anywhere, by ours only in the months asked for. */
import type { AttemptNumber } from '../../shared/attempt-number.ts';
import type { Enquiry } from '../../electron/till/ports.ts';
import type { Books, Message, Order } from './books.ts';
import type { Checks } from './checks.ts';
import { FAILURES, ODD_CODES } from './customer.ts';
import type { Faults } from './faults.ts';
import { without } from './payment-answers.ts';
import type { Dice } from '../support/dice.ts';
import type { RefundBooks } from './refund-books.ts';
import type { World } from './world.ts';

type Deps = {
  readonly world: World;
  readonly dice: Dice;
  readonly faults: Faults;
  readonly books: Books;
  readonly refunds: RefundBooks;
  readonly checks: Checks;
};

type Found = {
  readonly messages: readonly Message[];
  /** Attempts that a row proves paid, whole and true: whoever reads it must know. */
  readonly proven: readonly AttemptNumber[];
};

/** An order or a refund, as an enquiry comes upon it. */
type Entry = {
  readonly number: AttemptNumber;
  readonly amountCents: number;
  readonly filedAt: string;
  readonly listedFrom: number;
  readonly rows: readonly Message[];
  isProof(row: Message): boolean;
};

export function answerToEnquiry(enquiry: Enquiry, deps: Deps): Found {
  const asked = new Set<string>(enquiry.by === 'syssn' ? enquiry.syssns : enquiry.numbers);
  const messages: Message[] = [];
  const proven: AttemptNumber[] = [];
  for (const entry of entriesFor(enquiry, deps)) {
    if (entry.listedFrom > deps.world.now()) continue;
    const rows = entry.rows.filter((row) =>
      enquiry.by === 'syssn' ? asked.has(String(row.syssn)) : isWithin(enquiry.window, entry.filedAt),
    );
    const told = rows.map((row) => bent(row, entry, enquiry.by, deps));
    // A row that is bent may contradict the one that proves it.
    const isTrue = rows.every((row, index) => row === told[index]);
    if (isTrue && rows.some(entry.isProof)) proven.push(entry.number);
    // The order of the rows says nothing.
    messages.push(...(deps.dice.chance(0.5) ? told : told.toReversed()));
    const [first] = rows;
    if (first !== undefined && deps.faults.strike('row-refund', 0.01, [entry.number])) {
      messages.push({ ...first, respcd: '0000', syssn: `X${entry.number}`, order_type: 'close' });
      messages.push({ ...first, respcd: '0000', syssn: `Y${entry.number}`, order_type: otherThan(first.order_type) });
    }
  }
  return { messages, proven };
}

const otherThan = (orderType: unknown): string => (orderType === 'refund' ? 'payment' : 'refund');

function entriesFor(enquiry: Enquiry, { books, refunds }: Deps): readonly Entry[] {
  const orders =
    enquiry.by === 'syssn'
      ? enquiry.syssns.flatMap((syssn) => books.withSyssn(syssn) ?? [])
      : enquiry.numbers.flatMap((number) => books.of(number));
  const returned =
    enquiry.by === 'syssn'
      ? enquiry.syssns.flatMap((syssn) => refunds.withSyssn(syssn) ?? [])
      : enquiry.numbers.flatMap((number) => refunds.of(number) ?? []);
  return [
    ...[...new Set(orders)].map((order) => ({ ...order, rows: books.rows(order), isProof: paidBy(order) })),
    ...returned.map((refund) => ({ ...refund, rows: [refunds.row(refund)], isProof: () => refund.doneAt !== null })),
  ];
}

const isWithin = (window: { readonly start: string; readonly end: string }, at: string): boolean =>
  window.start <= at && at <= window.end;

const paidBy =
  (order: Order) =>
  (row: Message): boolean => {
    const capture = order.captures.find(({ syssn }) => syssn === row.syssn);
    const isAsAsked = capture?.charge === 'as-asked' || capture?.charge === 'charged-twice';
    return row.respcd === '0000' && isAsAsked && capture.refundedCents === 0;
  };

/** The row as it is told: mostly itself. */
function bent(row: Message, entry: Entry, by: Enquiry['by'], { dice, faults, checks }: Deps): Message {
  const about = [entry.number];
  if (faults.isOver() || !dice.chance(0.05)) return row;
  if (faults.strike('row-amount', 0.15, about)) return { ...row, txamt: String(entry.amountCents + 1) };
  if (faults.strike('row-currency', 0.15, about)) return { ...row, txcurrcd: 'CNY' };
  if (faults.strike('row-bare', 0.2, about)) return without(row, 'txamt', 'txcurrcd', 'order_type', 'cancel');
  if (faults.strike('row-odd', 0.2, about)) return { ...row, respcd: dice.pick(ODD_CODES) };
  if (faults.strike('row-failed', 0.05, about)) return { ...row, respcd: dice.pick(FAILURES) };
  if (by === 'syssn' && faults.strike('row-other-number', 0.2, about)) {
    return { ...row, respcd: '0000', out_trade_no: `X${entry.number.slice(1)}` };
  }
  const taken = checks.syssnOfAnother(entry.number);
  if (by === 'number' && taken !== null && faults.strike('row-taken-syssn', 0.4, about)) {
    return { ...row, respcd: '0000', syssn: taken };
  }
  return row;
}
