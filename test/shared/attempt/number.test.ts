/** P2: the till's own number has a fixed shape, is unique, and has a check character. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  attemptNumber,
  EPOCH_LENGTH,
  epochFrom,
  isAttemptNumber,
  isTillId,
  LAST_SEQUENCE,
  readableNumber,
} from '../../../shared/attempt/number.ts';

const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ';
const letter = fc.constantFrom(...ALPHABET);
const parts = fc.record({
  tillId: fc.string({ unit: letter, minLength: 2, maxLength: 2 }),
  epoch: fc.uint8Array({ minLength: EPOCH_LENGTH, maxLength: EPOCH_LENGTH }).map(epochFrom),
  sequence: fc.integer({ min: 1, max: LAST_SEQUENCE }),
  attempt: fc.integer({ min: 1, max: 35 }),
});
const aNumber = parts.map(attemptNumber);

const PARTS = { tillId: '01', epoch: 'K7QF3M', sequence: 123, attempt: 1 };

describe('the shape', () => {
  it('is sixteen capitals and digits, with each part at its place', () => {
    fc.assert(
      fc.property(parts, (given) => {
        const number = attemptNumber(given);
        expect(number).toMatch(/^[0-9A-Z]{16}$/);
        expect(isAttemptNumber(number)).toBe(true);
        expect(number.slice(0, 2)).toBe(given.tillId);
        expect(number.slice(2, 8)).toBe(given.epoch);
        expect(Number(number.slice(8, 14))).toBe(given.sequence);
        expect(ALPHABET.indexOf(number.charAt(14))).toBe(given.attempt);
      }),
    );
  });

  it('has a readable form in four groups with all its characters', () => {
    fc.assert(
      fc.property(aNumber, (number) => {
        const readable = readableNumber(number);
        expect(readable).toMatch(/^.{2}-.{6}-.{6}-.{2}$/);
        expect(readable.replaceAll('-', '')).toBe(number);
      }),
    );
  });

  it('stays the same from one version of the program to the next', () => {
    expect(attemptNumber(PARTS)).toBe('01K7QF3M0001231T');
  });

  it('is the same for the same parts, and different if any part differs', () => {
    fc.assert(
      fc.property(parts, parts, (one, other) => {
        expect(attemptNumber(one)).toBe(attemptNumber({ ...one }));
        const isSame = JSON.stringify(one) === JSON.stringify(other);
        expect(attemptNumber(one) === attemptNumber(other)).toBe(isSame);
      }),
    );
  });
});

describe('the check character', () => {
  it('catches every single wrong character', () => {
    fc.assert(
      fc.property(aNumber, fc.nat({ max: 15 }), letter, (number, place, wrong) => {
        fc.pre(number[place] !== wrong);
        expect(isAttemptNumber(number.slice(0, place) + wrong + number.slice(place + 1))).toBe(false);
      }),
      { numRuns: 2000 },
    );
  });

  it('catches more than 99 % of swaps of two different neighbours', () => {
    let swaps = 0;
    let missed = 0;
    for (const number of fc.sample(aNumber, { numRuns: 3000, seed: 1 })) {
      for (let place = 0; place < number.length - 1; place += 1) {
        const [one, other] = [number.charAt(place), number.charAt(place + 1)];
        const swapped = number.slice(0, place) + other + one + number.slice(place + 2);
        // The shape already catches a swap that puts a letter at the place of a digit.
        if (one === other || !/^.{8}\d{6}/.test(swapped)) continue;
        swaps += 1;
        if (isAttemptNumber(swapped)) missed += 1;
      }
    }
    expect(missed / swaps).toBeLessThan(1 / 100);
  });

  it.each(['', '01K7QF3M0001231', '01k7qf3m0001231t', '01K7QF3M0001231T ', '01-K7QF3M-000123-1T', '01K7QF3M00012301'])(
    '%j is not a number',
    (text) => {
      expect(isAttemptNumber(text)).toBe(false);
    },
  );
});

describe('a part out of range throws', () => {
  it.each([
    ['sequence', [0, -1, LAST_SEQUENCE + 1, 1.5, Number.NaN, Infinity, 1e21]],
    ['attempt', [0, -1, 36, 1.5, Number.NaN, Infinity]],
    ['tillId', ['', '1', '012', 'a1', '1-', '茶1']],
    ['epoch', ['', 'K7QF3', 'K7QF3MM', 'k7qf3m', 'K7QF3-']],
  ])('%s', (part, values) => {
    for (const value of values)
      expect(() => attemptNumber({ ...PARTS, [part]: value }), String(value)).toThrow(RangeError);
  });

  it('but the first and the last value of each range do not', () => {
    for (const sequence of [1, LAST_SEQUENCE]) expect(attemptNumber({ ...PARTS, sequence })).toHaveLength(16);
    for (const attempt of [1, 9, 10, 35]) expect(attemptNumber({ ...PARTS, attempt })).toHaveLength(16);
  });
});

describe('an epoch', () => {
  it('is six characters that sound different when read aloud', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 6, maxLength: 12 }), (random) => {
        expect(epochFrom(random)).toMatch(/^[0-9A-HJKMNP-TV-Z]{6}$/);
      }),
    );
  });

  it('uses all its characters equally often', () => {
    const counts = new Map<string, number>();
    for (let byte = 0; byte < 256; byte += 1) {
      const first = epochFrom(Uint8Array.of(byte, 0, 0, 0, 0, 0)).charAt(0);
      counts.set(first, (counts.get(first) ?? 0) + 1);
    }
    expect([...counts.values()]).toEqual(Array.from({ length: 32 }, () => 8));
  });

  it('needs six random bytes', () => {
    expect(() => epochFrom(new Uint8Array(5))).toThrow(RangeError);
  });
});

it.each([
  ['01', true],
  ['ZZ', true],
  ['A', false],
  ['012', false],
  ['ab', false],
  ['0 ', false],
  ['', false],
])('till id %j: %s', (text, expected) => {
  expect(isTillId(text)).toBe(expected);
});
