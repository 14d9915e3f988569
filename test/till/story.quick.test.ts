/** What happened to a payment: its own steps, those of its refunds, and what people did, in the order of the journal. */
import { afterEach, beforeEach, expect, it } from 'vitest';
import { handTill, newPlace, paidBefore, type HandTill } from '../support/hand-till.ts';
import { EVENING, NUMBER } from '../support/samples.ts';
import { openOne } from '../support/ledger-files.ts';
import { cents } from '../../shared/money.ts';

let place: ReturnType<typeof newPlace>;
let hand: HandTill;

beforeEach(() => {
  place = newPlace();
  hand = handTill(place);
});
afterEach(() => {
  place.remove();
});

it('is found by the number of the payment or of a refund', async () => {
  const number = await paidBefore(hand, 5243);
  const ledger = place.ledger();
  const facts = { approvedFor: 'Ah Ming' };
  const act = { role: 'manager', by: 'Wai Ling', what: 'refund-started', about: number } as const;
  ledger.noteAct({ ...act, facts }, EVENING);
  const refund = openOne(ledger, { kind: 'refund', refundOf: number, amount: cents(243), by: 'Wai Ling' });
  ledger.record(refund.number, 1, { status: 'refused', lastResponse: '1269' }, EVENING);
  ledger.noteAct({ ...act, what: 'refund-dropped', about: refund.number, facts: {} }, EVENING);

  const story = hand.till.story(number) ?? [];
  const ofPayment = { kind: 'payment', amount: 5243 };
  const ofRefund = { kind: 'refund', amount: 243, readable: expect.stringMatching(/^01-/) as string };
  expect(story).toMatchObject([
    { ...ofPayment, what: 'begun' },
    { ...ofPayment, what: 'result', word: 'paid', said: '0000', advice: 'paid' },
    { ...ofPayment, what: 'act', act: 'refund-started', by: 'Wai Ling', role: 'manager', approvedFor: 'Ah Ming' },
    { ...ofRefund, what: 'begun', by: 'Wai Ling', advice: null },
    { ...ofRefund, what: 'result', word: 'not-refunded', said: '1269', advice: 'refund-funds' },
    { ...ofRefund, what: 'act', act: 'refund-dropped', approvedFor: null },
  ]);
  expect(hand.till.story(refund.number)).toEqual(story);
});

it('is nothing for a number that no attempt has', () => {
  expect(hand.till.story(NUMBER)).toBeNull();
  expect(hand.till.story('no number')).toBeNull();
});
