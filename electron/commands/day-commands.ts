/** Commands for the day's list, and for its export to a file. */
import type { ExportAnswer } from '../../shared/contract/day.ts';
import { dayCsv } from '../export/csv.ts';
import type { CommandDeps } from './command-deps.ts';
import { exportPlace, writtenTo } from './export-place.ts';
import { nothingDone, type Handlers, type Outcome } from './handlers.ts';

type DayCommand = 'day' | 'exportDay' | 'showExports';

export function dayCommands(deps: CommandDeps): Pick<Handlers, DayCommand> {
  const { counter } = deps;
  let lastExport: string | null = null;
  return {
    day: ({ day }) => counter.till()?.day(day) ?? null,
    exportDay: async ({ day }): Promise<Outcome<ExportAnswer>> => {
      const { tillId, environment, exportForExcel } = deps.settings();
      const place = exportPlace(deps, `${environment}-${tillId}-${day}`);
      const till = counter.till();
      // An empty file would say that nothing was sold, and could replace an earlier file with the whole day.
      if (till === null) return nothingDone({ kind: 'failed', why: 'unread', path: place.path });
      const attempts = till.attempts(day);
      if (attempts.length === 0) return nothingDone({ kind: 'failed', why: 'empty', path: place.path });
      const numbers = new Set(attempts.map(({ number }) => number));
      const answer = await writtenTo(deps, place, dayCsv(attempts, exportForExcel), numbers);
      if (answer.kind !== 'written') return nothingDone(answer);
      lastExport = answer.path;
      return { answer, did: { facts: { day } } };
    },
    showExports: () => {
      deps.showFolder(lastExport ?? deps.exportFolder());
      return { answer: undefined, did: {} };
    },
  };
}
