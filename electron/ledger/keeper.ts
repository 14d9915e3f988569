/**
 * Looks after the ledger files: verifies a ledger before it is used, restores a damaged one, and takes backups of one
 * in use. Work that may take seconds runs in a worker thread.
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
import { lastShutdown, isOlder, type Left, type Looked } from './care/inspect.ts';
import { isPutBack, wasThere } from './care/put-back.ts';
import { finishRestore } from './care/restore.ts';
import { BYTES_AT_ONCE_MAX, type Scope, type Step } from './care/verify.ts';

export type KeeperOptions = {
  /** Identifies this machine, with its name: see machine.ts. */
  readonly machine: string;
  /** The file that a job's thread runs: worker.ts, or its bundle. */
  readonly jobProgram: string | URL;
  readonly clock: Clock;
  readonly log: Log;
};

export type KeptLedger = {
  readonly ledger: OpenLedger;
  /**
   * Verifies a ledger that was closed cleanly, while it is open already. Resolves with false if it is damaged after
   * all. Must be called, once, before the first payment. @throws LedgerError when the disk cannot be read
   */
  lookThrough(): Promise<boolean>;
  /**
   * Verifies, while the till is open, what takes longer than a shop can wait. Resolves with false if the ledger is
   * damaged after all. To be called once, after `lookThrough`. @throws LedgerError when the disk cannot be read
   */
  lookAtRest(): Promise<boolean>;
};

export type Keeper = {
  /**
   * Opens a sound ledger: this one or, if it is damaged, what can be restored of it.
   *
   * @param isDamaged the ledger is known to be damaged and need not be verified
   * @param tell called with the progress of work that the cashier waits for
   * @throws LedgerError when no ledger can be opened; Stopped when the keeper was stopped meanwhile
   */
  open(path: string, isDamaged: boolean, tell: (work: LedgerWork) => void): Promise<KeptLedger>;
  /** Takes a backup in a thread, if anything has changed. @throws LedgerError when the backup fails */
  backUp(path: string): Promise<void>;
  /** Takes a backup in this thread, before the ledger is closed for good. Logs errors: nobody is there to see them. */
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
      // This run opened the ledger before, and it failed then: a bad disk may have damaged any part of it.
      const scope = opened.has(path) ? 'whole' : 'since-verified';
      opened.add(path);
      const before = left === 'not-in-order' ? await look(path, scope, tell) : null;
      const isUnsound = before !== null && before.fault !== null;
      const reason = left === 'damaged' || left === 'put-back' ? left : 'damaged';
      const mustRestore = isUnsound || left === reason;
      if (mustRestore) await restore(path, reason, tell);
      if (isOlder(path)) await jobs.run({ kind: 'bring-up', path }, progressReporter('checking', tell));
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
        // A copy that a thread is taking ends with that thread; a second copy would be written into the same file.
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

/** Verifies and restores ledgers, in threads because both take seconds. */
function createCare({ jobs, clock, log }: Pick<KeeperOptions, 'clock' | 'log'> & { readonly jobs: Jobs }) {
  const look: Look = async (path, scope, tell) => {
    const startedAt = clock.mono();
    const looked = await jobs.run({ kind: 'look-through', path, scope }, tell && progressReporter('checking', tell));
    const tookMs = Math.round(clock.mono() - startedAt);
    const fault = looked.fault === null ? null : JSON.stringify(looked.fault);
    log('ledger.looked-through', { path, scope, tookMs, fault });
    return looked;
  };
  const restore = async (path: string, reason: Restored['reason'], tell: Tell): Promise<void> => {
    log('ledger.restoring', { path, reason });
    const options = { path, reason, at: clock.wall() };
    await jobs.run({ kind: 'restore', options }, progressReporter('restoring', tell));
    if ((await look(path, 'whole', tell)).fault !== null)
      throw new LedgerError('damaged', new Error('also after it was restored'));
    log('ledger.restored', { path });
  };
  return { look, restore };
}

/**
 * How the last run left the ledger, or why to restore it. A missing ledger that has backups or notes of its runs was
 * lost; it is not a new one.
 */
function leftOrLost(path: string): Left | Restored['reason'] {
  try {
    const left = lastShutdown(path);
    if (left !== 'none') return isPutBack(path) ? 'put-back' : left;
    return wasThere(path) ? 'damaged' : left;
  } catch (error) {
    if (error instanceof LedgerError && error.fault === 'damaged') return 'damaged';
    throw error;
  }
}

/** Notes the epoch beside the backups. A failure is logged only, because the ledger itself has stored the epoch. */
function noteOrLog(path: string, epoch: string, at: WallMs, log: Log): void {
  try {
    noteEpoch(path, backupFolderOf(path), epoch, at);
  } catch (error) {
    if (!(error instanceof LedgerError)) throw error;
    log('ledger.epoch-not-noted', { epoch, trouble: error.fault, cause: String(error.cause) });
  }
}

/** Stores how far the ledger was verified. @returns whether it is sound */
function keep(ledger: OpenLedger, { fault, verified }: Looked): boolean {
  if (verified !== null) ledger.noteVerified(verified);
  return fault === null;
}

type StillToLook = {
  readonly look: Look;
  /** The ledger was closed cleanly: its last rows are verified while it is open already. */
  readonly isTailDue: boolean;
  /** What `lookAtRest` verifies. Null if all was verified a moment ago, or until `lookThrough` has decided it. */
  readonly rest: Scope | null;
};

function keptLedger(ledger: OpenLedger, path: string, { look, isTailDue, rest: restBefore }: StillToLook): KeptLedger {
  let rest = restBefore;
  return {
    ledger,
    async lookThrough() {
      if (!isTailDue) return true;
      const looked = await look(path, 'tail');
      const isLarge = (statSync(path, { throwIfNoEntry: false })?.size ?? 0) > BYTES_AT_ONCE_MAX;
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

/** Reports whole per cents, each once, because a window is drawn again for every report. */
function progressReporter(work: LedgerWork['work'], tell: (work: LedgerWork) => void): (step: Step) => void {
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
