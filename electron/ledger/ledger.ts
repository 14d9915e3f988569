/**
 * The till's Ledger on SQLite. Each writing function is one durable transaction over the journal and the row; none
 * crosses an `await`, and when one throws nothing was changed.
 */
import { dirname, resolve } from 'node:path';
import { attemptNumber, epochOf, LAST_SEQUENCE, type AttemptNumber } from '../../shared/attempt/number.ts';
import { newAttempt, type Attempt, type AttemptChange } from '../../shared/attempt/record.ts';
import type { WallMs } from '../../shared/time.ts';
import type { MovedFrom } from '../../shared/ledger-fault.ts';
import type { Prepared } from '../till/ports/gateway.ts';
import {
  LedgerError,
  type Act,
  type Draft,
  type Ledger,
  type RecordedChange,
  type RestoredLedger,
} from '../till/ports/ledger.ts';
import { adopt } from './care/adopt.ts';
import { fillDerived } from './care/derived.ts';
import { addAct } from './books/acts.ts';
import { bornColumns, insertRow, readAttempts, toColumns, updateRow } from './books/attempts.ts';
import {
  beginEpoch,
  knownEpochs,
  noteMoveRead,
  presentEpoch,
  randomEpoch,
  unreadMove,
  type Opening,
} from './file/epoch.ts';
import { append } from './file/journal.ts';
import { lastSureTime, lastSurelyOlder } from './file/known-until.ts';
import { howLeft, lookThrough } from './care/inspect.ts';
import { openDatabase, type WritableDb } from './file/open.ts';
import { finishRestore } from './care/restore.ts';
import { lastRestore, noteRestore, setClosed, setVerified } from './file/runs.ts';
import { guarded as guard } from './file/errors.ts';

export type OpenLedger = Ledger &
  RestoredLedger & {
    /** Where it was opened before, if that was another place and no manager has read so. @throws LedgerError */
    movedFrom(): MovedFrom | null;
    /** A manager has. @throws LedgerError */
    noteMoveRead(at: WallMs): void;
    /** Somebody has done this; durable when it returns. @throws LedgerError */
    noteAct(act: Act, at: WallMs): void;
    /** It was looked through up to this row and is sound. */
    noteVerified(end: { readonly position: number; readonly hash: string }): void;
    /** What was left to be looked at beside the open till (`OpenOptions.restIsDue`) was, and is sound. */
    noteRestLooked(): void;
    /**
     * In order: the next start need not look through the whole ledger. Not so after a disk that did not do its work.
     *
     * @param last done when that is on the disk, and before the file is let go: it may take long, and be cut off
     */
    close(last?: () => void): void;
  };

/** When an attempt was made, by the gateway's clock where that was known; as the indexes by time have it. */
const MADE_AT = 'coalesce(gateway_at, created_at)';

export type OpenOptions = {
  /** Looked through already, or being looked through beside this. Otherwise it is done here, and the call is as long. */
  readonly looked?: boolean;
  /** A part of it is still to be looked at beside the open till: until then it is not closed in order either. */
  readonly restIsDue?: boolean;
  /** By the machine's clock. */
  readonly at?: WallMs;
  /** What tells this machine from others. */
  readonly machine?: string;
  /** Gives an epoch at each call; at random unless a test has to give the same ones again. */
  readonly draw?: () => string;
  /** Told of each epoch when the ledger has kept it, and before a number is drawn under it. Must not throw. */
  readonly onEpoch?: (epoch: string) => void;
};

/** @param path of the ledger's file; made when it is not there @throws LedgerError */
export function openLedger(path: string, options: OpenOptions = {}): OpenLedger {
  const { looked = false, draw = randomEpoch, onEpoch = () => undefined } = options;
  const opening: Opening = {
    at: options.at ?? Date.now(),
    machine: options.machine ?? '',
    folder: resolve(dirname(path)),
  };
  finishRestore(path);
  if (!looked) refuseDamaged(path);
  const db = openDatabase(path);
  let isSuspect = false;
  let isRestDue = options.restIsDue ?? false;
  /** What a disk did not take it may also have lost: then the whole ledger is looked through before it is used again. */
  const guarded = <Value>(work: () => Value): Value => {
    try {
      return guard(work);
    } catch (error) {
      isSuspect ||= error instanceof LedgerError && (error.trouble === 'disk' || error.trouble === 'damaged');
      throw error;
    }
  };
  try {
    const epoch = guarded(() =>
      db
        .transaction(() => {
          setClosed(db, false);
          return beginEpoch(db, opening, draw);
        })
        .immediate(),
    );
    onEpoch(epoch);
    guarded(() => {
      fillDerived(db);
    });
  } catch (error) {
    db.close();
    throw error;
  }
  const one = (where: string, parameter: string): Attempt | null => readAttempts(db, where, parameter)[0] ?? null;

  /**
   * The next number's parts, counted on in the transaction that uses them: a number is never drawn twice. A run that has
   * used up its sequences goes on under another epoch.
   */
  const drawSequence = (): Drawn => {
    const drawn = countOn(db);
    if (drawn.sequence <= LAST_SEQUENCE) return drawn;
    onEpoch(beginEpoch(db, opening, draw));
    return countOn(db);
  };

  // Made once: better-sqlite3 builds each transaction function anew, with its statements.
  const begin = db.transaction((draft: Draft, prepare: (number: AttemptNumber) => Prepared) => {
    const { tillId, codeHash, ...fields } = draft;
    const number = attemptNumber({ tillId, ...drawSequence(), attempt: 1 });
    const request = prepare(number);
    const attempt = newAttempt(number, fields);
    const columns = { ...bornColumns(attempt), code_hash: codeHash, body_hash: request.bodyHash };
    append(db, { at: draft.createdAt, number, version: 1, entry: columns });
    insertRow(db, columns);
    return { attempt, request };
  });
  const changeOne = (number: AttemptNumber, version: number, what: AttemptChange, at: WallMs): boolean => {
    const columns = toColumns(what);
    const isChanged = updateRow(db, number, version, columns);
    if (isChanged) append(db, { at, number, version: version + 1, entry: columns });
    return isChanged;
  };
  const change = db.transaction(changeOne);
  const noteAct = db.transaction((act: Act, at: WallMs) => {
    addAct(db, act, at);
  });
  const changeAll = db.transaction((changes: readonly RecordedChange[], at: WallMs) => {
    for (const { number, version, change: what } of changes) {
      if (!changeOne(number, version, what, at)) throw new Error(`Attempt ${number} has moved on`);
    }
  });

  return {
    open: (draft, prepare) => guarded(() => begin.immediate(draft, prepare)),
    record: (number, version, what, at) => guarded(() => change.immediate(number, version, what, at)),
    recordAll: (changes, at) => {
      guarded(() => {
        changeAll.immediate(changes, at);
      });
    },
    find: (number) => guarded(() => one('number = ?', number)),
    holderOf: (syssn) =>
      guarded(() => {
        const former = 'number = (SELECT number FROM former_syssns WHERE syssn = ? LIMIT 1)';
        return (one('syssn = ?', syssn) ?? one(former, syssn))?.number ?? null;
      }),
    unfinished: () =>
      guarded(() =>
        // One question for each of the two indexes that hold nothing but these.
        (['payment', 'refund'] as const)
          .flatMap((kind) => readAttempts(db, `kind = '${kind}' AND status IN ('sending', 'pending', 'unknown')`))
          .toSorted(oldestFirst),
      ),
    lost: (lastMs) =>
      guarded(() =>
        readAttempts(
          db,
          "status IN ('failed', 'expired', 'refused') AND rowid > ? ORDER BY rowid DESC LIMIT ?",
          lastSurelyOlder(db, lastMs),
          MOST_LOST,
        ).toReversed(),
      ),
    unaskedRestoreOf: (payment) =>
      guarded(() => {
        const restore = lastRestore(db);
        return restore?.askedAt === null && epochOf(payment) !== presentEpoch(db) ? restore.at : null;
      }),
    refundsOf: (payment) => guarded(() => readAttempts(db, 'refund_of = ? ORDER BY created_at, number', payment)),
    undealt: () =>
      guarded(() =>
        // One question for each index: these are few, and among all attempts there is no finding them.
        UNDEALT.flatMap((where) => readAttempts(db, where)).toSorted(oldestFirst),
      ),
    between: (from, to) =>
      guarded(() =>
        readAttempts(db, `${MADE_AT} >= ? AND ${MADE_AT} < ? ORDER BY ${MADE_AT} DESC, number DESC`, from, to),
      ),
    ofAmount: (amount, from, to, most) =>
      guarded(() =>
        readAttempts(
          db,
          `amount_cents = ? AND ${MADE_AT} >= ? AND ${MADE_AT} < ? ORDER BY ${MADE_AT} DESC, number DESC LIMIT ?`,
          amount,
          from,
          to,
          most,
        ),
      ),
    codeUsed: (codeHash, since) =>
      guarded(() => {
        // A code of which not one byte left the till has not been used.
        const where = `code_hash = ? AND ${MADE_AT} >= ? AND last_said IS NOT 'not-sent' LIMIT 1`;
        return readAttempts(db, where, codeHash, since).length > 0;
      }),
    restored: () => guarded(() => lastRestore(db)),
    noteRestore: (what, at) => {
      guarded(() => {
        noteRestore(db, what, at);
      });
    },
    movedFrom: () => guarded(() => unreadMove(db)),
    noteMoveRead: (at) => {
      guarded(() => {
        noteMoveRead(db, at);
      });
    },
    noteAct: (act, at) => {
      guarded(() => {
        noteAct.immediate(act, at);
      });
    },
    noteVerified: ({ position, hash }) => {
      guarded(() => {
        setVerified(db, { position, hash: Buffer.from(hash, 'hex') });
      });
    },
    noteRestLooked: () => {
      isRestDue = false;
    },
    epochs: () => guarded(() => knownEpochs(db) ?? []),
    knownUntil: (now) => guarded(() => lastSureTime(db, now)),
    adopt: (found, at, elsewhere) => guarded(() => adopt(db, found, at, elsewhere)),

    close: (last = () => undefined) => {
      if (!db.open) return;
      try {
        if (!isSuspect && !isRestDue) {
          guarded(() => {
            fillDerived(db);
            setClosed(db, true);
          });
        }
        last();
      } catch (error) {
        // Not closed in order, then: the next start looks through all of it.
        if (!(error instanceof LedgerError)) throw error;
      } finally {
        db.close();
      }
    },
  };
}

/** More than fail in the two weeks a start looks back; a ledger that the gateway has dated nowhere has no other bound. */
const MOST_LOST = 5_000;
/** What makes an attempt `isUndealt`; none is two of these. */
const UNDEALT = [
  "dealt_with = 0 AND status IN ('late-paid', 'refused') AND returned_elsewhere_cents IS NOT NULL",
  "dealt_with = 0 AND status IN ('failed', 'expired') AND last_said >= 'mismatch-' AND last_said < 'mismatch.'",
  'returned_elsewhere_cents IS NULL',
  "dealt_with = 0 AND status = 'refunded' AND given_up = 1",
];

const oldestFirst = (a: Attempt, b: Attempt): number => a.createdAt - b.createdAt || (a.number < b.number ? -1 : 1);

/** @throws LedgerError when the ledger is not sound */
function refuseDamaged(path: string): void {
  const left = howLeft(path);
  const fault = left === 'none' ? null : lookThrough(path, left === 'in-order' ? 'tail' : 'whole').fault;
  if (fault !== null) throw new LedgerError('damaged', new Error(JSON.stringify(fault)));
}

type Drawn = { readonly epoch: string; readonly sequence: number };

function countOn(db: WritableDb): Drawn {
  const row = db
    .prepare('UPDATE ledger SET next_sequence = next_sequence + 1 WHERE id = 1 RETURNING epoch, next_sequence')
    .get() as { epoch: string; next_sequence: number } | undefined;
  if (row === undefined) throw new LedgerError('damaged', new Error('no epoch'));
  return { epoch: row.epoch, sequence: row.next_sequence - 1 };
}
