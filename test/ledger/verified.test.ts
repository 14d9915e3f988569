/**
 * L4 and X7: the ledger notes up to which row it was verified, so that after a crash a start verifies only newer rows.
 */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { OpenLedger } from '../../electron/ledger/ledger.ts';
import { lookThrough } from '../../electron/ledger/care/inspect.ts';
import type { WritableDb } from '../../electron/ledger/file/open.ts';
import { verifiedUpTo } from '../../electron/ledger/file/runs.ts';
import { fillTail, newLedgerPlace, openOne, someHistory, tamper, type LedgerPlace } from '../support/ledger-files.ts';

let place: LedgerPlace;
let ledger: OpenLedger;
let db: WritableDb;

beforeEach(() => {
  place = newLedgerPlace();
  ledger = place.ledger();
  db = place.raw();
  someHistory(ledger);
});
afterEach(() => {
  place.remove();
});

const look = (scope: Parameters<typeof lookThrough>[1]) => lookThrough(place.path, scope);
/** Eight verified rows, and a tail of a thousand after them. */
function verifyAndGoOn(): void {
  const { verified } = look('whole');
  if (verified === null) throw new Error('not sound');
  expect(verified.position).toBe(8);
  ledger.noteVerified(verified);
  fillTail(db);
  openOne(ledger);
}
const spoil = (position: number): void => {
  tamper(db, `UPDATE journal SET at = at + 1 WHERE position = ${position}`);
};

it('notes nothing after a check that found a fault, or that covered only the tail', () => {
  expect(verifiedUpTo(db)).toBeNull();
  expect(look('tail')).toEqual({ fault: null, verified: null, isFirstLook: true });
  spoil(3);
  expect(look('whole')).toMatchObject({ fault: { kind: 'chain', position: 3 }, verified: null });
});

describe('after an unclean stop', () => {
  it('the whole ledger is verified if nothing was verified before', () => {
    fillTail(db);
    spoil(2);
    expect(look('since-verified').fault).toEqual({ kind: 'chain', position: 2 });
  });

  it('rows that were verified are skipped, and all newer rows are verified', () => {
    verifyAndGoOn();
    spoil(2);
    expect(look('since-verified').fault).toBeNull();
    expect(look('whole').fault).toEqual({ kind: 'chain', position: 2 });
    spoil(9);
    expect(look('since-verified').fault).toEqual({ kind: 'chain', position: 9 });
  });

  it('the ledger counts as verified up to its end', () => {
    verifyAndGoOn();
    const { verified, isFirstLook } = look('since-verified');
    expect([verified?.position, isFirstLook]).toEqual([1009, false]);
  });

  it('the attempts of the newer journal rows are compared', () => {
    verifyAndGoOn();
    db.exec('UPDATE attempts SET amount_cents = amount_cents + 1 WHERE rowid = (SELECT max(rowid) FROM attempts)');
    expect(look('since-verified').fault).toMatchObject({ kind: 'projection' });
  });

  it('the whole ledger is verified if the last verified row has changed', () => {
    verifyAndGoOn();
    tamper(db, "UPDATE run SET verified_hash = x'00'");
    spoil(2);
    expect(look('since-verified').fault).toEqual({ kind: 'chain', position: 2 });
  });

  it('the last thousand rows are always verified', () => {
    verifyAndGoOn();
    const { verified } = look('whole');
    if (verified !== null) ledger.noteVerified(verified);
    spoil(10);
    expect(look('since-verified').fault).toEqual({ kind: 'chain', position: 10 });
    expect(look('tail').fault).toEqual({ kind: 'chain', position: 10 });
  });
});

describe('foreign keys and pages', () => {
  const spoilNames = (): void => {
    db.pragma('foreign_keys = OFF');
    db.exec('DROP TRIGGER refund_within_payment');
    db.exec("UPDATE attempts SET kind = 'refund', refund_of = 'nobody' WHERE rowid = 3");
  };
  const fault = { kind: 'foreign-key', table: 'attempts' };

  it('are checked at once in a small file', () => {
    verifyAndGoOn();
    spoilNames();
    expect(look('since-verified').fault).toEqual(fault);
    expect(look('pages').fault).toBeNull();
  });

  it('are checked while the till is open in a large file, because the check would take too long at a start', () => {
    verifyAndGoOn();
    spoilNames();
    db.pragma('synchronous = OFF');
    db.exec('CREATE TABLE ballast (bytes BLOB); INSERT INTO ballast VALUES (zeroblob(70000000))');
    expect(look('since-verified').fault).toBeNull();
    expect(look('pages').fault).toEqual(fault);
  });
});

it('does not mark a clean shutdown while a part of the check is still due', () => {
  const closed = () => db.prepare('SELECT closed FROM run').pluck().get();
  place.ledger({ restIsDue: true }).close();
  expect(closed()).toBe(0);
  const other = place.ledger({ restIsDue: true });
  other.noteRestLooked();
  other.close();
  expect(closed()).toBe(1);
});
