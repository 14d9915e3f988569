/**
 * What the world of a run may do beside losing, delaying and bending what is said: each is something that QFPay, a shop or
 * its machine has been seen to do, or that QFPay's documents leave open. A run has some of them, drawn with dice of its own,
 * so that a new one moves nothing in runs that do not have it.
 */
import type { Dice } from '../support/dice.ts';

export const MANNERS = [
  /** A declined customer pays at once, as a second row of QFPay's under our number, filed when that was paid. */
  'second row',
  /** The run begins minutes before a month's end, and who was declined pays as a second row after it. */
  "month's end",
  /** What is taken is often another amount than what was asked for. */
  'other amounts',
  /** A list of more than 128 characters is cut there, or refused as a whole; which of them is drawn for the run. */
  'short lists',
  /** An order under a number that was used before is refused, in one of the ways in which QFPay says that. */
  'number used',
  /** The network brings a request twice; what comes back is the answer to the second. */
  'repeated request',
  /** Somebody else's order, older or newer than ours and of the same amount, stands under our number. */
  "another's number",
  /** Other tills' rows come with an answer, in pages. */
  'strangers',
  /** An answer speaks of another order than the one asked about. */
  'mixed up',
  /** A field is missing, null, empty, of another type or in other letters. */
  'odd fields',
  /** `order_type` is written with a capital, as in QFPay's own table, or is a word nobody knows. */
  'order types',
  /** A row that no program can read stands among the others for as long as it likes. */
  'broken rows',
  /** An order that was there is not listed for a while, or not any more. */
  'vanishing orders',
  /** Refunds, whole or in part, and closes are made in the merchant's portal. */
  'portal',
  /** An enquiry by QFPay's number looks only into the month that it names, like one by ours. */
  'month of numbers',
  /** A refund is listed minutes after it was made. */
  'late refunds',
  /** A call never comes to an end. */
  'hanging calls',
  /** The ledger or the machine fails with an error that nobody has thought of. */
  'odd errors',
  /** Reading the ledger comes upon damage. */
  'damage met',
  /** The machine's clock is wrong by minutes or a day, from one start of the program to the next. */
  'wrong clocks',
  /** The same by a year. */
  'wrong years',
  /** The folder is put back as it was at an earlier close. */
  'put back',
  /** A second till runs on a copy of the folder, on the same account. */
  'clone',
  /** The ledger is lost, and restored from its backups. */
  'lost ledger',
] as const;

export type Manner = (typeof MANNERS)[number];
export type Manners = ReadonlySet<Manner>;

const OFTEN = 0.1;

/** @param only a run that is to have just these */
export function drawManners(dice: Dice, only: readonly Manner[] | undefined): Manners {
  if (only !== undefined) return new Set(only);
  return new Set(MANNERS.filter((manner) => dice.fork(manner).chance(OFTEN)));
}

export const isManner = (text: string): text is Manner => (MANNERS as readonly string[]).includes(text);
