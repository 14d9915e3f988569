/** What a soak understands on its command line; what it does not understand it must not take for its defaults. */
import { expect, it } from 'vitest';
import { CAMPAIGNS } from './campaigns.ts';
import { readOptions } from './options.ts';

const DRAWN = 77;
const DEFAULTS = { payments: 400_000, kills: 2_000, states: 100_000, inputs: 5_000_000 };

it('runs each proof at its full length and with a seed of its own when nothing is said', () => {
  expect(readOptions([], DRAWN)).toEqual({ seed: DRAWN, counts: DEFAULTS });
  expect(Object.keys(CAMPAIGNS).toSorted()).toEqual(Object.keys(DEFAULTS).toSorted());
});

it('takes any of them, none of one included', () => {
  const asked = readOptions(['--seed', '5', '--inputs', '0', '--kills=3'], DRAWN);
  expect(asked).toEqual({ seed: 5, counts: { ...DEFAULTS, inputs: 0, kills: 3 } });
});

it.each([
  [['--payment', '5']],
  [['--kills']],
  [['--kills', '-3']],
  [['--kills', '1e3']],
  [['--kills', '1.5']],
  [['--kills', '']],
  [['--seed', '2147483648']],
  [['12']],
])('refuses %j', (args) => {
  expect(readOptions(args, DRAWN)).toBeNull();
});
