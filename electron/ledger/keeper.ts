/**
 * Has the charge of the ledgers' files: looks through one before it is used, restores it when it is damaged, and takes
 * backups while it is. What may take seconds is done in a thread of its own.
 */
import { statSync } from 'node:fs';
import { join } from 'node:path';
import type { LedgerWork } from '../../shared/views.ts';
import { LedgerError, type Clock, type Log } from '../till/ports.ts';
import { backUp, listBackups } from './backup.ts';
import { createJobs } from './jobs.ts';
import { openLedger, type OpenLedger } from './ledger.ts';
import { howLeft, type Left } from './look.ts';
import { finishRestore } from './restore.ts';
import type { Scope, Step } from './verify.ts';

export type KeeperOptions = {
  /** The till's own folder: backups and quarantine are in it. */
  readonly folder: string;
  /** The program of a job's thread: worker.ts, or what it was built into. */
  readonly jobProgram: string | URL;
  readonly clock: Clock;
  readonly log: Log;
};

/**
 * About a second's work. Nobody waits longer for a program that ends, a machine that is switched off least of all: a larger
 * ledger has its backup of the last quarter of an hour.
 */
const MOST_BYTES_AT_END = 64 * 1024 ** 2;

export type KeptLedger = {
  readonly ledger: OpenLedger;
  /**
   * After an orderly stop the ledger is looked through when it is open already: false when it is damaged after all. Has
   * to be called, once, before the first payment. @throws LedgerError when the disk cannot be read
   */
  lookThrough(): Promise<boolean>;
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
   * The same at once, before a ledger that is not too large is let go for good. What fails is logged: nobody is there to
   * read more.
   */
  backUpNow(path: string): void;
  stop(): void;
};

export function createKeeper({ folder, jobProgram, clock, log }: KeeperOptions): Keeper {
  const jobs = createJobs(jobProgram);
  const backupFolder = join(folder, 'backups');
  let isBackingUp = false;

  const isSound = async (path: string, scope: Scope, tell?: (work: LedgerWork) => void): Promise<boolean> => {
    const startedAt = clock.mono();
    const fault = await jobs.run({ kind: 'look-through', path, scope }, tell && teller('checking', tell));
    const tookMs = Math.round(clock.mono() - startedAt);
    log('ledger.looked-through', { path, scope, tookMs, fault: fault === null ? null : JSON.stringify(fault) });
    return fault === null;
  };

  const restore = async (path: string, tell: (work: LedgerWork) => void): Promise<void> => {
    log('ledger.restoring', { path });
    const options = { path, backupFolder, quarantineFolder: join(folder, 'quarantine'), at: clock.wall() };
    await jobs.run({ kind: 'restore', options }, teller('restoring', tell));
    if (!(await isSound(path, 'whole', tell)))
      throw new LedgerError('damaged', new Error('also after it was restored'));
    log('ledger.restored', { path });
  };

  /** A ledger that is gone while there are backups of it was lost, and is no new one. */
  const leftOrLost = (path: string): Left | 'damaged' => {
    try {
      const left = howLeft(path);
      return left === 'none' && listBackups(path, backupFolder).length > 0 ? 'damaged' : left;
    } catch (error) {
      if (error instanceof LedgerError && error.trouble === 'damaged') return 'damaged';
      throw error;
    }
  };

  return {
    async open(path, isDamaged, tell) {
      finishRestore(path);
      const left = isDamaged ? 'damaged' : leftOrLost(path);
      const mustRestore = left === 'damaged' || (left === 'not-in-order' && !(await isSound(path, 'whole', tell)));
      if (mustRestore) await restore(path, tell);
      const ledger = openLedger(path, { looked: true });
      const isToLook = !mustRestore && left === 'in-order';
      return { ledger, lookThrough: () => (isToLook ? isSound(path, 'tail') : Promise.resolve(true)) };
    },

    async backUp(path) {
      if (isBackingUp) return;
      isBackingUp = true;
      try {
        const name = await jobs.run({ kind: 'back-up', path, folder: backupFolder, at: clock.wall() });
        log('ledger.backed-up', { name });
      } finally {
        isBackingUp = false;
      }
    },

    backUpNow(path) {
      // One that is being taken is given up with its thread; a second one would be written into the same file.
      if (isBackingUp) return;
      if ((statSync(path, { throwIfNoEntry: false })?.size ?? 0) > MOST_BYTES_AT_END) {
        log('ledger.not-backed-up', { trouble: null, cause: 'too large for the end of a run' });
        return;
      }
      try {
        log('ledger.backed-up', { name: backUp(path, backupFolder, clock.wall()) });
      } catch (error) {
        if (!(error instanceof LedgerError)) throw error;
        log('ledger.not-backed-up', { trouble: error.trouble, cause: String(error.cause) });
      }
    },

    stop() {
      jobs.stop();
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
