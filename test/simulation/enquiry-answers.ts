/**
 * The rows that an enquiry finds, true or altered: by `syssn` the one row with it, by our own number every row with it
 * that was filed within the given times.
 */
import type { AttemptNumber } from '../../shared/attempt/number.ts';
import { hkDateTime, monthWindows } from '../../shared/time.ts';
import { STRANGER, type Books, type Fields, type Message, type Order, type Owner } from './books.ts';
import type { Checks } from './checks.ts';
import { FAILURES, ODD_CODES } from './customer.ts';
import type { Faults } from './faults.ts';
import type { Manners } from './manners.ts';
import { oddly, withOrderType } from './odd-fields.ts';
import { without } from './payment-answers.ts';
import type { Dice } from '../support/dice.ts';
import type { RefundBooks } from './refund-books.ts';
import type { World } from './world.ts';

export type EnquiryDeps = {
  readonly world: World;
  readonly dice: Dice;
  readonly faults: Faults;
  readonly manners: Manners;
  /** Whether the gateway refuses a list that is too long; otherwise it cuts the list. */
  readonly refusesLongLists: boolean;
  /** How many rows of other tills come before ours. */
  readonly strangers: number;
  readonly books: Books;
  readonly refunds: RefundBooks;
  readonly checks: Checks;
  /** The till that enquires: the order of another owner proves nothing about its attempts. */
  readonly owner: Owner;
};

/** A row as the till receives it, with the truth about it. */
export type ToldRow = {
  readonly row: unknown;
  /** The attempt that the row belongs to, as far as the till can see; null when it belongs to none. */
  readonly about: AttemptNumber | null;
  readonly isBent: boolean;
};

export type Found = {
  readonly rows: readonly ToldRow[];
  /** Attempts that an unaltered row proves paid: a till that reads the row must know it. */
  readonly proven: readonly AttemptNumber[];
};

/** An order or a refund, as an enquiry finds it. */
type Entry = {
  readonly number: AttemptNumber;
  readonly owner: Owner;
  readonly amountCents: number;
  readonly isListed: boolean;
  readonly hasBrokenRow: boolean;
  readonly rows: readonly Message[];
  isProof(row: Message): boolean;
};

/** In characters: QFPay's documents declare the field as String(128). */
export const LIST_CHARS_MAX = 128;
export const isTooLong = (list: string | undefined): boolean => list !== undefined && list.length > LIST_CHARS_MAX;

export function answerToEnquiry(fields: Fields, deps: EnquiryDeps): Found {
  const { world, dice, faults, manners } = deps;
  const isShort = manners.has('short lists');
  const list = (name: string): readonly string[] | null => {
    const text = fields[name];
    if (text === undefined) return null;
    return (isShort ? text.slice(0, LIST_CHARS_MAX) : text).split(',');
  };
  const syssns = list('syssn');
  const numbers = list('out_trade_no');
  const window = windowOf(fields, syssns !== null && !manners.has('month of numbers'), world);
  const rows: ToldRow[] = [];
  const proven: AttemptNumber[] = [];
  for (const entry of entriesFor(syssns, numbers, deps)) {
    if (!entry.isListed) continue;
    const found = entry.rows.filter(
      (row) =>
        (syssns === null || syssns.includes(String(row.syssn))) &&
        (window === null || isWithin(window, String(row.sysdtm))),
    );
    const isStatement = syssns === null && numbers === null;
    const told = found.map((row) =>
      isStatement
        ? { row, about: entry.number, isBent: false }
        : bent(row, entry, syssns === null ? 'number' : 'syssn', deps),
    );
    // An altered row may contradict the row that proves the payment.
    const isTrue = told.every(({ isBent }) => !isBent);
    if (isTrue && entry.owner === deps.owner && found.some(entry.isProof)) proven.push(entry.number);
    // The order of the rows has no meaning.
    rows.push(...(dice.chance(0.5) ? told : told.toReversed()));
    const [first] = found;
    if (first !== undefined && faults.strike('row-refund', 0.01, [entry.number])) {
      const of = (row: Message): ToldRow => ({ row, about: null, isBent: true });
      rows.push(of({ ...first, respcd: '0000', syssn: `X${entry.number}`, order_type: 'close' }));
      // For a lost attempt the till has only the statement, so a statement never lists a refund's number as a payment.
      if (!isStatement || first.order_type !== 'refund') {
        rows.push(of({ ...first, respcd: '0000', syssn: `Y${entry.number}`, order_type: otherThan(first.order_type) }));
      }
    }
    if (entry.hasBrokenRow) {
      rows.push({ row: dice.pick<unknown>(['', null, [], { ...first, respcd: 0 }, {}]), about: null, isBent: true });
    }
  }
  return { rows, proven };
}

const otherThan = (orderType: unknown): string => (orderType === 'refund' ? 'payment' : 'refund');

type Window = { readonly start: string; readonly end: string };

/** The times that an enquiry searches; null when it ignores times. Without times QFPay searches its current month. */
function windowOf({ start_time: start, end_time: end }: Fields, isIgnored: boolean, world: World): Window | null {
  if (isIgnored) return null;
  if (start !== undefined && end !== undefined) return { start, end };
  return monthWindows(world.gatewayTime(), 0)[0] ?? null;
}

function entriesFor(
  syssns: readonly string[] | null,
  numbers: readonly string[] | null,
  { books, refunds, world, faults }: EnquiryDeps,
): readonly Entry[] {
  // Without numbers and without `syssn`s the enquiry is a statement of a range of time.
  const orders =
    syssns?.flatMap((syssn) => books.withSyssn(syssn) ?? []) ?? numbers?.flatMap(books.of) ?? books.orders();
  const returned =
    syssns?.flatMap((syssn) => refunds.withSyssn(syssn) ?? []) ??
    numbers?.flatMap((number) => refunds.of(number) ?? []) ??
    refunds.all();
  const isListed = ({ listedFrom, hidden }: Pick<Order, 'listedFrom' | 'hidden'>): boolean => {
    const now = world.now();
    if (hidden !== null && now >= hidden.from && now < hidden.until && !(faults.isOver() && hidden.until < Infinity)) {
      return false;
    }
    return listedFrom <= now;
  };
  return [
    ...[...new Set(orders)].map((order) => ({
      number: order.number,
      owner: order.owner,
      amountCents: order.amountCents,
      isListed: isListed(order),
      hasBrokenRow: order.hasBrokenRow,
      rows: books.rows(order),
      isProof: paidBy(order),
    })),
    ...returned.map((refund) => ({
      number: refund.number,
      owner: refund.owner,
      amountCents: refund.amountCents,
      isListed: isListed({ ...refund, hidden: null }),
      hasBrokenRow: false,
      rows: [refunds.row(refund)],
      isProof: () => refund.doneAt !== null,
    })),
  ];
}

const isWithin = (window: Window, at: string): boolean => window.start <= at && at <= window.end;

const paidBy =
  (order: Order) =>
  (row: Message): boolean => {
    const capture = order.captures.find(({ syssn }) => syssn === row.syssn);
    const isAsAsked = capture?.charge === 'as-asked' || capture?.charge === 'charged-twice';
    return row.respcd === '0000' && isAsAsked;
  };

/** Returns the row as the till receives it, usually unaltered. */
function bent(
  row: Message,
  entry: Entry,
  by: 'number' | 'syssn',
  { dice, faults, manners, checks }: EnquiryDeps,
): ToldRow {
  const about = [entry.number];
  const told = (said: unknown, isBent = true): ToldRow => ({ row: said, about: entry.number, isBent });
  if (faults.isOver()) return told(row, false);
  if (manners.has('order types') && faults.strike('order-type', 0.15, about)) {
    const { row: said, isTrue } = withOrderType(row, dice);
    return told(said, !isTrue);
  }
  if (manners.has('odd fields') && faults.strike('odd-field', 0.03, about)) {
    return told(oddly(row, dice, entry.owner === STRANGER));
  }
  const ofAnother = (respcd: string): ToldRow => ({
    row: { ...row, respcd, out_trade_no: `X${entry.number.slice(1)}` },
    about: null,
    isBent: true,
  });
  if (by === 'syssn' && manners.has('mixed up') && faults.strike('mixed-up', 0.03, about)) {
    return ofAnother(dice.pick(['0000', '1143', ...FAILURES]));
  }
  if (!dice.chance(0.05)) return told(row, false);
  if (faults.strike('row-amount', 0.15, about)) return told({ ...row, txamt: String(entry.amountCents + 1) });
  if (faults.strike('row-currency', 0.15, about)) return told({ ...row, txcurrcd: 'CNY' });
  if (faults.strike('row-bare', 0.2, about)) return told(without(row, 'txamt', 'txcurrcd', 'order_type', 'cancel'));
  if (faults.strike('row-odd', 0.2, about)) return told({ ...row, respcd: dice.pick(ODD_CODES) });
  if (faults.strike('row-failed', 0.05, about)) return told({ ...row, respcd: dice.pick(FAILURES) });
  if (by === 'syssn' && faults.strike('row-other-number', 0.2, about)) return ofAnother('0000');
  const taken = checks.syssnOfAnother(entry.number);
  if (by === 'number' && taken !== null && faults.strike('row-taken-syssn', 0.4, about)) {
    return told({ ...row, respcd: '0000', syssn: taken });
  }
  return told(row, false);
}

/** Rows of other tills of the account, newer than ours. */
export function strangersRows(count: number, world: World, dice: Dice): readonly ToldRow[] {
  const at = hkDateTime(world.gatewayTime());
  const day = at.slice(0, 10).replaceAll('-', '');
  return Array.from({ length: count }, (_, index) => ({
    row: {
      respcd: dice.pick(['0000', '1143', '1201']),
      out_trade_no: `7ZSTRANG${String(index).padStart(6, '0')}1A`,
      syssn: `${day}9${String(index).padStart(17, '0')}`,
      txamt: String(dice.whole(1, 500_000)),
      txcurrcd: 'HKD',
      pay_type: '805801',
      order_type: 'payment',
      cancel: '0',
      sysdtm: at,
    },
    about: null,
    isBent: false,
  }));
}
