/** Each part of a number has its own length. Otherwise two tills could form the same number. */
import { expect, it } from 'vitest';
import { attemptNumber } from '../../../shared/attempt/number.ts';

it.each([
  ['01A', 'BCDEF'],
  ['0', '1ABCDEF'],
  ['', '01ABCDEF'],
])('a till id %j and an epoch %j, which have eight characters only together, throw', (tillId, epoch) => {
  expect(() => attemptNumber({ tillId, epoch, sequence: 1, attempt: 1 })).toThrow(RangeError);
});
