/** What the till needs from the ledger. The till writes to the ledger before it acts. */
import type { HistoryPart, HistoryPlace, HistoryWanted } from '../../../shared/attempt/history.ts';
import type { Attempt, AttemptChange, Facts } from '../../../shared/attempt/record.ts';
import type { AttemptNumber } from '../../../shared/attempt/number.ts';
import type { LedgerFault } from '../../../shared/ledger-fault.ts';
import type { Cents } from '../../../shared/money.ts';
import type { Act } from '../../../shared/act.ts';
import type { Person, PersonChange } from '../../../shared/person.ts';
import type { WallMs } from '../../../shared/time.ts';
import type { Prepared } from './gateway.ts';

/** The content of an attempt's first commit, before the ledger gives it a number. */
export type Draft = Facts & {
  readonly tillId: string;
  /** Keyed hash of the customer's code (CPM), so that no code is used twice. */
  readonly codeHash: string | null;
};

/** The ledger could not be read or written; nothing was changed. */
export class LedgerError extends Error {
  readonly fault: LedgerFault;
  constructor(trouble: LedgerFault, cause: unknown) {
    super(`Ledger: ${trouble}`, { cause });
    this.fault = trouble;
  }
}

/**
 * Some attempts of the history, newest first. @property next where the history goes on: null at its end. It may go on
 * although the page is short or empty, because a question looks at a bounded number of rows.
 */
export type HistoryPage = { readonly attempts: readonly Attempt[]; readonly next: HistoryPlace | null };

/** An entry of the journal about an attempt. @property attempt as it was with this entry */
export type JournalEntry = { readonly position: number; readonly at: WallMs; readonly attempt: Attempt };

/** Every function is synchronous: when it returns, its change is on the disk. @throws LedgerError */
export interface LedgerReader {
  find(number: AttemptNumber): Attempt | null;
  /** The attempt that holds this QFPay number, or else the attempt that held it before its `gatewayRef` changed. */
  holderOf(gatewayRef: string): AttemptNumber | null;
  /** Attempts that are not final, oldest first. */
  unfinished(): readonly Attempt[];
  /** Attempts that ended without money moving, within `lastMs` milliseconds before the newest attempt; oldest first. */
  endedUnpaid(lastMs: number): readonly Attempt[];
  /**
   * The time of a restore, by the machine's clock, that may have lost refunds of this payment: the payment is from an
   * earlier run, and the gateway has not been asked yet for what is missing. Null if there is none.
   */
  unaskedRestoreOf(payment: AttemptNumber): WallMs | null;
  /** A payment's refunds, oldest first. */
  refundsOf(payment: AttemptNumber): readonly Attempt[];
  /** Attempts that need a decision, oldest first. */
  awaitingDecision(): readonly Attempt[];
  /** Attempts created in [from, to), newest first. */
  between(from: WallMs, to: WallMs): readonly Attempt[];
  /** A part of what is wanted, newest first, at most `most`; it looks at a bounded number of rows. */
  history(wanted: HistoryWanted, part: HistoryPart, most: number): HistoryPage;
  /** Every entry of the journal about an attempt, oldest first. */
  journalOf(number: AttemptNumber): readonly JournalEntry[];
  /** The acts about this attempt. */
  actsAbout(number: AttemptNumber): readonly NotedAct[];
  /** Whether the code was sent since then, by the gateway's clock if the attempt has its time. */
  codeUsed(codeHash: string, since: WallMs): boolean;
}

export interface Ledger extends LedgerReader {
  /** Draws the number and commits the `sending` row with the request's hash, in one durable commit. */
  open(draft: Draft, prepare: (number: AttemptNumber) => Prepared): { attempt: Attempt; request: Prepared };
  /** Commits a change if the row still has this version. @returns false if it has changed; then nothing is written */
  record(number: AttemptNumber, version: number, change: AttemptChange, at: WallMs): boolean;
  /** Several changes in one durable commit. @throws Error if one of the rows has changed; then nothing is written */
  recordAll(changes: readonly RecordedChange[], at: WallMs): void;
}

/** @property version the row's version before the change */
export type RecordedChange = {
  readonly number: AttemptNumber;
  readonly version: number;
  readonly change: AttemptChange;
};

/** An act as the journal holds it. @property position of its row in the journal */
export type NotedAct = Act & { readonly position: number; readonly at: WallMs };

/** Which acts to read; null in a field means that everything matches. */
export type ActsWanted = {
  readonly what: string | null;
  readonly by: string | null;
  /** The subject, exactly. */
  readonly about: string | null;
  /** Half open, [from, to). */
  readonly time: { readonly from: WallMs; readonly to: WallMs } | null;
  /** A part of the person's name, the subject or the facts, in any case. */
  readonly text: string | null;
};

/** A part of the list of acts: from behind the act at `after` down to the one at `until`, in their order. */
export type ActsPart = { readonly after: number | null; readonly until: number | null };
/** @property next where the list goes on; it may go on although the page is short or empty */
export type ActsPage = { readonly acts: readonly NotedAct[]; readonly next: number | null };

/** @throws LedgerError */
export interface ActsLedger {
  /** Newest first, at most `most`; it looks at a bounded number of acts. */
  acts(wanted: ActsWanted, part: ActsPart, most: number): ActsPage;
}

/** The people of the till, as the journal has them. @throws LedgerError */
export interface PeopleLedger {
  /** In the order in which they were added. */
  people(): readonly Person[];
  /** Every name that one of them has or had. */
  namesEver(): readonly string[];
  addPerson(person: Pick<Person, 'name' | 'role'>, at: WallMs): Person;
  /** Commits a change if the row still has this version. @returns false if it has changed; then nothing is written */
  changePerson(person: Pick<Person, 'id' | 'version'>, change: PersonChange, at: WallMs): boolean;
}

/** A ledger's record of its restore. Counts are of attempts. */
export type Restored = {
  readonly id: number;
  readonly at: WallMs;
  /** `damaged`: damaged or lost. `put-back`: older than its own backups, because somebody put an old file back. */
  readonly reason: 'damaged' | 'put-back';
  /** The folder with the damaged or older files. */
  readonly quarantine: string;
  /** The backup's file name; null if there was no good backup. */
  readonly backup: string | null;
  readonly backupAt: WallMs | null;
  /** Epochs under which the lost part may have drawn numbers. */
  readonly epochs: readonly string[];
  /** Attempts may be missing from this time on. */
  readonly missingSince: WallMs;
  readonly attemptsKept: number;
  /** Kept attempts that were read from the damaged file without proof; the till enquires about them. */
  readonly attemptsInDoubt: number;
  /** Attempts in the damaged file that contradict the kept ones. */
  readonly attemptsLeftOut: number;
  /** How many rows of other kinds were left out, because nothing proves them and no gateway knows them: { act: 3 }. */
  readonly rowsLeftOut: Readonly<Record<string, number>>;
  readonly askedAt: WallMs | null;
  readonly seenAt: WallMs | null;
};

/** An attempt that the ledger knows only from another source. */
export type Found = Pick<
  Attempt,
  | 'number'
  | 'kind'
  | 'refundOf'
  | 'tender'
  | 'payType'
  | 'amount'
  | 'currency'
  | 'merchantId'
  | 'gatewayHost'
  | 'requestedAtText'
  | 'createdAt'
  | 'gatewayRef'
>;

/** The ledger's functions for recovery from a loss. @throws LedgerError */
export interface RestoredLedger {
  /** The last restore; null if this ledger was never restored. */
  restored(): Restored | null;
  /**
   * `asked`: the gateway was asked for everything that may be missing. `seen`: a manager has read about the restore.
   */
  noteRestore(what: 'asked' | 'seen', at: WallMs): void;
  /** Epochs of this ledger's numbers, those of lost runs included. */
  epochs(): readonly string[];
  /** Before this time nothing can be missing without the ledger knowing it; null if it has no attempts. */
  knownUntil(now: WallMs): WallMs | null;
  /**
   * Adopts a lost attempt of this till as in doubt and given up, so that it is paid late if it was paid. `refused` if
   * it contradicts the ledger.
   *
   * @param elsewhere for a refund: the amount of its payment that others than this till are known to have returned
   */
  adopt(found: Found, at: WallMs, elsewhere?: Cents): 'adopted' | 'known' | 'refused';
}
