/** Commands that read and export the list of acts. */
import { isAttemptNumber, numberFrom, readableNumber } from '../../shared/attempt/number.ts';
import type { ActsSearch, ActView } from '../../shared/contract/acts.ts';
import type { ExportAnswer } from '../../shared/contract/day.ts';
import { hkDateTime, hkDayRange, hkMonthRange, isDay } from '../../shared/time.ts';
import { actsCsv, type ExportedAct } from '../export/acts-csv.ts';
import type { ActsPage, ActsWanted, NotedAct } from '../till/ports/ledger.ts';
import type { CommandDeps } from './command-deps.ts';
import { exportPlace, writtenTo } from './export-place.ts';
import { nothingDone, type Handlers, type Outcome } from './handlers.ts';

/** More rows than any screen shows at once. */
const PAGE_ROWS = 100;

export function actsCommands(deps: CommandDeps): Pick<Handlers, 'acts' | 'exportActs'> {
  const { counter, clock } = deps;
  return {
    acts: ({ part, ...search }) => {
      const page = counter.acts(wantedOf(search), part, part.until === null ? PAGE_ROWS : 2 * PAGE_ROWS);
      return page === null ? null : { acts: page.acts.map(viewOf), next: page.next };
    },
    exportActs: async (search): Promise<Outcome<ExportAnswer>> => {
      const { tillId, environment, exportForExcel } = deps.settings();
      const when = hkDateTime(clock.wall()).replaceAll(':', '').replace(' ', '-');
      const place = exportPlace(deps, `acts-${environment}-${tillId}-${when}`);
      const acts = await allOf(deps, wantedOf(search));
      if (acts === null) return nothingDone({ kind: 'failed', why: 'unread', path: place.path });
      if (acts.length === 0) return nothingDone({ kind: 'failed', why: 'empty', path: place.path });
      const rows = acts.map((act): ExportedAct => ({ ...act, tillId, environment }));
      // No earlier file is replaced: the time is in its name.
      const answer = await writtenTo(deps, place, actsCsv(rows, exportForExcel), new Set());
      return answer.kind === 'written' ? { answer, did: { facts: { acts: acts.length } } } : nothingDone(answer);
    },
  };
}

/** Every act that is wanted, oldest first. Main answers others between two pages. Null when they cannot be read. */
async function allOf({ counter }: CommandDeps, wanted: ActsWanted): Promise<readonly NotedAct[] | null> {
  const acts: NotedAct[] = [];
  let after: number | null = null;
  do {
    const page: ActsPage | null = counter.acts(wanted, { after, until: null }, PAGE_ROWS);
    if (page === null) return null;
    acts.push(...page.acts);
    after = page.next;
    await new Promise((resolve) => setImmediate(resolve));
  } while (after !== null);
  return acts.toReversed();
}

function wantedOf({ text, what, by }: ActsSearch): ActsWanted {
  const typed = text.normalize('NFKC').trim();
  const [about, time] = [numberFrom(typed), timeOf(typed)];
  const isText = typed !== '' && about === null && time === null;
  return { what, by, about, time, text: isText ? typed : null };
}

/** A day or a month; null for other text. */
function timeOf(typed: string): ActsWanted['time'] {
  if (isDay(typed)) return hkDayRange(typed);
  return isDay(`${typed}-01`) ? hkMonthRange(typed) : null;
}

function viewOf({ position: _position, ...act }: NotedAct): ActView {
  const { about } = act;
  return { ...act, readable: about !== null && isAttemptNumber(about) ? readableNumber(about) : null };
}
