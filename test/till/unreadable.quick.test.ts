/** Every failed read of the ledger is reported, because the next sale must not start on such a ledger. */
import { afterEach, beforeEach, expect, it } from 'vitest';
import { LedgerError, type Ledger } from '../../electron/till/ports/ledger.ts';
import type { Till } from '../../electron/till/till.ts';
import { handTill, newPlace, type HandTill } from '../support/hand-till.ts';
import { openOne } from '../support/ledger-files.ts';
import { EVENING, NUMBER } from '../support/samples.ts';
import { about } from '../support/questions.ts';

let place: ReturnType<typeof newPlace>;
let hand: HandTill;

beforeEach(() => {
  place = newPlace();
  const late = openOne(place.ledger());
  place.ledger().record(late.number, 1, { status: 'late-paid', gatewayRef: 'S' }, EVENING);
  hand = handTill(place);
});
afterEach(() => {
  place.remove();
});

const readings: readonly (readonly [what: string, broken: keyof Ledger, read: (till: Till) => unknown])[] = [
  ['a day', 'between', (till) => till.day(null)],
  ['the refunds of a day', 'refundsOf', (till) => till.day(null)],
  ['an export', 'between', (till) => till.attempts('2026-11-22')],
  ['a search', 'history', (till) => till.history(about('12.34'), [])],
  ['what happened to a payment', 'find', (till) => till.story(NUMBER)],
  ['a payment', 'find', (till) => till.payment(NUMBER)],
  ['an enquiry', 'find', (till) => till.enquire(NUMBER)],
];

it.each(readings)('%s', (_what, broken, read) => {
  hand.breakLedger(broken);
  expect(() => read(hand.till)).toThrow('Ledger: full');
  expect(hand.told).toEqual([['ledger-failed', 'full']]);
});

it.each([
  ['as a LedgerError', new LedgerError('full', null), 'full'],
  ['as an unexpected error', new Error('odd'), 'disk'],
])('an adopted attempt that cannot be read, %s: the till must not continue with old data', (_how, error, trouble) => {
  hand.breakLedger(error, 'find');
  expect(() => hand.till.adopted(NUMBER)).toThrow(LedgerError);
  expect(hand.told).toEqual([['ledger-failed', trouble]]);
});

it('any other error is not reported as a ledger failure', () => {
  expect(() => hand.till.day('no day')).toThrow(RangeError);
  expect(() => hand.till.history(about(null as never), [])).toThrow(TypeError);
  expect(hand.told).toEqual([]);
});
