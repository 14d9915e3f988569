/**
 * The till's Ledger on SQLite. Each writing function is one durable transaction over the journal and the row; none
 * crosses an `await`, and when one throws nothing was changed.
 */
import { dirname, resolve } from 'node:path';
import type { WallMs } from '../../shared/time.ts';
import type { MovedFrom } from '../../shared/ledger-fault.ts';
import { LedgerError, type Ledger, type RestoredLedger } from '../till/ports/ledger.ts';
import { adopt } from './care/adopt.ts';
import { fillDerived } from './care/derived.ts';
import { howLeft, lookThrough } from './care/inspect.ts';
import { finishRestore } from './care/restore.ts';
import { beginEpoch, knownEpochs, noteMoveRead, randomEpoch, unreadMove, type Opening } from './file/epoch.ts';
import { guarded as guard } from './file/errors.ts';
import { lastSureTime } from './file/known-until.ts';
import { openDatabase, type WritableDb } from './file/open.ts';
import { lastRestore, noteRestore, setClosed, setVerified } from './file/runs.ts';
import { createReader } from './reading.ts';
import { createWriter, type LedgerWriter } from './writing.ts';

export type OpenLedger = Ledger &
  LedgerWriter &
  RestoredLedger & {
    /** Where it was opened before, if that was another place and no manager has read so. @throws LedgerError */
    movedFrom(): MovedFrom | null;
    /** A manager has. @throws LedgerError */
    noteMoveRead(at: WallMs): void;
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
  const { guarded, isSuspect } = createGuard();
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
  const writer = createWriter(db, () => {
    onEpoch(beginEpoch(db, opening, draw));
  });
  let isRestDue = options.restIsDue ?? false;
  return {
    ...eachGuarded({ ...createReader(db), ...writer, ...recovery(db) }, guarded),
    noteRestLooked: () => {
      isRestDue = false;
    },
    close: (last = () => undefined) => {
      if (!db.open) return;
      try {
        if (!isSuspect() && !isRestDue) {
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

/** What is known and noted of a ledger's past, and how it gets over a loss. */
function recovery(db: WritableDb): RestoredLedger & Pick<OpenLedger, 'movedFrom' | 'noteMoveRead' | 'noteVerified'> {
  return {
    restored: () => lastRestore(db),
    noteRestore(what, at) {
      noteRestore(db, what, at);
    },
    movedFrom: () => unreadMove(db),
    noteMoveRead(at) {
      noteMoveRead(db, at);
    },
    noteVerified({ position, hash }) {
      setVerified(db, { position, hash: Buffer.from(hash, 'hex') });
    },
    epochs: () => knownEpochs(db) ?? [],
    knownUntil: (now) => lastSureTime(db, now),
    adopt: (found, at, elsewhere) => adopt(db, found, at, elsewhere),
  };
}

type Guard = <Value>(work: () => Value) => Value;

/** What a disk did not take it may also have lost: then the whole ledger is looked through before it is used again. */
function createGuard(): { readonly guarded: Guard; readonly isSuspect: () => boolean } {
  let isSuspect = false;
  return {
    isSuspect: () => isSuspect,
    guarded(work) {
      try {
        return guard(work);
      } catch (error) {
        isSuspect ||= error instanceof LedgerError && (error.fault === 'disk' || error.fault === 'damaged');
        throw error;
      }
    },
  };
}

/** The same functions, each of which tells its failures in the till's terms. */
function eachGuarded<Functions extends object>(functions: Functions, guarded: Guard): Functions {
  const told = Object.entries(functions).map(([name, work]) => {
    const call = work as (...given: readonly unknown[]) => unknown;
    return [name, (...given: readonly unknown[]) => guarded(() => call(...given))];
  });
  return Object.fromEntries(told) as Functions;
}

/** @throws LedgerError when the ledger is not sound */
function refuseDamaged(path: string): void {
  const left = howLeft(path);
  const fault = left === 'none' ? null : lookThrough(path, left === 'in-order' ? 'tail' : 'whole').fault;
  if (fault !== null) throw new LedgerError('damaged', new Error(JSON.stringify(fault)));
}
