/** The list of acts as CSV, one row for each act. */
import type { Act } from '../../shared/act.ts';
import { isAttemptNumber, readableNumber } from '../../shared/attempt/number.ts';
import { hkDateTime, type WallMs } from '../../shared/time.ts';
import { tableCsv, type Column } from './table.ts';

/** With the till at which it was done. */
export type ExportedAct = Act & { readonly at: WallMs; readonly tillId: string; readonly environment: string };

const COLUMNS: readonly Column<ExportedAct>[] = [
  { heading: 'time_hk', value: ({ at }) => hkDateTime(at) },
  { heading: 'act', value: ({ what }) => what },
  { heading: 'by', value: ({ by }) => by },
  { heading: 'role', value: ({ role }) => role },
  { heading: 'approved_for', value: ({ facts }) => String(facts['approvedFor'] ?? '') },
  { heading: 'about', value: aboutOf, isId: true },
  { heading: 'facts', value: factsOf },
  { heading: 'till', value: ({ tillId }) => tillId, isId: true },
  { heading: 'environment', value: ({ environment }) => environment },
];

/** A payment's number as people read it; another subject as it is. */
function aboutOf({ about }: ExportedAct): string {
  if (about === null) return '';
  return isAttemptNumber(about) ? readableNumber(about) : about;
}

/** As JSON, for programs; empty if there are none. */
function factsOf({ facts: { approvedFor: _approved, ...facts } }: ExportedAct): string {
  return Object.keys(facts).length === 0 ? '' : JSON.stringify(facts);
}

export const actsCsv = (acts: readonly ExportedAct[], forExcel: boolean): string => tableCsv(COLUMNS, acts, forExcel);
