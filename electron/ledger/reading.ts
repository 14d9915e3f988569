/** The till's queries of its ledger. Each one reads an index that holds little else than its results. */
import { epochOf, type AttemptNumber } from '../../shared/attempt/number.ts';
import type { Attempt } from '../../shared/attempt/record.ts';
import type { LedgerReader } from '../till/ports/ledger.ts';
import { readActsAbout } from './books/acts.ts';
import { readAttempts, readJournalOf } from './books/attempts.ts';
import { presentEpoch } from './file/epoch.ts';
import { lastSurelyOlder } from './file/known-until.ts';
import type { ReadableDb } from './file/open.ts';
import { lastRestore } from './file/runs.ts';
import { MADE_AT, readHistory } from './history.ts';

/** More attempts than fail in the two weeks that a start looks back; the only limit if no gateway time is known. */
const LOST_ROWS_MAX = 5_000;
/** The cases in which an attempt needs a decision; no attempt is in two of them. */
const UNDEALT = [
  "dealt_with = 0 AND status IN ('late-paid', 'refused') AND returned_elsewhere_cents IS NOT NULL",
  "dealt_with = 0 AND status IN ('failed', 'expired') AND last_said >= 'mismatch-' AND last_said < 'mismatch.'",
  'returned_elsewhere_cents IS NULL',
  "dealt_with = 0 AND status = 'refunded' AND given_up = 1",
];

/** Its functions throw SQLite's own errors. */
export function createReader(db: ReadableDb): LedgerReader {
  const one = (where: string, parameter: string): Attempt | null => readAttempts(db, where, parameter)[0] ?? null;
  return {
    find: (number) => one('number = ?', number),
    holderOf(gatewayRef) {
      const former = 'number = (SELECT number FROM former_syssns WHERE syssn = ? LIMIT 1)';
      return (one('syssn = ?', gatewayRef) ?? one(former, gatewayRef))?.number ?? null;
    },
    unfinished: () =>
      // One query for each of the two indexes that hold only unfinished attempts.
      (['payment', 'refund'] as const)
        .flatMap((kind) => readAttempts(db, `kind = '${kind}' AND status IN ('sending', 'pending', 'unknown')`))
        .toSorted(oldestFirst),
    endedUnpaid: (lastMs) =>
      readAttempts(
        db,
        "status IN ('failed', 'expired', 'refused') AND rowid > ? ORDER BY rowid DESC LIMIT ?",
        lastSurelyOlder(db, lastMs),
        LOST_ROWS_MAX,
      ).toReversed(),
    unaskedRestoreOf(payment: AttemptNumber) {
      const restore = lastRestore(db);
      return restore?.askedAt === null && epochOf(payment) !== presentEpoch(db) ? restore.at : null;
    },
    refundsOf: (payment) => readAttempts(db, 'refund_of = ? ORDER BY created_at, number', payment),
    // One query for each index of the few such attempts; a search among all attempts would be slow.
    awaitingDecision: () => UNDEALT.flatMap((where) => readAttempts(db, where)).toSorted(oldestFirst),
    between: (from, to) =>
      readAttempts(db, `${MADE_AT} >= ? AND ${MADE_AT} < ? ORDER BY ${MADE_AT} DESC, number DESC`, from, to),
    history: (wanted, part, most) => readHistory(db, wanted, part, most),
    journalOf: (number) => readJournalOf(db, number),
    actsAbout: (number) => readActsAbout(db, number),
    codeUsed(codeHash, since) {
      // If no byte of the request left the till, the code was not used.
      const where = `code_hash = ? AND ${MADE_AT} >= ? AND last_said IS NOT 'not-sent' LIMIT 1`;
      return readAttempts(db, where, codeHash, since).length > 0;
    },
  };
}

const oldestFirst = (a: Attempt, b: Attempt): number => a.createdAt - b.createdAt || (a.number < b.number ? -1 : 1);
