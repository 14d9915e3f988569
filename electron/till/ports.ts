/**
 * What the till needs of the world, as interfaces: main.ts fills them with QFPay, SQLite, the scanner and the real clock;
 * a simulation fills them with its own. Nothing in till/ reaches the world any other way.
 */
import type { Attempt, AttemptChange, AttemptKind, Facts, LastSaid, Way } from '../../shared/attempt-record.ts';
import type { AttemptNumber } from '../../shared/attempt-number.ts';
import type { Advice, CodeRefusal, LedgerTrouble, ScannerLamp } from '../../shared/views.ts';
import type { GatewayRow, UnreadRow } from '../../shared/evidence.ts';
import type { Cents, Currency } from '../../shared/money.ts';
import type { MonoMs, MonthWindow, WallMs } from '../../shared/time.ts';

export interface Clock {
  /** Never steps; what waiting is measured by. */
  mono(): MonoMs;
  /** The machine's clock: a label. */
  wall(): WallMs;
}

export interface Timers {
  /** Calls once after `ms`, unless the returned function is called before. */
  after(ms: number, call: () => void): () => void;
}

export interface Random {
  /** From 0 up to, not including, 1. */
  fraction(): number;
  /** An id nobody else draws. */
  id(): string;
}

/** What is to be charged, before it has a number. */
export type Order = {
  readonly way: Way;
  readonly payType: string;
  readonly amount: Cents;
  readonly currency: Currency;
  readonly txdtm: string;
  /** The customer's code (CPM). A secret: it goes into the request and nowhere else. */
  readonly authCode: string | null;
};

/** What is to be returned, and of which payment, by QFPay's number. */
export type RefundOrder = { readonly syssn: string; readonly amount: Cents; readonly txdtm: string };

/** A request ready to be signed and sent: everything is decided, so the same number always has the same body. */
export type Prepared = {
  readonly number: AttemptNumber;
  /** The form's fields in no particular order, none of them empty. */
  readonly fields: Readonly<Record<string, string>>;
  /** Keyed hash of the form-encoded body: it shows what was sent and gives no way to try out customers' codes. */
  readonly bodyHash: string;
};

/** How a call ended when no answer came that can be read. */
export type Unanswered = {
  readonly kind: 'unanswered';
  /** False only when it is certain that not one byte of the request left this machine. */
  readonly byteLeft: boolean;
  /** The gateway answered 429 or 5xx: ask less often. */
  readonly busy: boolean;
  /** For the log: a time-out, an HTTP status, a page that is no JSON. Never a secret. */
  readonly why: string;
};
/** The till itself refused to send: a parameter is impossible, or no key is at hand. */
export type RefusedToSend = { readonly kind: 'refused'; readonly why: string };

export type PayAnswer =
  | {
      readonly kind: 'answered';
      readonly row: GatewayRow;
      readonly qr: string | null;
      /** The gateway's own clock when it answered, if it said so. */
      readonly gatewayTime: WallMs | null;
    }
  | Unanswered
  | RefusedToSend;

/** Which attempts to ask about in one call: by QFPay's numbers or by ours, within one month. */
export type Enquiry =
  | { readonly by: 'syssn'; readonly syssns: readonly string[]; readonly window: MonthWindow }
  | { readonly by: 'number'; readonly numbers: readonly AttemptNumber[]; readonly window: MonthWindow };

export type EnquiryAnswer =
  | {
      readonly kind: 'answered';
      readonly rows: readonly GatewayRow[];
      /** What can be read of the other rows: whom they may be about. */
      readonly unread: readonly UnreadRow[];
      /** Whether there are no more rows: a question is answered when its last page was read. */
      readonly isLast: boolean;
      /** The gateway's own clock when it answered, if it said so. */
      readonly gatewayTime: WallMs | null;
    }
  /** The gateway refused the enquiry itself: it says nothing about any payment. */
  | { readonly kind: 'enquiry-refused'; readonly code: string; readonly text: string; readonly advice: Advice }
  | Unanswered
  | RefusedToSend;

export interface Gateway {
  readonly host: string;
  readonly merchant: string | null;
  /** The pay type, what it can be charged in, and how long its order can be paid, for a way of paying. */
  payType(way: Way): { readonly payType: string; readonly currency: Currency; readonly lifeMs: number };
  prepare(number: AttemptNumber, order: Order): Prepared;
  /** Sends once, never again by itself, and never rejects. */
  pay(payment: Prepared): Promise<PayAnswer>;
  prepareRefund(number: AttemptNumber, order: RefundOrder): Prepared;
  /** Sends once, never again by itself, and never rejects. */
  refund(refund: Prepared): Promise<PayAnswer>;
  /** @param page from 1 */
  enquire(enquiry: Enquiry, page: number): Promise<EnquiryAnswer>;
  /** What a code the gateway (or the till) said means for a cashier. @param isOver the attempt has ended */
  adviceOn(said: LastSaid, kind: AttemptKind, isOver: boolean): Advice;
  /** Whether a refund that was refused with this should be asked for again later. */
  isForLater(said: LastSaid): boolean;
  /** Ends what is under way; every open call ends as unanswered. */
  close(): void;
}

/** One transaction of a range of time, with what is to be known of an attempt that nobody here remembers. */
export type StatementRow = GatewayRow & {
  readonly txdtm: string | null;
  /** Of a refund: QFPay's number of the payment it is of. */
  readonly paymentSyssn: string | null;
};

/** What the gateway knows of a range of time, whoever's numbers it is under. */
export interface Statement {
  /** @param page from 1; later pages hold older transactions */
  page(
    window: MonthWindow,
    page: number,
  ): Promise<
    | {
        readonly kind: 'answered';
        readonly rows: readonly StatementRow[];
        readonly unread: readonly UnreadRow[];
        readonly isLast: boolean;
        /** The gateway's own clock when it answered, if it said so. */
        readonly gatewayTime: WallMs | null;
      }
    | Exclude<EnquiryAnswer, { kind: 'answered' }>
  >;
}

/** What the first commit of an attempt holds, before the ledger has given it a number. */
export type Draft = Facts & {
  readonly tillId: string;
  /** Keyed hash of the customer's code (CPM), so that the same code is not used twice. */
  readonly codeHash: string | null;
};

/** The ledger could not be read or written; nothing was changed. */
export class LedgerError extends Error {
  readonly trouble: LedgerTrouble;
  constructor(trouble: LedgerTrouble, cause: unknown) {
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
  readonly askedAt: WallMs | null;
  readonly seenAt: WallMs | null;
};

/** An attempt of which the ledger knows only what somebody else says of it. */
export type Found = Pick<
  Attempt,
  | 'number'
  | 'kind'
  | 'refundOf'
  | 'way'
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

/** Of a scanner that is read directly. */
export type DeviceLamp = Exclude<ScannerLamp, 'keyboard' | 'unseen'>;

export type ScannerEvent =
  | { readonly kind: 'lamp'; readonly lamp: DeviceLamp }
  | { readonly kind: 'label'; readonly label: string }
  /** A label arrived but was not whole or not printable: nothing of it is used. */
  | { readonly kind: 'unreadable'; readonly why: string };

export type { ScannerLamp } from '../../shared/views.ts';

export interface Scanner {
  /** Calls back on every event until the returned function is called. The present lamp is told at once. */
  subscribe(listener: (event: ScannerEvent) => void): () => void;
  /** Closes the device and ends the watching for it; no event comes afterwards. */
  close(): void;
}

/** Reads what was scanned or typed: a code to charge, or what to tell the cashier instead. */
export type ReadCode = (
  text: string,
) => { readonly kind: 'code'; readonly code: string } | { readonly kind: 'refused'; readonly refusal: CodeRefusal };

/** Keyed one-way hash: the same text gives the same hash, the hash alone gives no way to the text, nor to try texts. */
export type KeyedHash = (text: string) => string;

/** What the log takes: an event's name and plain facts, never a secret. */
export type Log = (event: string, facts?: Readonly<Record<string, string | number | boolean | null>>) => void;
