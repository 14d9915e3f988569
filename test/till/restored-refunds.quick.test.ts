/** After a restore no refund is made twice, even if the clock is wrong. */
import { expect, it } from 'vitest';
import { addRestore } from '../../electron/ledger/file/runs.ts';
import type { AttemptNumber } from '../../shared/attempt/number.ts';
import { handTill, handTillForEach, paidBefore, paymentLooksOver, type HandTill } from '../support/hand-till.ts';
import type { LedgerPlace } from '../support/ledger-files.ts';
import { EVENING } from '../support/samples.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const YEAR = 365 * 24 * HOUR;

let place: LedgerPlace;
let hand: HandTill;
handTillForEach((made, where) => {
  hand = made;
  place = where;
});

/** Makes a payment in a ledger that was restored at this time by the machine's clock; the new till's clock is right. */
async function restored(at: number): Promise<AttemptNumber> {
  const payment = await paidBefore(hand);
  await paymentLooksOver(hand);
  hand.till.stop();
  const nothing = { quarantine: '', backup: null, backupAt: null, epochs: [], missingSince: at };
  const counts = { attemptsKept: 1, attemptsInDoubt: 0, attemptsLeftOut: 0, rowsLeftOut: {} };
  addRestore(place.raw(), { at, reason: 'damaged', ...nothing, ...counts });
  hand = handTill(place);
  return payment;
}

const refund = (number: AttemptNumber) => hand.till.refund({ number, amount: 1, expectedRefunds: 0 });

it.each([
  ['right', 0, 24 * HOUR],
  ['years behind, as with an empty clock battery', -11 * YEAR, 30 * MINUTE],
  ['a year ahead', YEAR, 30 * MINUTE],
])('refunds wait for the search at the gateway, with a clock that was %s', async (_what, off, waitMs) => {
  const payment = await restored(EVENING + off);
  await hand.pass(waitMs - 1);
  expect(refund(payment)).toBe('in-doubt');
  expect(hand.till.payment(payment)).toMatchObject({ refundable: 0, refundInDoubt: true });
  // After this time the till no longer waits, because the search may never be answered.
  await hand.pass(1);
  expect(refund(payment)).toBe('started');
});

it('refunds do not wait any longer once the search is done', async () => {
  const payment = await restored(EVENING);
  expect(refund(payment)).toBe('in-doubt');
  place.ledger().noteRestore('asked', EVENING);
  expect(refund(payment)).toBe('started');
});
