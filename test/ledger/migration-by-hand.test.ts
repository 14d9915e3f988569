/**
 * Migration 6 adds what a person decides and what was returned elsewhere. It keeps every older row byte for byte, and
 * from then on the file itself enforces the rules about money.
 */
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { rebuildInto } from '../../electron/ledger/tool/rebuild-file.ts';
import { openLedger, type OpenLedger } from '../../electron/ledger/ledger.ts';
import { openDatabase, type WritableDb } from '../../electron/ledger/file/open.ts';
import { verify } from '../../electron/ledger/care/verify.ts';
import type { AttemptNumber } from '../../shared/attempt/number.ts';
import { RARELY, type AttemptChange, type Verdict } from '../../shared/attempt/record.ts';
import { cents } from '../../shared/money.ts';
import {
  contents,
  newLedgerPlace,
  olderLedger,
  openOne,
  someHistory,
  type LedgerPlace,
} from '../support/ledger-files.ts';
import { EVENING } from '../support/samples.ts';

let place: LedgerPlace;
let ledger: OpenLedger;
let raw: WritableDb;

beforeEach(() => {
  place = newLedgerPlace();
  ledger = place.ledger();
  raw = place.raw();
});
afterEach(() => {
  place.remove();
});

const record = (number: AttemptNumber, change: AttemptChange) =>
  ledger.record(number, ledger.find(number)?.version ?? 0, change, EVENING);
const by = (decided: Verdict) => ({ decided, decidedBy: 'KC', decidedWhy: 'portal', decidedAt: EVENING });
const paid = (change: AttemptChange = {}) => {
  const { number } = openOne(ledger, { amount: cents(1000) });
  record(number, { status: 'paid', gatewayRef: `S${number}`, ...change });
  return number;
};
const refund = (refundOf: AttemptNumber, amount: number) =>
  openOne(ledger, { kind: 'refund', refundOf, amount: cents(amount) }).number;
const NO_MORE = /a refund is of a payment that was paid, in its currency, and of no more than was paid/;

describe('a ledger of the version before', () => {
  const NEW = ['moved_cents', 'returned_elsewhere_cents', 'decided', 'decided_by', 'decided_why', 'decided_at'];

  it('keeps every row, with no decision and nothing returned elsewhere', () => {
    const path = join(place.folder, 'old.db');
    const numbers = someHistory(ledger);
    const old = olderLedger(path, 5, place.path);
    const before = contents(old);
    old.close();
    const migrated = openDatabase(path);
    expect(contents(migrated)).toMatchObject(before);
    expect(contents(migrated)).toEqual(contents(raw));
    expect(verify(migrated, 'whole')).toBeNull();
    migrated.close();
    const reopened = openLedger(path);
    for (const number of numbers) expect(reopened.find(number)).toMatchObject(RARELY);
    reopened.close();
  });

  it("leaves the new columns out of a new attempt's entry; the table's defaults complete it", () => {
    const { number } = openOne(ledger);
    const { entry } = raw.prepare('SELECT entry FROM journal WHERE number = ?').get(number) as { entry: string };
    for (const name of NEW) expect(entry).not.toContain(name);
    expect(ledger.find(number)).toMatchObject(RARELY);
    expect(verify(raw, 'whole')).toBeNull();
  });
});

describe("a person's decision", () => {
  it('is a row of the journal, and is restored from the journal alone', () => {
    const number = openOne(ledger).number;
    record(number, { status: 'failed', resolved: true, ...by('not-paid') });
    const other = paid({ returnedElsewhere: null });
    record(other, { returnedElsewhere: cents(400), ...by('returned') });
    const third = openOne(ledger).number;
    record(third, { status: 'late-paid', movedAmount: cents(7), ...by('paid') });
    expect(ledger.find(third)).toMatchObject({ movedAmount: 7, ...by('paid') });
    const target = join(place.folder, 'rebuilt.db');
    expect(rebuildInto(raw, target, () => undefined).differences).toEqual([]);
    const rebuilt = openDatabase(target);
    expect(verify(rebuilt, 'whole')).toBeNull();
    rebuilt.close();
    const again = openLedger(target);
    for (const one of [number, other, third]) expect(again.find(one)).toEqual(ledger.find(one));
    again.close();
  });

  it.each([
    ['a verdict of a refund on a payment', () => record(paid(), by('refunded'))],
    ['a verdict of a payment on a refund', () => record(refund(paid(), 1), by('paid'))],
    ['nobody who said it', () => record(paid(), { ...by('paid'), decidedBy: null })],
    ['no reason', () => record(paid(), { ...by('paid'), decidedWhy: null })],
    ['no time', () => record(paid(), { ...by('paid'), decidedAt: null })],
    ['a name without a word', () => record(paid(), { decidedBy: 'KC' })],
    ['nothing that moved', () => record(paid(), { movedAmount: cents(0) })],
    ['more elsewhere than was paid', () => record(paid(), { returnedElsewhere: cents(1001) })],
    ['less than nothing elsewhere', () => record(paid(), { returnedElsewhere: cents(-1) })],
  ])('is refused with %s', (_what, work) => {
    expect(work).toThrow(/CHECK/);
  });
});

describe('a refund is at most what was paid minus what was returned elsewhere', () => {
  it.each([
    ['all of it', 1000, 1],
    ['a part of it', 400, 601],
  ])('if that was %s', (_what, elsewhere, tooMuch) => {
    const number = paid({ returnedElsewhere: cents(elsewhere) });
    expect(() => refund(number, tooMuch)).toThrow(NO_MORE);
    if (tooMuch > 1) record(refund(number, tooMuch - 1), { status: 'refunded' });
    expect(() => refund(number, 1)).toThrow(NO_MORE);
  });

  it('and is refused while the amount returned elsewhere is unknown', () => {
    const number = paid({ returnedElsewhere: null });
    expect(() => refund(number, 1)).toThrow(NO_MORE);
    record(number, { returnedElsewhere: cents(0) });
    refund(number, 1000);
  });

  it('and goes by the amount that moved, if a person found another amount than requested', () => {
    const number = paid({ movedAmount: cents(600), ...by('paid') });
    expect(() => refund(number, 601)).toThrow(NO_MORE);
    const first = refund(number, 500);
    record(first, { status: 'refunded', movedAmount: cents(200), ...by('refunded') });
    expect(() => refund(number, 401)).toThrow(NO_MORE);
    refund(number, 400);
  });
});
