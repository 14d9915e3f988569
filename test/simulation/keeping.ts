/**
 * Looks after the ledger file like ledger/care/keeper.ts in the product, without its threads: restores a ledger that is
 * lost, damaged, or older than its notes, before opening it. Also copies, puts back and loses the files of the ledger.
 */
import { copyFileSync, cpSync, existsSync, rmSync, writeFileSync } from 'node:fs';
import { backUp } from '../../electron/ledger/care/backup.ts';
import { backupFolderOf } from '../../electron/ledger/care/backup-list.ts';
import { noteEpoch } from '../../electron/ledger/care/epoch-notes.ts';
import { openLedger, type OpenLedger } from '../../electron/ledger/ledger.ts';
import { lastShutdown, lookThrough } from '../../electron/ledger/care/inspect.ts';
import { isPutBack, wasThere } from '../../electron/ledger/care/put-back.ts';
import { finishRestore, restore } from '../../electron/ledger/care/restore.ts';
import { LedgerError, type Restored } from '../../electron/till/ports/ledger.ts';
import type { WallMs } from '../../shared/time.ts';

export type Keeping = {
  open(at: WallMs, draw: () => string): { readonly ledger: OpenLedger; readonly wasRestored: boolean };
  /** Takes a backup while the ledger is open. @param isEnd the program is about to end */
  backUp(at: WallMs, isEnd: boolean): void;
  /** Copies a closed ledger and its backups, as disk images, restore software and people do. */
  copyFolder(): void;
  hasCopy(): boolean;
  /** @param whole puts back the backups too; otherwise only the ledger's file */
  putBack(whole: boolean): void;
  /** @param how the file is deleted, or overwritten with rubbish */
  lose(how: 'gone' | 'garbled'): void;
};

export function keepingOf(path: string): Keeping {
  const folder = backupFolderOf(path);
  const [fileCopy, folderCopy] = [`${path}.image`, `${path}.image-backups`];
  const removeCompanions = (): void => {
    for (const end of ['-wal', '-shm']) rmSync(path + end, { force: true });
  };

  const reasonToRestore = (): Restored['reason'] | null => {
    try {
      const left = lastShutdown(path);
      if (left === 'none') return wasThere(path) ? 'damaged' : null;
      if (isPutBack(path)) return 'put-back';
      return left === 'not-in-order' && lookThrough(path, 'whole').fault !== null ? 'damaged' : null;
    } catch (error) {
      if (error instanceof LedgerError && error.fault === 'damaged') return 'damaged';
      throw error;
    }
  };

  return {
    open(at, draw) {
      finishRestore(path);
      const reason = reasonToRestore();
      if (reason !== null) restore({ path, reason, at });
      const ledger = openLedger(path, {
        looked: true,
        at,
        draw,
        onEpoch: (epoch) => noteEpoch(path, folder, epoch, at),
      });
      return { ledger, wasRestored: reason !== null };
    },
    backUp(at, isEnd) {
      backUp(path, folder, at, { isEnd });
    },
    copyFolder() {
      copyFileSync(path, fileCopy);
      rmSync(folderCopy, { recursive: true, force: true });
      if (existsSync(folder)) cpSync(folder, folderCopy, { recursive: true });
    },
    hasCopy: () => existsSync(fileCopy),
    putBack(whole) {
      removeCompanions();
      copyFileSync(fileCopy, path);
      if (!whole) return;
      rmSync(folder, { recursive: true, force: true });
      if (existsSync(folderCopy)) cpSync(folderCopy, folder, { recursive: true });
    },
    lose(how) {
      removeCompanions();
      if (how === 'gone') rmSync(path, { force: true });
      else writeFileSync(path, Buffer.alloc(8192, 0xa5));
    },
  };
}
