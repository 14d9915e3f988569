/** Writes a new ledger file from an old one's journal, for a support engineer. */
import { codeOf } from '../../files/error-code.ts';
import { epochOf, isAttemptNumber, isEpoch } from '../../../shared/attempt/number.ts';
import { addEpochs } from '../file/epoch.ts';
import { CHAIN_START, journalHead, type JournalRow } from '../file/journal.ts';
import { openDatabase, type ReadableDb } from '../file/open.ts';
import { fillDerived } from '../care/derived.ts';
import { takeOver } from '../care/rebuild.ts';
import { readableRows } from '../care/salvage.ts';
import type { Difference } from '../care/difference.ts';
import { differences, type Progress } from '../care/verify.ts';

export type Rebuilt = {
  /** Journal rows that were taken over; `leftOut` are readable rows after the last of those. */
  readonly rows: number;
  readonly leftOut: number;
  /** Why rows were left out, in words; null if none were. */
  readonly why: string | null;
  readonly attempts: number;
  /** Journal rows of kinds that this program does not know, taken over unchanged. */
  readonly unknown: number;
  /** Differences between the old file's rows and its journal; empty if they cannot be read. */
  readonly differences: readonly Difference[];
};

/** @param target a path where no file exists @throws LedgerError */
export function rebuildInto(source: ReadableDb, target: string, progress: Progress): Rebuilt {
  const of = lastPosition(source);
  const journal = () => readableRows(source, 'journal') as Iterable<unknown> as Iterable<JournalRow>;
  const db = openDatabase(target);
  try {
    const taken = takeOver(db, journal(), (rows) => {
      progress({ part: 'journal', rows, of });
    });
    fillDerived(db);
    const end = journalHead(db) ?? CHAIN_START;
    let leftOut = 0;
    for (const { position } of journal()) if (position > end.position) leftOut += 1;
    // The new file draws its own epoch at its first opening; the old file's epochs stay known as its own.
    addEpochs(db, epochsOf(source), Date.now());
    const { attempts } = db.prepare('SELECT count(*) AS attempts FROM attempts').get() as { readonly attempts: number };
    const why =
      taken.refused ?? (taken.brokenAt === null ? null : `The chain breaks at row ${taken.brokenAt}; see "verify".`);
    return {
      rows: taken.rows,
      leftOut,
      why,
      attempts,
      unknown: taken.unknown,
      differences: readDifferences(source, progress),
    };
  } finally {
    db.close();
  }
}

function readDifferences(source: ReadableDb, progress: Progress): readonly Difference[] {
  try {
    return [...differences(source, CHAIN_START, progress)];
  } catch (error) {
    if (codeOf(error) !== undefined) return [];
    throw error;
  }
}

function epochsOf(source: ReadableDb): ReadonlySet<string> {
  const told = [...readableRows(source, 'openings'), ...readableRows(source, 'ledger')].map(({ epoch }) =>
    String(epoch),
  );
  const drawn = [...readableRows(source, 'journal')].flatMap(({ number }) =>
    typeof number === 'string' && isAttemptNumber(number) ? epochOf(number) : [],
  );
  return new Set([...told.filter(isEpoch), ...drawn]);
}

function lastPosition(source: ReadableDb): number {
  try {
    return journalHead(source)?.position ?? 0;
  } catch (error) {
    if (codeOf(error) !== undefined) return 0;
    throw error;
  }
}
