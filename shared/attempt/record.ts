/**
 * One attempt at taking or returning money, as the ledger keeps it and everybody reads it. How it changes is decided in
 * attempt.ts.
 */
import { assertNever } from '../result.ts';
import type { AttemptNumber } from './number.ts';
import type { Asked, Mismatch } from './evidence.ts';
import { cents, type Cents, type Currency } from '../money.ts';
import type { WallMs } from '../time.ts';
import { payTypesOf, type Tender } from '../wallet.ts';

/** A refund is an attempt of its own, with its own number, for money of a payment that was paid. */
export type AttemptKind = 'payment' | 'refund';

/** The last two are a refund's ends, the four before them a payment's. */
export type AttemptStatus =
  'sending' | 'pending' | 'unknown' | 'paid' | 'failed' | 'expired' | 'late-paid' | 'refunded' | 'refused';

/** What the gateway last said of an attempt: its own status code, or a word of ours where it said nothing usable. */
export type LastSaid = string;
/** A QR exists. The gateway said 0000, which here must never be read as "paid". */
export const QR_MADE: LastSaid = 'qr-made';
/** The gateway shows more than one payment under this number: the customer may have been charged twice. */
export const PAID_TWICE: LastSaid = 'paid-twice';
export const NOT_SENT: LastSaid = 'not-sent';
export const NOT_FOUND: LastSaid = 'not-found';
export const NO_ANSWER: LastSaid = 'no-answer';
/** The gateway lists something of it that cannot be read, or leaves out what counts. */
export const ROW_UNCLEAR: LastSaid = 'row-unclear';
export const mismatchSaid = (mismatch: Mismatch): LastSaid => `mismatch-${mismatch}`;
const saysMismatch = (said: LastSaid): boolean => said.startsWith('mismatch-');
const NO_ORDER = 'no-order-';
/** A code that decides nothing and came without a number of QFPay's: the gateway may not have made an order at all. */
export const saidWithoutOrder = (code: string): LastSaid => NO_ORDER + code;
const isSaidWithoutOrder = (said: LastSaid): boolean => said.startsWith(NO_ORDER);
/** The gateway's own code in it, which is worth reading out on the telephone; null for a word of ours. */
export const codeIn = (said: LastSaid): string | null => /^(?:no-order-)?(\d{4})$/.exec(said)?.[1] ?? null;

/**
 * What a person says that QFPay's merchant portal shows, of what the gateway itself would not settle. `returned` is of a
 * payment of which a part went back by another way than this till, and says how much.
 */
export const VERDICTS = ['paid', 'not-paid', 'refunded', 'not-refunded', 'returned'] as const;
export type Verdict = (typeof VERDICTS)[number];

/** One attempt as the ledger keeps it. */
export type Attempt = {
  readonly number: AttemptNumber;
  readonly kind: AttemptKind;
  /** Who began it; null where nobody noted that: an older program, or the gateway that told of it. */
  readonly by: string | null;
  /** The payment whose money a refund returns; null for a payment. */
  readonly refundOf: AttemptNumber | null;
  readonly saleId: string;
  readonly tender: Tender;
  /** QFPay's, as it was asked for. */
  readonly payType: string;
  readonly amount: Cents;
  readonly currency: Currency;
  readonly merchant: string | null;
  readonly host: string;
  /** The request time exactly as it was sent, in Hong Kong time. */
  readonly txdtm: string;
  /** By the machine's clock, which may be wrong. */
  readonly createdAt: WallMs;
  /** The same by the gateway's clock; null as long as the gateway had not said its time, or the clocks were set meanwhile. */
  readonly gatewayAt: WallMs | null;
  /** How long the QR or code can still be paid after it was made, as far as we know. */
  readonly lifeMs: number;
  /** Last four characters of the customer's code (CPM); the code itself is kept nowhere. */
  readonly codeTail: string | null;
  readonly status: AttemptStatus;
  readonly version: number;
  readonly syssn: string | null;
  readonly lastSaid: LastSaid | null;
  /**
   * The cashier took the QR away or stopped waiting, or it had been told as not paid or not refunded: money that moves
   * after this moves late.
   */
  readonly givenUp: boolean;
  /** Somebody dealt with what it asked of them: kept a late payment for its sale, or let a refund for later go. */
  readonly dealtWith: boolean;
  /**
   * What of a payment is back with the customer without a refund of this till, as by one in the merchant portal; null for
   * a part of which nobody has said yet how much it is.
   */
  readonly returnedElsewhere: Cents | null;
  /** What a person said in the gateway's place, the last time one did; null with the three behind it when none had to. */
  readonly decided: Verdict | null;
  readonly decidedBy: string | null;
  readonly decidedWhy: string | null;
  readonly decidedAt: WallMs | null;
  /** What moved by the portal where that is not what was asked for; null otherwise. */
  readonly movedAmount: Cents | null;
};

/** What is learnt of an attempt, as it stands before anything is. */
const AT_BIRTH = {
  status: 'sending',
  version: 1,
  syssn: null,
  lastSaid: null,
  givenUp: false,
  dealtWith: false,
} as const;
/** The same of what hardly any attempt ever has; a ledger writes it only where it is. */
export const RARELY = {
  returnedElsewhere: cents(0),
  decided: null,
  decidedBy: null,
  decidedWhy: null,
  decidedAt: null,
  movedAmount: null,
} as const;
type Learnt = keyof typeof AT_BIRTH | keyof typeof RARELY;

/** What an attempt has from its beginning and keeps. */
export type Facts = Omit<Attempt, 'number' | Learnt>;

/** An attempt as it is born: numbered, and about to be sent. */
export function newAttempt(number: AttemptNumber, facts: Facts): Attempt {
  return { ...facts, number, ...AT_BIRTH, ...RARELY };
}

export type AttemptChange = Partial<Pick<Attempt, 'gatewayAt' | Exclude<Learnt, 'version'>>>;

/** When it was made, as well as anybody knows: what it is listed and filed by. */
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
 * Whether it ended in a way that somebody has to deal with, and nobody has: money came or went late, or was not returned;
 * or the gateway says something else than how it ended.
 */
export function isUndealt(attempt: Attempt): boolean {
  const { status, dealtWith, givenUp } = attempt;
  const asks = status === 'late-paid' || status === 'refused' || (status === 'refunded' && givenUp);
  return (asks && !dealtWith) || isContradicted(attempt);
}

/** Whether it ended, and only a look into the portal tells what became of its money: a person has to say that. */
export function isContradicted({ status, dealtWith, lastSaid, returnedElsewhere }: Attempt): boolean {
  if (isPaid(status)) return returnedElsewhere === null;
  return isFinal(status) && !isSettled(status) && !dealtWith && lastSaid !== null && saysMismatch(lastSaid);
}

/** Whether nobody waits for it any more: its end is known, and nobody has to deal with that. */
export function isOver(attempt: Attempt): boolean {
  return isFinal(attempt.status) && !isUndealt(attempt);
}

/** Whether a final attempt may still turn out to have come through: not when it has, nor when nothing ever left. */
export function looksAgain(attempt: Attempt): boolean {
  return !isSettled(attempt.status) && attempt.lastSaid !== NOT_SENT;
}

/** Whether the money has moved: such an attempt never changes again. */
export function isSettled(status: AttemptStatus): boolean {
  return isPaid(status) || status === 'refunded';
}

export function isPaid(status: AttemptStatus): boolean {
  return status === 'paid' || status === 'late-paid';
}

/** Whether the gateway has ever said anything of this order that only an order it has can cause. */
export function isAcknowledged({ syssn, status, lastSaid }: Attempt): boolean {
  return syssn !== null || status === 'pending' || (lastSaid !== null && !saysNoOrder(lastSaid));
}

function saysNoOrder(said: LastSaid): boolean {
  return said === NO_ANSWER || said === NOT_FOUND || said === NOT_SENT || isSaidWithoutOrder(said);
}

/** What the gateway has not settled in a day it hardly will: a person is asked then. */
export const FOR_PERSON_AFTER_MS = 24 * 3_600_000;

/**
 * Whether a person is asked to look into the portal: at once where the gateway itself contradicts what was asked for, and
 * after a day where it leaves open how it ended.
 *
 * @param ageMs how old it is, as well as anybody knows
 */
export function asksPerson(attempt: Attempt, ageMs: number): boolean {
  const { status, lastSaid } = attempt;
  if (isFinal(status)) return isContradicted(attempt);
  return (lastSaid !== null && saysMismatch(lastSaid)) || ageMs >= FOR_PERSON_AFTER_MS;
}

/** What a person may say of it in the gateway's place: nothing where the gateway has settled it. */
export function verdictsOn(attempt: Attempt): readonly Verdict[] {
  const { kind, status } = attempt;
  if (isFinal(status) && !isContradicted(attempt)) return [];
  if (isPaid(status)) return ['returned'];
  return kind === 'payment' ? ['paid', 'not-paid'] : ['refunded', 'not-refunded'];
}

/** What moved, or is to move, as far as anybody knows. */
export function movedBy({ movedAmount, amount }: Pick<Attempt, 'movedAmount' | 'amount'>): Cents {
  return movedAmount ?? amount;
}

/** What the gateway says of a number that another request has used; the code for it is documented for none. */
const NUMBER_USED: ReadonlySet<string | null> = new Set(['1102', '1251', '2011']);
const OLDER = mismatchSaid('older');

/** @param since the earliest that QFPay can have made its order, by QFPay's clock; null while nobody can say */
export function askedOf(attempt: Attempt, since: WallMs | null = null): Asked {
  const { kind, number, amount, currency, tender, payType, merchant, lastSaid } = attempt;
  const payTypes = [...new Set([payType, ...payTypesOf(tender)])];
  const numberUsed = lastSaid !== null && (lastSaid === OLDER || NUMBER_USED.has(codeIn(lastSaid)));
  return { kind, number, amountCents: amount, currency, payTypes, merchant, since, numberUsed };
}
