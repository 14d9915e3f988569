/**
 * What the gateway's answers prove about one attempt. This is where it is decided that something is paid: nothing here
 * touches the network or the ledger, and nothing outside decides it again.
 *
 * QFPay's 0000 has four meanings. As the answer to "make a QR" it means that a QR exists. As the answer to a scanned
 * code it means paid. Outside an enquiry it means that the enquiry itself worked. Only inside an enquiry's rows it
 * speaks of the payment. `paydtm` and the message texts are filled in on unpaid orders too and prove nothing.
 */
import type { AttemptKind } from './record.ts';
import { assertNever } from '../result.ts';
import type { Currency } from '../money.ts';
import type { WallMs } from '../time.ts';
import type { Presentment } from '../wallet.ts';
import type { AttemptNumber } from './number.ts';

/** How a status code counts: by closed lists, so that whatever is not listed is `unknown` and gets enquired. */
export type CodeClass =
  | 'ok'
  | 'pending'
  | 'failed'
  /** This try took no money: the last word on a scanned code, while a QR can be paid by another try. */
  | 'try-failed'
  /** Said of an order that is over: the order is asked about before it is believed. */
  | 'closed'
  /** Decides nothing, and can only be said of an order that the gateway has. */
  | 'exists'
  | 'unknown';

/** One transaction as the gateway tells it; absent fields are null. Amounts are the digits it sent, not trusted. */
export type GatewayRow = {
  readonly code: string;
  /** How the code counts when it speaks of a payment, and when it speaks of a refund: some refuse only the one. */
  readonly codeClass: CodeClass;
  readonly refundClass: CodeClass;
  readonly number: string | null;
  readonly syssn: string | null;
  readonly amount: string | null;
  readonly currency: string | null;
  readonly payType: string | null;
  readonly merchant: string | null;
  readonly orderType: string | null;
  readonly cancel: string | null;
  /** When QFPay made the order, by QFPay's own clock; by this time it is filed. */
  readonly madeAt: WallMs | null;
};

/** What an attempt asked for: what every answer that counts as success must repeat. */
export type Asked = {
  readonly kind: AttemptKind;
  readonly number: AttemptNumber;
  readonly amountCents: number;
  readonly currency: Currency;
  /** Under any of which QFPay may list it. */
  readonly payTypes: readonly string[];
  readonly merchant: string | null;
  /** What QFPay made before this, by its own clock, is not this attempt's; null while nobody can say when it was made. */
  readonly since: WallMs | null;
  /** The gateway called its number used when it was asked for it: what stands under it may be another order. */
  readonly numberUsed: boolean;
};

/** Why a 0000 is not taken for a payment of ours. */
export type Mismatch = 'number' | 'amount' | 'currency' | 'pay-type' | 'merchant' | 'syssn-taken' | 'older';

/** What the gateway says of a payment's money once it was taken: all of it is here, a part went back, or all of it. */
export type Returned = 'none' | 'part' | 'whole';

type Success = { readonly syssn: string; readonly returned: Returned };

export type Finding =
  /** The money has moved: a payment was paid, a refund came through. */
  | (Success & {
      readonly kind: 'paid';
      readonly several: boolean;
      /** What stands beside it under our number: the first may turn out to be another attempt's. */
      readonly others?: readonly Success[];
    })
  | { readonly kind: 'pending'; readonly syssn: string | null; readonly code: string }
  | { readonly kind: 'failed'; readonly code: string; readonly syssn: string | null }
  | { readonly kind: 'not-found' }
  /** The gateway claims success for something that is not what we asked for: an alert, never a payment. */
  | { readonly kind: 'mismatch'; readonly mismatch: Mismatch }
  /** Nothing can be concluded; `code` is the gateway's when it gave one. */
  | {
      readonly kind: 'unclear';
      readonly code: string | null;
      readonly syssn: string | null;
      /** Whether it can only be said of an order that the gateway has. */
      readonly isOrder: boolean;
    };

/** What can be read of a row that cannot be read as a whole: whom it may be about. */
export type UnreadRow = Pick<GatewayRow, 'number' | 'syssn'>;

/** There is something of ours, and it tells nothing. */
const OURS_UNCLEAR: Finding = { kind: 'unclear', code: null, syssn: null, isOrder: true };
/** Nothing of ours was said. */
const NOTHING_SAID: Finding = { ...OURS_UNCLEAR, isOrder: false };

/**
 * Weighs an enquiry's rows, which may hold other orders' rows, several rows of ours, and refunds.
 *
 * A success among several rows wins over a failure beside it: a customer who was declined and tried again has paid. A
 * failure only counts when nothing is pending, contradictory or unread.
 *
 * @param unread rows of the same answer that could not be read
 */
export function judgeRows(
  asked: Asked,
  rows: readonly GatewayRow[],
  knownSyssn: string | null,
  unread: readonly UnreadRow[] = [],
): Finding {
  const isKnown = (syssn: string | null): boolean => knownSyssn !== null && syssn === knownSyssn;
  const named = rows.filter(({ number, syssn }) => number === asked.number || isKnown(syssn));
  const ours = named.filter((row) => !isOlder(asked, row));
  // The number belongs to another order, from before this attempt, and there is none of this one.
  if (named.length > 0 && ours.length === 0) return { kind: 'mismatch', mismatch: 'older' };
  const alike = ours.filter((row) => typeOf(row) === asked.kind);
  const isUnclear =
    ours.some((row) => typeOf(row) === 'unclear') ||
    unread.some(({ number, syssn }) => number === asked.number || (number === null && isKnown(syssn)));
  const findings = alike.map((row) => judgeRow(asked, row));
  if (isUnclear) findings.push(OURS_UNCLEAR);
  const allPaid = findings.filter((finding) => finding.kind === 'paid');
  // One whose money is here, where one beside it was given back.
  const paid = allPaid.find(({ returned }) => returned === 'none') ?? allPaid[0];
  if (paid) {
    const others = allPaid
      .filter(({ syssn }) => syssn !== paid.syssn)
      .map(({ syssn, returned }) => ({ syssn, returned }));
    const several = asked.kind === 'payment' && successes(alike).size > 1;
    return { ...paid, several, ...(others.length > 0 && { others }) };
  }
  return (
    findings.find((finding) => finding.kind === 'mismatch') ??
    findings.find((finding) => finding.kind === 'pending') ??
    findings.find((finding) => finding.kind === 'unclear') ??
    findings.find((finding) => finding.kind === 'failed') ?? { kind: 'not-found' }
  );

  /** What says nothing of it is taken for what was asked about. */
  function typeOf(row: GatewayRow): OrderType {
    return orderTypeOf(row) ?? asked.kind;
  }
}

/** `other`: surely neither. `unclear`: a word that nobody knows, which may be either. */
export type OrderType = AttemptKind | 'other' | 'unclear';

/** What a row is about; null when it does not say. QFPay's documents write the same words in two ways. */
export function orderTypeOf({ orderType }: GatewayRow): OrderType | null {
  if (orderType === null) return null;
  const word = orderType.trim().toLowerCase();
  if (word === 'payment' || word === 'refund') return word;
  return word === 'close' ? 'other' : 'unclear';
}

/** The payments that stand under one number, for whatever amount; one that was refunded meanwhile is none. */
function successes(rows: readonly GatewayRow[]): ReadonlySet<string | null> {
  const standing = rows.filter((row) => row.codeClass === 'ok' && returnedOf(row) === 'none');
  return new Set(standing.map(({ syssn }) => syssn));
}

/** One row of an enquiry, which speaks of the attempt's state. */
export function judgeRow(asked: Asked, row: GatewayRow): Finding {
  const codeClass = classFor(asked, row);
  if (codeClass !== 'ok' && contradictionIn(asked, row) !== null)
    return row.number === asked.number ? OURS_UNCLEAR : NOTHING_SAID;
  switch (codeClass) {
    case 'ok': {
      const mismatch = mismatchOf(asked, row);
      if (mismatch !== null) return { kind: 'mismatch', mismatch };
      // A success that leaves out what it is for proves nothing; the next enquiry has to say it in full.
      if (row.syssn === null || row.number === null || row.amount === null || row.currency === null) {
        return { kind: 'unclear', code: null, syssn: row.syssn, isOrder: true };
      }
      // What a refund's own row says in this field is documented nowhere.
      const returned = asked.kind === 'refund' ? 'none' : returnedOf(row);
      return { kind: 'paid', syssn: row.syssn, several: false, returned };
    }
    case 'pending':
      return { kind: 'pending', syssn: row.syssn, code: row.code };
    case 'failed':
    case 'try-failed':
    case 'closed':
      return { kind: 'failed', code: row.code, syssn: row.syssn };
    case 'exists':
    case 'unknown':
      return { kind: 'unclear', code: row.code, syssn: row.syssn, isOrder: true };
    default:
      return assertNever(codeClass);
  }
}

/** The direct answer to a scanned code or a refund, or to the wish for a QR where it is none. */
export function judgeAnswer(asked: Asked & { readonly mode: Presentment }, row: GatewayRow): Finding {
  const codeClass = classFor(asked, row);
  if (codeClass !== 'ok' && contradictionIn(asked, row) !== null) return NOTHING_SAID;
  const isQr = asked.kind === 'payment' && asked.mode === 'mpm';
  const found: Finding =
    codeClass === 'closed' || (codeClass === 'try-failed' && isQr)
      ? { kind: 'unclear', code: row.code, syssn: row.syssn, isOrder: codeClass === 'closed' }
      : judgeRow(asked, row);
  if (found.kind !== 'unclear') return found;
  // It may refuse the request as a whole, as in maintenance: that is no sign of an order.
  return { ...found, isOrder: row.syssn !== null || codeClass === 'exists' || codeClass === 'closed' };
}

const classFor = ({ kind }: Asked, row: GatewayRow): CodeClass => (kind === 'refund' ? row.refundClass : row.codeClass);

/**
 * The first thing an answer says that is not ours; what it leaves out is not a contradiction. It also forbids showing a
 * QR: one for another amount must never reach a customer.
 */
export function mismatchOf(asked: Asked, row: GatewayRow): Mismatch | null {
  const contradiction = contradictionIn(asked, row);
  if (contradiction !== null) return contradiction;
  if (isOlder(asked, row)) return 'older';
  if (row.merchant !== null && asked.merchant !== null && row.merchant !== asked.merchant) return 'merchant';
  // What a refund's row says of the pay type is documented nowhere, so it is not held against it.
  if (asked.kind === 'refund') return null;
  if (row.payType !== null && !asked.payTypes.includes(row.payType)) return 'pay-type';
  return null;
}

/**
 * Whether a row is of an order from before the attempt, as of a ledger that was put back and draws its numbers again. Of an
 * attempt whose number was called used nothing counts that does not say when it was made.
 */
function isOlder({ since, numberUsed }: Asked, { madeAt }: GatewayRow): boolean {
  return madeAt === null || since === null ? numberUsed : madeAt < since;
}

/** Held against every row: one that is about something else says nothing of the attempt, nor is its number at QFPay ours. */
function contradictionIn(asked: Asked, row: GatewayRow): 'number' | 'amount' | 'currency' | null {
  if (row.number !== null && row.number !== asked.number) return 'number';
  if (row.amount !== null && row.amount !== String(asked.amountCents)) return 'amount';
  if (row.currency !== null && row.currency !== asked.currency) return 'currency';
  return null;
}

/**
 * What went back of a payment's money. 1 reversed or refunded, 2 cancelled, 3 refunded: all of it. 5: a part. Of a value
 * that is documented nowhere, or for other wallets only, it is certain just that the money is not simply here.
 */
export function returnedOf({ cancel }: GatewayRow): Returned {
  if (cancel === null || cancel === '0') return 'none';
  return cancel === '1' || cancel === '2' || cancel === '3' ? 'whole' : 'part';
}
