/** Commands for the day's list, and for its export to a file. */
import { join } from 'node:path';
import type { ExportAnswer } from '../../shared/contract/day.ts';
import { dayCsv } from '../export/csv.ts';
import { whyNotWritten, writeExport } from '../export/write-export.ts';
import { codeOf } from '../files/error-code.ts';
import type { CommandDeps } from './command-deps.ts';
import { nothingDone, type Handlers, type Outcome } from './handlers.ts';

type DayCommand = 'day' | 'exportDay' | 'showExports';

export function dayCommands(deps: CommandDeps): Pick<Handlers, DayCommand> {
  const { counter, log } = deps;
  let lastExport: string | null = null;
  return {
    day: ({ day }) => counter.till()?.day(day) ?? null,
    exportDay: async ({ day }): Promise<Outcome<ExportAnswer>> => {
      const { tillId, environment, exportForExcel } = deps.settings();
      // Training exports go to a folder of their own, so that nobody hands them to an accountant.
      const documents = deps.exportFolder();
      const folder = environment === 'training' ? join(documents, 'Training') : documents;
      const path = join(folder, `harbour-till-${environment}-${tillId}-${day}.csv`);
      const till = counter.till();
      // An empty file would say that nothing was sold, and could replace an earlier file with the whole day.
      if (till === null) return nothingDone({ kind: 'failed', why: 'unread', path });
      const attempts = till.attempts(day);
      if (attempts.length === 0) return nothingDone({ kind: 'failed', why: 'empty', path });
      const csv = dayCsv(attempts, exportForExcel);
      try {
        lastExport = await writeExport(path, csv, new Set(attempts.map(({ number }) => number)));
        return { answer: { kind: 'written', path: lastExport }, did: { facts: { day } } };
      } catch (error) {
        log('export.cannot-write', { code: codeOf(error) ?? 'unknown' });
        const why = whyNotWritten(error);
        return nothingDone({ kind: 'failed', why, path: why === 'in-use' ? path : folder });
      }
    },
    showExports: () => {
      deps.showFolder(lastExport ?? deps.exportFolder());
      return { answer: undefined, did: {} };
    },
  };
}
