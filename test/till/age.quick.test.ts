/** A person is asked about what is a day old, and no wrong clock of the machine may keep that from them. */
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

/** What an earlier run left in doubt, taken up by a till whose clock says that it is this evening. */
function leftInDoubt(dated: Pick<Attempt, 'createdAt' | 'gatewayAt'>): void {
  hand.till.stop();
  const ledger = place.ledger();
  const { number } = openOne(ledger, dated);
  ledger.record(number, 1, { status: 'pending', gatewayRef: 'S1', lastResponse: '1145' }, dated.createdAt);
  hand = handTill(place);
}

/** The gateway has nothing to say of it but what time it is. */
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

it("after a day by the gateway's clock, though the machine's was a year ahead when it was made", async () => {
  leftInDoubt({ createdAt: EVENING + YEAR, gatewayAt: EVENING - MINUTE });
  expect(waits()).toBe(true);
  answered = 0;
  await hours(23);
  expect(waits()).toBe(true);
  await hours(1);
  expect(isAsked()).toBe(true);
});

it('at once where nobody knows how old it is: its only date is of the future', () => {
  leftInDoubt({ createdAt: EVENING + 11 * MINUTE, gatewayAt: null });
  expect(isAsked()).toBe(true);
});

it.each([9 * MINUTE, 0, -23 * HOUR])('not where its only date is %d ms from now', (ms) => {
  leftInDoubt({ createdAt: EVENING + ms, gatewayAt: null });
  expect(waits()).toBe(true);
});
