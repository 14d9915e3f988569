/** The till asks a person about an attempt in doubt after a day, even if the machine's clock is wrong. */
import { expect, it } from 'vitest';
import type { Attempt } from '../../shared/attempt/record.ts';
import type { EnquiryAnswer } from '../../electron/till/ports/gateway.ts';
import { handTill, handTillForEach, type HandTill } from '../support/hand-till.ts';
import { openOne, type LedgerPlace } from '../support/ledger-files.ts';
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

/** An earlier run leaves an attempt in doubt; a till whose clock says this evening loads it. */
function leftInDoubt(dated: Pick<Attempt, 'createdAt' | 'gatewayAt'>): void {
  hand.till.stop();
  const ledger = place.ledger();
  const { number } = openOne(ledger, dated);
  ledger.record(number, 1, { status: 'pending', gatewayRef: 'S1', lastResponse: '1145' }, dated.createdAt);
  hand = handTill(place);
}

/** The gateway answers with its time and no rows. */
const nothing = (): EnquiryAnswer => ({
  kind: 'answered',
  rows: [],
  unread: [],
  isLast: true,
  gatewayTime: hand.ports.clock.wall(),
});
let answered = 0;
async function hours(count: number): Promise<void> {
  for (let hour = 0; hour < count; hour += 1) {
    await hand.pass(HOUR);
    for (; answered < hand.asked.length; answered += 1) await hand.reply(nothing());
  }
}

const isAsked = () => hand.till.state().forPerson.length === 1 && hand.till.unfinished() === 0;
const waits = () => hand.till.state().forPerson.length === 0 && hand.till.unfinished() === 1;

it("asks after a day by the gateway's clock, even if the machine's clock was a year ahead when the attempt was made", async () => {
  leftInDoubt({ createdAt: EVENING + YEAR, gatewayAt: EVENING - MINUTE });
  expect(waits()).toBe(true);
  answered = 0;
  await hours(23);
  expect(waits()).toBe(true);
  await hours(1);
  expect(isAsked()).toBe(true);
});

it('asks at once if the age is unknown, because the only date is in the future', () => {
  leftInDoubt({ createdAt: EVENING + 11 * MINUTE, gatewayAt: null });
  expect(isAsked()).toBe(true);
});

it.each([9 * MINUTE, 0, -23 * HOUR])('does not ask if the only date is %d ms from now', (ms) => {
  leftInDoubt({ createdAt: EVENING + ms, gatewayAt: null });
  expect(waits()).toBe(true);
});
