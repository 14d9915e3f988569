/**
 * Migration 8: a refused refund may become unfinished again even while another refund of its payment is unfinished. The
 * migration keeps every older row byte for byte, and a new refund still starts only when no other one is unfinished.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { rebuildInto } from '../../electron/ledger/tool/rebuild-file.ts';
import type { OpenLedger } from '../../electron/ledger/ledger.ts';
import { openDatabase } from '../../electron/ledger/file/open.ts';
import { verify } from '../../electron/ledger/care/verify.ts';
import type { AttemptNumber } from '../../shared/attempt/number.ts';
import type { AttemptChange } from '../../shared/attempt/record.ts';
import { cents } from '../../shared/money.ts';
import {
  contents,
  newLedgerPlace,
  olderLedger,
  openOne,
  someHistory,
  type LedgerPlace,
} from '../support/ledger-files.ts';
import { EVENING, numberOf, PAYME_QR } from '../support/samples.ts';

let place: LedgerPlace;
let ledger: OpenLedger;

beforeEach(() => {
  place = newLedgerPlace();
  ledger = place.ledger();
});
afterEach(() => {
  place.remove();
});

const record = (number: AttemptNumber, change: AttemptChange) =>
  ledger.record(number, ledger.find(number)?.version ?? 0, change, EVENING);
const paid = () => {
  const { number } = openOne(ledger, { amount: cents(1000) });
  record(number, { status: 'paid', gatewayRef: `S${number}` });
  return number;
};
const refund = (refundOf: AttemptNumber, amount = 1000) =>
  openOne(ledger, { kind: 'refund', refundOf, amount: cents(amount) }).number;

it('keeps every row of the version before, and a copy of the old file', () => {
  someHistory(ledger);
  const path = join(place.folder, 'old.db');
  const old = olderLedger(path, 7, place.path);
  const before = contents(old);
  old.close();
  const migrated = openDatabase(path);
  expect(contents(migrated)).toMatchObject(before);
  expect(verify(migrated, 'whole')).toBeNull();
  expect(existsSync(`${path}.version-7`)).toBe(true);
  migrated.close();
});

it.each(['pending', 'unknown'] as const)('a refused refund becomes %s while another one is unfinished', (status) => {
  const payment = paid();
  const first = refund(payment);
  record(first, { status: 'refused' });
  const second = refund(payment);
  expect(record(first, { status, abandoned: true })).toBe(true);
  expect(ledger.unfinished().map(({ number }) => number)).toEqual([first, second].toSorted());
  // Both may succeed: the ledger never refuses what the gateway says.
  record(first, { status: 'refunded' });
  record(second, { status: 'refunded' });
  expect(verify(place.raw(), 'whole')).toBeNull();
  const target = join(place.folder, 'rebuilt.db');
  expect(rebuildInto(place.raw(), target, () => undefined).differences).toEqual([]);
});

it('a refund that succeeded late waits for a person until somebody has read it', () => {
  const [late, inTime] = [refund(paid()), refund(paid())];
  record(inTime, { status: 'refunded' });
  record(late, { status: 'refunded', abandoned: true });
  expect(ledger.awaitingDecision().map(({ number }) => number)).toEqual([late]);
  record(late, { resolved: true });
  expect(ledger.awaitingDecision()).toEqual([]);
});

it('no refund starts beside one that became unfinished again, nor exceeds what was paid once that one succeeded', () => {
  const payment = paid();
  const first = refund(payment, 600);
  record(first, { status: 'refused' });
  record(first, { status: 'unknown' });
  expect(() => refund(payment, 400)).toThrow(/a refund is begun when no other one of its payment is under way/);
  record(first, { status: 'refunded' });
  expect(() => refund(payment, 401)).toThrow(/no more than was paid/);
  refund(payment, 400);
});

it('a restore adopts several refunds of one payment, all in doubt', () => {
  const payment = paid();
  const found = (sequence: number) => ({
    number: numberOf(sequence),
    kind: 'refund' as const,
    refundOf: payment,
    tender: PAYME_QR,
    payType: '805801',
    amount: cents(300),
    currency: 'HKD' as const,
    merchantId: null,
    gatewayHost: 'https://gateway.example',
    requestedAtText: '2026-11-22 21:05:09',
    createdAt: EVENING,
    gatewayRef: null,
  });
  expect([ledger.adopt(found(7001), EVENING), ledger.adopt(found(7002), EVENING)]).toEqual(['adopted', 'adopted']);
  expect(ledger.unfinished()).toHaveLength(2);
});
