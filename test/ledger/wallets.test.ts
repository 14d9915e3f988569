/**
 * An attempt's row names its wallet. The journal names it only if it is not PayMe, so that older entries do not change.
 */
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { verify } from '../../electron/ledger/care/verify.ts';
import { openDatabase } from '../../electron/ledger/file/open.ts';
import { openLedger, type OpenLedger } from '../../electron/ledger/ledger.ts';
import { rebuildInto } from '../../electron/ledger/tool/rebuild-file.ts';
import {
  contents,
  newLedgerPlace,
  olderLedger,
  openOne,
  someHistory,
  type LedgerPlace,
} from '../support/ledger-files.ts';
import { MADE_UP } from '../support/made-up-wallet.ts';
import { numberOf, PAYME_CODE, PAYME_QR } from '../support/samples.ts';
import { cents } from '../../shared/money.ts';

let place: LedgerPlace;
let ledger: OpenLedger;

beforeEach(() => {
  place = newLedgerPlace();
  ledger = place.ledger();
});
afterEach(() => {
  place.remove();
});

const OTHER = { wallet: MADE_UP.id, mode: 'cpm' } as const;

it('keeps the wallet, and restores it from the journal alone', () => {
  const tenders = [PAYME_QR, OTHER, PAYME_CODE];
  const numbers = tenders.map((tender) => openOne(ledger, { tender }).number);
  expect(numbers.map((number) => ledger.find(number)?.tender)).toEqual(tenders);
  const db = place.raw();
  const told = db
    .prepare("SELECT json_extract(entry, '$.wallet') AS wallet, json_extract(entry, '$.way') AS way FROM journal")
    .all();
  expect(told).toEqual([
    { wallet: null, way: 'mpm' },
    { wallet: MADE_UP.id, way: 'cpm' },
    { wallet: null, way: 'cpm' },
  ]);
  expect(verify(db, 'whole')).toBeNull();
  const target = join(place.folder, 'rebuilt.db');
  expect(rebuildInto(db, target, () => undefined).differences).toEqual([]);
  const rebuilt = openDatabase(target);
  expect(contents(rebuilt).attempts).toEqual(contents(db).attempts);
  rebuilt.close();
});

it('verify finds a wallet that was changed in the row', () => {
  const { number } = openOne(ledger, { tender: OTHER });
  const db = place.raw();
  db.prepare("UPDATE attempts SET wallet = 'payme' WHERE number = ?").run(number);
  expect(verify(db, 'whole')).toMatchObject({ kind: 'projection', number });
});

it('keeps the wallet of an adopted attempt', () => {
  const found = { ...openOne(ledger), number: numberOf(77), tender: OTHER };
  const { number, kind, refundOf, tender, payType, currency, merchantId, gatewayHost, requestedAtText, createdAt } =
    found;
  const lost = {
    number,
    kind,
    refundOf,
    tender,
    payType,
    currency,
    merchantId,
    gatewayHost,
    requestedAtText,
    createdAt,
  };
  expect(ledger.adopt({ ...lost, amount: cents(100), gatewayRef: null }, 1)).toBe('adopted');
  expect(ledger.find(number)?.tender).toEqual(OTHER);
  expect(verify(place.raw(), 'whole')).toBeNull();
});

it('the wallet is PayMe in a ledger of the version before, whose rows and hashes do not change', () => {
  const numbers = someHistory(ledger);
  const path = join(place.folder, 'old.db');
  const old = olderLedger(path, 10, place.path);
  const before = contents(old);
  old.close();
  const migrated = openDatabase(path);
  expect(contents(migrated)).toMatchObject(before);
  expect(contents(migrated).journal).toEqual(before.journal);
  expect(verify(migrated, 'whole')).toBeNull();
  migrated.close();
  const reopened = openLedger(path);
  expect(numbers.map((number) => reopened.find(number)?.tender.wallet)).toEqual(['payme', 'payme', 'payme']);
  reopened.close();
});
