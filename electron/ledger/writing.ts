/** The till's writes to its ledger: each function is one durable transaction that writes the journal and the row. */
import { attemptNumber, LAST_SEQUENCE, type AttemptNumber } from '../../shared/attempt/number.ts';
import { newAttempt, type AttemptChange } from '../../shared/attempt/record.ts';
import type { WallMs } from '../../shared/time.ts';
import type { Prepared } from '../till/ports/gateway.ts';
import type { Act } from '../../shared/act.ts';
import { LedgerError, type Draft, type Ledger, type PeopleLedger, type RecordedChange } from '../till/ports/ledger.ts';
import { addAct } from './books/acts.ts';
import { bornColumns, insertRow, toColumns, updateRow } from './books/attempts.ts';
import { addPerson, changePerson } from './books/people.ts';
import { append } from './file/journal.ts';
import type { WritableDb } from './file/open.ts';

export type LedgerWriter = Pick<Ledger, 'open' | 'record' | 'recordAll'> &
  Pick<PeopleLedger, 'addPerson' | 'changePerson'> & {
    /** Records a person's act; durable when it returns. @throws LedgerError */
    noteAct(act: Act, at: WallMs): void;
  };

/**
 * Its functions throw SQLite's own errors.
 *
 * @param beginEpoch begins another epoch, inside the transaction that has used up the present epoch's sequences
 */
export function createWriter(db: WritableDb, beginEpoch: () => void): LedgerWriter {
  /** The next number's epoch and sequence, counted in the transaction that uses them: no number is drawn twice. */
  const drawSequence = (): Drawn => {
    const drawn = countOn(db);
    if (drawn.sequence <= LAST_SEQUENCE) return drawn;
    beginEpoch();
    return countOn(db);
  };
  const changeOne = (number: AttemptNumber, version: number, what: AttemptChange, at: WallMs): boolean => {
    const columns = toColumns(what);
    const isChanged = updateRow(db, number, version, columns);
    if (isChanged) append(db, { at, number, version: version + 1, entry: columns });
    return isChanged;
  };

  // Created once, because better-sqlite3 builds each transaction function anew, with its own statements.
  const begin = db.transaction((draft: Draft, prepare: (number: AttemptNumber) => Prepared) => {
    const { tillId, codeHash, ...fields } = draft;
    const number = attemptNumber({ tillId, ...drawSequence(), attempt: 1 });
    const request = prepare(number);
    const attempt = newAttempt(number, fields);
    const columns = { ...bornColumns(attempt), code_hash: codeHash, body_hash: request.bodyHash };
    append(db, { at: draft.createdAt, number, version: 1, entry: columns });
    insertRow(db, columns);
    return { attempt, request };
  });
  const change = db.transaction(changeOne);
  const changeAll = db.transaction((changes: readonly RecordedChange[], at: WallMs) => {
    for (const { number, version, change: what } of changes) {
      if (!changeOne(number, version, what, at)) throw new Error(`Attempt ${number} has moved on`);
    }
  });
  const act = db.transaction((what: Act, at: WallMs) => {
    addAct(db, what, at);
  });
  const newPerson = db.transaction((...added: Parameters<PeopleLedger['addPerson']>) => addPerson(db, ...added));
  const personChange = db.transaction((...changed: Parameters<PeopleLedger['changePerson']>) =>
    changePerson(db, ...changed),
  );
  return {
    addPerson: (...added) => newPerson.immediate(...added),
    changePerson: (...changed) => personChange.immediate(...changed),
    open: (draft, prepare) => begin.immediate(draft, prepare),
    record: (number, version, what, at) => change.immediate(number, version, what, at),
    recordAll(changes, at) {
      changeAll.immediate(changes, at);
    },
    noteAct(what, at) {
      act.immediate(what, at);
    },
  };
}

type Drawn = { readonly epoch: string; readonly sequence: number };

function countOn(db: WritableDb): Drawn {
  const row = db
    .prepare('UPDATE ledger SET next_sequence = next_sequence + 1 WHERE id = 1 RETURNING epoch, next_sequence')
    .get() as { epoch: string; next_sequence: number } | undefined;
  if (row === undefined) throw new LedgerError('damaged', new Error('no epoch'));
  return { epoch: row.epoch, sequence: row.next_sequence - 1 };
}
