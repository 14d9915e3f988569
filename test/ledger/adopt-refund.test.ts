/**
 * Adopting a lost refund explains a part of what was returned of its payment, because the gateway says only whether the
 * whole payment or a part of it was returned. Refund and payment change in one transaction, or neither changes.
 */
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { OpenLedger } from '../../electron/ledger/ledger.ts';
import { verify } from '../../electron/ledger/care/verify.ts';
import type { Found } from '../../electron/till/ports/ledger.ts';
import type { AttemptNumber } from '../../shared/attempt/number.ts';
import { RARELY } from '../../shared/attempt/record.ts';
import { cents, type Cents } from '../../shared/money.ts';
import { contents, newLedgerPlace, openOne, type LedgerPlace } from '../support/ledger-files.ts';
import { EVENING, numberOf } from '../support/samples.ts';

let place: LedgerPlace;
let ledger: OpenLedger;

beforeEach(() => {
  place = newLedgerPlace();
  ledger = place.ledger();
});
afterEach(() => {
  place.remove();
});

function paid(returnedElsewhere: Cents | null): AttemptNumber {
  const { number } = openOne(ledger, { amount: cents(1000) });
  ledger.record(number, 1, { status: 'late-paid', gatewayRef: 'S1', returnedElsewhere }, EVENING);
  return number;
}
const refundOf = (payment: AttemptNumber, amount: number, sequence: number): Found => ({
  number: numberOf(sequence),
  kind: 'refund',
  refundOf: payment,
  tender: { wallet: 'payme', mode: 'mpm' },
  payType: '805801',
  amount: cents(amount),
  currency: 'HKD',
  merchantId: null,
  gatewayHost: 'https://gateway.example',
  requestedAtText: '2026-11-22 21:05:09',
  createdAt: EVENING,
  gatewayRef: null,
});
const settle = (found: Found) =>
  ledger.record(found.number, 1, { status: 'refunded', gatewayRef: found.number }, EVENING);
const elsewhere = (number: AttemptNumber) => ledger.find(number)?.returnedElsewhere;

it('an adopted refund of a fully returned payment leaves the rest, at least what others are known to have returned', () => {
  const payment = paid(cents(1000));
  const [first, second] = [refundOf(payment, 300, 7001), refundOf(payment, 200, 7002)];
  expect(ledger.adopt(first, EVENING, cents(500))).toBe('adopted');
  expect(elsewhere(payment)).toBe(700);
  settle(first);
  expect(ledger.adopt(second, EVENING, cents(500))).toBe('adopted');
  expect(elsewhere(payment)).toBe(500);
  settle(second);
  expect(ledger.adopt(refundOf(payment, 1, 7003), EVENING, cents(500))).toBe('refused');
  expect(elsewhere(payment)).toBe(500);
  expect(verify(place.raw(), 'whole')).toBeNull();
});

it('an adopted refund of a partly returned payment is that part, besides what others are known to have returned', () => {
  const [alone, beside] = [paid(null), openOne(ledger, { amount: cents(1000) }).number];
  ledger.record(beside, 1, { status: 'paid', gatewayRef: 'S2', returnedElsewhere: null }, EVENING);
  expect(ledger.adopt(refundOf(alone, 300, 7001), EVENING)).toBe('adopted');
  expect(elsewhere(alone)).toBe(0);
  expect(ledger.adopt(refundOf(beside, 300, 7002), EVENING, cents(400))).toBe('adopted');
  expect(elsewhere(beside)).toBe(400);
});

it('a refund that the ledger cannot adopt does not change its payment', () => {
  const payment = paid(null);
  const before = contents(place.raw());
  expect(ledger.adopt(refundOf(payment, 1001, 7001), EVENING)).toBe('refused');
  expect(ledger.adopt(refundOf(payment, 300, 7001), EVENING, cents(9000))).toBe('refused');
  expect(contents(place.raw())).toEqual(before);
});

it('an adopted refund of a payment with nothing returned does not change it, and starts as unknown', () => {
  const payment = paid(cents(0));
  expect(ledger.adopt(refundOf(payment, 300, 7001), EVENING, cents(400))).toBe('adopted');
  expect(ledger.find(payment)).toMatchObject({ version: 2, returnedElsewhere: 0 });
  expect(ledger.find(numberOf(7001))).toMatchObject({ status: 'unknown', ...RARELY });
});
