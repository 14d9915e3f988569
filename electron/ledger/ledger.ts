/**
 * The till's Ledger on SQLite. Each writing function is one durable transaction that writes the journal and the row. No
 * transaction crosses an `await`, and if a function throws, nothing was changed.
 */
import { dirname, resolve } from 'node:path';
import type { WallMs } from '../../shared/time.ts';
import type { MovedFrom } from '../../shared/ledger-fault.ts';
import {
  LedgerError,
  type ActsLedger,
  type Ledger,
  type PeopleLedger,
  type RestoredLedger,
} from '../till/ports/ledger.ts';
import { readActs } from './books/acts.ts';
import { readNames, readPeople } from './books/people.ts';
import { adopt } from './care/adopt.ts';
import { fillDerived } from './care/derived.ts';
import { lastShutdown, lookThrough } from './care/inspect.ts';
import { finishRestore } from './care/restore.ts';
import { beginEpoch, knownEpochs, noteMoveRead, randomEpoch, unreadMove, type Opening } from './file/epoch.ts';
import { firstLook, guarded as guard } from './file/errors.ts';
import { lastSureTime } from './file/known-until.ts';
import { openDatabase, type WritableDb } from './file/open.ts';
import { lastRestore, noteRestore, setClosed, setVerified } from './file/runs.ts';
import { createReader } from './reading.ts';
import { createWriter, type LedgerWriter } from './writing.ts';

export type OpenLedger = Ledger &
  LedgerWriter &
  PeopleLedger &
  ActsLedger &
  RestoredLedger & {
    /**
     * Where the ledger was before its first move to another machine or folder that no manager has read about; null if
     * there is no such move. @throws LedgerError
     */
    movedFrom(): MovedFrom | null;
    /** Notes that a manager has read about the move. @throws LedgerError */
    noteMoveRead(at: WallMs): void;
    /** Notes that the file was verified up to this row and is sound; `hash` in hexadecimal. @throws LedgerError */
    noteVerified(end: { readonly position: number; readonly hash: string }): void;
    /** Notes that the part left for later (`OpenOptions.restIsDue`) was verified and is sound. */
    noteRestLooked(): void;
    /**
     * Marks a clean shutdown, so that the next start need not verify the whole ledger, and closes the file. Makes no
     * mark after a disk error, or while a part is still to be verified.
     *
     * @param last called when any mark is on the disk, and before the file closes: it may take long and be cut off
     */
    close(last?: () => void): void;
  };

export type OpenOptions = {
  /** The file is, or will be, verified in a worker thread. If false it is verified here; the call takes that long. */
  readonly looked?: boolean;
  /** A part of the file is still to be verified while the till is open; until then `close` marks no clean shutdown. */
  readonly restIsDue?: boolean;
  /** The time of this opening by the machine's clock; now if left out. */
  readonly at?: WallMs;
  /** Identifies this machine: see machine.ts. */
  readonly machine?: string;
  /** Returns another epoch at each call. Random if left out; a test may need the same epochs again. */
  readonly draw?: () => string;
  /**
   * Called with each epoch before a number is drawn under it; the transaction that stores a later epoch of a run can still
   * fail. Must not throw.
   */
  readonly onEpoch?: (epoch: string) => void;
};

/** Opens a ledger and begins an epoch. @param path of the ledger's file; created if missing @throws LedgerError */
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
    const begin = db.transaction(() => {
      setClosed(db, false);
      return beginEpoch(db, opening, draw);
    });
    onEpoch(guarded(() => firstLook(() => begin.immediate())));
    guarded(() => {
      firstLook(() => {
        fillDerived(db);
      });
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
    ...eachGuarded(
      {
        ...createReader(db),
        ...readerOfPeople(db),
        ...writer,
        ...recovery(db),
      },
      guarded,
    ),
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
        // If the mark failed, the next start verifies the whole ledger.
        if (!(error instanceof LedgerError)) throw error;
      } finally {
        db.close();
      }
    },
  };
}

/** Who the people are, and what they did. */
const readerOfPeople = (db: WritableDb): Pick<PeopleLedger, 'people' | 'namesEver'> & ActsLedger => ({
  people: () => readPeople(db),
  namesEver: () => readNames(db),
  acts: (wanted, part, most) => readActs(db, wanted, part, most),
});

/** The functions about a ledger's past: its moves, epochs and restores, and the adoption of lost attempts. */
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

/**
 * A disk that failed once may also have lost earlier writes. The ledger is then suspect: `close` marks no clean
 * shutdown, so the whole ledger is verified before it is used again.
 */
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

/** Wraps each function so that failures of the file or the disk are thrown as LedgerError. */
function eachGuarded<Functions extends object>(functions: Functions, guarded: Guard): Functions {
  const told = Object.entries(functions).map(([name, work]) => {
    const call = work as (...given: readonly unknown[]) => unknown;
    return [name, (...given: readonly unknown[]) => guarded(() => call(...given))];
  });
  return Object.fromEntries(told) as Functions;
}

/** @throws LedgerError when the ledger is not sound */
function refuseDamaged(path: string): void {
  const left = lastShutdown(path);
  const fault = left === 'none' ? null : lookThrough(path, left === 'in-order' ? 'tail' : 'whole').fault;
  if (fault !== null) throw new LedgerError('damaged', new Error(JSON.stringify(fault)));
}
