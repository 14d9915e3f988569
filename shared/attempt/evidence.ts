/**
 * Decides what the gateway's answers prove about one attempt. Only this file decides that something is paid. It uses
 * neither the network nor the ledger.
 *
 * QFPay's 0000 has four meanings. As the answer to a QR request, it means that a QR exists. As the answer to a scanned
 * code, it means paid. At the top of an enquiry's answer, it means that the enquiry itself worked. Only inside an
 * enquiry's rows does it describe the payment. QFPay fills `paydtm` and the message texts on unpaid orders too, so they
 * prove nothing.
 */
import type { AttemptKind } from './record.ts';
import { assertNever } from '../result.ts';
import type { Currency } from '../money.ts';
import type { WallMs } from '../time.ts';
import type { Presentment } from '../wallet.ts';
import type { AttemptNumber } from './number.ts';

/**
 * The meaning of a status code. The lists are closed: a code that is not listed is `unknown` and leads to an enquiry.
 */
export type CodeClass =
  | 'ok'
  | 'pending'
  | 'failed'
  /** This try took no money. That is final for a scanned code, but another try can still pay a QR. */
  | 'try-failed'
  /** The gateway reports a closed order. In a direct answer it proves nothing; an enquiry must confirm it. */
  | 'closed'
  /** Decides nothing, but the gateway can only report it about an order that it has. */
  | 'exists'
  | 'unknown';

/** One transaction as the gateway reports it; absent fields are null. Amounts are the raw digits, not trusted. */
export type GatewayRow = {
  readonly code: string;
  /** The meaning of the code for a payment and for a refund: some codes refuse only one of them. */
  readonly codeClass: CodeClass;
  readonly refundClass: CodeClass;
  readonly number: string | null;
  readonly gatewayRef: string | null;
  readonly amount: string | null;
  readonly currency: string | null;
  readonly payType: string | null;
  readonly merchant: string | null;
  readonly orderType: string | null;
  readonly cancel: string | null;
  /** When QFPay created the order, by QFPay's clock. QFPay files the order under this time. */
  readonly madeAt: WallMs | null;
};

/** What an attempt asked for. Every answer that counts as success must repeat it. */
export type Asked = {
  readonly kind: AttemptKind;
  readonly number: AttemptNumber;
  readonly amountCents: number;
  readonly currency: Currency;
  /** QFPay may list the order under any of these. */
  readonly payTypes: readonly string[];
  readonly merchant: string | null;
  /** An order that QFPay created earlier, by its own clock, is not this attempt's; null while the time is unknown. */
  readonly since: WallMs | null;
  /** The gateway reported the number as already used, so an order under it may be another one. */
  readonly numberUsed: boolean;
};

/** Why a 0000 is not accepted as our payment. */
export type Mismatch = 'number' | 'amount' | 'currency' | 'pay-type' | 'merchant' | 'syssn-taken' | 'older';

/** How much of a paid amount the gateway says was returned. */
export type Returned = 'none' | 'part' | 'whole';

type Success = { readonly gatewayRef: string; readonly returned: Returned };

export type Finding =
  /** The money has moved: a payment was paid, or a refund was made. */
  | (Success & {
      readonly kind: 'paid';
      readonly several: boolean;
      /** Other successes under our number. The first one may turn out to belong to another attempt. */
      readonly others?: readonly Success[];
    })
  | { readonly kind: 'pending'; readonly gatewayRef: string | null; readonly code: string }
  | { readonly kind: 'failed'; readonly code: string; readonly gatewayRef: string | null }
  | { readonly kind: 'not-found' }
  /** The gateway reports success for something we did not ask for. This raises an alert and is never a payment. */
  | { readonly kind: 'mismatch'; readonly mismatch: Mismatch }
  /** Nothing can be concluded. `code` is the gateway's code, if it gave one. */
  | {
      readonly kind: 'unclear';
      readonly code: string | null;
      readonly gatewayRef: string | null;
      /** True if the gateway can only report this about an order that it has. */
      readonly isOrder: boolean;
    };

/** The readable part of an unreadable row: which order it may be about. */
export type UnreadRow = Pick<GatewayRow, 'number' | 'gatewayRef'>;

/** A row about our attempt exists but tells nothing. */
const OURS_UNCLEAR: Finding = { kind: 'unclear', code: null, gatewayRef: null, isOrder: true };
/** No row is about our attempt. */
const NOTHING_SAID: Finding = { ...OURS_UNCLEAR, isOrder: false };

/**
 * Judges the rows of an enquiry. They may include other orders, several rows of this attempt, and refunds.
 *
 * A success outweighs failures in other rows: a customer who was declined and tried again has paid. A failure counts
 * only if no row is pending, contradictory or unreadable.
 *
 * @param unread rows of the same answer that could not be read
 */
export function judgeRows(
  asked: Asked,
  rows: readonly GatewayRow[],
  knownRef: string | null,
  unread: readonly UnreadRow[] = [],
): Finding {
  const isKnown = (gatewayRef: string | null): boolean => knownRef !== null && gatewayRef === knownRef;
  const named = rows.filter(({ number, gatewayRef }) => number === asked.number || isKnown(gatewayRef));
  const ours = named.filter((row) => !isOlder(asked, row));
  const mayBeIt = (row: GatewayRow): boolean => typeOf(row) === asked.kind || typeOf(row) === 'unclear';
  // The number belongs to an older order, and there is none of this attempt: a newer row of another type is not one.
  const isOfAnother = ours.length === 0 ? named.length > 0 : named.some(mayBeIt) && !ours.some(mayBeIt);
  if (isOfAnother) return { kind: 'mismatch', mismatch: 'older' };
  const alike = ours.filter((row) => typeOf(row) === asked.kind);
  const isUnclear =
    ours.some((row) => typeOf(row) === 'unclear') ||
    unread.some(({ number, gatewayRef }) => number === asked.number || (number === null && isKnown(gatewayRef)));
  const findings = alike.map((row) => judgeRow(asked, row));
  if (isUnclear) findings.push(OURS_UNCLEAR);
  const allPaid = findings.filter((finding) => finding.kind === 'paid');
  // Prefer a payment whose money is still here over one that was returned.
  const paid = allPaid.find(({ returned }) => returned === 'none') ?? allPaid[0];
  if (paid) {
    const others = allPaid
      .filter(({ gatewayRef }) => gatewayRef !== paid.gatewayRef)
      .map(({ gatewayRef, returned }) => ({ gatewayRef, returned }));
    const several = asked.kind === 'payment' && successes(alike).size > 1;
    return { ...paid, several, ...(others.length > 0 && { others }) };
  }
  return (
    findings.find((finding) => finding.kind === 'mismatch') ??
    findings.find((finding) => finding.kind === 'pending') ??
    findings.find((finding) => finding.kind === 'unclear') ??
    findings.find((finding) => finding.kind === 'failed') ?? { kind: 'not-found' }
  );

  /** A row without an order type counts as the kind of attempt that was asked about. */
  function typeOf(row: GatewayRow): OrderType {
    return orderTypeOf(row) ?? asked.kind;
  }
}

/** `other`: certainly neither. `unclear`: an unknown word that may mean either. */
export type OrderType = AttemptKind | 'other' | 'unclear';

/** A row's order type; null if the row does not name one. QFPay's documents spell the same words in two ways. */
export function orderTypeOf({ orderType }: GatewayRow): OrderType | null {
  if (orderType === null) return null;
  const word = orderType.trim().toLowerCase();
  if (word === 'payment' || word === 'refund') return word;
  return word === 'close' ? 'other' : 'unclear';
}

/** The `gatewayRef`s of successful payments, of any amount. A payment that was refunded does not count. */
function successes(rows: readonly GatewayRow[]): ReadonlySet<string | null> {
  const standing = rows.filter((row) => row.codeClass === 'ok' && returnedOf(row) === 'none');
  return new Set(standing.map(({ gatewayRef }) => gatewayRef));
}

/** Judges one row of an enquiry; its code describes the attempt. */
export function judgeRow(asked: Asked, row: GatewayRow): Finding {
  const codeClass = classFor(asked, row);
  if (codeClass !== 'ok' && contradictionIn(asked, row) !== null)
    return row.number === asked.number ? OURS_UNCLEAR : NOTHING_SAID;
  switch (codeClass) {
    case 'ok': {
      const mismatch = mismatchOf(asked, row);
      if (mismatch !== null) return { kind: 'mismatch', mismatch };
      // A success without these fields proves nothing; the next enquiry must give them.
      if (row.gatewayRef === null || row.number === null || row.amount === null || row.currency === null) {
        return { kind: 'unclear', code: null, gatewayRef: row.gatewayRef, isOrder: true };
      }
      // No document says what this field means in a refund's row.
      const returned = asked.kind === 'refund' ? 'none' : returnedOf(row);
      return { kind: 'paid', gatewayRef: row.gatewayRef, several: false, returned };
    }
    case 'pending':
      return { kind: 'pending', gatewayRef: row.gatewayRef, code: row.code };
    case 'failed':
    case 'try-failed':
    case 'closed':
      return { kind: 'failed', code: row.code, gatewayRef: row.gatewayRef };
    case 'exists':
    case 'unknown':
      return { kind: 'unclear', code: row.code, gatewayRef: row.gatewayRef, isOrder: true };
    default:
      return assertNever(codeClass);
  }
}

/** Judges the direct answer to a scanned code or a refund, or an answer to a QR request other than 0000. */
export function judgeAnswer(asked: Asked & { readonly mode: Presentment }, row: GatewayRow): Finding {
  const codeClass = classFor(asked, row);
  if (codeClass !== 'ok' && contradictionIn(asked, row) !== null) return NOTHING_SAID;
  const isQr = asked.kind === 'payment' && asked.mode === 'mpm';
  const found: Finding =
    codeClass === 'closed' || (codeClass === 'try-failed' && isQr)
      ? { kind: 'unclear', code: row.code, gatewayRef: row.gatewayRef, isOrder: codeClass === 'closed' }
      : judgeRow(asked, row);
  if (found.kind !== 'unclear') return found;
  // The gateway may refuse any request, for example during maintenance; that does not show that an order exists.
  return { ...found, isOrder: row.gatewayRef !== null || codeClass === 'exists' || codeClass === 'closed' };
}

const classFor = ({ kind }: Asked, row: GatewayRow): CodeClass => (kind === 'refund' ? row.refundClass : row.codeClass);

/**
 * The first field that contradicts what we asked for; an absent field is not a contradiction. A mismatch also forbids
 * showing a QR: a QR for another amount must never reach a customer.
 */
export function mismatchOf(asked: Asked, row: GatewayRow): Mismatch | null {
  const contradiction = contradictionIn(asked, row);
  if (contradiction !== null) return contradiction;
  if (isOlder(asked, row)) return 'older';
  if (row.merchant !== null && asked.merchant !== null && row.merchant !== asked.merchant) return 'merchant';
  // No document says which pay type a refund's row shows, so a different one is accepted.
  if (asked.kind === 'refund') return null;
  if (row.payType !== null && !asked.payTypes.includes(row.payType)) return 'pay-type';
  return null;
}

/**
 * Whether the row's order is older than the attempt. That happens when a ledger was put back and draws its numbers
 * again. If the gateway reported the number as used, a row without a time counts as older.
 */
function isOlder({ since, numberUsed }: Asked, { madeAt }: GatewayRow): boolean {
  return madeAt === null || since === null ? numberUsed : madeAt < since;
}

/** Checked for every row. A row about something else tells nothing about the attempt, and its `gatewayRef` is not ours. */
function contradictionIn(asked: Asked, row: GatewayRow): 'number' | 'amount' | 'currency' | null {
  if (row.number !== null && row.number !== asked.number) return 'number';
  if (row.amount !== null && row.amount !== String(asked.amountCents)) return 'amount';
  if (row.currency !== null && row.currency !== asked.currency) return 'currency';
  return null;
}

/**
 * How much of a payment was returned. 1 (reversed or refunded), 2 (cancelled) and 3 (refunded) mean all, 5 means a
 * part. Any other value is undocumented or belongs to other wallets; it only shows that some money may be gone.
 */
export function returnedOf({ cancel }: GatewayRow): Returned {
  if (cancel === null || cancel === '0') return 'none';
  return cancel === '1' || cancel === '2' || cancel === '3' ? 'whole' : 'part';
}
