/** One attempt to take or return money, as the ledger stores it. machine.ts decides how it changes. */
import { assertNever } from '../result.ts';
import type { AttemptNumber } from './number.ts';
import type { Asked, Mismatch } from './evidence.ts';
import { cents, type Cents, type Currency } from '../money.ts';
import type { WallMs } from '../time.ts';
import { payTypesOf, type Tender } from '../wallet.ts';

/** A refund is a separate attempt with its own number. It returns money of a paid payment. */
export type AttemptKind = 'payment' | 'refund';

/** The last two are final for a refund, the four before them for a payment. */
export type AttemptStatus =
  'sending' | 'pending' | 'unknown' | 'paid' | 'failed' | 'expired' | 'late-paid' | 'refunded' | 'refused';

/** The gateway's last answer about an attempt: its status code, or our own word if the answer was not usable. */
export type LastResponse = string;
/** A QR exists. The gateway answered 0000, which must never be read as "paid" here. */
export const QR_MADE: LastResponse = 'qr-made';
/** The gateway shows several payments under this number: the customer may have paid twice. */
export const PAID_TWICE: LastResponse = 'paid-twice';
export const NOT_SENT: LastResponse = 'not-sent';
export const NOT_FOUND: LastResponse = 'not-found';
export const NO_ANSWER: LastResponse = 'no-answer';
/** The gateway lists a row for it that is unreadable or lacks a required field. */
export const ROW_UNCLEAR: LastResponse = 'row-unclear';
export const mismatchSaid = (mismatch: Mismatch): LastResponse => `mismatch-${mismatch}`;
const saysMismatch = (said: LastResponse): boolean => said.startsWith('mismatch-');
const NO_ORDER = 'no-order-';
/** A code that decides nothing and came without a `gatewayRef`: the gateway may not have created an order. */
export const saidWithoutOrder = (code: string): LastResponse => NO_ORDER + code;
const isSaidWithoutOrder = (said: LastResponse): boolean => said.startsWith(NO_ORDER);
/** The gateway's code, worth reading out on the telephone; null for our own words. */
export const codeIn = (said: LastResponse): string | null => /^(?:no-order-)?(\d{4})$/.exec(said)?.[1] ?? null;

/**
 * A person's verdict on what the gateway left open, by QFPay's merchant portal. `returned` is for a payment that was
 * partly refunded outside this till, and comes with the amount.
 */
export const VERDICTS = ['paid', 'not-paid', 'refunded', 'not-refunded', 'returned'] as const;
export type Verdict = (typeof VERDICTS)[number];

/** One attempt as the ledger stores it. */
export type Attempt = {
  readonly number: AttemptNumber;
  readonly kind: AttemptKind;
  /** Who began it; null if unknown: an older program wrote it, or the till learnt of it from the gateway. */
  readonly by: string | null;
  /** The payment that a refund returns money of; null for a payment. */
  readonly refundOf: AttemptNumber | null;
  readonly saleId: string;
  readonly tender: Tender;
  /** QFPay's pay type in the request. */
  readonly payType: string;
  readonly amount: Cents;
  readonly currency: Currency;
  readonly merchantId: string | null;
  readonly gatewayHost: string;
  /** The request time exactly as sent, in Hong Kong time. */
  readonly requestedAtText: string;
  /** By the machine's clock, which may be wrong. */
  readonly createdAt: WallMs;
  /**
   * The same by the gateway's clock; null while the gateway's time is unknown, or if the machine's clock was set
   * meanwhile.
   */
  readonly gatewayAt: WallMs | null;
  /** How long the QR or code can be paid after its creation, as far as we know. */
  readonly validForMs: number;
  /** The last four characters of the customer's code (CPM). The code itself is never stored. */
  readonly codeTail: string | null;
  readonly status: AttemptStatus;
  readonly version: number;
  /** The gateway's own number of the order, QFPay's `syssn`; null until an answer has named it. */
  readonly gatewayRef: string | null;
  readonly lastResponse: LastResponse | null;
  /**
   * The cashier took the QR away or stopped waiting, or the till reported "not paid" or "not refunded". Money that
   * moves after this is late.
   */
  readonly abandoned: boolean;
  /** Somebody made the required decision: kept a late payment, or dropped a refund that was to be tried again. */
  readonly resolved: boolean;
  /**
   * How much of a payment was returned without a refund of this till, for example in the merchant portal; null for a
   * part whose amount nobody has recorded.
   */
  readonly returnedElsewhere: Cents | null;
  /** The latest decision by hand. All four fields are null when there was none. */
  readonly decided: Verdict | null;
  readonly decidedBy: string | null;
  readonly decidedWhy: string | null;
  readonly decidedAt: WallMs | null;
  /** The amount that moved according to the portal, if it differs from the requested amount; null otherwise. */
  readonly movedAmount: Cents | null;
};

/** Initial values of the fields that change later. */
const AT_BIRTH = {
  status: 'sending',
  version: 1,
  gatewayRef: null,
  lastResponse: null,
  abandoned: false,
  resolved: false,
} as const;
/** Initial values of fields that rarely change; a ledger writes one only when it has another value. */
export const RARELY = {
  returnedElsewhere: cents(0),
  decided: null,
  decidedBy: null,
  decidedWhy: null,
  decidedAt: null,
  movedAmount: null,
} as const;
type Learnt = keyof typeof AT_BIRTH | keyof typeof RARELY;

/** Fields that are set at the beginning and never change. */
export type Facts = Omit<Attempt, 'number' | Learnt>;

/** A new attempt with its number, not sent yet. */
export function newAttempt(number: AttemptNumber, facts: Facts): Attempt {
  return { ...facts, number, ...AT_BIRTH, ...RARELY };
}

export type AttemptChange = Partial<Pick<Attempt, 'gatewayAt' | Exclude<Learnt, 'version'>>>;

/** The best known time of creation; lists and files use it. */
export const madeAt = ({ gatewayAt, createdAt }: Attempt): WallMs => gatewayAt ?? createdAt;

export function isFinal(status: AttemptStatus): boolean {
  switch (status) {
    case 'paid':
    case 'failed':
    case 'expired':
    case 'late-paid':
    case 'refunded':
    case 'refused':
      return true;
    case 'sending':
    case 'pending':
    case 'unknown':
      return false;
    default:
      return assertNever(status);
  }
}

/**
 * Whether a final attempt still needs a person's decision: money moved late, a refund was refused, or the gateway
 * contradicts the result.
 */
export function needsDecision(attempt: Attempt): boolean {
  const { status, resolved, abandoned } = attempt;
  const asks = status === 'late-paid' || status === 'refused' || (status === 'refunded' && abandoned);
  return (asks && !resolved) || isContradicted(attempt);
}

/** Whether a final attempt's money is unclear, so that a person must check QFPay's portal. */
export function isContradicted({ status, resolved, lastResponse, returnedElsewhere }: Attempt): boolean {
  if (isPaid(status)) return returnedElsewhere === null;
  return isFinal(status) && !hasMoneyMoved(status) && !resolved && lastResponse !== null && saysMismatch(lastResponse);
}

/** Whether nobody waits for it: it is final and needs no decision. */
export function isOver(attempt: Attempt): boolean {
  return isFinal(attempt.status) && !needsDecision(attempt);
}

/** Whether money may still move for a final attempt: not if it has moved already, and not if no byte was ever sent. */
export function looksAgain(attempt: Attempt): boolean {
  return !hasMoneyMoved(attempt.status) && attempt.lastResponse !== NOT_SENT;
}

/** Whether the money has moved. Such an attempt never changes its status. */
export function hasMoneyMoved(status: AttemptStatus): boolean {
  return isPaid(status) || status === 'refunded';
}

export function isPaid(status: AttemptStatus): boolean {
  return status === 'paid' || status === 'late-paid';
}

/** Whether any answer proves that the gateway has this order. */
export function isAcknowledged({ gatewayRef, status, lastResponse }: Attempt): boolean {
  return gatewayRef !== null || status === 'pending' || (lastResponse !== null && !saysNoOrder(lastResponse));
}

function saysNoOrder(said: LastResponse): boolean {
  return said === NO_ANSWER || said === NOT_FOUND || said === NOT_SENT || isSaidWithoutOrder(said);
}

/** After a day the gateway will hardly settle an attempt, so the till asks a person. */
export const FOR_PERSON_AFTER_MS = 24 * 3_600_000;

/**
 * Whether a person must check QFPay's portal: at once if the gateway contradicts the request, and after a day if the
 * result is still open.
 *
 * @param ageMs its age, as well as it is known
 */
export function asksPerson(attempt: Attempt, ageMs: number): boolean {
  const { status, lastResponse } = attempt;
  if (isFinal(status)) return isContradicted(attempt);
  return (lastResponse !== null && saysMismatch(lastResponse)) || ageMs >= FOR_PERSON_AFTER_MS;
}

/** The verdicts that a person may give; none if the gateway has settled the attempt. */
export function verdictsOn(attempt: Attempt): readonly Verdict[] {
  const { kind, status } = attempt;
  if (isFinal(status) && !isContradicted(attempt)) return [];
  if (isPaid(status)) return ['returned'];
  return kind === 'payment' ? ['paid', 'not-paid'] : ['refunded', 'not-refunded'];
}

/** The amount that moved or will move, as far as known. */
export function movedBy({ movedAmount, amount }: Pick<Attempt, 'movedAmount' | 'amount'>): Cents {
  return movedAmount ?? amount;
}

/** Codes for a number that another request has used. QFPay's documents do not say which code means this. */
const NUMBER_USED: ReadonlySet<string | null> = new Set(['1102', '1251', '2011']);
const OLDER = mismatchSaid('older');

/** @param since the earliest time QFPay can have created the order, by QFPay's clock; null while unknown */
export function askedOf(attempt: Attempt, since: WallMs | null = null): Asked {
  const { kind, number, amount, currency, tender, payType, merchantId, lastResponse } = attempt;
  const payTypes = [...new Set([payType, ...payTypesOf(tender)])];
  const numberUsed = lastResponse !== null && (lastResponse === OLDER || NUMBER_USED.has(codeIn(lastResponse)));
  return { kind, number, amountCents: amount, currency, payTypes, merchant: merchantId, since, numberUsed };
}
