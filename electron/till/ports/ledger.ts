/** What the till needs of the ledger, in which it writes before it does anything. */
import type { Attempt, AttemptChange, Facts } from '../../../shared/attempt/record.ts';
import type { AttemptNumber } from '../../../shared/attempt/number.ts';
import type { LedgerFault } from '../../../shared/ledger-fault.ts';
import type { Cents } from '../../../shared/money.ts';
import type { Actor } from '../../../shared/role.ts';
import type { WallMs } from '../../../shared/time.ts';
import type { Prepared } from './gateway.ts';

/** What the first commit of an attempt holds, before the ledger has given it a number. */
export type Draft = Facts & {
  readonly tillId: string;
  /** Keyed hash of the customer's code (CPM), so that the same code is not used twice. */
  readonly codeHash: string | null;
};

/** The ledger could not be read or written; nothing was changed. */
export class LedgerError extends Error {
  readonly trouble: LedgerFault;
  constructor(trouble: LedgerFault, cause: unknown) {
    super(`Ledger: ${trouble}`, { cause });
    this.trouble = trouble;
  }
}

/** Every function is synchronous: when it returns, what it did is on the disk. @throws LedgerError */
export interface LedgerReader {
  find(number: AttemptNumber): Attempt | null;
  /** The attempt that holds this QFPay number, or else the one that did before it was given another. */
  holderOf(syssn: string): AttemptNumber | null;
  /** Attempts that are not final, oldest first. */
  unfinished(): readonly Attempt[];
  /** Attempts of the last so many milliseconds before the newest that ended without money moving, oldest first. */
  lost(lastMs: number): readonly Attempt[];
  /**
   * When a restore was, by the machine's clock, that may have lost refunds of this payment: the gateway has yet to be asked
   * for what is missing, and the payment is of an earlier run. Null when there was none.
   */
  unaskedRestoreOf(payment: AttemptNumber): WallMs | null;
  /** A payment's refunds, oldest first. */
  refundsOf(payment: AttemptNumber): readonly Attempt[];
  /** Attempts that are `isUndealt`, oldest first. */
  undealt(): readonly Attempt[];
  /** Attempts created in [from, to), newest first. */
  between(from: WallMs, to: WallMs): readonly Attempt[];
  /** Payments and refunds of this amount created in [from, to), newest first, at most `most`. */
  ofAmount(amount: Cents, from: WallMs, to: WallMs, most: number): readonly Attempt[];
  /** Whether it was sent since then, by the gateway's clock where the attempt has been dated by it. */
  codeUsed(codeHash: string, since: WallMs): boolean;
}

export interface Ledger extends LedgerReader {
  /** Draws the number and commits the `sending` row with the request's hash, all in one durable commit. */
  open(draft: Draft, prepare: (number: AttemptNumber) => Prepared): { attempt: Attempt; request: Prepared };
  /** Commits a change if the row still has this version. @returns false when it has moved on: then nothing is changed */
  record(number: AttemptNumber, version: number, change: AttemptChange, at: WallMs): boolean;
  /** Several changes in one durable commit. @throws Error when one of the rows has moved on: then none is changed */
  recordAll(changes: readonly RecordedChange[], at: WallMs): void;
}

/** @property version that the row has before it */
export type RecordedChange = {
  readonly number: AttemptNumber;
  readonly version: number;
  readonly change: AttemptChange;
};

/** Something that somebody did and that is to be told of later. */
export type Act = Actor & {
  /** As in the log: "went-live". */
  readonly what: string;
  /** What it was done to: an attempt's number, or another subject of the journal. */
  readonly about: string | null;
  /** Never a secret. */
  readonly facts: Readonly<Record<string, string | number | boolean | null>>;
};

/** What a ledger says of its restore. Counts are of attempts. */
export type Restored = {
  readonly id: number;
  readonly at: WallMs;
  /** It was damaged or lost; or it was older than its own backups, since somebody had put it back. */
  readonly reason: 'damaged' | 'put-back';
  /** The folder where the damaged or older files lie. */
  readonly quarantine: string;
  /** The backup's file name; null when there was no good one. */
  readonly backup: string | null;
  readonly backupAt: WallMs | null;
  /** Under which the lost part may have drawn its numbers. */
  readonly epochs: readonly string[];
  /** From when on attempts may be missing. */
  readonly missingSince: WallMs;
  readonly attemptsKept: number;
  /** Of the kept ones: read out of the damaged file without proof, and asked about at the gateway. */
  readonly attemptsInDoubt: number;
  /** Read out of the damaged file, but contradicting what is kept. */
  readonly attemptsLeftOut: number;
  /** How many rows of each other kind were left out, since nothing proves them and nobody can be asked: { act: 3 }. */
  readonly rowsLeftOut: Readonly<Record<string, number>>;
  readonly askedAt: WallMs | null;
  readonly seenAt: WallMs | null;
};

/** An attempt of which the ledger knows only what somebody else says of it. */
export type Found = Pick<
  Attempt,
  | 'number'
  | 'kind'
  | 'refundOf'
  | 'tender'
  | 'payType'
  | 'amount'
  | 'currency'
  | 'merchant'
  | 'host'
  | 'txdtm'
  | 'createdAt'
  | 'syssn'
>;

/** The part of a ledger that is for getting over a loss. @throws LedgerError */
export interface RestoredLedger {
  /** The last restore, or null when this ledger never was restored. */
  restored(): Restored | null;
  /** The gateway was asked for all that may be missing; or a manager has read of the restore. */
  noteRestore(what: 'asked' | 'seen', at: WallMs): void;
  /** Under which this ledger has drawn numbers, or a run that it has lost. */
  epochs(): readonly string[];
  /** A time before which nothing can be missing that the ledger does not know to be missing; null without attempts. */
  knownUntil(now: WallMs): WallMs | null;
  /**
   * Takes in an attempt of this till that the ledger has lost, as one that is in doubt and that was given up: if it was
   * paid, it is paid late. `refused` when it contradicts what the ledger holds.
   *
   * @param elsewhere of a refund: what is known to have been given back of its payment by others than this till
   */
  adopt(found: Found, at: WallMs, elsewhere?: Cents): 'adopted' | 'known' | 'refused';
}
