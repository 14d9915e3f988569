/**
 * Manners: what the world of a run may do besides losing, delaying and altering messages. QFPay, a shop or its machine
 * was seen to do each of them, or QFPay's documents leave it open. Each manner is drawn with its own dice, so that a
 * new manner changes nothing in runs without it.
 */
import type { Dice } from '../support/dice.ts';

export const MANNERS = [
  /** A declined customer pays at once: QFPay adds a second row under our number, filed at the time of the payment. */
  'second row',
  /** The run begins minutes before a month's end, and a declined customer's second row is filed in the next month. */
  "month's end",
  /** The gateway often captures another amount than requested. */
  'other amounts',
  /** A list of more than 128 characters is cut there, or refused as a whole; the dice choose one for the run. */
  'short lists',
  /** An order under a used number is refused, with one of QFPay's codes for that. */
  'number used',
  /** The network delivers a request twice and returns the answer to the second. */
  'repeated request',
  /** Another merchant system's older order of the same amount has our number. */
  "another's number",
  /** Other tills' rows come with an answer, in pages. */
  'strangers',
  /** An answer is about another order than the request. */
  'mixed up',
  /** A field is missing, null, empty, of another type, or in upper or lower case. */
  'odd fields',
  /** `order_type` is capitalised, as in QFPay's own table, or is an unknown word. */
  'order types',
  /** An unreadable row stands among the other rows for the whole run. */
  'broken rows',
  /** A listed order is not listed for a while, or never again. */
  'vanishing orders',
  /** Somebody refunds payments, in full or in part, or closes orders in the merchant portal. */
  'portal',
  /** An enquiry by `syssn` searches only the given months, like one by our own number. */
  'month of numbers',
  /** QFPay lists a refund minutes after it was made. */
  'late refunds',
  /** The machine falls asleep while a request is refused before a byte of it left. */
  'sleep at a refusal',
  /** The machine falls asleep while the answer to an enquiry is on its way, and hears it when it wakes. */
  'sleep at an answer',
  /** A call never settles. */
  'hanging calls',
  /** The ledger or the machine fails with an error that the till has no case for. */
  'odd errors',
  /** Reading the ledger meets damage. */
  'damage met',
  /** The machine's wall clock is wrong by minutes or a day, and differs from start to start. */
  'wrong clocks',
  /** The machine's wall clock is wrong by up to a year. */
  'wrong years',
  /** The ledger or its whole folder is replaced by a copy from an earlier close. */
  'put back',
  /** A second till runs on a copy of the ledger, with the same account. */
  'clone',
  /** The ledger is lost and restored from its backups. */
  'lost ledger',
] as const;

export type Manner = (typeof MANNERS)[number];
export type Manners = ReadonlySet<Manner>;

const OFTEN = 0.1;

/** @param only if given, the run has exactly these manners */
export function drawManners(dice: Dice, only: readonly Manner[] | undefined): Manners {
  if (only !== undefined) return new Set(only);
  return new Set(MANNERS.filter((manner) => dice.fork(manner).chance(OFTEN)));
}

export const isManner = (text: string): text is Manner => (MANNERS as readonly string[]).includes(text);
