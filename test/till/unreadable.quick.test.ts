/** A ledger that cannot be read is told as trouble, whoever met it: the next sale must not start on it. */
import { afterEach, beforeEach, expect, it } from 'vitest';
import { LedgerError, type Ledger } from '../../electron/till/ports/ledger.ts';
import type { Till } from '../../electron/till/till.ts';
import { handTill, newPlace, type HandTill } from '../support/hand-till.ts';
import { openOne } from '../support/ledger-files.ts';
import { EVENING, NUMBER } from '../support/samples.ts';

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
  ['what went back of a day', 'refundsOf', (till) => till.day(null)],
  ['what is exported', 'between', (till) => till.attempts('2026-11-22')],
  ['a payment by its amount', 'ofAmount', (till) => till.lookUp('12.34')],
  ['a payment', 'find', (till) => till.payment(NUMBER)],
  ['an attempt to be asked about', 'find', (till) => till.enquire(NUMBER)],
];

it.each(readings)('%s', (_what, broken, read) => {
  hand.breakLedger(broken);
  expect(() => read(hand.till)).toThrow('Ledger: full');
  expect(hand.told).toEqual([['ledger-failed', 'full']]);
});

it.each([
  ['as the ledger tells it', new LedgerError('full', null), 'full'],
  ['as nobody thought of it', new Error('odd'), 'disk'],
])(
  'what an attempt that was taken in changes, %s: the till must not go on with what it knew before',
  (_how, error, trouble) => {
    hand.breakLedger(error, 'find');
    expect(() => hand.till.adopted(NUMBER)).toThrow(LedgerError);
    expect(hand.told).toEqual([['ledger-failed', trouble]]);
  },
);

it('what is no trouble of the ledger is not told as that', () => {
  expect(() => hand.till.day('no day')).toThrow(RangeError);
  expect(() => hand.till.lookUp(null as never)).toThrow(TypeError);
  expect(hand.told).toEqual([]);
});
