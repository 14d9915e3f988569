/** L3 and L4: verify finds every change to a ledger, and after a clean shutdown only the tail has to be verified. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { append } from '../../electron/ledger/file/journal.ts';
import type { OpenLedger } from '../../electron/ledger/ledger.ts';
import type { ReadableDb, WritableDb } from '../../electron/ledger/file/open.ts';
import { ATTEMPTS } from '../../electron/ledger/books/attempts.ts';
import { columnDefaults } from '../../electron/ledger/books/book.ts';
import { replay } from '../../electron/ledger/care/rebuild.ts';
import { differences, verify, type Step } from '../../electron/ledger/care/verify.ts';
import { LedgerError } from '../../electron/till/ports/ledger.ts';
import { fillTail, newLedgerPlace, openOne, someHistory, tamper, type LedgerPlace } from '../support/ledger-files.ts';

const { table } = ATTEMPTS;

let place: LedgerPlace;
let ledger: OpenLedger;
let db: WritableDb;

beforeEach(() => {
  place = newLedgerPlace();
  ledger = place.ledger();
  db = place.raw();
});
afterEach(() => {
  place.remove();
});

describe('the attempts are compared with the journal', () => {
  it('and are the same after any ordinary history', () => {
    someHistory(ledger);
    expect(verify(db, 'whole')).toBeNull();
    expect(verify(db, 'tail')).toBeNull();
    expect([...differences(db)]).toEqual([]);
  });

  it.each([
    ['an amount', 'amount_cents = amount_cents + 1', 'amount_cents'],
    ['a status', "status = 'expired'", 'status'],
    ['a syssn', "syssn = 'S9'", 'syssn'],
    ['a version', 'version = version + 1', 'version'],
    ['something that was null', "merchant = 'm'", 'merchant'],
    ['null in place of something', 'last_said = NULL', 'last_said'],
    ['a flag', 'given_up = 1', 'given_up'],
    ['a column of a later version', 'dealt_with = 1', 'dealt_with'],
  ])('%s that was changed only in the row is found, with the column', (_what, change, column) => {
    const [first] = someHistory(ledger);
    db.exec('DROP TRIGGER status_keeps_its_way');
    db.exec(`UPDATE attempts SET ${change} WHERE number = '${String(first)}'`);
    const fault = {
      kind: 'projection',
      table,
      number: first,
      what: 'values',
      values: [expect.objectContaining({ column })],
    };
    expect(verify(db, 'whole')).toEqual(fault);
    expect(verify(db, 'tail')).toEqual(fault);
  });

  it('a row that was taken out, and one that the journal does not know, are found', () => {
    const [first = '', second = '', third = ''] = someHistory(ledger);
    db.exec(`DELETE FROM attempts WHERE number = '${second}'`);
    expect([...differences(db)]).toEqual([{ table, number: second, what: 'no-row', values: [] }]);
    db.exec(`UPDATE attempts SET number = 'ZZ' WHERE number = '${first}'`);
    db.exec(`UPDATE attempts SET number = '00' WHERE number = '${third}'`);
    expect([...differences(db)]).toEqual([
      { table, number: '00', what: 'no-entries', values: [] },
      { table, number: first, what: 'no-row', values: [] },
      { table, number: second, what: 'no-row', values: [] },
      { table, number: third, what: 'no-row', values: [] },
      { table, number: 'ZZ', what: 'no-entries', values: [] },
    ]);
  });

  it('a gap in the versions of the entries is found', () => {
    const [first = ''] = someHistory(ledger);
    append(db, { at: 5, number: first, version: 9, entry: { status: 'late-paid' } });
    expect(verify(db, 'whole')).toEqual({ kind: 'projection', table, number: first, what: 'versions', values: [] });
  });

  it('older entries get the defaults of the columns that they do not mention', () => {
    const defaults = columnDefaults(db, ATTEMPTS);
    expect(defaults).toMatchObject({ kind: 'payment', refund_of: null, dealt_with: 0, syssn: null });
    const rows = [
      { position: 1, at: 1, number: 'A', version: 1, entry: '{"number":"A","status":"sending"}' },
      { position: 2, at: 1, number: 'A', version: 2, entry: '{"status":"paid"}' },
      { position: 3, at: 1, number: 'B', version: 2, entry: '{"status":"paid"}' },
    ];
    expect([...replay(rows, { kind: 'payment' }, {})]).toMatchObject([
      { number: 'A', columns: { kind: 'payment', number: 'A', status: 'paid', version: 2 }, former: [], derived: [] },
      { number: 'B', columns: null, former: [], derived: [] },
    ]);
  });
});

describe('other damage is found too:', () => {
  it('a break of the chain, by its position', () => {
    someHistory(ledger);
    tamper(db, 'UPDATE journal SET at = at + 1 WHERE position = 4');
    expect(verify(db, 'whole')).toEqual({ kind: 'chain', position: 4 });
  });

  it('a row that names a missing row', () => {
    const [, , third] = someHistory(ledger);
    db.pragma('foreign_keys = OFF');
    db.exec('DROP TRIGGER refund_within_payment');
    db.exec(`UPDATE attempts SET kind = 'refund', refund_of = 'nobody' WHERE number = '${String(third)}'`);
    expect(verify(db, 'whole')).toEqual({ kind: 'foreign-key', table: 'attempts' });
  });
});

describe('the tail', () => {
  it('is the last thousand rows and no more', () => {
    someHistory(ledger);
    fillTail(db);
    tamper(db, 'UPDATE journal SET at = at + 1 WHERE position = 8');
    // Row 9 is chained to the hash of row 8, which is still the old one.
    expect(verify(db, 'tail')).toBeNull();
    expect(verify(db, 'whole')).toEqual({ kind: 'chain', position: 8 });
    tamper(db, 'UPDATE journal SET at = at + 1 WHERE position = 9');
    expect(verify(db, 'tail')).toEqual({ kind: 'chain', position: 9 });
  });

  it('and the whole are read row by row, never all at once', () => {
    someHistory(ledger);
    const steps: Step[] = [];
    const counted = { most: 0 };
    const streaming: ReadableDb & Pick<WritableDb, 'pragma'> = {
      pragma: db.pragma.bind(db),
      prepare: (source) => {
        const statement = db.prepare(source);
        return {
          get: (...parameters) => statement.get(...parameters),
          iterate: (...parameters) => statement.iterate(...parameters),
          all: (...parameters) => {
            const rows = statement.all(...parameters);
            if (!source.includes('pragma_table_info')) counted.most = Math.max(counted.most, rows.length);
            return rows;
          },
        };
      },
    };
    expect(verify(streaming, 'whole', (step) => steps.push(step))).toBeNull();
    expect(counted.most).toBe(0);
    expect(steps[0]).toEqual({ part: 'file', rows: 0, of: 0 });
  });
});

describe('the end of the last run decides how much is verified:', () => {
  beforeEach(() => {
    openOne(ledger);
    fillTail(db);
    // Damage that the tail does not show.
    tamper(db, 'UPDATE journal SET at = at + 1 WHERE position = 1');
  });

  it('after an unclean stop the whole ledger', () => {
    expect(() => place.ledger()).toThrow('Ledger: damaged');
  });

  it('after a clean shutdown the tail, once: the next run must be closed cleanly itself', () => {
    ledger.close();
    expect(place.ledger().unfinished()).toHaveLength(2);
    expect(() => place.ledger()).toThrow('Ledger: damaged');
  });

  it('a clean shutdown is durable before the long work at the end, which may be interrupted', () => {
    const other = newLedgerPlace();
    const last = other.ledger();
    let closed: unknown = null;
    last.close(() => {
      closed = other.raw().prepare('SELECT closed FROM run').get();
      throw new LedgerError('full', new Error('cut off'));
    });
    expect(closed).toEqual({ closed: 1 });
    other.remove();
  });

  it('after damage no clean shutdown is marked', () => {
    const run = () => db.prepare('SELECT closed FROM run').get();
    expect(run()).toEqual({ closed: 0 });
    ledger.close();
    expect(run()).toEqual({ closed: 1 });
    const again = place.ledger();
    expect(run()).toEqual({ closed: 0 });
    db.exec("UPDATE attempts SET currency = 'XXX'");
    expect(() => again.unfinished()).toThrow('Ledger: damaged');
    again.close();
    expect(run()).toEqual({ closed: 0 });
  });
});

it.each(['attempts', 'movements'])('a first row of %s that cannot be read leaves no query under way', (name) => {
  const prepare = db.prepare.bind(db);
  const damage = (): never => {
    throw new Error('database disk image is malformed');
  };
  vi.spyOn(db, 'prepare').mockImplementation((sql: string) => {
    const statement = prepare(sql);
    if (sql.startsWith(`SELECT * FROM ${name} `))
      vi.spyOn(statement, 'iterate').mockReturnValue({ next: damage } as never);
    return statement;
  });
  expect(() => [...differences(db)]).toThrow('malformed');
  // SQLite closes no connection that still runs a query.
  db.close();
  expect(db.open).toBe(false);
});
