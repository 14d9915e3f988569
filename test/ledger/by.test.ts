/**
 * The row and the journal name the person who started an attempt. Rows of older programs name nobody and do not change.
 */
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { verify } from '../../electron/ledger/care/verify.ts';
import { openDatabase } from '../../electron/ledger/file/open.ts';
import { openLedger, type OpenLedger } from '../../electron/ledger/ledger.ts';
import { rebuildInto } from '../../electron/ledger/tool/rebuild-file.ts';
import { cents } from '../../shared/money.ts';
import {
  contents,
  newLedgerPlace,
  olderLedger,
  openOne,
  someHistory,
  type LedgerPlace,
} from '../support/ledger-files.ts';

let place: LedgerPlace;
let ledger: OpenLedger;

beforeEach(() => {
  place = newLedgerPlace();
  ledger = place.ledger();
});
afterEach(() => {
  place.remove();
});

it('keeps the name for payments and refunds, and restores it from the journal alone', () => {
  const payment = openOne(ledger, { by: 'Ah Ming' });
  ledger.record(payment.number, 1, { status: 'paid', gatewayRef: 'S1' }, 10);
  const refund = openOne(ledger, { by: '美玲', kind: 'refund', refundOf: payment.number, amount: cents(1) });
  expect([payment.by, refund.by]).toEqual(['Ah Ming', '美玲']);
  expect(ledger.find(payment.number)?.by).toBe('Ah Ming');
  expect(ledger.find(refund.number)?.by).toBe('美玲');
  const db = place.raw();
  const told = db.prepare("SELECT json_extract(entry, '$.by') AS by FROM journal ORDER BY position").all();
  expect(told).toEqual([{ by: 'Ah Ming' }, { by: null }, { by: '美玲' }]);
  expect(verify(db, 'whole')).toBeNull();
  const target = join(place.folder, 'rebuilt.db');
  expect(rebuildInto(db, target, () => undefined).differences).toEqual([]);
  const rebuilt = openDatabase(target);
  expect(contents(rebuilt).attempts).toEqual(contents(db).attempts);
  rebuilt.close();
});

it('names nobody in a ledger of the version before, whose rows and hashes do not change', () => {
  const numbers = someHistory(ledger);
  const path = join(place.folder, 'old.db');
  const old = olderLedger(path, 9, place.path);
  const before = contents(old);
  old.close();
  const migrated = openDatabase(path);
  expect(contents(migrated)).toMatchObject(before);
  expect(contents(migrated).journal).toEqual(before.journal);
  expect(verify(migrated, 'whole')).toBeNull();
  migrated.close();
  const reopened = openLedger(path);
  expect(numbers.map((number) => reopened.find(number)?.by)).toEqual([null, null, null]);
  reopened.close();
});
