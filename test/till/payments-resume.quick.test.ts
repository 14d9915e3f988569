/** What a start does with the attempts of earlier runs, and how a single one is loaded later. */
import { afterEach, beforeEach, expect, it } from 'vitest';
import { LedgerError } from '../../electron/till/ports/ledger.ts';
import { newPlace, rows } from '../support/hand-till.ts';
import { handPayments, type HandPayments } from '../support/hand-payments.ts';
import { handWorld, type HandWorld } from '../support/hand-world.ts';
import { openOne } from '../support/ledger-files.ts';
import { EVENING, NUMBER } from '../support/samples.ts';

const HOUR = 3_600_000;
const TWO_WEEKS = 14 * 24 * HOUR;
const YEAR = 365 * 24 * HOUR;

let place: ReturnType<typeof newPlace>;
let world: HandWorld;
let hand: HandPayments;

beforeEach(() => {
  place = newPlace();
  world = handWorld(place);
  hand = handPayments(world);
});
afterEach(() => {
  place.remove();
});

it('unfinished attempts become unknown and are enquired at once; failed attempts of the last two weeks are enquired too', async () => {
  const ledger = place.ledger();
  const old = openOne(ledger, { createdAt: EVENING, gatewayAt: EVENING - TWO_WEEKS - HOUR - 1 }).number;
  const failed = openOne(ledger, { createdAt: EVENING - YEAR, gatewayAt: EVENING - TWO_WEEKS - HOUR }).number;
  const open = openOne(ledger, { createdAt: EVENING - HOUR }).number;
  const paid = openOne(ledger, { createdAt: EVENING - HOUR, gatewayAt: EVENING - HOUR }).number;
  for (const number of [old, failed]) ledger.record(number, 1, { status: 'failed', lastResponse: '1201' }, EVENING);
  ledger.record(paid, 1, { status: 'paid', gatewayRef: 'S' }, EVENING);
  hand.payments.resumeAll();
  expect(hand.payments.open().map(({ attempt }) => attempt.number)).toEqual([open]);
  expect([old, failed, paid].map((number) => hand.payments.stateOf(number)?.attempt.number)).toEqual([
    undefined,
    failed,
    undefined,
  ]);
  expect(hand.told).toEqual(['sending to unknown, on the disk unknown', 'failed to failed, on the disk failed']);
  expect(hand.disk(open)).toMatchObject({ status: 'unknown', version: 2 });
  await world.pass(0);
  expect(world.asked).toMatchObject([{ by: 'number', numbers: [open, failed] }]);
  expect(world.sent).toEqual([]);
});

it('all unfinished attempts become unknown in one commit, or none is loaded', async () => {
  const numbers = [1, 2, 3].map((count) => openOne(place.ledger(), { createdAt: EVENING - HOUR + count }).number);
  world.breakLedger('recordAll');
  expect(() => {
    hand.payments.resumeAll();
  }).toThrow(LedgerError);
  expect([hand.payments.open(), world.due()]).toEqual([[], []]);
  world.breakLedger('record');
  hand.payments.resumeAll();
  expect(numbers.map((number) => hand.disk(number).status)).toEqual(['unknown', 'unknown', 'unknown']);
});

it('a single attempt is loaded only once, and without an enquiry', async () => {
  const { number } = openOne(place.ledger());
  place.ledger().record(number, 1, { status: 'failed', lastResponse: '1201' }, EVENING);
  hand.payments.load(NUMBER);
  hand.payments.load(number);
  hand.payments.load(number);
  expect(hand.payments.stateOf(NUMBER)).toBeNull();
  expect(hand.payments.stateOf(number)?.attempt).toEqual(hand.disk(number));
  expect(hand.told).toEqual(['failed to failed, on the disk failed']);
  await world.pass(HOUR);
  expect(world.asked).toEqual([]);
});

it('an unfinished attempt is loaded with its version in the ledger, so that the next change is accepted', async () => {
  const { number } = openOne(place.ledger());
  void hand.payments.enquire(number);
  expect(hand.payments.stateOf(number)?.attempt).toEqual(hand.disk(number));
  expect(hand.disk(number).status).toBe('unknown');
  await world.pass(0);
  await world.reply(rows(hand.row(number)));
  expect(hand.disk(number).status).toBe('paid');
});

it('a person can enquire about a single attempt of an earlier run', async () => {
  const { number } = openOne(place.ledger());
  place.ledger().record(number, 1, { status: 'failed', lastResponse: '1201' }, EVENING);
  expect(await hand.payments.enquire(NUMBER)).toBe('unanswered');
  const said = hand.payments.enquire(number);
  await world.pass(0);
  expect(world.asked).toMatchObject([{ numbers: [number] }]);
  await world.reply(rows(hand.row(number)));
  expect(await said).toBe('answered');
  expect(hand.disk(number)).toMatchObject({ status: 'late-paid' });
  expect(hand.told).toContain(`alarm late ${number}`);
});

it('an event for an unknown number is ignored', () => {
  hand.payments.dispatch(NUMBER, { kind: 'given-up' });
  expect([hand.told, hand.payments.stateOf(NUMBER)]).toEqual([[], null]);
});

it('the open attempts are those without an end and late payments without a decision, oldest first', async () => {
  const ledger = place.ledger();
  const young = openOne(ledger, { createdAt: EVENING - HOUR }).number;
  const late = openOne(ledger, { createdAt: EVENING - 2 * HOUR }).number;
  const later = openOne(ledger, { createdAt: EVENING - 1.5 * HOUR }).number;
  ledger.record(late, 1, { status: 'late-paid', gatewayRef: 'S' }, EVENING);
  ledger.record(later, 1, { status: 'late-paid', gatewayRef: 'T' }, EVENING);
  const open = () => hand.payments.open().map(({ attempt }) => attempt.number);
  hand.payments.resumeAll();
  for (const number of [late, later]) hand.payments.load(number);
  expect(open()).toEqual([late, later, young]);
  for (const number of [late, later]) hand.payments.dispatch(number, { kind: 'dealt-with' });
  expect(open()).toEqual([young]);
  await world.pass(0);
  await world.reply(rows(hand.row(young)));
  expect(open()).toEqual([]);
});
