/** L4 and X7: what was found sound is remembered, so that after a stop only what came since keeps a shop waiting. */
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
/** Eight rows that were looked through, and a tail of a thousand behind them. */
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

it('nothing is remembered of a look that found something, nor of one at the tail alone', () => {
  expect(verifiedUpTo(db)).toBeNull();
  expect(look('tail')).toEqual({ fault: null, verified: null, isFirstLook: true });
  spoil(3);
  expect(look('whole')).toMatchObject({ fault: { kind: 'chain', position: 3 }, verified: null });
});

describe('after a stop that was not in order', () => {
  it('all of it is looked at where nothing was verified before', () => {
    fillTail(db);
    spoil(2);
    expect(look('since-verified').fault).toEqual({ kind: 'chain', position: 2 });
  });

  it('what was verified is not looked at again, and what came since is, to its end', () => {
    verifyAndGoOn();
    spoil(2);
    expect(look('since-verified').fault).toBeNull();
    expect(look('whole').fault).toEqual({ kind: 'chain', position: 2 });
    spoil(9);
    expect(look('since-verified').fault).toEqual({ kind: 'chain', position: 9 });
  });

  it('then is verified up to its end', () => {
    verifyAndGoOn();
    const { verified, isFirstLook } = look('since-verified');
    expect([verified?.position, isFirstLook]).toEqual([1009, false]);
  });

  it('the rows that screens read are compared as far as the journal speaks of them', () => {
    verifyAndGoOn();
    db.exec('UPDATE attempts SET amount_cents = amount_cents + 1 WHERE rowid = (SELECT max(rowid) FROM attempts)');
    expect(look('since-verified').fault).toMatchObject({ kind: 'projection' });
  });

  it('nothing is taken for granted when the row up to which it was verified is another one now', () => {
    verifyAndGoOn();
    tamper(db, "UPDATE run SET verified_hash = x'00'");
    spoil(2);
    expect(look('since-verified').fault).toEqual({ kind: 'chain', position: 2 });
  });

  it('the last thousand rows are looked at whatever was verified', () => {
    verifyAndGoOn();
    const { verified } = look('whole');
    if (verified !== null) ledger.noteVerified(verified);
    spoil(10);
    expect(look('since-verified').fault).toEqual({ kind: 'chain', position: 10 });
    expect(look('tail').fault).toEqual({ kind: 'chain', position: 10 });
  });
});

describe('what rows name, and the pages', () => {
  const spoilNames = (): void => {
    db.pragma('foreign_keys = OFF');
    db.exec('DROP TRIGGER refund_within_payment');
    db.exec("UPDATE attempts SET kind = 'refund', refund_of = 'nobody' WHERE rowid = 3");
  };
  const fault = { kind: 'foreign-key', table: 'attempts' };

  it('are looked at at once in a small file', () => {
    verifyAndGoOn();
    spoilNames();
    expect(look('since-verified').fault).toEqual(fault);
    expect(look('pages').fault).toBeNull();
  });

  it('and beside the open till in a large one, of which that alone would take longer than a shop waits', () => {
    verifyAndGoOn();
    spoilNames();
    db.pragma('synchronous = OFF');
    db.exec('CREATE TABLE ballast (bytes BLOB); INSERT INTO ballast VALUES (zeroblob(70000000))');
    expect(look('since-verified').fault).toBeNull();
    expect(look('pages').fault).toEqual(fault);
  });
});

it('a ledger of which a part is still to be looked at is not closed in order', () => {
  const closed = () => db.prepare('SELECT closed FROM run').pluck().get();
  place.ledger({ restIsDue: true }).close();
  expect(closed()).toBe(0);
  const other = place.ledger({ restIsDue: true });
  other.noteRestLooked();
  other.close();
  expect(closed()).toBe(1);
});
