/** The list of acts: who did what, when, and to what. It is read and exported, and never changes. */
import type { Act } from '../act.ts';
import type { WallMs } from '../time.ts';
import { command } from './entry.ts';
import type { ExportAnswer } from './day.ts';

export const ACTS = {
  /** A part of the acts that a person looks for, newest first; null while no ledger is open. */
  acts: command<ActsQuestion, ActsAnswer | null>({ needs: 'manager', onlyReads: true }),
  /** Writes all acts that a person looks for to a file. */
  exportActs: command<ActsSearch, ExportAnswer>({ needs: 'manager', act: 'acts-exported' }),
} as const;

/** Null in a field means that everything matches. */
export type ActsSearch = {
  /** A number of ours, a day, a month, or any text of an act; empty for everything. */
  readonly text: string;
  /** The act's name, as the contract has it. */
  readonly what: string | null;
  readonly by: string | null;
};

export type ActsQuestion = ActsSearch & {
  /** From behind `after` down to `until`, as the answers before named them; null for `until` means one page. */
  readonly part: { readonly after: number | null; readonly until: number | null };
};

export type ActsAnswer = {
  readonly acts: readonly ActView[];
  /** Where the list goes on; null at its end. It may go on although this page is short or empty. */
  readonly next: number | null;
};

export type ActView = Act & {
  readonly at: WallMs;
  /** The payment that it is about, as a person reads its number; null if it is about something else, or nothing. */
  readonly readable: string | null;
};
