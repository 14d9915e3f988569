/**
 * Has the charge of the ledgers' files: looks through one before it is used, restores it when it is damaged, and takes
 * backups while it is. What may take seconds is done in a thread of its own.
 */
import { statSync } from 'node:fs';
import type { LedgerWork } from '../../shared/ledger-fault.ts';
import type { WallMs } from '../../shared/time.ts';
import type { Clock, Log } from '../till/ports/world.ts';
import { LedgerError, type Restored } from '../till/ports/ledger.ts';
import { backUp } from './care/backup.ts';
import { backupFolderOf } from './care/backup-list.ts';
import { noteEpoch } from './care/epoch-notes.ts';
import { createJobs, type Jobs } from './care/jobs.ts';
import { openLedger, type OpenLedger } from './ledger.ts';
import { howLeft, isOlder, type Left, type Looked } from './care/inspect.ts';
import { isPutBack, wasThere } from './care/put-back.ts';
import { finishRestore } from './care/restore.ts';
import { MOST_BYTES_AT_ONCE, type Scope, type Step } from './care/verify.ts';

export type KeeperOptions = {
  /** What tells this machine from others, and what it is called: see machine.ts. */
  readonly machine: string;
  /** The program of a job's thread: worker.ts, or what it was built into. */
  readonly jobProgram: string | URL;
  readonly clock: Clock;
  readonly log: Log;
};

export type KeptLedger = {
  readonly ledger: OpenLedger;
  /**
   * After an orderly stop the ledger is looked through when it is open already: false when it is damaged after all. Has
   * to be called, once, before the first payment. @throws LedgerError when the disk cannot be read
   */
  lookThrough(): Promise<boolean>;
  /**
   * What a shop cannot be kept waiting for, beside the open till: false when it is damaged after all. To be called once,
   * after the other. @throws LedgerError when the disk cannot be read
   */
  lookAtRest(): Promise<boolean>;
};

export type Keeper = {
  /**
   * Opens a sound ledger: this one, or when it is damaged what could be restored of it.
   *
   * @param isDamaged it is known to be, and need not be looked through
   * @param tell is told of work that lets the cashier wait
   * @throws LedgerError when there is none to be had; Stopped when the keeper was stopped meanwhile
   */
  open(path: string, isDamaged: boolean, tell: (work: LedgerWork) => void): Promise<KeptLedger>;
  /** Takes a backup if anything has changed, beside an open till. @throws LedgerError when it could not be had */
  backUp(path: string): Promise<void>;
  /**
   * The same at once, before a ledger is let go for good. What fails is logged: nobody is there to read more.
   */
  backUpNow(path: string): void;
  stop(): void;
};

export function createKeeper({ machine, jobProgram, clock, log }: KeeperOptions): Keeper {
  const jobs = createJobs(jobProgram);
  const { look, restore } = createCare({ jobs, clock, log });
  let isBackingUp = false;
  const opened = new Set<string>();

  return {
    async open(path, isDamaged, tell) {
      finishRestore(path);
      const left = isDamaged ? 'damaged' : leftOrLost(path);
      // One that this run has opened before failed it: what a bad disk did may lie anywhere.
      const scope = opened.has(path) ? 'whole' : 'since-verified';
      opened.add(path);
      const before = left === 'not-in-order' ? await look(path, scope, tell) : null;
      const isUnsound = before !== null && before.fault !== null;
      const reason = left === 'damaged' || left === 'put-back' ? left : 'damaged';
      const mustRestore = isUnsound || left === reason;
      if (mustRestore) await restore(path, reason, tell);
      if (isOlder(path)) await jobs.run({ kind: 'bring-up', path }, teller('checking', tell));
      const isRestUnlooked = before !== null && !mustRestore && scope !== 'whole';
      const at = clock.wall();
      const ledger = openLedger(path, {
        looked: true,
        machine,
        restIsDue: isRestUnlooked,
        at,
        onEpoch: (epoch) => {
          noteOrLog(path, epoch, at, log);
        },
      });
      const leftOut = mustRestore ? ledger.restored()?.rowsLeftOut : undefined;
      if (leftOut !== undefined && Object.keys(leftOut).length > 0) log('ledger.rows-left-out', leftOut);
      if (before !== null && !mustRestore) keep(ledger, before);
      return keptLedger(ledger, path, {
        look,
        isTailDue: !mustRestore && left === 'in-order',
        rest: isRestUnlooked ? 'whole' : null,
      });
    },

    async backUp(path) {
      if (isBackingUp) return;
      isBackingUp = true;
      try {
        const name = await jobs.run({ kind: 'back-up', path, at: clock.wall() });
        log('ledger.backed-up', { name });
      } finally {
        isBackingUp = false;
      }
    },

    backUpNow(path) {
      try {
        // A copy that is being taken is given up with its thread; a second one would be written into the same file.
        const options = { isEnd: true, rowsOnly: isBackingUp };
        log('ledger.backed-up', { name: backUp(path, backupFolderOf(path), clock.wall(), options) });
      } catch (error) {
        if (!(error instanceof LedgerError)) throw error;
        log('ledger.not-backed-up', { trouble: error.fault, cause: String(error.cause) });
      }
    },

    stop() {
      jobs.stop();
    },
  };
}

type Tell = (work: LedgerWork) => void;
type Look = (path: string, scope: Scope, tell?: Tell) => Promise<Looked>;

/** What takes seconds, in threads: looking through a ledger, and restoring one. */
function createCare({ jobs, clock, log }: Pick<KeeperOptions, 'clock' | 'log'> & { readonly jobs: Jobs }) {
  const look: Look = async (path, scope, tell) => {
    const startedAt = clock.mono();
    const looked = await jobs.run({ kind: 'look-through', path, scope }, tell && teller('checking', tell));
    const tookMs = Math.round(clock.mono() - startedAt);
    const fault = looked.fault === null ? null : JSON.stringify(looked.fault);
    log('ledger.looked-through', { path, scope, tookMs, fault });
    return looked;
  };
  const restore = async (path: string, reason: Restored['reason'], tell: Tell): Promise<void> => {
    log('ledger.restoring', { path, reason });
    const options = { path, reason, at: clock.wall() };
    await jobs.run({ kind: 'restore', options }, teller('restoring', tell));
    if ((await look(path, 'whole', tell)).fault !== null)
      throw new LedgerError('damaged', new Error('also after it was restored'));
    log('ledger.restored', { path });
  };
  return { look, restore };
}

/** A ledger that is gone while there are backups of it, or notes of its runs, was lost and is no new one. */
function leftOrLost(path: string): Left | Restored['reason'] {
  try {
    const left = howLeft(path);
    if (left !== 'none') return isPutBack(path) ? 'put-back' : left;
    return wasThere(path) ? 'damaged' : left;
  } catch (error) {
    if (error instanceof LedgerError && error.fault === 'damaged') return 'damaged';
    throw error;
  }
}

/** The ledger keeps its epoch itself; that it is noted beside the backups too can fail, and stops nothing. */
function noteOrLog(path: string, epoch: string, at: WallMs, log: Log): void {
  try {
    noteEpoch(path, backupFolderOf(path), epoch, at);
  } catch (error) {
    if (!(error instanceof LedgerError)) throw error;
    log('ledger.epoch-not-noted', { epoch, trouble: error.fault, cause: String(error.cause) });
  }
}

/** Keeps how far it was looked through. @returns whether it is sound */
function keep(ledger: OpenLedger, { fault, verified }: Looked): boolean {
  if (verified !== null) ledger.noteVerified(verified);
  return fault === null;
}

type StillToLook = {
  readonly look: Look;
  /** It was closed in order: its last rows are looked at when it is open already. */
  readonly isTailDue: boolean;
  /** Null when all of it was looked at a moment ago, or there is nothing. */
  readonly rest: Scope | null;
};

function keptLedger(ledger: OpenLedger, path: string, { look, isTailDue, rest: restBefore }: StillToLook): KeptLedger {
  let rest = restBefore;
  return {
    ledger,
    async lookThrough() {
      if (!isTailDue) return true;
      const looked = await look(path, 'tail');
      const isLarge = (statSync(path, { throwIfNoEntry: false })?.size ?? 0) > MOST_BYTES_AT_ONCE;
      rest = looked.isFirstLook ? 'whole' : isLarge ? 'pages' : null;
      return keep(ledger, looked);
    },
    async lookAtRest() {
      const isSound = rest === null || keep(ledger, await look(path, rest));
      if (isSound) ledger.noteRestLooked();
      return isSound;
    },
  };
}

/** Tells whole per cents, and each once: every word is drawn by a window. */
function teller(work: LedgerWork['work'], tell: (work: LedgerWork) => void): (step: Step) => void {
  let told: string | null = null;
  tell({ work, percent: null });
  return ({ part, rows, of }) => {
    // The journal is about half of the work, the rows that screens read the other half.
    const half = part === 'attempts' ? 50 : 0;
    const percent = part === 'file' || of === 0 ? null : Math.min(99, half + Math.floor((rows / of) * 50));
    if (percent === null || told === `${part} ${percent}`) return;
    told = `${part} ${percent}`;
    tell({ work, percent });
  };
}
