/** After a restore: a refund that was lost is not given a second time, and no clock decides about that alone. */
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

/** A payment of a ledger that was restored at this time by the machine's clock, taken up by a till whose clock is right. */
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

const refund = (number: AttemptNumber) => hand.till.refund({ number, amount: 1, knownRefunds: 0 });

it.each([
  ['right', 0, 24 * HOUR],
  ['years behind, as of a machine whose battery is empty', -11 * YEAR, 30 * MINUTE],
  ['a year ahead', YEAR, 30 * MINUTE],
])('refunds wait until the gateway was asked, with a clock that was %s', async (_what, off, waitMs) => {
  const payment = await restored(EVENING + off);
  await hand.pass(waitMs - 1);
  expect(refund(payment)).toBe('in-doubt');
  expect(hand.till.payment(payment)).toMatchObject({ refundable: 0, refundInDoubt: true });
  // What the gateway has not said by then it may never say.
  await hand.pass(1);
  expect(refund(payment)).toBe('started');
});

it('and no longer than that', async () => {
  const payment = await restored(EVENING);
  expect(refund(payment)).toBe('in-doubt');
  place.ledger().noteRestore('asked', EVENING);
  expect(refund(payment)).toBe('started');
});
